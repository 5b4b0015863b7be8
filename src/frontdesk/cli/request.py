"""A booking as asked for on the command line, and how it is refused."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import complain
from frontdesk.cli.slots import tell
from frontdesk.desk import Desk
from frontdesk.desk.answers import Line
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.patient import Patient
from frontdesk.words import Words


@dataclass(frozen=True, slots=True)
class Request:
    desk: Desk
    arguments: argparse.Namespace
    words: Words
    line: Line | None
    ground: Ground
    offers: Sequence[Offer]
    """Who may see the patient."""
    patient: Patient | None = None
    """Whom of the register it is for, where the ground depends on that."""
    paper: PaperReferral | None = None
    note: str = ""
    """What a person is told once it is booked."""

    def refuse(self, code: str, text: str, alternatives: Sequence[FreeTime] = ()) -> Exit:
        """Only those of the alternatives that this request could have instead."""
        others = [it for it in alternatives if it.offer in self.offers]
        if self.arguments.json:
            contract.show(contract.refused(code, text, others))
        else:
            complain(text)
            tell(self.words, others)
        return Exit.REFUSED

    def misused(self, code: str, text: str) -> Exit:
        """The same of an option that cannot be."""
        self.refuse(code, text)
        return Exit.USAGE
