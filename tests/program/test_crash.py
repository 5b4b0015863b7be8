"""Whatever breaks, and wherever: one sentence, a restored terminal, and nobody's data anywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bench.terminal import Terminal
from tests.program.broken import PLANTED
from tests.program.place import F1, F10, Place, open_desk

STOPPED = "Програма зупинилася через власну помилку: ValueError, broken.py:"
LEFT_THE_SCREEN = b"\x1b[?1049l"
CONTROL = re.compile(rb"\x1b\[[?<>=0-9;]*[a-zA-Z]")
SHOWS_THE_CURSOR = b"\x1b[?25h"


def broken(place: Place, fault: str, *arguments: str) -> Terminal:
    argv = [sys.executable, "-m", "tests.program.broken", fault, *arguments]
    return Terminal(argv, env=place.env)


def log_of(place: Place) -> Sequence[Mapping[str, object]]:
    (path,) = place.folder.rglob("frontdesk.log")
    assert path.stat().st_mode & 0o777 == 0o600
    return [json.loads(line) for line in path.read_text().splitlines()]


def assert_nothing_leaked(place: Place, *outputs: bytes) -> None:
    kept = [it.read_bytes() for it in place.left_behind()]
    for secret in PLANTED:
        for content in (*outputs, *kept):
            assert secret.encode() not in content
            assert secret.encode("unicode_escape") not in content


def is_echoing(terminal: Terminal) -> bool:
    return bool(termios.tcgetattr(terminal._fd)[3] & termios.ECHO)


@pytest.mark.parametrize("fault", ["screen", "worker", "thread", "callback", "opening"])
def test_a_crash_ends_in_one_sentence_and_a_line_in_the_log(place: Place, fault: str) -> None:
    with broken(place, fault, "demo") as terminal:
        echoed = is_echoing(terminal)
        if fault == "screen":
            open_desk(terminal)
            terminal.send(F1)
        assert terminal.wait(60) == 1
        assert is_echoing(terminal) == echoed
        output = bytes(terminal.output)
    ended = output.rpartition(LEFT_THE_SCREEN)[2]
    assert SHOWS_THE_CURSOR in output
    told = " ".join(ended.decode().split())
    assert STOPPED in told
    assert "Запустіть її знову, щоб продовжити." in told
    assert str(place.folder) in told
    assert "Traceback" not in output.decode()
    assert_nothing_leaked(place, output)
    (line,) = log_of(place)
    assert (line["event"], line["error"]) == ("crashed", "ValueError")
    assert line["causes"] == [f"KeyError broken.py:{_line_of('raise KeyError')}"]


def _line_of(code: str) -> int:
    lines = Path(__file__).with_name("broken.py").read_text(encoding="utf-8").splitlines()
    return next(at for at, line in enumerate(lines, start=1) if code in line)


@pytest.mark.parametrize("fault", ["task", "library", "finalizer"])
def test_what_breaks_beside_the_work_is_not_seen_at_all(place: Place, fault: str) -> None:
    with broken(place, fault, "demo") as terminal:
        open_desk(terminal)
        terminal.settle(0.3)
        terminal.send(F10)
        assert terminal.wait(60) == 0
        output = bytes(terminal.output)
    assert b"Traceback" not in output
    assert CONTROL.sub(b"", output.rpartition(LEFT_THE_SCREEN)[2]).split() == []
    assert_nothing_leaked(place, output)


def test_a_crash_before_the_first_paint_is_told_as_well(place: Place) -> None:
    with broken(place, "start", "demo") as terminal:
        assert terminal.wait(60) == 1
        output = bytes(terminal.output)
    assert STOPPED in " ".join(output.decode().split())
    assert_nothing_leaked(place, output)


def test_a_command_that_crashes_prints_no_data_either(place: Place) -> None:
    argv = [sys.executable, "-m", "tests.program.broken", "opening", "--lang", "en", "samples"]
    told = subprocess.run(argv, env=place.env, capture_output=True, timeout=60, check=False)
    assert told.returncode == 1
    assert told.stdout == b""
    assert b"stopped on an error of its own: ValueError, broken.py:" in told.stderr
    assert b"Traceback" not in told.stderr
    assert_nothing_leaked(place, told.stdout, told.stderr)
    (line,) = log_of(place)
    assert line["event"] == "crashed"
