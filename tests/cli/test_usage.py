"""Help, wrong usage, the simulator's own command, and what no command may show."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

import frontdesk.cli
from frontdesk import __version__
from frontdesk.cli.commands import COMMANDS
from frontdesk.cli.overview import SUMMARIES

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

CYRILLIC = re.compile("[а-яіїєґ]{3}", re.IGNORECASE)


@pytest.mark.parametrize("command", ["", *SUMMARIES])
def test_help_is_in_the_language_asked_for(run: Frontdesk, command: str) -> None:
    asked = [it for it in (command, "--help") if it]
    uk, en = run("--lang", "uk", *asked), run("--lang", "en", *asked)
    assert (uk.code, en.code) == (0, 0)
    assert uk.out.startswith("використання: ")
    assert en.out.startswith("usage: ")
    assert not CYRILLIC.search(en.out)
    said = re.sub(r"^ +show ", "", uk.out, flags=re.MULTILINE)  # a command of the journal
    for word in ("usage", "options:", "show ", "and exit"):
        assert word not in said


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_the_overview_is_the_same_wherever_it_is_asked_for(run: Frontdesk, lang: str) -> None:
    shown = run("--help", "--lang", lang).out
    assert {run("-h", "--lang", lang).out, run("--lang", lang, "--help").out} == {shown}
    assert max(map(len, shown.splitlines())) <= 80


def test_the_overview_shows_every_command() -> None:
    assert list(SUMMARIES) == list(COMMANDS)


def test_the_version_is_said(run: Frontdesk) -> None:
    assert run("--version").out == f"frontdesk {__version__}\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ["no-such-command"],
        ["verify"],
        ["slots"],
        ["slots", "--service", "K", "--from", "tomorrow"],
        ["slots", "--service", "K", "--limit", "0"],
        ["slots", "--service", "K", "--limit", "many"],
        ["book", "--earliest"],
        ["book", "--number", "1"],
        ["book", "--number", "1", "--ground", "paid", "--earliest"],
        ["simulator", "--port", "70000"],
        ["samples", "--seed", "-1"],
        ["config", "burn"],
        ["agenda", "--no-such-option"],
        ["agenda", "--date"],
    ],
)
def test_wrong_usage_is_explained_on_stderr_alone(run: Frontdesk, wrong: list[str]) -> None:
    uk, en = run("--lang", "uk", *wrong), run("--lang", "en", *wrong)
    assert (uk.code, uk.out, en.code, en.out) == (2, "", 2, "")
    assert "помилка: " in uk.err
    assert "error: " in en.err
    assert CYRILLIC.search(uk.err.split("помилка: ")[1])
    assert not CYRILLIC.search(en.err)


def test_a_language_nobody_speaks_is_refused(run: Frontdesk) -> None:
    assert run("--lang", "xx", "samples").code == 2


def test_an_option_may_stand_before_or_after_the_command(run: Frontdesk, tmp_path: Path) -> None:
    before = run("--config", tmp_path / "a.toml", "config", "path").out
    assert run("config", "path", f"--config={tmp_path}/a.toml").out == before


def test_a_port_that_is_taken_is_said(run: Frontdesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = run("simulator", "--port", taken.getsockname()[1], "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert re.fullmatch(r"Port \d+: .+\.\n", said.err)


def test_a_configuration_that_the_simulator_cannot_write_is_said(
    run: Frontdesk, simulator: Path, tmp_path: Path
) -> None:
    for suffix in (".db", ".key"):
        copyfile(simulator.with_suffix(suffix), tmp_path / f"new{suffix}")
    (tmp_path / "new.toml.new").mkdir()
    asked = ("--lang", "en", "simulator", "--port", "0", "--config-out")
    said = run(*asked, tmp_path / "new.toml")
    assert (said.code, said.out) == (2, "")
    assert re.fullmatch(r"\S+ cannot be written\.\n", said.err)
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = run(*asked, tmp_path / "file" / "new.toml")
    assert (said.code, len(said.err.splitlines())) == (2, 1)


def test_the_simulator_stops_on_ctrl_c() -> None:
    command = [sys.executable, "-m", "frontdesk", "--lang", "en", "simulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        assert it.stderr is not None
        assert re.match(r"Simulated ESOZ: http://127\.0\.0\.1:\d+", it.stdout.readline())
        it.send_signal(signal.SIGINT)
        assert it.wait(30) == 0
        assert it.stderr.read() == ""


def test_starting_imports_nothing_heavy() -> None:
    """Neither for help nor before the first paint: a quick start is made by importing late."""
    heavy = {"httpx", "pydantic", "sqlalchemy", "alembic", "babel", "starlette", "uvicorn"}
    code = (
        "import json, sys; from frontdesk.cli.parser import parse; parse(['agenda']);"
        "print(json.dumps(sorted({it.partition('.')[0] for it in sys.modules})))"
    )
    clean = {**os.environ, "FRONTDESK_CONFIG": os.devnull}
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=clean
    )
    assert not heavy & set(json.loads(loaded.stdout))


def test_the_overview_is_shown_without_a_parser() -> None:
    """Nor with anything else that takes long beside Python's own start."""
    code = (
        "import sys; before = set(sys.modules);"
        "from frontdesk.cli import main; main(['--help', '--lang', 'uk']);"
        "slow = {'argparse', 'pathlib', 'platformdirs', 'typing'};"
        "sys.exit(' '.join((sys.modules.keys() - before) & slow))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ran.stderr == b"\n"


def test_only_running_and_contract_print() -> None:
    """So that stdout is one JSON document, and stderr what a person must be told."""
    folder = Path(frontdesk.cli.__file__).parent
    printing = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and node.id == "print"
    }
    assert printing == {"running.py", "contract.py"}
