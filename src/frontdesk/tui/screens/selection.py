"""The service of a number that is looked at: its verdict, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from frontdesk.desk.answers import FailureKind, Finding, Line
from frontdesk.domain.verdict import UNVERIFIED, Booking, Code, NextStep, Verdict
from frontdesk.words import N_


class Act(Enum):
    """What Enter does, or the key that asks again."""

    CORRECT = auto()
    """The number, which nobody has issued."""
    NAME_SERVICE = auto()
    """From the patient's message."""
    ASK_AGAIN = auto()
    SIGN_IN = auto()
    """And then ask again."""
    NEXT_PATIENT = auto()
    ASK_CONSENT = auto()
    CHOOSE_TIME = auto()
    CHOOSE_HERE = auto()
    """The patient or the clerk has said that it shall be here."""
    CHOOSE_PROVISIONALLY = auto()
    CHOOSE_FURTHER = auto()
    """Of a course that stands already."""


LABELS = {
    Act.CORRECT: N_("correct the number"),
    Act.NAME_SERVICE: N_("book provisionally"),
    Act.ASK_AGAIN: N_("ask again"),
    Act.SIGN_IN: N_("sign in and ask again"),
    Act.NEXT_PATIENT: N_("next patient"),
    Act.ASK_CONSENT: N_("choose a time"),
    Act.CHOOSE_TIME: N_("choose a time"),
    Act.CHOOSE_HERE: N_("yes, here"),
    Act.CHOOSE_PROVISIONALLY: N_("book provisionally"),
    Act.CHOOSE_FURTHER: N_("choose further times"),
}
"""Beside the key."""

_CHOOSING = {
    Booking.YES: Act.CHOOSE_TIME,
    Booking.AFTER_CONSENT: Act.ASK_CONSENT,
    Booking.PROVISIONAL: Act.CHOOSE_PROVISIONALLY,
}


@dataclass(frozen=True, slots=True)
class Selection:
    finding: Finding
    line: Line | None
    """None: no referral is known under the number."""
    can_sign_in: bool
    """Here, to ЕСОЗ."""
    consent_asked: bool = False
    """Enter was pressed on a referral that wants the patient's word first."""

    @property
    def is_alone(self) -> bool:
        """Whether the number has no other service."""
        return len(self.finding.lines) < 2

    @property
    def verdict(self) -> Verdict:
        """Of the line; of the number as a whole where there is none."""
        if self.may_name_service:
            return UNVERIFIED
        return self.line.verdict if self.line else self.finding.verdict

    @property
    def enter(self) -> Act:
        """What Enter does."""
        if self.line is None and self.finding.trouble is None:
            return Act.CORRECT
        if self.line is None:
            return Act.SIGN_IN if self._is_shut_out else Act.NAME_SERVICE
        if self.consent_asked:
            return Act.CHOOSE_HERE
        last = Act.CHOOSE_FURTHER if self.line.goes_on else Act.NEXT_PATIENT
        return _CHOOSING.get(self.line.verdict.booking, last)

    @property
    def asking(self) -> Act:
        """What comes before ЕСОЗ can be asked again."""
        return Act.SIGN_IN if self._is_shut_out else Act.ASK_AGAIN

    @property
    def may_choose(self) -> bool:
        """Whether there is a time to be chosen, for the first visit or for a further one."""
        line = self.line
        return line is not None and (line.verdict.booking in _CHOOSING or line.goes_on)

    @property
    def may_name_service(self) -> bool:
        """ЕСОЗ did not answer: the clerk reads the service from the patient's message."""
        return self.line is None and self.finding.trouble is not None and not self._is_shut_out

    @property
    def may_ask_again(self) -> bool:
        """Whether ЕСОЗ has left the question open."""
        return self.verdict.code is Code.UNVERIFIED

    @property
    def may_go_without(self) -> bool:
        """Whoever would need another referral may have another ground."""
        verdict = self.verdict
        wanted = verdict.code is Code.NOT_FOUND or NextStep.NEW_REFERRAL in verdict.next_steps
        return wanted and (self.line is None or self.line.appointment is None)

    @property
    def _is_shut_out(self) -> bool:
        """Whether signing in would help."""
        trouble = self.finding.trouble
        is_it = trouble is not None and trouble.kind is FailureKind.UNAUTHORISED
        return is_it and self.can_sign_in
