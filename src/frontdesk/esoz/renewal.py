"""A new session for an old one: once at a time, and never lost.

Several terminals share one session. Whoever renews it kills the old token for all of them, so each
looks into the common box before it asks ЕСОЗ and again after a refusal: the answer may be there.
"""

from __future__ import annotations

import asyncio

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.oauth import OAuth, is_refusal
from frontdesk.esoz.session import Session, Token
from frontdesk.esoz.surroundings import Surroundings

OTHERS_TURN = 1.0
"""Seconds after a refusal in which another terminal puts what it was given into the box."""
BETWEEN = 60.0
"""Seconds between two tries to renew a session that is still good."""


class Renewal:
    """Renews the session of one program."""

    def __init__(self, session: Session, oauth: OAuth, around: Surroundings) -> None:
        self._session = session
        self._oauth = oauth
        self._around = around
        self._running: asyncio.Task[Failure | None] | None = None
        self._refused: Token | None = None
        self._next_try = 0.0

    async def ahead(self, within: float | None = None) -> None:
        """Renews a session that ends soon. If that fails, it is as good as before.

        It takes at most half of `within`: the other half is for what the session is wanted for.
        """
        token = self._session.token
        if token is None or not self._session.is_ending or token == self._refused:
            return
        if self._running is None and self._around.seconds() < self._next_try:
            return
        self._next_try = self._around.seconds() + BETWEEN
        await self._once(token, None if within is None else within / 2)

    async def after_refusal(self, dead: Token, within: float | None = None) -> Failure | None:
        """ЕСОЗ refused `dead`: None if there is another session now, else why there is none.

        After a plain "no" the session is closed.
        """
        if self._session.token not in {None, dead}:
            return None  # another call was quicker
        failure = await self._once(dead, within)
        if failure is not None and is_refusal(failure):
            await self._session.close(dead)
        return failure

    async def finish(self) -> None:
        """Waits for a renewal that is on its way: its token must not be lost."""
        if self._running is not None:
            await asyncio.wait([self._running])

    async def _once(self, old: Token, within: float | None) -> Failure | None:
        """Joins the renewal that runs, or begins one; it goes on if the caller goes away."""
        if self._running is None:
            self._running = asyncio.create_task(self._renew(old))
            self._running.add_done_callback(self._ended)
        try:
            return await asyncio.wait_for(asyncio.shield(self._running), within)
        except TimeoutError:
            return Failure(FailureKind.SILENT)

    def _ended(self, _: asyncio.Task[Failure | None]) -> None:
        self._running = None

    async def _renew(self, old: Token) -> Failure | None:
        if await self._session.look(but=old):
            return None
        if old.refresh is None or old == self._refused or not self._oauth.is_possible:
            return Failure(FailureKind.UNAUTHORISED)
        answer = await self._oauth.refresh(old.refresh)
        if isinstance(answer, Token):
            await self._session.open(answer)
            return None
        if not is_refusal(answer):
            return answer
        self._refused = old
        await self._around.pause(OTHERS_TURN)
        if await self._session.look(but=old):
            return None
        return Failure(FailureKind.UNAUTHORISED, answer.message, answer.request_id)
