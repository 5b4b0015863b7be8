"""The list of whom one may see without a referral: the clinic's own, or ours."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from frontdesk.config import parsed, read
from frontdesk.config_faults import ConfigError, Fault, faults_of, line_of
from frontdesk.domain.direct_access import DirectAccess, Free, Speciality
from frontdesk.settings import Section, Settings

FILE = "direct_access.toml"


class _Line(Section):
    name: Annotated[str, Field(min_length=1)]
    codes: Annotated[frozenset[str], Field(min_length=1)]
    free: Free


class _List(Section):
    source: Annotated[str, Field(min_length=1)]
    as_of: date
    specialities: tuple[_Line, ...]


def direct_access_of(settings: Settings, configuration: Path) -> DirectAccess:
    """The list for the clinic whose settings stand in the file `configuration`.

    Raises:
        ConfigError: the file that is named cannot be read, or is no such list, with the line.
    """
    name = settings.clinic.direct_access
    if not name:
        return usual()
    file = configuration.parent / name
    try:
        text = read(file)
    except ConfigError:
        where = "clinic.direct_access"
        fault = Fault(
            where, "names a file that cannot be read", line_of(read(configuration), where)
        )
        raise ConfigError(configuration, (fault,)) from None
    return _understood(file, text)


@cache
def usual() -> DirectAccess:
    """The list that comes with the program."""
    packed = resources.files("frontdesk.data").joinpath(FILE)
    return _understood(Path(FILE), packed.read_text(encoding="utf-8"))


def _understood(file: Path, text: str) -> DirectAccess:
    try:
        it = _List.model_validate(parsed(file, text))
    except ValidationError as error:
        raise ConfigError(file, tuple(faults_of(error, text))) from None
    listed = (Speciality(line.name, line.codes, line.free) for line in it.specialities)
    return DirectAccess(it.source, it.as_of, tuple(listed))
