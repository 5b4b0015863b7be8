"""How a referral number is kept: as a keyed hash, and sealed while ЕСОЗ must still be asked."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cached_property
from typing import TYPE_CHECKING

from frontdesk.domain.number import Number

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
"""Bytes; random for every seal, as AES-GCM wants it."""


class NumberKey:
    """The site's key for referral numbers; at least 32 random bytes.

    Raises ValueError for a shorter one.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the site's key must have at least 32 bytes")
        self._digesting = _derived(secret, b"digest")
        self._sealing = _derived(secret, b"seal")
        self.mark = _derived(secret, b"mark").hex()
        """By this the key is known again; neither it nor a number can be told from it."""

    def __repr__(self) -> str:
        return "NumberKey(…)"

    def digest(self, number: Number) -> str:
        """The same number gives the same digest, and without the key nobody can try them all."""
        text = number.text.encode("ascii")
        return hashlib.blake2b(text, key=self._digesting, digest_size=32).hexdigest()

    def seal(self, number: Number) -> str:
        nonce = os.urandom(NONCE)
        sealed = self._cipher.encrypt(nonce, number.text.encode("ascii"), None)
        return base64.b64encode(nonce + sealed).decode("ascii")

    def unseal(self, sealed: str) -> Number | None:
        """None if it was sealed with another key, or damaged."""
        from cryptography.exceptions import InvalidTag

        try:
            whole = base64.b64decode(sealed, validate=True)
            return Number(self._cipher.decrypt(whole[:NONCE], whole[NONCE:], None).decode("ascii"))
        except (InvalidTag, ValueError):
            return None

    @cached_property
    def _cipher(self) -> AESGCM:
        # Imported at the first number that is sealed: a start needs none.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._sealing)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32, person=b"frontdesk " + purpose).digest()
