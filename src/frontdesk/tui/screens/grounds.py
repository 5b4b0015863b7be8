"""On what other ground a visit may be booked: by our own register, or paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events, getters, on, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.domain.clean import clean
from frontdesk.domain.clinic import Offer
from frontdesk.domain.direct_access import NotNeeded, judge
from frontdesk.domain.ground import Ground
from frontdesk.domain.observation import Observation
from frontdesk.domain.patient import Patient
from frontdesk.tui.errand import Errand
from frontdesk.tui.safe import cut, row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import grounds, labels, services
from frontdesk.words.services import Choice

LABEL = 30
"""Cells of a ground's name."""
OTHERS = (Ground.CHRONIC, Ground.TREATING_DOCTOR, Ground.PAID)


class GroundsScreen(DeskScreen[None]):
    """A digit or Enter takes a ground; two of them first ask who the patient is."""

    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    GroundsScreen #verdict { margin: 1 1 0 1; }
    GroundsScreen #why { margin: 0 2 1 2; }
    GroundsScreen LineList { height: 1fr; margin: 0 2; }
    """

    list = getters.query_one(LineList)

    def __init__(self, session: Session, choice: Choice) -> None:
        super().__init__(session)
        self._choice = choice
        self._answer = judge(choice.offers, session.direct_access)
        self._patient: Patient | None = None
        """Whom the register was asked about, for the ground under the cursor."""
        self._observation: Observation | None = None

    def body(self) -> Iterable[Widget]:
        yield Banner(self._told, id_="verdict")
        yield Lines(self._why, id_="why")
        yield LineList(self._ground, lambda: self._choice.service.name)

    def on_mount(self) -> None:
        self.list.show(self._grounds)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (
            ("Enter", self._enter_does()),
            (f"1–{len(self._grounds)}", tr("ground")),
            ("↑↓", tr("choose")),
            ("Esc", tr("back")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "A digit chooses the ground. Under observation or in a course you then choose the "
                "patient, and our register says the rest."
            ),
            tr("If it knows nothing: ask the doctor, or a referral is needed."),
            tr("A paid visit needs no referral; tell the patient the price first."),
        )

    @property
    def _grounds(self) -> tuple[Ground, ...]:
        listed = isinstance(self._answer, NotNeeded)
        return (Ground.DIRECT_ACCESS, *OTHERS) if listed else OTHERS

    @property
    def _current(self) -> Ground | None:
        current = self.list.current
        return current if isinstance(current, Ground) else None

    def _enter_does(self) -> str:
        tr = self.words.tr
        if self._asks_for_patient and self._observation is None:
            return tr("which patient")
        return tr("choose a time")

    @property
    def _asks_for_patient(self) -> bool:
        return self._current in {Ground.CHRONIC, Ground.TREATING_DOCTOR}

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._take()
            case digit if digit.isdigit() and 0 < int(digit) <= len(self._grounds):
                self.list.show(self._grounds, self._grounds[int(digit) - 1])
                self.another()
                self._take()
            case _:
                return
        event.stop()

    @on(LineList.Moved)
    def another(self) -> None:
        self._patient = self._observation = None
        self.renew()

    def _take(self) -> None:
        ground = self._current
        if ground is None:
            return
        if self._asks_for_patient and self._observation is None:
            from frontdesk.tui.screens.patient_choice import PatientChoiceScreen

            self.app.push_screen(PatientChoiceScreen(self.session), self._chosen)
            return
        from frontdesk.tui.screens.booking import BookingScreen

        errand = Errand(ground, self._choice.service.name, self._offers(), patient=self._patient)
        self.app.push_screen(BookingScreen(self.session, errand, None))

    def _offers(self) -> tuple[Offer, ...]:
        """The doctor whom the patient comes back to, if it is one of these."""
        seen, answer = self._observation, self._answer
        if self._current is Ground.DIRECT_ACCESS and isinstance(answer, NotNeeded):
            return answer.offers
        own = tuple(it for it in self._choice.offers if seen and it.doctor.id == seen.doctor.id)
        return own or self._choice.offers

    def _chosen(self, patient: Patient | None) -> None:
        if patient is not None and self._current is not None:
            self.ask_register(patient, self._current)

    @work(exclusive=True, group="register")
    async def ask_register(self, patient: Patient, ground: Ground) -> None:
        desk = self.session.desk
        self._observation = await desk.observation(patient, self._choice.offers, ground)
        self._patient = patient
        self.renew()

    def _told(self) -> tuple[Tone, str, str]:
        ground = self._current
        if self._patient is not None and ground is not None:
            if self._observation is None:
                return "bad", "✖", grounds.not_observed(self.words, ground)
            return "good", "✔", grounds.observed(self.words, ground, self._observation)
        doctors = services.doctors(self.words, self._choice)
        said = grounds.headline(self.words, self._answer, doctors)
        return ("good", "✔", said) if isinstance(self._answer, NotNeeded) else ("warn", "!", said)

    def _why(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        if self._patient is None:
            said = grounds.why(self.words, self._answer, self.session.direct_access)
            return wrapped(text(said, "strong"), width)
        name = text(f"{clean(self._patient.name.full, grounds.LONGEST)}. ", "strong")
        if self._observation is not None:
            return wrapped(row(name, text(tr("A new referral is not needed."), "strong")), width)
        return wrapped(row(name, text(tr("Ask the doctor, or a referral is needed."))), width)

    def _ground(self, it: Ground, _width: int) -> Content:
        place = self._grounds.index(it) + 1
        name = cut(text(f"{place}  {labels.ground(self.words, it)}"), LABEL)
        return row(name, text(grounds.about(self.words, it), "quiet"))
