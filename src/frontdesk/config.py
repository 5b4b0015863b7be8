"""The configuration of one workplace: a TOML file, with the environment above it.

Secrets never stand in the file: see `keys.py` and `keychain.py`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import tomli_w
from pydantic import ValidationError

from frontdesk import keyboard
from frontdesk.addresses import is_loopback
from frontdesk.config_faults import ConfigError, Fault, fault_at, faults_of
from frontdesk.settings import Settings

PREFIX = "FRONTDESK_"
SECRETS = frozenset({"ACCESS_TOKEN", "CLIENT_SECRET", "API_KEY", "PSK", "NUMBER_KEY", "KEY"})
"""Last words of environment variables that `keys.py` reads; they are not settings."""

Tree = dict[str, object]


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `path`, overridden by `FRONTDESK_SECTION__KEY`.

    Raises:
        ConfigError: no such file, not TOML, an unknown key or a wrong value, each with its line.
    """
    return understood(path, read(path), environment)


def understood(path: Path, text: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `text`, which stands in `path` or is to stand there.

    Raises:
        ConfigError: as `load`.
    """
    tree = parsed(path, text)
    overrides = _override(tree, environment)
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise ConfigError(path, tuple(faults_of(error, text, overrides))) from None
    if faults := tuple(_disagreements(settings, text, overrides)):
        raise ConfigError(path, faults)
    return settings


def parsed(path: Path, text: str) -> Tree:
    """What the TOML in `text` says.

    Raises:
        ConfigError: it is not TOML, with the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        fault = Fault("", "is not TOML", int(line[1]) if line else None)
        raise ConfigError(path, (fault,)) from None


def _disagreements(settings: Settings, text: str, overrides: Mapping[str, str]) -> Iterator[Fault]:
    """What is right by itself and wrong together."""
    if settings.esoz.auth == "simulator" and not _on_loopback(settings.esoz.base_url):
        what = "“simulator” is for loopback addresses only"
        yield fault_at("esoz.auth", what, text, overrides)
    for it in keyboard.wrong(settings.keys):
        named = {"key": it.key, "other": it.other} if it.key else {}
        yield fault_at(f"keys.{it.action}", it.what, text, overrides, named)


def _on_loopback(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def _override(tree: Tree, environment: Mapping[str, str]) -> dict[str, str]:
    """Puts the environment's values into `tree`; returns which setting came from which variable.

    A whole section comes from a variable if the file has nothing of it.
    """
    sources: dict[str, str] = {}
    for variable, value in environment.items():
        section, separator, key = variable.removeprefix(PREFIX).partition("__")
        if not variable.startswith(PREFIX) or not separator or key in SECRETS:
            continue
        if section.lower() not in tree:
            sources[section.lower()] = variable
        part = tree.setdefault(section.lower(), {})
        if isinstance(part, dict):
            part[key.lower()] = value
            sources[f"{section}.{key}".lower()] = variable
    return sources


def read(path: Path) -> str:
    """What stands in `path`, its line ends included.

    Raises:
        ConfigError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ConfigError(path, (Fault("", "does not exist"),)) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigError(path, (Fault("", "cannot be read"),)) from None


def dump(settings: Settings) -> str:
    """The settings as TOML."""
    tree = settings.model_dump(mode="json", exclude_none=True)
    return tomli_w.dumps({name: section for name, section in tree.items() if section})
