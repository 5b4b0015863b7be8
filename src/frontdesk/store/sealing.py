"""How a referral number is kept: as a keyed hash, and sealed while ЕСОЗ must still be asked."""

from __future__ import annotations

import base64
import hashlib

from frontdesk.domain.number import Number


class NumberKey:
    """The site's key for referral numbers; at least 32 random bytes, kept in the keyring.

    Raises ValueError for a shorter one.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the site's key must have at least 32 bytes")
        self._digesting = _derived(secret, b"digest")
        self._sealing = base64.urlsafe_b64encode(_derived(secret, b"seal"))

    def __repr__(self) -> str:
        return "NumberKey(…)"

    def digest(self, number: Number) -> str:
        """The same number gives the same digest, and without the key nobody can try them all."""
        text = number.text.encode("ascii")
        return hashlib.blake2b(text, key=self._digesting, digest_size=32).hexdigest()

    def seal(self, number: Number) -> str:
        from cryptography.fernet import Fernet

        return Fernet(self._sealing).encrypt(number.text.encode("ascii")).decode("ascii")

    def unseal(self, sealed: str) -> Number | None:
        """None if it was sealed with another key, or damaged."""
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Number(Fernet(self._sealing).decrypt(sealed).decode("ascii"))
        except InvalidToken:
            return None


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32, person=b"frontdesk " + purpose).digest()
