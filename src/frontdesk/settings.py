"""What can be set at one workplace, with defaults: the sections of its configuration."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from frontdesk import keyboard, paths
from frontdesk.addresses import RedirectUri, SecureUrl
from frontdesk.slips.escpos import CodePage
from frontdesk.slips.printers import read_printer


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
