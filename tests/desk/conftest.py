"""One clinic and its ЕСОЗ for each test: real database, real client, the simulated backend."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from httpx import ASGITransport

from frontdesk import keys
from frontdesk.demo import INSIDE, furnish_database, settings_for
from frontdesk.desk import Desk
from frontdesk.desk.answers import Confirmed, Finding, Held, Line, PatientDetails
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.timetable import Timetable
from frontdesk.esoz.surroundings import Surroundings
from frontdesk.settings import DatabaseSection, Settings
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.store.journal import Actor
from frontdesk.workplace import open_desk
from tests.postgres import Server

NUMBER_KEY = "the same key on all computers of the site"

TODAY = date(2026, 11, 23)
MORNING = datetime.combine(TODAY, time(9), UTC)
"""A Monday, 11:00 in Kyiv."""


class Clock:
    """Everybody's clock. It moves when it is told to, or when somebody waits."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return (self.moment - MORNING).total_seconds()

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    async def pause(self, seconds: float) -> None:
        self.advance(seconds)


@cache
def small_world() -> World:
    """The demo's world with a morning of visits: enough to book between, quick to copy."""
    whole = World.furnished(1, TODAY)
    sampled = {it.id for it in whole.referrals}
    visits = tuple(it for at, it in enumerate(whole.visits) if at < 60 or it.referral_id in sampled)
    visitors = {it.patient.id for it in visits}
    waiting = {it.subject for it in whole.referrals}
    people = tuple(it for it in whole.patients if it.id in visitors or it.esoz_id in waiting)
    return replace(whole, visits=visits, patients=people)


def clinic_at(server: str, folder: Path) -> Settings:
    """The clinic's settings; its database is on that server or, without one, in the folder."""
    demo = settings_for(small_world(), INSIDE, folder / "clinic.db")
    return demo.model_copy(update={"database": DatabaseSection(url=server)}) if server else demo


@dataclass(frozen=True)
class Registrar:
    """Someone at a desk, and what they do there all day."""

    desk: Desk
    details: PatientDetails = field(
        default_factory=lambda: PatientDetails("Іваненко Ольга Петрівна", "067 123 45 67")
    )

    async def find(self, number: Number) -> Finding:
        reading = Number.read(number.text)
        assert isinstance(reading, Readable)
        found = await self.desk.find(reading)
        assert isinstance(found, Finding)
        return found

    async def line(self, number: Number) -> Line:
        """The line that a clerk would be offered."""
        line = (await self.find(number)).selected
        assert line is not None
        return line

    async def times(self, line: Line) -> Timetable:
        offers = self.desk.clinic.offers_for(line.referral)
        return await self.desk.timetable(offers, last_day=line.last_day)

    async def earliest(self, line: Line) -> FreeTime:
        return (await self.times(line)).earliest()[0]

    async def hold(self, number: Number, *, consent: bool = False) -> Held:
        line = await self.line(number)
        answer = await self.desk.hold(await self.earliest(line), line, consent=consent)
        assert isinstance(answer, Held)
        return answer

    async def confirm(self, held: Held) -> Appointment:
        answer = await self.desk.confirm(held, self.details)
        assert isinstance(answer, Confirmed)
        return answer.appointment

    async def book(self, number: Number, *, consent: bool = False) -> Appointment:
        """Held and confirmed; not yet settled."""
        return await self.confirm(await self.hold(number, consent=consent))

    async def is_free(self, time: FreeTime) -> bool:
        return (await self.desk.timetable([time.offer])).admits(time)


@dataclass
class House:
    """A clinic, its ЕСОЗ, and as many desks in it as a test opens."""

    folder: Path
    world: World
    server: str = ""
    """The URL of its database, if that isn't the file in its folder."""
    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    desks: list[Registrar] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.backend = Backend(self.world, self.switches, self.clock, self.clock.seconds)

    async def open(
        self,
        terminal: str = "window-1",
        *,
        token: str = TOKEN,
        psk: str = PSK,
        environment: Mapping[str, str] | None = None,
    ) -> Registrar:
        """Another terminal over the same database."""
        demo = clinic_at(self.server, self.folder)
        given = {
            keys.ACCESS_TOKEN: token,
            keys.API_KEY: API_KEY,
            keys.PSK: psk,
            **({keys.NUMBER_KEY: NUMBER_KEY} if self.server else {}),
        }
        esoz = demo.esoz.model_copy(update={"auth": "sign_in"})
        desk = await open_desk(
            demo.model_copy(update={"esoz": esoz}),
            transport=ASGITransport(build_app(self.backend)),
            now=self.clock,
            surroundings=Surroundings(self.clock.seconds, self.clock, self.clock.pause),
            environment=environment or given,
        )
        desk._context.actor = Actor("registrar", terminal)
        self.desks.append(Registrar(desk))
        return self.desks[-1]

    def number(self, verdict: str, place: int = 0) -> Number:
        """The number of the `place`-th sample that promises this verdict."""
        return Number([it.number for it in self.world.samples if it.verdict == verdict][place])

    def rivals(self) -> tuple[Number, Number]:
        """Two bookable numbers for one service, of two patients."""
        code = self.behind(self.number("bookable")).code
        usable = [it.number for it in self.world.samples if it.verdict == "bookable"]
        mine, theirs, *_ = (it for it in usable if self.backend.numbered(it)[0].code == code)
        return Number(mine), Number(theirs)

    def behind(self, number: Number) -> ServiceRequest:
        """What ЕСОЗ holds now, of several the newest."""
        return self.backend.numbered(number.text)[0]

    def put(self, referral: ServiceRequest) -> None:
        """Changes what ЕСОЗ holds, as another clinic or a doctor would."""
        self.backend.referrals[referral.id] = referral

    def steal(self, number: Number) -> None:
        """Another clinic takes the referral into work."""
        self.put(replace(self.behind(number), processing="in_progress", used_by=_OTHERS))

    @property
    def ours(self) -> str:
        return self.world.clinic.legal_entity_id

    async def broken(self, *, but: frozenset[str] = frozenset()) -> list[str]:
        """The invariants that do not hold now."""
        checked = await self.desks[-1].desk.check()
        assert sum(it.checked for it in checked) > 0
        return [it.id for it in checked if it.violations and it.id not in but]


_OTHERS = "5e6f7a8b-0000-4000-8000-000000000002"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furnished")
    world = small_world()
    furnish_database(settings_for(world, INSIDE, folder / "clinic.db"), world, Clock())
    return folder


@pytest.fixture(scope="session")
def new_house(furnished: Path) -> Callable[[Path], House]:
    """Furnishes a house in this folder."""

    def built(folder: Path) -> House:
        copytree(furnished, folder / "clinic")
        return House(folder / "clinic", small_world())

    return built


@pytest.fixture(scope="session")
def furnished_server(postgres: Server) -> Server:
    """A server with a furnished database to be copied."""
    postgres.run("CREATE DATABASE furnished TEMPLATE migrated")
    settings = clinic_at(postgres.url("furnished"), Path())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(keys.NUMBER_KEY, NUMBER_KEY)
        furnish_database(settings, small_world(), Clock())
    return postgres


@pytest.fixture
def engine() -> str:
    """Where the schedule lies. Modules whose tests run on both engines have their own."""
    return "sqlite"


@pytest.fixture
def empty_house(
    engine: str, request: pytest.FixtureRequest, new_house: Callable[[Path], House], tmp_path: Path
) -> Iterator[House]:
    """One in which nobody has opened a desk yet."""
    if engine == "sqlite":
        yield new_house(tmp_path)
        return
    server: Server = request.getfixturevalue("furnished_server")
    with server.fresh("furnished") as name:
        yield House(tmp_path, small_world(), server.url(name))


@pytest.fixture
async def house(empty_house: House) -> AsyncIterator[House]:
    """Whatever a test does in it, the invariants hold the next morning."""
    it = empty_house
    yield it
    await it.open("the next morning")
    await it.desks[-1].desk.recover()
    assert await it.broken() == []
    for registrar in it.desks:
        await registrar.desk.close()


@pytest.fixture
def clock(house: House) -> Clock:
    return house.clock


@pytest.fixture
async def registrar(house: House) -> Registrar:
    return await house.open()
