"""The demo on a terminal: from the number to the slip, and back to the shell."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.program import banner
from frontdesk.simulator.clinic import NAME as CLINIC
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.words import tour
from tests.program.place import (
    BOOKED,
    CTRL_Q,
    EMPTY,
    ESCAPE,
    F10,
    Place,
    Sample,
    book,
    open_desk,
    press_enter,
    words,
)

LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049l"
SHOWS_CURSOR = b"\x1b[?25h"


@dataclass(frozen=True, slots=True)
class Visit:
    """A demo from its opening to its end, one patient booked."""

    number: str
    slip: str
    next_screen: str
    command_line: bytes
    """Every user of the machine can see it."""
    output: bytes
    exit_code: int
    kept_meanwhile: Sequence[Path]
    left_behind: Sequence[Path]


def command_line_of(pid: int) -> bytes:
    """What the system tells about the process, where it tells it in a file."""
    told = Path(f"/proc/{pid}/cmdline")
    return told.read_bytes() if told.exists() else b""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, samples: Sequence[Sample]) -> Visit:
    place, number = Place(tmp_path_factory.mktemp("visit")), samples[0].number
    with place.terminal("demo", columns=80, lines=24) as desk:
        open_desk(desk)
        slip = book(desk, number)
        press_enter(desk)
        next_screen = desk.wait_for(EMPTY)
        command_line = command_line_of(desk.pid)
        kept = place.left_behind()
        desk.send(F10)
        code = desk.wait()
        output = bytes(desk.output)
    left = place.left_behind()
    return Visit(number, slip, next_screen, command_line, output, code, kept, left)


def test_a_number_and_three_enters_are_a_booking(visit: Visit) -> None:
    assert banner(visit.slip) == BOOKED


def test_the_slip_and_the_next_screen_show_no_full_number(visit: Visit) -> None:
    assert visit.number not in visit.slip
    assert visit.number[:4] + "-····-····-" + visit.number[-4:] in visit.next_screen


def test_f10_gives_the_terminal_back(visit: Visit) -> None:
    assert visit.exit_code == 0
    end = visit.output.rpartition(LEAVES_ALTERNATE_SCREEN)[2]
    assert SHOWS_CURSOR in end
    assert all(byte in b"\x1b[?;0123456789hl" for byte in end), "nothing is said after it"


def test_nothing_of_the_demo_is_left_on_the_disk(visit: Visit) -> None:
    assert visit.kept_meanwhile
    assert visit.left_behind == []


def test_neither_number_nor_secrets_are_shown_where_they_do_not_belong(visit: Visit) -> None:
    for secret in (TOKEN, API_KEY, PSK):
        assert secret.encode() not in visit.output
        assert secret.encode() not in visit.command_line
    assert visit.number.encode() not in visit.command_line


def test_the_first_demo_greets_and_once_that_is_answered_none_does(place: Place) -> None:
    _, offered = tour.greeting(words)
    with place.terminal("demo") as desk:
        desk.wait_for(offered, CLINIC)
        desk.send(ESCAPE)
        desk.wait_until(lambda screen: offered not in screen)
        desk.send(F10)
        assert desk.wait(patience=30) == 0
    left = [(it.name, it.stat().st_size, it.stat().st_mode & 0o777) for it in place.left_behind()]
    assert left == [("greeted", 0, 0o600)]
    with place.terminal("demo") as desk:
        open_desk(desk)
        assert offered not in desk.screen.words
        desk.send(F10)
        assert desk.wait(patience=30) == 0


def test_on_a_larger_terminal_a_number_may_be_typed_before_the_desk_is_open(
    place: Place, samples: Sequence[Sample]
) -> None:
    with place.terminal("demo", columns=120, lines=36) as desk:
        desk.first_shown(EMPTY)
        assert banner(book(desk, samples[0].number)) == BOOKED
        desk.send(CTRL_Q)
        assert desk.wait() == 0
        assert LEAVES_ALTERNATE_SCREEN in bytes(desk.output)[-400:]


def test_a_program_whose_terminal_is_closed_leaves_and_tidies_up(
    place: Place, samples: Sequence[Sample]
) -> None:
    with place.terminal("demo") as desk:
        desk.first_shown(EMPTY)
        assert banner(book(desk, samples[0].number)) == BOOKED
        desk.hang_up()
        assert desk.wait(patience=30) == 0
    assert place.left_behind() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_program_gives_the_terminal_back_and_tidies_up(
    place: Place, number: signal.Signals
) -> None:
    with place.terminal("demo") as desk:
        desk.first_shown(EMPTY)
        while not place.left_behind():
            desk.settle(0.01)
        desk.kill(number)
        assert desk.wait(patience=30) == 0
        end = bytes(desk.output)[-400:]
    assert LEAVES_ALTERNATE_SCREEN in end
    assert SHOWS_CURSOR in end
    assert place.left_behind() == []
