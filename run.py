"""One command for everything: `python3 run.py demo`, `test`, `check`; `torture`, `prove`, `bench`.

`lock` writes the locked versions anew.

Needs Python 3.11 or newer with pip, nothing else. Makes `.venv` at the first run, installs the
locked versions with their hashes into it, then frontdesk itself, and runs what was asked for.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = {
    "demo": "demo",
    "test": "test",
    "torture": "test",
    "check": "dev",
    "bench": "dev",
    "prove": "test",
    "lock": "dev",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said before anything fails obscurely
        return complain("frontdesk needs Python 3.11 or newer.")
    if not arguments or arguments[0] not in LOCKS:
        return complain(__doc__ or "")
    what, *rest = arguments
    set_up(ROOT / "locks" / f"{LOCKS[what]}.txt")
    return COMMANDS[what](rest)


def set_up(lock: Path) -> None:
    """Brings `.venv` to the state of the lock and of the sources; quick if it is there already."""
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        venv.create(VENV, with_pip=False)
    wanted = {str(lock.name): digest([lock]), "frontdesk": digest(sources())}
    for part, value in wanted.items():
        stamp = VENV / f".installed-{part}"
        if stamp.exists() and stamp.read_text() == value:
            continue
        print(f"Installing {part} …", flush=True)
        if part == "frontdesk":
            pip("--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT))
        else:
            pip("--require-hashes", "-r", str(lock))
        stamp.write_text(value)


def pip(*arguments: str) -> None:
    """This Python's pip, working on `.venv`: the environment needs no pip of its own."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", *quiet, *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def sources() -> list[Path]:
    kept = [ROOT / "pyproject.toml", ROOT / "config.example.toml", *(ROOT / "tools").glob("*.py")]
    return sorted(
        path
        for path in (*kept, *(ROOT / "src").rglob("*"))
        if path.is_file() and path.suffix not in {".mo", ".pyc"}
    )


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def demo(rest: list[str]) -> int:
    return call(BIN / "frontdesk", "demo", *rest)


def test(rest: list[str]) -> int:
    # One more than processors: a program under a pty waits half of the time. Tests of one file
    # share what they have opened; stealing comes late and evens the end out.
    workers = str((os.cpu_count() or 1) + 1)
    return call(PYTHON, "-m", "pytest", "-n", workers, "--dist", "worksteal", *rest)


def torture(rest: list[str]) -> int:
    return call(PYTHON, "-m", "tests.store.torture", *rest)


def check(_: list[str]) -> int:
    return (
        call(BIN / "ruff", "check", ".")
        or call(BIN / "ruff", "format", "--check", ".")
        or call(BIN / "mypy")
        or call(BIN / "lint-imports")
    )


def bench(rest: list[str]) -> int:
    return call(PYTHON, "-m", "bench", *rest)


def prove(rest: list[str]) -> int:
    return call(PYTHON, "-m", "prove", *rest)


def lock(_: list[str]) -> int:
    """Writes `locks/*.txt` anew from pyproject.toml, for every platform, with hashes."""
    for name, extras in {
        "demo": ["simulator", "secure", "build"],
        "test": ["test", "secure", "build"],
        "dev": ["dev", "build"],
    }.items():
        options = [word for extra in extras for word in ("--extra", extra)]
        target = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
        output = ["-q", "-o", f"locks/{name}.txt"]
        failed = call(BIN / "uv", "pip", "compile", "pyproject.toml", *options, *target, *output)
        if failed:
            return failed
    return 0


COMMANDS = {
    "demo": demo,
    "test": test,
    "torture": torture,
    "check": check,
    "bench": bench,
    "prove": prove,
    "lock": lock,
}


def call(*command: Path | str) -> int:
    return subprocess.call([str(word) for word in command], cwd=ROOT)


def complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
