"""The signed way to ЕСОЗ: nothing is sent without a live session, and a session is kept alive."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.esoz import wire
from frontdesk.esoz.door import Door, Method
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.oauth import blames_the_program
from frontdesk.esoz.renewal import Renewal
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.session import Session
from frontdesk.esoz.surroundings import Surroundings


class Signed:
    """A door that only opens to who is signed in; `door` sends the session's headers."""

    def __init__(
        self, door: Door, session: Session, renewal: Renewal, around: Surroundings
    ) -> None:
        self._door = door
        self._session = session
        self._renewal = renewal
        self._seconds = around.seconds

    async def send(
        self,
        method: Method,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        within: float | None = None,
    ) -> Reply | Failure:
        """One call, as through the door; once more if the session was over and could be renewed.

        A call that was refused for its session was not carried out, so repeating it is safe.
        """
        until = None if within is None else self._seconds() + within
        if not self._session.is_open and not await self._session.look():
            return Failure(FailureKind.UNAUTHORISED)
        await self._renewal.ahead(within)
        token = self._session.token
        answer = await self._door.send(
            method, path, query=query, body=body, within=self._left(until)
        )
        if token is None or self._session.is_fixed or not _is_over(answer):
            return answer
        failure = await self._renewal.after_refusal(token, self._left(until))
        if failure is not None:
            return failure
        return await self._door.send(method, path, query=query, body=body, within=self._left(until))

    async def close(self) -> None:
        """Closes the connections, once no new session is on its way; a later call opens others."""
        await self._renewal.finish()
        await self._door.close()

    def _left(self, until: float | None) -> float | None:
        """Seconds."""
        return None if until is None else max(until - self._seconds(), 0.0)


def _is_over(answer: Reply | Failure) -> bool:
    """Whether ЕСОЗ does not accept the session."""
    if isinstance(answer, Failure):
        return answer.kind is FailureKind.UNAUTHORISED
    message = wire.error_words(answer.document.get("error"))
    return answer.status == 401 and not blames_the_program(message)
