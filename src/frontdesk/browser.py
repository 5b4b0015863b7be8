"""The system's own browser, opened beside the terminal."""

from __future__ import annotations

import subprocess
import webbrowser
from collections.abc import Callable
from pathlib import Path

OpenPage = Callable[[str], bool]
"""Shows an address; returns whether a browser took it. May block."""

_IN_A_TERMINAL = frozenset(
    {"browsh", "carbonyl", "chawan", "elinks", "links", "links2", "lynx", "w3m", "www-browser"}
)
"""They would draw over the program and read its keys."""


def graphical() -> OpenPage | None:
    """How to show a page in a window of its own; None where there is no such browser."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return None
    if isinstance(browser, webbrowser.GenericBrowser):
        command = [browser.name, *browser.args]
        return None if _is_for_terminals(command) else lambda page: _started(command, page)
    name = getattr(browser, "name", "")
    return None if _is_for_terminals([name]) else browser.open


def _is_for_terminals(command: list[str]) -> bool:
    return Path(command[0]).name in _IN_A_TERMINAL


def _started(command: list[str], page: str) -> bool:
    """In a session of its own and with nothing of this terminal: what it prints is not ours."""
    argv = [part.replace("%s", page) for part in command]
    nothing = subprocess.DEVNULL
    try:
        subprocess.Popen(  # noqa: S603 - the user's own choice of a browser, and no shell
            argv, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return False
    return True
