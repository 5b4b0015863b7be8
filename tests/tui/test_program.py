"""The program around the screens: opening, closing, failing."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from textual.worker import WorkerFailed

from frontdesk.demo import INSIDE, settings_for
from frontdesk.desk import Desk
from frontdesk.desk.answers import Confirmed, Finding, Held, PatientDetails
from frontdesk.desk.sync import Synced
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number, Readable
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import CannotOpen, Opened
from frontdesk.words import Lang, Words
from frontdesk.workplace import back_up_today

from .conftest import AtDesk, Terminal, morning, opened, world

HEAVY = ("httpx", "pydantic", "sqlalchemy", "alembic", "sqlite3", "ssl", "frontdesk.desk")


def test_only_textual_is_imported_before_the_first_paint() -> None:
    asked = f"import sys, frontdesk.tui.app; print(set({HEAVY!r}) & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    textual = subprocess.run(
        [sys.executable, "-c", asked.replace("frontdesk.tui.app", "textual.app")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == textual.stdout


async def test_a_number_typed_before_the_desk_is_open_waits_for_it(
    furnished: Path, tmp_path: Path
) -> None:
    demo, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
    may_open = asyncio.Event()

    async def late() -> Opened:
        await may_open.wait()
        return desk

    app = FrontdeskApp(late, Words("uk"), "dark", demo=True)
    async with app.run_test() as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.type(terminal.number("bookable").replace("-", ""))
        assert terminal.tr("Searching… (Esc: cancel)") in terminal.seen()
        may_open.set()
        await terminal.comes("ReferralScreen")


async def test_a_way_is_not_open_before_the_desk_is() -> None:
    async def never() -> Opened:
        await asyncio.Event().wait()
        raise AssertionError

    app = FrontdeskApp(never, Words("uk"), "dark", demo=True)
    async with app.run_test() as pilot:
        for key in ("f2", "f3", "f4", "f5", "f7", "f8"):
            await pilot.press(key)
        assert type(app.screen).__name__ == "IntakeScreen"


async def test_a_desk_that_cannot_be_opened_ends_with_code_2_and_its_sentence() -> None:
    async def locked() -> CannotOpen:
        return CannotOpen("База даних зайнята.")

    app = FrontdeskApp(locked, Words("uk"), "light", demo=False)
    async with app.run_test() as pilot:
        while app.failed is None:
            await pilot.pause(0.01)
    assert app.return_value == 2
    assert app.failed == "База даних зайнята."


async def until_it_stops(app: FrontdeskApp) -> None:
    async with app.run_test() as pilot:
        while app.is_running:
            await pilot.pause(0.01)


async def test_a_crash_says_where_and_shows_nobodys_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken() -> Opened:
        surname = "Таємниченко"
        raise ValueError(surname)

    app = FrontdeskApp(broken, Words("uk"), "dark", demo=False)
    with pytest.raises(WorkerFailed):
        await until_it_stops(app)
    assert app.return_code == 1
    assert app.failed is not None
    assert "ValueError, test_program.py:" in app.failed
    assert "Таємниченко" not in app.failed
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


async def test_a_database_that_fails_is_said_in_the_header_and_work_goes_on(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        trouble = StoreError(Trouble.BUSY, Path("clinic.db"))
        terminal.app._handle_exception(WorkerFailed(trouble))
        await terminal.pilot.pause()
        assert "clinic.db" in terminal.seen().split("\n")[0]
        terminal.app.recover()
        await terminal.until(lambda: "clinic.db" not in terminal.seen())
        await terminal.look_up(terminal.number("bookable"))


@asynccontextmanager
async def backing_up(folder: Path) -> AsyncIterator[Terminal]:
    """A terminal that makes the day's backup when its app is told to look."""
    settings = settings_for(world(), INSIDE, folder / "clinic.db")
    demo, desk = await opened(folder, None)

    async def ready() -> Opened:
        return replace(desk, back_up=lambda: asyncio.to_thread(back_up_today, settings, morning))

    app = FrontdeskApp(ready, Words("uk"), "dark", demo=False)
    async with app.run_test() as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.until(lambda: app.session.opened is not None)
        yield terminal


async def test_a_terminal_makes_the_days_backup(furnished: Path, tmp_path: Path) -> None:
    folder = Path(copytree(furnished, tmp_path / "clinic"))
    async with backing_up(folder) as terminal:
        await terminal.app.back_up().wait()
        assert terminal.app.session.not_backed_up is None
    assert [it.name for it in (folder / "backups").iterdir()] == ["clinic-2026-11-23.db"]


async def test_a_backup_that_fails_is_said_on_the_start_screen_until_there_is_one(
    furnished: Path, tmp_path: Path
) -> None:
    folder = Path(copytree(furnished, tmp_path / "clinic"))
    (folder / "backups").write_text("a file is in the way", encoding="utf-8")
    async with backing_up(folder) as terminal:
        await terminal.app.back_up().wait()
        await terminal.sees("Сьогодні немає резервної копії.")
        (folder / "backups").unlink()
        await terminal.app.back_up().wait()
        await terminal.until(lambda: "немає резервної копії" not in terminal.seen())


async def test_the_demo_makes_no_backups(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.app.back_up().wait()
        assert not (terminal.demo.folder / "backups").exists()


async def test_no_colour_still_tells_the_verdict_by_sign_and_word(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("recalled"))
        strips = terminal.app.screen._compositor.render_strips()
        colours = {
            segment.style.bgcolor.triplet
            for strip in strips
            for segment in strip
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet
        }
        assert all(it.red == it.green == it.blue for it in colours)
        assert "✖" in terminal.seen()


def at_work(desk: Opened, *, demo: bool) -> FrontdeskApp:
    async def ready() -> Opened:
        return desk

    return FrontdeskApp(ready, Words("uk"), "dark", demo=demo)


@pytest.mark.parametrize("demo", [False, True])
async def test_the_registers_are_copied_in_the_background_but_not_in_the_demo(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, demo: bool
) -> None:
    monkeypatch.setattr("frontdesk.tui.working.FIRST_SYNC", 0.01)
    monkeypatch.setattr("frontdesk.tui.working.PACE", 0.0)
    world, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
    app = at_work(desk, demo=demo)
    async with app.run_test() as pilot:
        terminal = Terminal(app, pilot, world)
        await terminal.until(lambda: app.session.opened is not None)
        await terminal.look_up(terminal.number("bookable"))
        async with asyncio.timeout(10):
            while not demo and await desk.desk.sync_is_due():
                await pilot.pause(0.01)
        assert await desk.desk.sync_is_due() is demo


async def test_a_program_that_is_left_while_it_copies_leaves_no_trace(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes next goes on at once."""
    monkeypatch.setattr("frontdesk.tui.working.FIRST_SYNC", 0.01)
    monkeypatch.setattr("frontdesk.tui.working.PACE", 60.0)
    folder = Path(copytree(furnished, tmp_path / "clinic"))
    world, desk = await opened(folder, None)
    app = at_work(desk, demo=False)
    async with app.run_test() as pilot:
        terminal = Terminal(app, pilot, world)
        await terminal.until(lambda: any(it.group == "sync" for it in app.workers))
        await terminal.look_up(terminal.number("bookable"))
    shutil.copytree(folder, tmp_path / "next")
    _, following = await opened(tmp_path / "next", None)
    answer = await following.desk.sync()
    assert isinstance(answer, Synced)
    assert following.close is not None
    await following.close()


async def confirmed(desk: Desk, number: str) -> Appointment:
    """A booking whose program died before it asked ЕСОЗ for the referral."""
    reading = Number.read(number)
    assert isinstance(reading, Readable)
    found = await desk.find(reading)
    assert isinstance(found, Finding)
    line = found.selected
    assert line is not None
    table = await desk.timetable(desk.clinic.offers_for(line.referral))
    held = await desk.hold(table.earliest(1)[0], line, ground=Ground.E_REFERRAL, consent=False)
    assert isinstance(held, Held)
    answer = await desk.confirm(held, PatientDetails("Іваненко Ольга", "", ""))
    assert isinstance(answer, Confirmed)
    return answer.appointment


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "uk",
            "Завершено те, що лишалося: 1 запис; 1 скасовано: В роботі в іншому закладі.",
        ),
        ("en", "Left unfinished, now: 1 booking; 1 cancelled: In work at another clinic."),
    ],
)
async def test_what_a_program_before_left_unfinished_is_said_with_its_end(
    furnished: Path, tmp_path: Path, lang: Lang, told: str
) -> None:
    demo, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
    numbers = [it.number for it in demo.world.samples if it.verdict == "bookable"][:2]
    _, stolen = [await confirmed(desk.desk, it) for it in numbers]
    referral = demo.backend.referrals[str(stolen.referral_id)]
    demo.backend.referrals[referral.id] = replace(
        referral, used_by="another-clinic", processing="in_progress"
    )

    async def ready() -> Opened:
        return desk

    app = FrontdeskApp(ready, Words(lang), "dark", demo=True)
    async with app.run_test(size=(100, 30)) as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.sees(told)
        await terminal.press("escape")
        assert told not in terminal.seen()
