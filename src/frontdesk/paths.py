"""Where the files of a workplace lie, unless they are named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

APP = "frontdesk"


def configuration(environment: Mapping[str, str] = os.environ) -> Path:
    """`FRONTDESK_CONFIG`, else `config.toml` in the platform's user directory."""
    named = environment.get("FRONTDESK_CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir(APP)) / "config.toml"


def database() -> Path:
    return Path(platformdirs.user_data_dir(APP)) / "clinic.db"


def pin() -> Path:
    """The PIN of this user of the computer."""
    return _state() / "pin.json"


def greeting() -> Path:
    """Is there once the demo's greeting was answered."""
    return _state() / "greeted"


def log() -> Path:
    return _state() / "frontdesk.log"


def _state() -> Path:
    return Path(platformdirs.user_state_dir(APP))
