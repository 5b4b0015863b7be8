"""The settings of one workplace: a TOML file, with the environment above it and defaults below.

Secrets never stand in the file: see `keys.py` and `keychain.py`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli_w
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from frontdesk import keyboard, paths
from frontdesk.addresses import RedirectUri, SecureUrl, is_loopback
from frontdesk.slips.escpos import CodePage
from frontdesk.slips.printers import read_printer

PREFIX = "FRONTDESK_"
SECRETS = frozenset({"ACCESS_TOKEN", "CLIENT_SECRET", "API_KEY", "PSK", "NUMBER_KEY", "KEY"})
"""Last words of environment variables that `keys.py` reads; they are not settings."""

Tree = dict[str, object]


def _listed(value: object) -> object:
    """A list, which the environment can only write with spaces."""
    return tuple(value.split()) if isinstance(value, str) else value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("is not a time zone, such as Europe/Kyiv") from None
    return name


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url


def _printer(written: str) -> str:
    read_printer(written)
    return written


def _code_page(written: str) -> str:
    CodePage.read(written)
    return written


SCOPES = (
    "service_request:read",
    "service_request:use",
    "job:read",
    "person:read",
    "declaration:read",
    "employee:read",
    "employee_role:read",
    "healthcare_service:read",
    "division:read",
    "legal_entity:read",
)
"""What a RECEPTIONIST may and frontdesk does (FACTS 4)."""


class Section(BaseModel):
    """A table of a file that people write."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ClinicSection(Section):
    """Who we are in ЕСОЗ."""

    name: str
    """As printed on the slip."""
    legal_entity: str
    """The clinic's id in ЕСОЗ, a UUID."""
    division: str | None = None
    """The place of service's id in ЕСОЗ, sent with a claim."""
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Kyiv"
    direct_access: str = ""
    """The file of the clinic's own list of whom one may see without a referral, from the
    configuration's folder; empty: the one that comes with the program."""


class ProgrammeSection(Section):
    """A medical programme that referrals may name."""

    id: str
    name: str
    free: bool
    """Whether a visit under it is free of charge here."""


class EsozSection(Section):
    """The national backend."""

    base_url: SecureUrl
    auth: Literal["sign_in", "simulator"] = "sign_in"
    """`sign_in`: the user's own session. `simulator`: its lasting one, loopback only."""
    auth_url: SecureUrl | None = None
    """Where users sign in; `base_url` if None."""
    client_id: str | None = None
    """As whom the clinic signs in; its `legal_entity` if None."""
    redirect_uri: RedirectUri = "http://127.0.0.1/callback"
    """Where the browser brings the answer, as registered; a free port is added to a loopback
    address without one."""
    scopes: Annotated[tuple[str, ...], BeforeValidator(_listed)] = SCOPES
    """The rights that a session is asked for."""
    programmes: tuple[ProgrammeSection, ...] = ()
    connect_seconds: Annotated[float, Field(gt=0, le=60)] = 3.0
    total_seconds: Annotated[float, Field(gt=0, le=120)] = 10.0
    """For one answer."""
    patience: Annotated[float, Field(ge=1, le=5)] = 1.5
    """A call with its repetitions and waits lasts at most so many times `total_seconds`."""
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    """How often a call that changes nothing is repeated if it gets no answer."""
    calls_per_minute: Annotated[int, Field(ge=6, le=6000)] = 50
    """Of this terminal."""
    claim_at: Literal["booking", "day_before", "arrival"] = "booking"
    """When a referral is taken into work; a visit after its last day always at booking."""


class DatabaseSection(Section):
    """The clinic's own schedule."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(
        default_factory=lambda: f"sqlite:///{paths.database()}"
    )
    backups: str | None = None
    """The folder of the daily backups; empty: none are made. See `workplace.backup_folder`."""
    keep_backups: Annotated[int, Field(ge=1, le=366)] = 14
    """Of so many days; beside them the last one of each month of a year."""


class DeskSection(Section):
    """This terminal."""

    language: Literal["uk", "en"] = "uk"
    theme: Literal["dark", "light", "contrast", "mono"] = "dark"
    """With `NO_COLOR` in the environment every start is `mono`."""
    spacing: Literal["normal", "large"] = "normal"
    """`large`: an empty line between lines."""
    registrar: str = ""
    """Who works here, as written in the journal; the operating system's user if empty."""
    lock_after: Annotated[float, Field(ge=0, le=1440)] = 10.0
    """Minutes without a key after which the screen is locked; 0: never by itself."""
    may_overbook: bool = False
    """Whether this registrar may take the lanes that resources have for overbooking."""
    slip_printer: Annotated[str, AfterValidator(_printer)] = "none"
    """See `slips.printers.read_printer`."""
    slip_format: Literal["text", "pdf", "escpos"] = "text"
    slip_columns: Annotated[int, Field(ge=24, le=132)] = 48
    """Of text and ESC/POS."""
    slip_code_page: Annotated[str, AfterValidator(_code_page)] = "cp1125"
    """Of ESC/POS; see `slips.escpos.CodePage.read`."""
    slip_seconds: Annotated[float, Field(gt=0, le=60)] = 5.0
    """For the printer to take a slip."""
    slip_template: str = ""
    """The file of the clinic's own template, from the configuration's folder; empty: ours."""
    slip_message: str = ""
    """The same of the message to the patient."""


KeyList = Annotated[keyboard.Keys, BeforeValidator(_listed), Field(min_length=1)]


class Settings(Section):
    clinic: ClinicSection
    esoz: EsozSection
    database: DatabaseSection = Field(default_factory=DatabaseSection)
    desk: DeskSection = Field(default_factory=DeskSection)
    keys: dict[str, KeyList] = Field(default_factory=dict)
    """Other keys than those of `keyboard.ACTIONS`, by the action's name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the configuration, for the person who can mend it."""

    where: str
    """`section.key`, a variable of the environment, or the file itself."""
    what: str
    """A sentence without its subject; the names of `values` stand in it."""
    line: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class ConfigError(Exception):
    """The configuration cannot be used; nothing was started."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        self.path = path
        self.faults = faults
        super().__init__("; ".join(_described(path, fault) for fault in faults))


def _described(path: Path, fault: Fault) -> str:
    place = f"{path}:{fault.line}" if fault.line else str(path)
    what = fault.what.format(**fault.values) if fault.values else fault.what
    return f"{place}: {fault.where} {what}"


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
        yield _fault_at("esoz.auth", what, text, overrides)
    for it in keyboard.wrong(settings.keys):
        named = {"key": it.key, "other": it.other} if it.key else {}
        yield _fault_at(f"keys.{it.action}", it.what, text, overrides, named)


def dump(settings: Settings) -> str:
    """The settings as TOML."""
    tree = settings.model_dump(mode="json", exclude_none=True)
    return tomli_w.dumps({name: section for name, section in tree.items() if section})


def _on_loopback(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


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


def faults_of(
    error: ValidationError, text: str, overrides: Mapping[str, str] | None = None
) -> list[Fault]:
    """What a model refuses in `text`, each with its line."""
    found = []
    for detail in error.errors(include_input=False, include_url=False, include_context=False):
        where = ".".join(str(part) for part in detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        what = _PLAIN.get(detail["type"], message)
        found.append(_fault_at(where, what, text, overrides or {}))
    return found


def _fault_at(
    where: str,
    what: str,
    text: str,
    overrides: Mapping[str, str],
    values: Mapping[str, str] | None = None,
) -> Fault:
    """With its line of the file, or the variable that it comes from."""
    variable = overrides.get(where)
    line = None if variable else line_of(text, where)
    return Fault(variable or where, what, line, values or {})


_PLAIN = {
    "extra_forbidden": "is not a setting of frontdesk",
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a number",
    "int_parsing": "must be a number",
    "int_from_float": "must be a whole number",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "literal_error": "is none of the values that are possible here",
    "model_type": "must be a section",
    "tuple_type": "must be a list of sections",
    "dict_type": "must be a section",
    "too_short": "is missing",
    "date_type": "must be a date, such as 2026-01-01",
    "date_from_datetime_parsing": "must be a date, such as 2026-01-01",
    "date_from_datetime_inexact": "must be a date, such as 2026-01-01",
    "date_parsing": "must be a date, such as 2026-01-01",
    "enum": "is none of the values that are possible here",
    "frozen_set_type": "must be a list",
}


def line_of(text: str, where: str) -> int | None:
    """The line of `section.key` in the file, or of the nearest section around it."""
    wanted = where.split(".")
    best, line_of_best = 0, None
    for place, number in _places(text):
        common = len(place) if place == wanted[: len(place)] else 0
        if common > best:
            best, line_of_best = common, number
    return line_of_best


def _places(text: str) -> Iterator[tuple[list[str], int]]:
    """Sections and keys as the file spells them, the n-th of a list with n, and their lines."""
    section: list[str] = []
    lists: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]", line):
            section = header[2].split(".")
            if header[1] == "[[":
                section.append(str(lists[header[2]]))
                lists[header[2]] += 1
            yield section, number
        elif key := re.match(r"\s*([\w.\-]+)\s*=", line):
            yield [*section, *key[1].split(".")], number
