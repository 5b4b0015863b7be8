"""Who we are to ЕСОЗ: the secrets, and the headers that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import SecretStr

_VISIBLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secrets of one session. They are shown nowhere, not even by `repr`.

    Raises ValueError, without the secret, if one cannot stand in a header.
    """

    access_token: SecretStr
    api_key: SecretStr
    """The secret of this program as a registered information system."""
    psk: SecretStr
    """ЕСОЗ's pre-shared key."""
    client_secret: SecretStr | None = None
    """The clinic's own; needed only to sign in."""

    def __post_init__(self) -> None:
        for name, secret in self._in_headers().items():
            if not _VISIBLE.fullmatch(secret.get_secret_value()):
                raise ValueError("empty or with unlawful characters: the secret for " + name)

    def headers(self) -> dict[str, str]:
        """The headers that every call must carry, in the clear."""
        token, key, psk = (it.get_secret_value() for it in self._in_headers().values())
        return {"Authorization": f"Bearer {token}", "API-key": key, "X-Custom-PSK": psk}

    def _in_headers(self) -> dict[str, SecretStr]:
        return {
            "Authorization": self.access_token,
            "API-key": self.api_key,
            "X-Custom-PSK": self.psk,
        }
