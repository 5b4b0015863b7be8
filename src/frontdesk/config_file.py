"""Changes single settings of the configuration file; all else in it stays as its owner wrote it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from frontdesk.config import PREFIX, read, understood
from frontdesk.config_faults import ConfigError, Fault

Value = str | int | float | bool


def change(
    path: Path, section: str, key: str, value: Value, environment: Mapping[str, str] = os.environ
) -> None:
    """Writes `section.key`; comments, order and other keys are kept to the letter.

    Raises:
        ConfigError: the environment stands above this setting, the file has become wrong
            meanwhile, or it cannot be written. It is as it was.
    """
    variable = f"{PREFIX}{section}__{key}".upper()
    if variable in environment:
        above = Fault(variable, "stands above the file, which was left as it is")
        raise ConfigError(path, (above,))
    text = read(path)
    understood(path, text, environment)
    changed = _changed(text, section, key, value)
    understood(path, changed, environment)
    try:
        _replace(path.resolve(), changed)
    except OSError:
        raise ConfigError(path, (Fault("", "cannot be written"),)) from None


def _changed(text: str, section: str, key: str, value: Value) -> str:
    document = tomlkit.parse(text)
    table = document.setdefault(section, tomlkit.table())
    if isinstance(table, Table) and key not in table:
        _add(table, key, value)
    else:
        table[key] = value
    return tomlkit.dumps(document)


def _add(table: Table, key: str, value: Value) -> None:
    """Behind the last key: the comments after it belong to the next section."""
    body = table.value.body
    keyed = [at for at, (name, _) in enumerate(body) if name is not None]
    after = keyed[-1] + 1 if keyed else 0
    tail = body[after:]
    del body[after:]
    table.append(key, value)
    body.extend(tail)


def _replace(path: Path, text: str) -> None:
    """All of it or nothing, whatever happens meanwhile; who may read it stays as it was."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, fresh)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
