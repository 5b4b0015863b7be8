"""Draws the pictures of README and docs: the program's own screens, exported by itself.

.venv/bin/python tools/pictures.py            all of them
.venv/bin/python tools/pictures.py intake     only these
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

from httpx import ASGITransport
from textual.pilot import Pilot

from frontdesk import browser, keys
from frontdesk.demo import INSIDE, REGISTRAR, furnish_database, settings_for
from frontdesk.desk import Desk
from frontdesk.desk.answers import Ambiguous, Finding, PatientDetails
from frontdesk.desk.waiting_answers import Wish
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import Kind, VisitMatter
from frontdesk.domain.number import Number, Readable
from frontdesk.greeting import Greeting
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.credentials import API_KEY, CLIENT_SECRET, PSK
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened, SampleNumber
from frontdesk.words import LANGUAGES, Lang, Words
from frontdesk.workplace import open_desk

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 23, 12, 7, tzinfo=UTC)
SEED = 1
SECRETS = {keys.API_KEY: API_KEY, keys.PSK: PSK, keys.CLIENT_SECRET: CLIENT_SECRET}

Arrange = Callable[[FrontdeskApp, Backend], Awaitable[None]]
"""Brings about what no key does in the demo."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen, and the way to it from an empty number field."""

    name: str
    """In every language: `name.svg`, in English `name.en.svg`."""
    screen: str
    """The class that it shows."""
    way: Sequence[str | Arrange] = ()
    """Keys; `#expired` types the first sample with that in its verdict or its English description;
    `=мель` types what follows."""
    size: tuple[int, int] = (80, 24)
    is_signed_in: bool = True
    may_overbook: bool = False


async def greet(app: FrontdeskApp, _backend: Backend) -> None:
    """As in the first demo of a user; nothing is written."""
    app.session.greet(Greeting(FOLDER / "greeted"))
    app.renew()


async def say_twice(app: FrontdeskApp, _backend: Backend) -> None:
    """A number that can be read in two ways."""
    desk, opened = app.session.desk, app.session.opened
    readings = [Number.read(it.number) for it in opened.samples[:2]] if opened else []
    found = [await desk.find(it) for it in readings if isinstance(it, Readable)]
    app.get_default_screen()._show(  # noqa: SLF001 - no two numbers of the demo are alike
        Ambiguous(tuple(it for it in found if isinstance(it, Finding)))
    )


async def recall_it(app: FrontdeskApp, backend: Backend) -> None:
    """The doctor recalls what was booked provisionally; the program asks ЕСОЗ again."""
    desk = app.session.desk
    (matter,) = (
        it
        for it in app.session.worklist or ()
        if isinstance(it, VisitMatter) and it.kind is Kind.NOT_VERIFIED
    )
    (held,) = backend.numbered(sample(app, "Found, but the check"))
    recalled = replace(held, obstacle=None, status="recalled")
    backend.referrals[held.id] = recalled
    await desk.worklist.ask(matter)
    await app.session.read_worklist()
    app.renew()


async def let_wait(app: FrontdeskApp, _backend: Backend) -> None:
    """Three patients, of whom one can come tomorrow only."""
    desk = app.session.desk
    service = desk.clinic.offers[0].service_id
    today = desk.today()
    for name, phone, days in (
        ("Мельник Олена Іванівна", "050 111 22 33", 1),
        ("Бондар Петро Семенович", "050 444 55 66", 60),
        ("Ткачук Ніна Василівна", "067 777 88 99", 10),
    ):
        last = today + timedelta(days=days)
        wish = Wish(service, Ground.PAID, None, f"{today:%d.%m.%Y}", f"{last:%d.%m.%Y}")
        await desk.waiting.add(wish, PatientDetails(name, phone))


BOOKABLE = ("#bookable",)
WITHOUT_PHONE = ("#Neurologist", *["enter"] * 4)
PROVISIONAL = ("#Found, but the check", "enter", "enter", "tab", "=0671234567", "enter", "enter")
RECALLED = (*PROVISIONAL, recall_it)
TOMORROW = ("f5", "right")
PAPER = ("f3", "=20077714", "tab", "=Савченко О. П.", "tab", "=20.11.2026")
PICTURES = (
    Picture("greeting", "IntakeScreen", (greet,)),
    Picture("intake", "IntakeScreen"),
    Picture("tour", "IntakeScreen", ("ctrl+y",)),
    Picture("choice", "ChoiceScreen", (say_twice,)),
    Picture("referral", "ReferralScreen", BOOKABLE),
    Picture("several", "ReferralScreen", ("#Three services: recalled",)),
    Picture("expired", "ReferralScreen", ("#expired",)),
    Picture("elsewhere", "ReferralScreen", ("#in_work_elsewhere", "enter")),
    Picture("silent", "ReferralScreen", ("#Found, but the check",)),
    Picture("booking", "BookingScreen", (*BOOKABLE, "enter")),
    Picture("course", "BookingScreen", ("#A course: five", "enter", "f3")),
    Picture("reason", "ReasonScreen", (*BOOKABLE, "enter", "f2", "enter"), may_overbook=True),
    Picture("confirm", "ConfirmScreen", (*BOOKABLE, "enter", "enter")),
    Picture("slip", "SlipScreen", (*BOOKABLE, "enter", "enter", "enter")),
    Picture("without-referral", "WithoutReferralScreen", ("f2", "=окул")),
    Picture("grounds", "GroundsScreen", ("f2", "=окул", "enter")),
    Picture("ground-patient", "PatientChoiceScreen", ("f2", "=окул", "enter", "1", "=мель")),
    Picture("paper", "PaperScreen", PAPER),
    Picture("paper-service", "ServiceChoiceScreen", (*PAPER, "enter", "=узд")),
    Picture("urgent", "UrgentScreen", ("f4", "enter")),
    Picture("urgent-details", "UrgentDetailsScreen", ("f4", "enter", "down", "enter")),
    Picture("agenda", "AgendaScreen", ("f5",)),
    Picture("move", "MoveScreen", (*TOMORROW, "f3", "enter")),
    Picture("cancel", "CancelScreen", (*TOMORROW, "f4", "1")),
    Picture("absence", "AbsenceScreen", (*TOMORROW, "ctrl+d")),
    Picture("affected", "AffectedScreen", (*TOMORROW, "ctrl+d", "enter")),
    Picture("patients", "PatientsScreen", ("f6", "=мель")),
    Picture("patient", "PatientScreen", ("f6", "=цимбал ю", "enter")),
    Picture("patient-details", "PatientDetailsScreen", ("f6", "=мель", "enter", "f2")),
    Picture("worklist", "WorklistScreen", (*RECALLED, *WITHOUT_PHONE, "f7")),
    Picture("matter", "MatterScreen", (*RECALLED, "f7", "enter")),
    Picture("phone", "PhoneScreen", (*WITHOUT_PHONE, "f7", "enter")),
    Picture("waiting", "WaitingScreen", (let_wait, "f8")),
    Picture("offering", "OfferingScreen", (let_wait, "f8", "enter")),
    Picture("waiting-form", "WaitingForm", (*BOOKABLE, "enter", "f8")),
    Picture("waiting-patient", "ChoosePatientScreen", ("f8", "f2", "=мель")),
    Picture("settings", "SettingsScreen", ("f9",)),
    Picture("help", "HelpScreen", (*BOOKABLE, "f1")),
    Picture("actions", "PaletteScreen", (*BOOKABLE, "ctrl+p")),
    Picture("lock", "IntakeScreen", ("ctrl+l",)),
    Picture("sign-in", "SignInScreen", ("enter",), is_signed_in=False),
)
"""A new screen is one more line here, and a section with the picture in docs/registrar*.md."""


def file_of(picture: Picture, lang: Lang) -> Path:
    return FOLDER / (f"{picture.name}.svg" if lang == "uk" else f"{picture.name}.{lang}.svg")


async def main(names: Sequence[str]) -> None:
    world = World.furnished(SEED, NOW.date())
    with tempfile.TemporaryDirectory() as folder:
        furnished = Path(folder) / "furnished"
        furnished.mkdir()
        furnish_database(settings_for(world, INSIDE, furnished / "clinic.db"), world, now)
        for picture in PICTURES:
            for lang in LANGUAGES:
                if picture.name in names or not names:
                    clinic = copytree(furnished, Path(folder) / f"{picture.name}.{lang}")
                    await draw(picture, lang, world, Path(clinic))


def now() -> datetime:
    return NOW


async def draw(picture: Picture, lang: Lang, world: World, clinic: Path) -> None:
    backend = Backend(world, Switches(job_seconds=0.0), now)
    desk = await open_clinic(picture, backend, clinic)
    samples = [
        SampleNumber(it.number, {"uk": it.shows_uk, "en": it.shows_en}, it.verdict)
        for it in world.samples
    ]

    async def opened() -> Opened:
        return Opened(desk, world.clinic.name, REGISTRAR, tuple(samples))

    app = FrontdeskApp(opened, Words(lang), "dark", demo=True)
    async with app.run_test(size=picture.size) as pilot:
        await until(pilot, lambda: app.session.opened is not None)
        for step in picture.way:
            await take(step, app, pilot, backend)
        await until(pilot, lambda: type(app.screen).__name__ == picture.screen)
        await pilot.pause(1)
        file_of(picture, lang).write_text(app.export_screenshot(), encoding="utf-8")
    await desk.close()


async def open_clinic(picture: Picture, backend: Backend, clinic: Path) -> Desk:
    settings = settings_for(backend.world, INSIDE, clinic / "clinic.db")
    auth = "simulator" if picture.is_signed_in else "sign_in"
    esoz = settings.esoz.model_copy(update={"auth": auth})
    if picture.may_overbook:
        with closing(sqlite3.connect(clinic / "clinic.db")) as db, db:
            db.execute("UPDATE resource SET max_lanes = 2")
    rights = settings.desk.model_copy(update={"may_overbook": picture.may_overbook})
    return await open_desk(
        settings.model_copy(update={"esoz": esoz, "desk": rights}),
        transport=ASGITransport(build_app(backend)),
        now=now,
        environment=SECRETS,
    )


async def take(step: str | Arrange, app: FrontdeskApp, pilot: Pilot[int], backend: Backend) -> None:
    if not isinstance(step, str):
        await step(app, backend)
    elif step.startswith("#"):
        await pilot.press(*sample(app, step[1:]).replace("-", ""))
    elif step.startswith("="):
        await pilot.press(*step[1:])
    else:
        await pilot.press(step)
    await pilot.pause(1)


def sample(app: FrontdeskApp, wanted: str) -> str:
    """The first number with `wanted` in its verdict or its description."""
    samples = app.session.opened.samples if app.session.opened else ()
    shown = ((it.number, it.verdict, it.shows["en"]) for it in samples)
    return next(it for it, *told in shown if any(wanted in one for one in told))


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await pilot.pause(0.1)


if __name__ == "__main__":
    # The address of ЕСОЗ's page, which is another one each time, is shown where no browser is.
    with patch.object(browser, "graphical", lambda: lambda _address: True):
        asyncio.run(main(sys.argv[1:]))
