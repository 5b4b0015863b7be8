"""How a command gets its desk, and how it says that there is none."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from frontdesk import config, paths
from frontdesk.cli.exits import Exit
from frontdesk.desk import Desk
from frontdesk.settings import Settings
from frontdesk.store.engine import Store
from frontdesk.words import Words, troubles
from frontdesk.workplace import open_desk, open_store

UseCase = Callable[[Desk], Awaitable[Exit]]
StoreCase = Callable[[Store, Settings], Exit]


def at_desk(arguments: argparse.Namespace, words: Words, use_case: UseCase) -> int:
    """Runs `use_case` at the configured desk, and closes it whatever happens."""
    try:
        settings = config.load(settings_path(arguments))
        return asyncio.run(_run(settings, use_case))
    except troubles.CAUSES as error:
        return cannot_open(words, error)


def at_store(arguments: argparse.Namespace, words: Words, use_case: StoreCase) -> int:
    """Runs `use_case` at the configured database: neither ЕСОЗ nor its secrets are needed."""
    try:
        settings = config.load(settings_path(arguments))
        with closing(open_store(settings)) as store:
            return use_case(store, settings)
    except troubles.CAUSES as error:
        return cannot_open(words, error)


def settings_path(arguments: argparse.Namespace) -> Path:
    """`--config`, else where the configuration usually lies."""
    return arguments.config or paths.configuration()


def cannot_open(words: Words, error: troubles.CannotOpen) -> int:
    complain(troubles.sentence(words, error))
    return Exit.USAGE


def complain(text: str) -> None:
    """To the person at the terminal, never to a script's document."""
    print(text, file=sys.stderr)  # noqa: T201 - this is the output


def say(text: str) -> None:
    print(text)  # noqa: T201 - this is the output


def hidden(prompt: str) -> str:
    """A line that the terminal does not show, or the next one of a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt} ")
    return sys.stdin.readline().rstrip("\r\n")


async def _run(settings: Settings, use_case: UseCase) -> Exit:
    desk = await open_desk(settings)
    try:
        return await use_case(desk)
    finally:
        await desk.close()
