"""What becomes of a visit by one key of the agenda: when it may, what is asked first, and how."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from frontdesk import keyboard
from frontdesk.domain.appointment import State
from frontdesk.domain.planned import Planned
from frontdesk.words import Words, dates

if TYPE_CHECKING:
    from frontdesk.desk import Desk
    from frontdesk.desk.answers import ChangeAnswer
    from frontdesk.keyboard import Action

CHANGES = (keyboard.ARRIVE, keyboard.LATE, keyboard.MISS, keyboard.FULFIL)


class Change(NamedTuple):
    """One of `CHANGES`, wanted for a visit."""

    action: Action
    about: Planned

    def may_be(self, here: datetime) -> bool:
        """`here`: the site's wall time."""
        it = self.about
        match self.action:
            case keyboard.ARRIVE:
                return it.day <= here.date() and it.may_become(State.ARRIVED)
            case keyboard.LATE:
                return it.may_move
            case keyboard.MISS:
                has_begun = (it.day, it.start) <= (here.date(), here.hour * 60 + here.minute)
                return has_begun and it.may_become(State.NO_SHOW)
            case _:
                return it.may_become(State.FULFILLED)

    def question(self, words: Words) -> str:
        """Of what cannot be taken back."""
        asked = (
            words.tr("{patient}, {when}: did not come? This stays so. Enter: yes. Esc: no.")
            if self.action is keyboard.MISS
            else words.tr(
                "{patient}, {when}: seen by the doctor? This stays so. Enter: yes. Esc: no."
            )
        )
        return asked.format(patient=self.about.patient, when=dates.clock(self.about.start))

    async def be_made(self, desk: Desk) -> ChangeAnswer:
        match self.action:
            case keyboard.ARRIVE:
                return await desk.arrive(self.about.id)
            case keyboard.LATE:
                return await desk.be_late(self.about.id)
            case keyboard.MISS:
                return await desk.miss(self.about.id)
            case _:
                return await desk.fulfil(self.about.id)
