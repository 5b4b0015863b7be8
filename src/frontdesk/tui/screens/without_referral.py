"""Без направлення: whether the doctor may be seen without one, and at once to the free times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.domain.direct_access import Needed, NotNeeded, judge
from frontdesk.domain.ground import Ground
from frontdesk.tui import keymap
from frontdesk.tui.errand import Errand
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.services import ServicesScreen
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import grounds, services
from frontdesk.words.services import Choice


class WithoutReferralScreen(ServicesScreen[None]):
    """The verdict follows the cursor; Enter takes a time, or asks for another ground."""

    BINDINGS: ClassVar[list[BindingType]] = [keymap.bind(keyboard.OTHER_GROUND)]
    PLACE = "services"
    DEFAULT_CSS = """
    WithoutReferralScreen #verdict { margin: 1 1 0 1; }
    WithoutReferralScreen #why { margin: 0 2; }
    """

    def between(self) -> Iterable[Widget]:
        yield Banner(self._told, id_="verdict")
        yield Lines(self._why, id_="why")

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self.choice is None:
            return (("Esc", tr("back")),)
        other = (self.key(keyboard.OTHER_GROUND), tr("other ground"))
        if isinstance(self._answer(self.choice), Needed):
            return (("Enter", tr("other ground")), *self.own_keys())
        return (("Enter", tr("choose a time")), other, *self.own_keys())

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Type a few letters of the speciality, the doctor or the service; arrows choose."),
            tr("The block says whether this doctor may be seen without a referral."),
            tr("Enter goes on to the free times; the ground is kept with the visit."),
            tr(
                "{key}: under observation here, a course that continues, a paid visit.",
                key=self.key(keyboard.OTHER_GROUND),
            ),
        )

    def taken(self, choice: Choice) -> None:
        match self._answer(choice):
            case NotNeeded(offers=offers):
                from frontdesk.tui.screens.booking import BookingScreen

                errand = Errand(Ground.DIRECT_ACCESS, choice.service.name, offers)
                self.app.push_screen(BookingScreen(self.session, errand, None))
            case Needed():
                self.action_other_ground()

    def action_other_ground(self) -> None:
        from frontdesk.tui.screens.grounds import GroundsScreen

        if self.choice is not None:
            self.app.push_screen(GroundsScreen(self.session, self.choice))

    def _answer(self, choice: Choice) -> NotNeeded | Needed:
        return judge(choice.offers, self.session.direct_access)

    def _told(self) -> tuple[Tone, str, str]:
        if self.choice is None:
            return "unsure", "?", self.words.tr("WITHOUT A REFERRAL: to whom?")
        answer = self._answer(self.choice)
        said = grounds.headline(self.words, answer, services.doctors(self.words, self.choice))
        return ("good", "✔", said) if isinstance(answer, NotNeeded) else ("warn", "!", said)

    def _why(self, width: int) -> Sequence[Content]:
        access = self.session.direct_access
        source = wrapped(text(access.source, "quiet"), width)
        if self.choice is None:
            return (EMPTY, *source)
        said = grounds.why(self.words, self._answer(self.choice), access)
        return (*wrapped(text(said, "strong"), width), *source)
