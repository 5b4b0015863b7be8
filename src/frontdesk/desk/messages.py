"""The message in which a patient gets the number of the referral, sent once more."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from frontdesk.desk.answers import AskedJustNow, Line, NotResent, ResendAnswer, Resent
from frontdesk.desk.context import Context
from frontdesk.esoz.failure import Failure

PAUSE = timedelta(minutes=1)
"""A message takes its time; a second one would come beside the first."""


class Messages:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked: dict[str, datetime] = {}
        """When it was last asked for, by referral; only where it may have been sent."""

    async def resend(self, line: Line) -> ResendAnswer:
        """Asks ЕСОЗ to send it; the end of ЕСОЗ's job is not awaited.

        Raises ValueError for a line that `may_be_resent` denies.
        """
        referral = line.referral
        if referral.patient_id is None or not line.may_be_resent:
            raise ValueError("nobody can be sent a message about this referral")
        now = self._context.now()
        again_at = self._asked.get(referral.id, now - PAUSE) + PAUSE
        if again_at > now:
            return AskedJustNow(math.ceil((again_at - now).total_seconds()))
        self._asked[referral.id] = now  # before the call: a cancelled one may have been heard
        answer = await self._context.esoz.resend(referral.patient_id, referral.id)
        if isinstance(answer, Resent):
            return answer
        if not (isinstance(answer, Failure) and answer.is_silence):
            del self._asked[referral.id]
        return NotResent(answer)
