"""Направлення: looked up, refused, several under one number."""

from __future__ import annotations

from frontdesk.desk.answers import Ambiguous, Finding
from frontdesk.domain.number import Number, Readable
from tests.tui.conftest import Terminal

from .trouble import silent_esoz, slow_esoz


def sample(terminal: Terminal, shows: str) -> str:
    """The number of the sample that is described so."""
    return next(it.number for it in terminal.demo.world.samples if shows in it.shows_en)


async def finding(terminal: Terminal, number: str) -> Finding:
    reading = Number.read(number)
    assert isinstance(reading, Readable)
    found = await terminal.demo.desk.find(reading)
    assert isinstance(found, Finding)
    return found


async def verdict(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("bookable"))


async def refused(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("expired"))


async def bare(terminal: Terminal) -> None:
    await terminal.look_up(sample(terminal, "No optional field"))


async def several(terminal: Terminal) -> None:
    await terminal.look_up(sample(terminal, "one valid"))


async def several_apart(terminal: Terminal) -> None:
    await terminal.prefer("spacing", "large")
    await several(terminal)


async def consent(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("for_another_clinic"))
    await terminal.press("enter")
    await terminal.sees(terminal.tr("yes, here"))


async def unverified(terminal: Terminal) -> None:
    silent_esoz(terminal)
    await verdict(terminal)


async def resending(terminal: Terminal) -> None:
    await verdict(terminal)
    slow_esoz(terminal)
    await terminal.press("f7")
    await terminal.sees(terminal.tr("Sending the message…"))


async def two_numbers(terminal: Terminal) -> None:
    numbers = (terminal.number("recalled"), terminal.number("bookable"))
    found = tuple([await finding(terminal, it) for it in numbers])
    terminal.app._home._show(Ambiguous(found))
    await terminal.comes("ChoiceScreen")
