"""The way in and out: who is signed in at this terminal, and how that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from frontdesk.esoz.failure import Failure
from frontdesk.esoz.listener import Pages
from frontdesk.esoz.oauth import OAuth
from frontdesk.esoz.renewal import Renewal
from frontdesk.esoz.session import Session, Token
from frontdesk.esoz.sign_in import SignIn

Lang = Literal["uk", "en"]
PagesIn = Callable[[Lang], Pages]
"""What the browser is shown, in this language."""


class Access:
    """One terminal's session, and the calls that begin and end it."""

    def __init__(self, session: Session, oauth: OAuth, renewal: Renewal, pages_in: PagesIn) -> None:
        self.session = session
        self._oauth = oauth
        self._renewal = renewal
        self._pages_in = pages_in

    async def look(self) -> bool:
        """Renews what ends soon, and adopts what another terminal was given.

        Returns whether somebody is signed in now who was not before.
        """
        if self.session.is_open:
            await self._renewal.ahead()
            return False
        return await self.session.look()

    def sign_in(self, lang: Lang, *, listen: bool = True) -> SignIn:
        """One attempt."""
        return SignIn(self._oauth, self._enter, self._pages_in(lang), listen=listen)

    async def sign_out(self) -> Failure | None:
        """Ends the session here, whatever happens, and at ЕСОЗ: the failure says if not there."""
        await self._renewal.finish()
        token = self.session.token
        if token is None or self.session.is_fixed:
            return None
        await self.session.close(token)
        return await self._oauth.log_out(token)

    async def close(self) -> None:
        await self._oauth.close()

    async def _enter(self, token: Token) -> None:
        await self._renewal.finish()
        await self.session.open(token)
