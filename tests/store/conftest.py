from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile
from types import ModuleType

import pytest

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind, Service
from frontdesk.domain.freetime import Template
from frontdesk.domain.ground import Ground
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.referral import Category, Identity, Processing, Referral, Sex, Status
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.opening import best_driver
from frontdesk.store.sealing import NumberKey
from tests.postgres import Server

DRIVERS = {it.__name__: it for it in (sqlite3, best_driver())}
"""Both engines for a file where sqlcipher3 is installed, else the one that comes with Python."""

POSTGRES = "postgresql"


@dataclass(frozen=True)
class Place:
    """Where a database is, and how it is opened."""

    url: str
    driver: ModuleType | None = None
    """SQLite's; None on PostgreSQL."""

    def open(self, key: NumberKey, clock: Callable[[], datetime] | None = None) -> Store:
        return Store.open(self.url, key=key, clock=clock, driver=self.driver)


class SettableClock:
    """A database clock that stands still until it is told to go on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(params=list(DRIVERS.values()), ids=list(DRIVERS))
def driver(request: pytest.FixtureRequest) -> ModuleType:
    """For what is about SQLite's files alone."""
    chosen: ModuleType = request.param
    return chosen


@pytest.fixture
def key() -> NumberKey:
    return NumberKey(b"a key of the site, 32 bytes long.")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@pytest.fixture
def actor() -> Actor:
    return Actor("registrar", "window-1")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ModuleType], Path]:
    """An empty database for each engine, made once by the migrations, to be copied."""

    @cache
    def made_with(driver: ModuleType) -> Path:
        path = tmp_path_factory.mktemp("migrated") / "clinic.db"
        key = NumberKey(b"another key, it is not in the file")
        Store.open(f"sqlite:///{path}", key=key, driver=driver).close()
        return path

    return made_with


@pytest.fixture
def new_file(
    tmp_path: Path, migrated: Callable[[ModuleType], Path]
) -> Callable[[ModuleType], Place]:
    """Makes an empty database in a file."""

    def made_for(driver: ModuleType) -> Place:
        path = tmp_path / "clinic.db"
        copyfile(migrated(driver), path)
        return Place(f"sqlite:///{path}", driver)

    return made_for


@pytest.fixture
def file_store(
    new_file: Callable[[ModuleType], Place], driver: ModuleType, key: NumberKey
) -> Iterator[Store]:
    """An empty database in a file, open."""
    opened = new_file(driver).open(key)
    yield opened
    opened.close()


@pytest.fixture
def server_place(postgres: Server) -> Iterator[Place]:
    """An empty database on a PostgreSQL server."""
    with postgres.migrated() as name:
        yield Place(postgres.url(name))


@pytest.fixture(params=[*DRIVERS, POSTGRES])
def place(request: pytest.FixtureRequest, new_file: Callable[[ModuleType], Place]) -> Place:
    """An empty database, on each engine in turn."""
    if request.param == POSTGRES:
        found: Place = request.getfixturevalue("server_place")
        return found
    return new_file(DRIVERS[request.param])


@pytest.fixture
def store(place: Place, key: NumberKey, clock: SettableClock) -> Iterator[Store]:
    """An empty database, open."""
    opened = place.open(key, clock)
    yield opened
    opened.close()


@pytest.fixture
def furnishing() -> Furnishing:
    """Two doctors who share a room, a hall for two visits at once, and two patients."""
    kind = ResourceKind
    cardiologist = Resource("d1", kind.DOCTOR, "Мельник Оксана Петрівна", "CARDIOLOGY", "P67", "e1")
    therapist = Resource("d2", kind.DOCTOR, "Їжак Ганна Іванівна", "THERAPY", "P231", "e2")
    room = Resource("r1", kind.ROOM, "207")
    hall = Resource("h1", kind.ROOM, "Зал", lanes=2, max_lanes=3)
    return Furnishing(
        resources=(cardiologist, therapist, room, hall),
        group_names={"g1": "Консультації", "g2": "Усі послуги"},
        services=(
            Service("s1", "K67002", "Консультація кардіолога", Category.COUNSELLING, ("g1", "g2")),
            Service("s2", "A95001", "Групове заняття"),
        ),
        offers=(
            Offer("s1", cardiologist, 20, room),
            Offer("s1", therapist, 15),
            Offer("s2", therapist, 30, hall),
        ),
        templates=(
            Template("d1", 2, 8 * 60, 14 * 60, date(2026, 1, 1)),
            Template("d2", 2, 9 * 60, 15 * 60, date(2026, 1, 1), date(2027, 6, 30)),
        ),
        patients=(
            Patient(
                "p1",
                Name("Іваненко", "Ольга", "Петрівна"),
                date(1979, 3, 4),
                Phone("+380671234567"),
                "esoz-p1",
                Sex.FEMALE,
            ),
            Patient("p2", Name("Ґудзь")),
        ),
    )


@pytest.fixture
def clinic(store: Store, furnishing: Furnishing, actor: Actor) -> Store:
    """The database of a furnished clinic without visits."""
    with store.writing() as db:
        furnish(db, furnishing, actor)
    return store


@pytest.fixture
def draft() -> Callable[..., Appointment]:
    """Makes a visit to the cardiologist on a Wednesday at nine, unless told otherwise."""

    def make(
        id_: str = "a1",
        *,
        state: State = State.HELD,
        claim: Claim = Claim.NONE,
        start: int = 540,
        minutes: int = 20,
        day: date = date(2026, 11, 25),
        resource_ids: tuple[str, ...] = ("d1", "r1"),
        referral_id: str | None = None,
        session: int = 1,
        patient_id: str | None = None,
    ) -> Appointment:
        return Appointment(
            id=id_,
            state=state,
            claim=claim,
            ground=Ground.DIRECT_ACCESS if referral_id is None else Ground.E_REFERRAL,
            service_id="s1",
            doctor_id=next(it for it in resource_ids if it.startswith(("d", "h"))),
            resource_ids=resource_ids,
            day=day,
            start=start,
            end=start + minutes,
            time_zone="Europe/Kyiv",
            referral_id=referral_id,
            session=session,
            patient_id=patient_id,
            hold_until=datetime(2026, 11, 23, 13, 0, tzinfo=UTC) if state is State.HELD else None,
        )

    return make


@pytest.fixture
def referral() -> Referral:
    return Referral(
        id="ref1",
        number="6495-7332-1362-2361",
        status=Status.ACTIVE,
        processing=Processing.NEW,
        service_id="s1",
        category=Category.COUNSELLING,
        programme_id="prog",
        expires_at=datetime(2027, 9, 14, 23, 59, 59, tzinfo=UTC),
        patient_id="esoz-p1",
        identity=Identity("Іваненко", "О", "П", Sex.FEMALE, 47),
        quantity=2,
    )
