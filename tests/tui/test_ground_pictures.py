"""How the screens of visits without an e-referral look."""

from __future__ import annotations

import pytest

from .conftest import Album, Steps, Terminal


async def without_referral(terminal: Terminal) -> None:
    await terminal.press("f2")
    await terminal.comes("WithoutReferralScreen")
    await terminal.type("гін")


async def other_grounds(terminal: Terminal) -> None:
    await terminal.press("f2")
    await terminal.comes("WithoutReferralScreen")
    await terminal.type("кард")
    await terminal.press("enter")
    await terminal.comes("GroundsScreen")


async def on_paper(terminal: Terminal) -> None:
    await terminal.press("f3")
    await terminal.comes("PaperScreen")
    await terminal.type("00032129\tПетренко І. І.\t30.11.2026")
    await terminal.press("enter")


async def urgent(terminal: Terminal) -> None:
    await terminal.press("f4")
    await terminal.comes("UrgentScreen")
    await terminal.press("enter")
    await terminal.sees("✔")


@pytest.mark.parametrize(
    "steps", [without_referral, other_grounds, on_paper, urgent], ids=lambda it: it.__name__
)
def test_screen(album: Album, steps: Steps) -> None:
    assert album.has(steps, (80, 24))
