"""`frontdesk` and `frontdesk demo`: the terminal program paints first, then opens its desk."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk import log, paths
from frontdesk.cli import guard
from frontdesk.cli.exits import Exit
from frontdesk.cli.language import peek
from frontdesk.greeting import Greeting
from frontdesk.pin import PinFile

if TYPE_CHECKING:
    from frontdesk.config_faults import ConfigError
    from frontdesk.config_file import Value
    from frontdesk.tui.opening import CannotOpen, OpenDesk, Opened
    from frontdesk.words import Words

THEMES = ("dark", "light", "contrast", "mono")
ESCAPE = 50
"""Milliseconds after which a lone Esc is no longer taken for the beginning of another key."""
_FAREWELLS = [it for it in signal.Signals if it.name in {"SIGTERM", "SIGHUP"}]
"""Being stopped and losing the terminal end the program as the quit key does."""


def open_terminal(arguments: argparse.Namespace, words: Words) -> int:
    """The configured desk."""

    async def opened() -> Opened | CannotOpen:
        await _loaded("frontdesk.workplace", "frontdesk.config", "frontdesk.words.troubles")
        return await _configured(arguments, words)

    pin = PinFile(paths.pin(), lambda: datetime.now(UTC))
    return _run(opened, words, arguments.config, pin=pin)


def open_demo(arguments: argparse.Namespace, words: Words) -> int:
    """The invented clinic."""

    async def opened() -> Opened | CannotOpen:
        await _loaded("frontdesk.demo", "frontdesk.words.troubles")
        return await _invented(arguments, words)

    guard.stand(words, keeps_nothing=True)
    return _run(opened, words, None, pin=None, tours=arguments.tour)


def _wanted(key: str, desk: Mapping[str, object]) -> str | None:
    """A setting that the first paint needs, from the environment or the raw `[desk]` section."""
    written = desk.get(key)
    named = os.environ.get(f"FRONTDESK_DESK__{key.upper()}")
    return named or (written if isinstance(written, str) else None)


def _theme(wanted: str | None) -> str:
    """Without colours where the person at the terminal asks all programs for that."""
    if os.environ.pop("NO_COLOR", ""):  # Textual would make greys of every theme chosen later
        return "mono"
    return wanted if wanted in THEMES else THEMES[0]


def _has_terminal() -> bool:
    """Keys come from the standard input, the screen goes to the standard error."""
    return os.isatty(0) and os.isatty(2)


def _complain(text: str) -> None:
    from frontdesk.cli.running import complain  # late: with it comes the desk

    complain(text)


def _run(
    open_desk: OpenDesk,
    words: Words,
    configuration: Path | None,
    *,
    pin: PinFile | None,
    tours: bool = False,
) -> int:
    """Without a `pin` it is the demo. `tours`: which begins with the guided tour."""
    if not _has_terminal():
        _complain(words.tr("There is no terminal here to open. For scripts: frontdesk --help"))
        return Exit.USAGE
    demo = pin is None
    # The imports of a start make much that lives on: the app switches the collector on again.
    gc.disable()
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # they can write screens and logs to disk
    os.environ.setdefault("ESCDELAY", str(ESCAPE))
    from frontdesk.tui.app import FrontdeskApp

    desk = {} if demo else peek(configuration)
    app = FrontdeskApp(open_desk, words, _theme(_wanted("theme", desk)), demo=demo, pin=pin)
    if demo:
        app.session.greet(Greeting(paths.greeting()))
    if tours:
        app.begin_tour()
    app.prefer("spacing", _wanted("spacing", desk) or "normal")
    guard.watch_threads(app.thread_broke)
    for farewell in _FAREWELLS:
        signal.signal(farewell, lambda *_: app.leave())
    try:
        code = app.run()
    finally:
        log.note(log.Event.STOPPED)
    if app.failed:
        _complain(app.failed)
    return app.return_code or code or Exit.DONE


async def _loaded(*modules: str) -> None:
    """Imports what is heavy in a thread: the number field answers meanwhile."""
    for module in modules:
        await asyncio.to_thread(importlib.import_module, module)


async def _configured(arguments: argparse.Namespace, words: Words) -> Opened | CannotOpen:
    from frontdesk import config
    from frontdesk.cli.running import settings_path
    from frontdesk.direct_access import direct_access_of
    from frontdesk.slip_settings import press_of
    from frontdesk.tui.opening import CannotOpen, Opened
    from frontdesk.words import troubles
    from frontdesk.workplace import back_up_today, open_desk

    try:
        path = settings_path(arguments)
        settings = config.load(path)
        press = press_of(settings, path)
        direct_access = direct_access_of(settings, path)
        desk = await open_desk(settings)
    except troubles.CAUSES as error:
        return CannotOpen(troubles.sentence(words, error))
    engine = log.Safe(settings.database.url.partition(":")[0])
    log.note(log.Event.STARTED, engine=engine, **log.versions())
    return Opened(
        desk,
        settings.clinic.name,
        settings.desk.registrar,
        lock_after=settings.desk.lock_after,
        close=desk.close,
        back_up=lambda: asyncio.to_thread(back_up_today, settings),
        press=press,
        direct_access=direct_access,
        slip_printer=settings.desk.slip_printer,
        keys=settings.keys,
        keep=lambda key, value: asyncio.to_thread(_keep, settings_path(arguments), key, value),
    )


def _keep(path: Path, key: str, value: Value) -> ConfigError | None:
    """Writes a setting of `[desk]` into the file."""
    from frontdesk.config_faults import ConfigError
    from frontdesk.config_file import change

    try:
        change(path, "desk", key, value)
    except ConfigError as error:
        return error
    return None


async def _invented(arguments: argparse.Namespace, words: Words) -> Opened | CannotOpen:
    from frontdesk.demo import REGISTRAR, open_demo
    from frontdesk.tui.opening import CannotOpen, Opened, SampleNumber
    from frontdesk.words import troubles

    try:
        demo = await open_demo(arguments.seed, arguments.keep)
    except troubles.CAUSES as error:
        return CannotOpen(troubles.sentence(words, error))
    samples = tuple(
        SampleNumber(it.number, {"uk": it.shows_uk, "en": it.shows_en}, it.verdict)
        for it in demo.world.samples
    )
    return Opened(demo.desk, demo.world.clinic.name, REGISTRAR, samples, demo.close)
