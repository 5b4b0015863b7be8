"""Draws the README's pictures: the program's own screens, exported by itself.

.venv/bin/python tools/pictures.py
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from frontdesk.demo import REGISTRAR, open_demo
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened, SampleNumber
from frontdesk.words import Words

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 23, 12, 7, tzinfo=UTC)
SIZE = (80, 24)


async def main() -> None:
    demo = await open_demo(1, now=lambda: NOW)
    shown = {sample.verdict: sample.number for sample in reversed(demo.world.samples)}
    samples = tuple(
        SampleNumber(it.number, {"uk": it.shows_uk, "en": it.shows_en}) for it in demo.world.samples
    )

    async def opened() -> Opened:
        return Opened(demo.desk, demo.world.clinic.name, REGISTRAR, samples)

    app = FrontdeskApp(opened, Words("uk"), "dark", demo=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.session.opened is not None)
        draw(app, "intake")
        await enter(pilot, shown["bookable"])
        draw(app, "referral")
        await pilot.press("enter")
        await pilot.pause(1)
        draw(app, "booking")
        await pilot.press("enter")
        await pilot.pause(1)
        draw(app, "confirm")
        await pilot.press("enter")
        await pilot.pause(3)
        draw(app, "slip")
        await pilot.press("enter")
        await enter(pilot, shown["expired"])
        draw(app, "expired")
    await demo.close()


async def enter(pilot: Pilot[int], number: str) -> None:
    for symbol in number.replace("-", ""):
        await pilot.press(symbol)
    await pilot.pause(2)


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    while not holds():
        await pilot.pause(0.1)


def draw(app: FrontdeskApp, name: str) -> None:
    (PICTURES / f"{name}.svg").write_text(app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
