"""What stands around the work: settings, help, palette, signing in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from frontdesk import browser
from frontdesk.config_faults import ConfigError, Fault
from frontdesk.config_file import Value
from frontdesk.tui.screens.sign_in import SignInScreen
from tests.tui.conftest import Terminal

from .referral import verdict


async def settings(terminal: Terminal) -> None:
    await terminal.press("f9")
    await terminal.comes("SettingsScreen")
    await terminal.press("down")


async def settings_not_kept(terminal: Terminal) -> None:
    async def keep(_key: str, _value: Value) -> ConfigError:
        fault = Fault("frontdesk.toml", "cannot be written")
        return ConfigError(Path("frontdesk.toml"), (fault,))

    opened = terminal.app.session.opened
    assert opened is not None
    terminal.app.session.opened = replace(opened, keep=keep)
    await settings(terminal)
    await terminal.press("right")
    await terminal.sees("✖")


async def palette(terminal: Terminal) -> None:
    await terminal.press("ctrl+p")
    await terminal.comes("PaletteScreen")


async def no_such_action(terminal: Terminal) -> None:
    await palette(terminal)
    await terminal.type("щщщ")


async def help_at_home(terminal: Terminal) -> None:
    await terminal.press("f1")
    await terminal.comes("HelpScreen")


async def help_with_a_referral(terminal: Terminal) -> None:
    await verdict(terminal)
    await help_at_home(terminal)


async def signing_in(terminal: Terminal) -> None:
    """In a browser that shows the page and says nothing."""
    _has_browser(terminal, lambda _: True)
    await terminal.press("enter")
    await terminal.comes("SignInScreen")
    await terminal.sees(terminal.tr("open the browser"))


async def waiting_for_sign_in(terminal: Terminal) -> None:
    await signing_in(terminal)
    await terminal.press("enter")
    await terminal.sees(terminal.tr("Waiting for the answer…"))


def _has_browser(terminal: Terminal, show: browser.OpenPage | None) -> None:
    before = browser.graphical
    terminal.after.callback(setattr, browser, "graphical", before)
    browser.graphical = lambda: show


async def signing_in_without_browser(terminal: Terminal) -> None:
    """The address is read from the terminal."""
    _has_browser(terminal, None)
    await terminal.press("enter")
    await terminal.comes("SignInScreen")
    await terminal.sees("http")
    screen = terminal.app.screen
    assert isinstance(screen, SignInScreen)
    assert screen._attempt is not None
    screen._attempt._state = "the-same-in-each-picture".ljust(43, "-")
    screen._attempt._redirect_uri = "http://127.0.0.1:46001/callback"
    terminal.app.renew()
    await terminal.sees("the-same")


async def wrong_answer_pasted(terminal: Terminal) -> None:
    await signing_in_without_browser(terminal)
    await terminal.paste("https://127.0.0.1/callback?code=abc&state=another")
    await terminal.press("enter")
    await terminal.until(lambda: bool(terminal.app.screen._failed))  # type: ignore[attr-defined] # of signing in
