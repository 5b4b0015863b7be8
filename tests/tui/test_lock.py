"""A locked terminal shows and takes nothing, and what lay under the lock is as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from pkgutil import iter_modules

import pytest
from textual.screen import Screen

import frontdesk.tui.screens
from frontdesk.pin import PinFile
from frontdesk.simulator.clinic import NAME as CLINIC
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.cover import Cover

from .conftest import AtDesk, Terminal

PIN, OTHER = "2580", "1973"
LOCKED = "Заблоковано"

Steps = Callable[[Terminal], Awaitable[None]]


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pin(tmp_path: Path, clock: Clock) -> PinFile:
    """Not set yet: a program that starts is open."""
    return PinFile(tmp_path / "state" / "pin.json", clock)


async def lock(terminal: Terminal, pin: PinFile, key: str = "ctrl+l") -> None:
    pin.set(PIN)
    await terminal.press(key)
    await terminal.sees(LOCKED)


async def enter(terminal: Terminal, typed: str) -> None:
    """Types at the lock, and waits until it has been looked at."""
    await terminal.type(typed)
    await terminal.press("enter")
    await terminal.until(lambda: not terminal.app.session.lock.is_checking)


async def unlock(terminal: Terminal) -> None:
    await enter(terminal, PIN)
    await terminal.until(lambda: LOCKED not in terminal.seen())


def state(terminal: Terminal) -> tuple[object, ...]:
    """What the clerk had before the eyes, and where the fingers were."""
    app = terminal.app
    values = tuple(getattr(it, "value", None) for it in app.screen.query("*"))
    return (tuple(app.screen_stack), app.focused, values, terminal.seen().split("\n")[1:])


async def at_home(terminal: Terminal) -> None:
    await terminal.type("6495")


async def at_referral(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("bookable"))


async def at_times(terminal: Terminal) -> None:
    await terminal.choose_time()
    await terminal.press("tab", "down")


async def at_confirmation(terminal: Terminal) -> None:
    await terminal.choose_time()
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")
    await terminal.press("tab", "ctrl+u")
    await terminal.type("0671234567")


async def at_slip(terminal: Terminal) -> None:
    await at_confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def at_help(terminal: Terminal) -> None:
    await at_referral(terminal)
    await terminal.press("f1")
    await terminal.comes("HelpScreen")


EVERYWHERE = [at_home, at_referral, at_times, at_confirmation, at_slip, at_help]


@pytest.mark.parametrize("go", EVERYWHERE, ids=lambda it: it.__name__)
async def test_under_the_lock_every_screen_stays_as_it_was(
    at_desk: AtDesk, pin: PinFile, go: Steps
) -> None:
    async with at_desk(pin=pin) as terminal:
        await go(terminal)
        before = state(terminal)
        await lock(terminal, pin)
        words = terminal.seen().split()
        assert set(words) <= ALLOWED
        await terminal.type("6495733213622361")
        await terminal.paste("6495-7332-1362-2361")
        await terminal.press("escape", "f1", "f12", "f10", "down", "tab", "enter", "ctrl+q", "p")
        assert LOCKED in terminal.seen()
        await terminal.press("escape")
        await unlock(terminal)
        assert state(terminal) == before


SAID = (
    "frontdesk Заблоковано Ваш PIN Уведіть PIN і натисніть Enter. Вашу роботу збережено. "
    "Забули? Адміністратор прибере його: frontdesk pin reset"
)
ALLOWED = {"•", *SAID.split(), *CLINIC.split()}
"""All the words of a locked terminal."""


def test_every_screen_can_be_covered() -> None:
    rooms = [
        import_module(f"{frontdesk.tui.screens.__name__}.{it.name}")
        for it in iter_modules(frontdesk.tui.screens.__path__)
    ]
    screens = {
        it for room in rooms for _, it in getmembers(room, isclass) if issubclass(it, Screen)
    }
    assert len(screens) > 7
    assert {it for it in screens - {Screen} if not issubclass(it, DeskScreen)} == set()


@pytest.mark.parametrize("key", ["ctrl+l", "ctrl+д"])
async def test_the_key_locks_under_either_layout(at_desk: AtDesk, pin: PinFile, key: str) -> None:
    async with at_desk(pin=pin) as terminal:
        await lock(terminal, pin, key)


async def test_a_held_time_goes_on_and_can_be_confirmed_after_the_lock(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin) as terminal:
        await at_confirmation(terminal)
        await lock(terminal, pin)
        await unlock(terminal)
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def test_what_ends_under_the_lock_shows_nothing_and_stands_there_afterwards(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin, switches=Switches(latency_seconds=0.3)) as terminal:
        await terminal.type(terminal.number("bookable").replace("-", ""))
        await lock(terminal, pin)
        seen = []

        def arrived() -> bool:
            seen.append(terminal.seen())
            return terminal.screen_name == "ReferralScreen"

        await terminal.until(arrived)
        await terminal.pilot.pause(0.1)
        seen.append(terminal.seen())
        assert LOCKED in seen[-1]
        assert {word for it in seen for word in it.split()} <= ALLOWED
        await unlock(terminal)
        assert "обрати час" in terminal.seen()


async def test_a_booking_confirmed_just_before_the_lock_is_seen_through_under_it(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(
        pin=pin, switches=Switches(job_seconds=0.0, latency_seconds=0.1)
    ) as terminal:
        await at_confirmation(terminal)
        pin.set(PIN)
        await terminal.press("enter", "ctrl+l")
        await terminal.until(lambda: terminal.screen_name == "SlipScreen")
        await terminal.pilot.pause(0.1)
        assert set(terminal.seen().split()) <= ALLOWED
        await unlock(terminal)
        await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def test_a_program_that_starts_asks_for_the_pin(at_desk: AtDesk, pin: PinFile) -> None:
    pin.set(PIN)
    async with at_desk(pin=pin) as terminal:
        assert LOCKED in terminal.seen()
        await terminal.type("6495")
        await terminal.press("escape")
        await unlock(terminal)
        assert "6495" not in terminal.seen()


async def test_a_wrong_pin_opens_nothing_and_the_wait_is_counted_down(
    at_desk: AtDesk, pin: PinFile, clock: Clock
) -> None:
    async with at_desk(pin=pin) as terminal:
        await lock(terminal, pin)
        for _ in range(3):
            await enter(terminal, OTHER)
            await terminal.sees("PIN неправильний.")
        await terminal.sees("Наступна спроба — через 0:15.")
        await enter(terminal, PIN)
        assert LOCKED in terminal.seen()
        clock.moment += timedelta(seconds=7)
        await terminal.sees("Наступна спроба — через 0:08.")
        clock.moment += timedelta(seconds=8)
        await terminal.until(lambda: "Наступна спроба" not in terminal.seen())
        await unlock(terminal)


@pytest.mark.parametrize("scan", ["6495733213622361", "6495-A332-1362", "яхта"])
async def test_a_scan_at_the_lock_is_no_attempt(at_desk: AtDesk, pin: PinFile, scan: str) -> None:
    async with at_desk(pin=pin) as terminal:
        await lock(terminal, pin)
        for _ in range(4):
            await enter(terminal, scan)
        await terminal.sees("PIN має від 4 до 12 цифр.")
        assert pin.wait == timedelta(0)
        await unlock(terminal)


async def test_a_damaged_file_keeps_the_terminal_closed(
    at_desk: AtDesk, pin: PinFile, tmp_path: Path
) -> None:
    async with at_desk(pin=pin) as terminal:
        await lock(terminal, pin)
        (tmp_path / "state" / "pin.json").write_text("{}")
        await enter(terminal, PIN)
        await terminal.sees("Файл PIN пошкоджено")
        assert LOCKED in terminal.seen()


async def test_without_a_pin_the_screen_is_only_cleared_until_enter(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin) as terminal:
        await at_referral(terminal)
        before = state(terminal)
        await terminal.press("ctrl+l")
        await terminal.sees("Натисніть Enter, щоб продовжити.")
        await terminal.type("6495733213622361")
        await terminal.press("enter")
        assert LOCKED in terminal.seen()
        await terminal.press("enter")
        await terminal.until(lambda: LOCKED not in terminal.seen())
        assert state(terminal) == before


async def test_the_enter_that_opens_does_nothing_on_the_screen_below(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin) as terminal:
        await at_referral(terminal)
        await terminal.press("ctrl+l")
        await terminal.type("\r\r")
        await terminal.until(lambda: LOCKED not in terminal.seen())
        assert terminal.screen_name == "ReferralScreen"


async def test_an_idle_terminal_locks_itself_and_one_in_use_does_not(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin) as terminal:
        app = terminal.app
        app.prefer("lock_after", 10)
        app.watch_idleness()
        assert not app.session.lock.is_on
        app._touched -= 601
        await terminal.press("left")
        app.watch_idleness()
        assert not app.session.lock.is_on
        app._touched -= 601
        app.watch_idleness()
        await terminal.sees(LOCKED)


async def test_with_zero_minutes_it_never_locks_itself(at_desk: AtDesk, pin: PinFile) -> None:
    async with at_desk(pin=pin) as terminal:
        terminal.app._touched -= 10**6
        terminal.app.watch_idleness()
        assert not terminal.app.session.lock.is_on


async def test_a_terminal_that_is_too_small_stays_locked_when_it_grows(
    at_desk: AtDesk, pin: PinFile
) -> None:
    async with at_desk(pin=pin) as terminal:
        await at_referral(terminal)
        await lock(terminal, pin)
        for size in ((40, 10), (120, 36)):
            await terminal.pilot.resize_terminal(*size)
            await terminal.sees(LOCKED)
            assert len(terminal.app.screen.query(Cover)) == 1
        await unlock(terminal)
