"""How the terminal program gets its desk; the screens themselves are tested with the program."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

from frontdesk.cli.parser import parse
from frontdesk.cli.terminal import _configured, _invented
from frontdesk.tui.opening import CannotOpen, Opened

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk


async def test_the_configured_desk_is_opened(simulator: Path) -> None:
    opened = await _configured(*parse(["--config", str(simulator)]))
    assert isinstance(opened, Opened)
    assert opened.close is not None
    assert opened.desk.clinic.offers
    await opened.close()


async def test_a_desk_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    opened = await _configured(*parse(["--config", str(tmp_path / "none"), "--lang", "en"]))
    assert isinstance(opened, CannotOpen)
    assert "does not exist" in opened.sentence


async def test_the_demo_lists_its_samples_in_both_languages(
    simulator: Path, tmp_path: Path
) -> None:
    for suffix in (".db", ".key"):
        copyfile(simulator.with_suffix(suffix), tmp_path / f"clinic{suffix}")
    opened = await _invented(*parse(["demo", "--keep", str(tmp_path)]))
    assert isinstance(opened, Opened)
    assert opened.close is not None
    assert len(opened.samples) >= 40
    assert all(set(it.shows) == {"uk", "en"} for it in opened.samples)
    await opened.close()
    assert (tmp_path / "clinic.db").exists()


async def test_a_demo_over_a_damaged_database_says_why(tmp_path: Path) -> None:
    (tmp_path / "clinic.key").write_bytes(b"k" * 32)
    (tmp_path / "clinic.db").write_text("no database" * 1000, encoding="utf-8")
    opened = await _invented(*parse(["demo", "--keep", str(tmp_path), "--lang", "en"]))
    assert isinstance(opened, CannotOpen)
    assert "cannot be read" in opened.sentence


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_without_a_terminal_nothing_is_opened(command: tuple[str, ...]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "frontdesk", "--lang", "en", *command],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "There is no terminal here to open. For scripts: frontdesk --help\n"


def test_a_reader_who_goes_away_is_no_error() -> None:
    for command in (["samples"], ["config", "path"]):
        with subprocess.Popen(
            [sys.executable, "-m", "frontdesk", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as it:
            assert it.stdout is not None
            assert it.stderr is not None
            it.stdout.close()
            assert it.wait(30) == 0
            assert it.stderr.read() == b""


def test_a_reader_who_goes_away_within_this_process(
    run: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert run("config", "path").code == 0


def test_ctrl_c_ends_a_command_that_waits_for_esoz(
    simulator: Path, changed: Callable[[str, str], Path], samples: Callable[..., str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        text = simulator.read_text(encoding="utf-8")
        address = next(line for line in text.splitlines() if line.startswith("base_url"))
        config = changed(address, f'base_url = "http://127.0.0.1:{mute.getsockname()[1]}"')
        asked = ["--config", str(config), "verify", samples("bookable")]
        with subprocess.Popen(
            [sys.executable, "-m", "frontdesk", *asked],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as it:
            with mute.accept()[0]:
                it.send_signal(signal.SIGINT)
                assert it.wait(30) == 1
            assert it.stdout is not None
            assert it.stderr is not None
            assert (it.stdout.read(), it.stderr.read()) == (b"", b"")
