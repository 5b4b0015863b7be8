"""A simulated ЕСОЗ behind a real port, and the commands run against it as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from frontdesk.cli import main


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout: anything beside it is an error here."""
        return json.loads(self.out)


Frontdesk = Callable[..., Said]


def copy_clinic(config: Path, stem: Path) -> None:
    """Copies the database that lies beside a configuration, and the site's key."""
    for suffix in (".db", ".key"):
        copyfile(config.with_suffix(suffix), stem.with_suffix(suffix))


@contextmanager
def serving(folder: Path) -> Iterator[Path]:
    """`frontdesk simulator`, and the configuration that it wrote there."""
    config = folder / "frontdesk.toml"
    command = [sys.executable, "-m", "frontdesk", "simulator", "--port", "0"]
    with subprocess.Popen([*command, "--config-out", str(config)], stdout=subprocess.PIPE) as it:
        deadline = time.monotonic() + 60
        while not config.exists() and it.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert config.exists()
        yield config
        it.terminate()


@pytest.fixture(scope="session")
def quiet_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The configuration of a clinic in which nobody books."""
    with serving(tmp_path_factory.mktemp("simulator")) as config:
        yield config


@pytest.fixture(scope="session")
def busy_simulator(
    quiet_simulator: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """That of one in which tests may book; furnished already, so quick to start."""
    folder = tmp_path_factory.mktemp("busy")
    copy_clinic(quiet_simulator, folder / "frontdesk")
    with serving(folder) as config:
        yield config


@pytest.fixture
def simulator(quiet_simulator: Path) -> Path:
    """The clinic of a test."""
    return quiet_simulator


@pytest.fixture(autouse=True)
def _nobodys_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [it for it in os.environ if it.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Frontdesk:
    """Runs one command in this process."""

    def command(*argv: str | Path) -> Said:
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return Said(code, *capsys.readouterr())

    return command


@pytest.fixture
def frontdesk(run: Frontdesk, simulator: Path) -> Frontdesk:
    """The same at the desk of the simulated clinic."""
    return lambda *argv: run("--config", simulator, *argv)


@pytest.fixture
def clinic(simulator: Path, tmp_path: Path) -> Path:
    """The configuration of a copy of the clinic, whose database is the test's own."""
    config = tmp_path / "own" / "frontdesk.toml"
    config.parent.mkdir(mode=0o700)
    copy_clinic(simulator, config)
    text = simulator.read_text(encoding="utf-8")
    theirs, ours = simulator.with_suffix(".db"), config.with_suffix(".db")
    assert str(theirs) in text
    config.write_text(text.replace(str(theirs), str(ours)), encoding="utf-8")
    return config


@pytest.fixture(scope="session")
def samples() -> Callable[..., str]:
    """The number of the n-th sample that promises a verdict."""
    command = [sys.executable, "-m", "frontdesk", "samples", "--json"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)

    def number(verdict: str, place: int = 0) -> str:
        return [str(it["number"]) for it in listed if it["verdict"] == verdict][place]

    return number


@pytest.fixture
def changed(simulator: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """A copy of the configuration in which one text is replaced by another."""

    def copy(before: str, after: str) -> Path:
        text = simulator.read_text(encoding="utf-8")
        assert before in text
        path = tmp_path / "changed.toml"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return path

    return copy
