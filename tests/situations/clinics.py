"""The running demos, one for each language, and what happens in them beside the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.program import CLINIC
from bench.terminal import Terminal
from frontdesk.demo import settings_for
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.walltime import minute_of
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.clinic import TIME_ZONE
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.world import World
from frontdesk.store import furnish
from frontdesk.store.journal import Actor
from frontdesk.words import Lang
from frontdesk.workplace import open_store, utc_now
from tests.program.place import Place
from tests.situations.desk import Desk

ESOZ = "http://127.0.0.1"
"""Never asked: only the database is opened."""
ANOTHER = Actor("another registrar", "another terminal")


def today() -> date:
    """At the clinic, where the day begins two or three hours before that of the invented world."""
    return minute_of(utc_now(), ZoneInfo(TIME_ZONE))[0]


def _appointment(visit: BookedVisit, time_zone: str) -> Appointment:
    """Still booked: not every clinic marks who came."""
    return Appointment(
        id=visit.id,
        state=State.BOOKED,
        claim=Claim.NONE,
        ground=Ground.PAPER_REFERRAL,
        service_id=visit.offer.service_id,
        doctor_id=visit.offer.doctor.id,
        resource_ids=tuple(it.id for it in visit.offer.resources),
        day=visit.day,
        start=visit.start,
        end=visit.start + visit.offer.minutes,
        time_zone=time_zone,
        patient_id=visit.patient.id,
    )


class Programs:
    """One running demo for each language, for all situations; a dead one is replaced."""

    def __init__(self, folders: Iterator[Path], world: World) -> None:
        self._folders = folders
        self._world = world
        self._running: dict[Lang, tuple[Place, Terminal]] = {}
        self._open = ExitStack()

    def at_home(self, lang: Lang) -> Desk:
        """Its program at an empty number field."""
        if lang in self._running:
            desk = Desk(self._running[lang][1], lang)
            if desk.goes_home():
                return desk
        place = Place(next(self._folders))
        demo = place.terminal("demo", "--lang", lang, "--keep", str(place.folder))
        terminal = self._open.enter_context(demo)
        terminal.wait_for(CLINIC)
        self._running[lang] = place, terminal
        return Desk(terminal, lang)

    def came(self, lang: Lang, visit: BookedVisit, days_ago: int) -> date:
        """The patient of `visit` was booked with its doctor then, too, at the same hour; when."""
        place, _ = self._running[lang]
        settings = settings_for(self._world, ESOZ, place.folder / "clinic.db")
        past = replace(
            _appointment(visit, settings.clinic.time_zone),
            id=fixed_id("came", f"{visit.id} {days_ago}"),
            day=today() - timedelta(days=days_ago),
        )
        store = open_store(settings, environment=place.env)
        try:
            with store.writing() as db:
                furnish.furnish(db, furnish.Furnishing(visits=[past]), ANOTHER)
        finally:
            store.close()
        return past.day

    def close(self) -> None:
        self._open.close()
