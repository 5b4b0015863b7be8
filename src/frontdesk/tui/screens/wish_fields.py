"""What a patient waits for, and when the patient can come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import getters, on
from textual.binding import BindingType
from textual.containers import VerticalGroup

from frontdesk.desk.waiting_answers import PartOfDay, Wish, WishField
from frontdesk.domain.clinic import Offer, Resource, Service
from frontdesk.domain.ground import WITHOUT_NUMBER, Ground
from frontdesk.tui import keymap
from frontdesk.tui.errand import Errand
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.pick import Pick
from frontdesk.words import N_, dates, labels, waiting


class WishFields(VerticalGroup):
    """Days, doctor and hours; without a referral also the service and the ground."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.BETWEEN_FIELDS]

    first_entry = getters.query_one("#first-day", Entry)
    last_entry = getters.query_one("#last-day", Entry)

    def __init__(self, session: Session, errand: Errand | None) -> None:
        """`errand`: with which service and ground the fields begin."""
        self._session, self._errand = session, errand
        self._line = line = errand.line if errand else None
        tr = self._tr
        self._service: Pick[Service] = Pick(
            tr(N_("Service")), lambda it: it.name, self._services(), id_="what"
        )
        self._doctor: Pick[Resource | None] = Pick(
            tr(N_("Doctor")), self._doctor_named, (None,), id_="doctor"
        )
        self._part: Pick[PartOfDay] = Pick(
            tr(N_("Hours")),
            lambda it: waiting.part(session.words, it),
            tuple(PartOfDay),
            id_="part",
        )
        self._ground: Pick[Ground] = Pick(
            tr(N_("Ground")),
            lambda it: labels.ground(session.words, it),
            WITHOUT_NUMBER,
            id_="ground",
        )
        hint = tr(N_("DD.MM.YYYY, may stay empty"))
        super().__init__(
            Entry(tr(N_("From day")), hint, id_="first-day", is_whole=True),
            Entry(tr(N_("To day")), hint, id_="last-day", is_whole=True),
            *(() if line else (self._service,)),
            self._doctor,
            self._part,
            *(() if line else (self._ground,)),
        )

    def on_mount(self) -> None:
        self.first_entry.set(dates.numeric(self._session.desk.today()))
        last = self._line.last_day if self._line else None
        self.last_entry.set(dates.numeric(last) if last else "")
        self._begin()
        self._show_doctors()

    def _begin(self) -> None:
        """What no time was found for is waited for."""
        if self._errand is not None and self._line is None:
            wanted = {it.service_id for it in self._errand.offers}
            services = (it for it in self._services() if it.id in wanted)
            self._service.choose(next(services, self._service.current))
            self._ground.choose(self._errand.ground)

    def wish(self) -> Wish:
        """As it stands in the fields."""
        doctor = self._doctor.current
        return Wish(
            service_id="" if self._line else self._service.current.id,
            ground=Ground.E_REFERRAL if self._line else self._ground.current,
            doctor_id=doctor.id if doctor else None,
            first_day=self.first_entry.value,
            last_day=self.last_entry.value,
            part=self._part.current,
        )

    def mark(self, wrong: Collection[WishField]) -> None:
        """Says at each day what is wrong with it; the first wrong one gets the focus."""
        entries = {WishField.FIRST_DAY: self.first_entry, WishField.LAST_DAY: self.last_entry}
        for part, entry in entries.items():
            said = waiting.wrong_field(self._session.words, part) if part in wrong else ""
            entry.mark(said)
        self.screen.set_focus(next(it for part, it in entries.items() if part in wrong))

    @on(Pick.Changed, "#what")
    def _show_doctors(self) -> None:
        doctors = sorted({it.doctor for it in self._offers()}, key=lambda it: it.name)
        self._doctor.show((None, *doctors))

    def _offers(self) -> Sequence[Offer]:
        clinic = self._session.desk.clinic
        if self._line is not None:
            return clinic.offers_for(self._line.referral)
        return clinic.offers_of(self._service.current.id)

    def _services(self) -> Sequence[Service]:
        """What the clinic gives, by name."""
        clinic = self._session.desk.clinic
        given = {offer.service_id for offer in clinic.offers}
        return sorted((clinic.services[id_] for id_ in given), key=lambda it: it.name)

    def _doctor_named(self, doctor: Resource | None) -> str:
        return doctor.name if doctor else self._session.words.tr("any doctor")

    def _tr(self, message: str) -> Callable[[], str]:
        """The message in the language of the moment it is drawn."""
        return lambda: self._session.words.tr(message)
