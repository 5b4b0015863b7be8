"""`frontdesk config`: where the configuration is, whether it is right, a new one, its secrets."""

from __future__ import annotations

import argparse
from contextlib import suppress
from importlib import resources
from pathlib import Path

from frontdesk.cli.exits import Exit
from frontdesk.cli.new_file import save
from frontdesk.cli.running import cannot_open, say, settings_path
from frontdesk.config import load
from frontdesk.config_faults import ConfigError
from frontdesk.direct_access import direct_access_of
from frontdesk.slip_settings import press_of
from frontdesk.words import Words


def config(arguments: argparse.Namespace, words: Words) -> int:
    path = settings_path(arguments)
    match arguments.what:
        case "path":
            say(str(path))
            return Exit.DONE
        case "check":
            return _check(arguments, words)
        case "secrets":
            from frontdesk.cli.secrets import store_secrets

            return store_secrets(arguments, words)
        case _:
            return _init(arguments, words)


def _check(arguments: argparse.Namespace, words: Words) -> int:
    path = settings_path(arguments)
    try:
        settings = load(path)
        press_of(settings, path)
        direct_access_of(settings, path)
    except ConfigError as error:
        return cannot_open(words, error)
    say(words.tr("{path} is right.", path=path))
    return Exit.DONE


def _init(arguments: argparse.Namespace, words: Words) -> int:
    """Writes the documented example, readable by its owner only; never over an existing file."""
    path = settings_path(arguments)
    with suppress(OSError):  # then the file cannot be written either, and that is said
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    saved = save(words, _example().encode(), path)
    if saved is Exit.DONE:
        say(words.tr("Written: {path}. Fill in the clinic and ESOZ.", path=path))
    return saved


def _example() -> str:
    """The documented example, packed with the program or, run from its sources, beside them."""
    packed = resources.files("frontdesk").joinpath("config.example.toml")
    beside = Path(__file__).parents[3] / "config.example.toml"
    return (packed if packed.is_file() else beside).read_text(encoding="utf-8")
