"""The program with one fault planted in it, which holds all that nobody may read.

`python -m tests.program.broken FAULT ARGUMENTS…` is `frontdesk ARGUMENTS…` with that fault.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import warnings
from collections.abc import Callable, Mapping
from threading import Thread
from typing import NoReturn

from frontdesk.cli import main
from frontdesk.desk import Desk
from frontdesk.simulator.world import World
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.screens.intake import IntakeScreen

NAME, NUMBER, PHONE = "Таємниченко", "7421-9083-5516-0047", "+380671112233"
TOKEN = "planted-token-8f2c41d7"
PLANTED = (NAME, NUMBER, PHONE, TOKEN)


def fault(*_: object, **__: object) -> NoReturn:
    """Its message, its arguments, its locals and its cause all hold what is planted."""
    name, number, phone, token = PLANTED
    try:
        cause(name, number, phone, token)
    except KeyError as error:
        raise ValueError(name, number, phone, token) from error


def cause(*planted: str) -> NoReturn:
    raise KeyError(*planted)


async def fault_later(*_: object) -> NoReturn:
    fault()


def beside(action: Callable[[], object]) -> None:
    """Does `action` on the event loop once the desk is open."""

    async def recover(_: Desk) -> tuple[()]:
        action()
        return ()

    Desk.recover = recover  # type: ignore[assignment,method-assign] # the fault


def forgotten_task() -> None:
    """Ends with an error that nobody looks at."""
    loop = asyncio.get_running_loop()
    task = loop.create_task(fault_later())
    task.add_done_callback(lambda _: loop.call_soon(gc.collect))


def talkative_library() -> None:
    logging.getLogger("talkative").error("for %s", PLANTED, exc_info=ValueError(*PLANTED))
    warnings.warn(" ".join(PLANTED), stacklevel=1)


def unfinished() -> None:
    class Resource:
        def __del__(self) -> None:
            fault()

    Resource()


def plant(kind: str) -> None:
    if kind in BESIDE:
        beside(BESIDE[kind])
    else:
        place, name, it = INSTEAD[kind]
        setattr(place, name, it)


BESIDE: Mapping[str, Callable[[], object]] = {
    "thread": lambda: Thread(target=fault).start(),
    "callback": lambda: asyncio.get_running_loop().call_soon(fault),
    "task": forgotten_task,
    "library": talkative_library,
    "finalizer": unfinished,
}
INSTEAD: Mapping[str, tuple[type, str, Callable[..., object]]] = {
    "screen": (IntakeScreen, "help", fault),
    "worker": (Desk, "recover", fault_later),
    "opening": (World, "furnished", fault),
    "start": (FrontdeskApp, "run", fault),
}

if __name__ == "__main__":
    plant(sys.argv.pop(1))
    sys.exit(main())
