"""What is imported when: a start must not wait for what only later steps need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"httpx", "pydantic", "sqlalchemy", "alembic", "babel", "starlette", "cryptography"}

UNTIL_THE_FIRST_PAINT = """
import sys
from frontdesk.tui.app import FrontdeskApp
from frontdesk.words import Words

class Painted(FrontdeskApp):
    def bring_up(self):
        if self.screen.query("NumberField").first().size.area:
            print(*sys.modules)
        self.exit(0)

async def open_desk():
    raise AssertionError("the desk is opened by bring_up, which is not run here")

Painted(open_desk, Words("uk"), "dark", demo=True).run(headless=True)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=True
    )


def test_the_command_line_imports_nothing_heavy() -> None:
    report = run("-X", "importtime", "-c", "import frontdesk.cli").stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in report.splitlines()}
    assert "frontdesk" in imported
    assert imported & (HEAVY | {"textual", "rich", "asyncio"}) == set()


def test_of_the_heavy_libraries_only_textual_is_imported_before_the_first_paint() -> None:
    modules = run("-c", UNTIL_THE_FIRST_PAINT).stdout.split()
    imported = {name.partition(".")[0] for name in modules}
    assert "textual" in imported
    assert imported & HEAVY == set()
    assert "frontdesk.simulator" not in modules
