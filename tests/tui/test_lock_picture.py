"""How a locked terminal looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from textual.pilot import Pilot

from frontdesk.pin import PinFile
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.words import Words

from .conftest import opened

Compare = Callable[..., bool]
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=lambda it: f"{it[0]}x{it[1]}")
@pytest.mark.parametrize("state", ["asks", "refuses", "without_pin"])
def test_lock(
    snap_compare: Compare, furnished: Path, tmp_path: Path, state: str, size: tuple[int, int]
) -> None:
    pin = PinFile(tmp_path / "pin.json", lambda: NOON)
    if state != "without_pin":
        pin.set("2580")

    async def open_desk() -> Opened:
        _, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
        return desk

    async def go(pilot: Pilot[Any]) -> None:
        while app.session.opened is None:
            await pilot.pause(0.01)
        await pilot.pause()
        if state == "without_pin":
            await pilot.press("ctrl+l")
        for _ in range(3 if state == "refuses" else 0):
            await pilot.press(*"1973", "enter")
            while app.session.lock.is_checking:
                await pilot.pause(0.01)
        await pilot.press(*("2", "5") if state == "asks" else ())
        await pilot.pause()
        assert pin.wait == timedelta(seconds=15 if state == "refuses" else 0)

    app = FrontdeskApp(open_desk, Words("uk"), "dark", demo=False, pin=pin)
    assert snap_compare(app, run_before=go, terminal_size=size)
