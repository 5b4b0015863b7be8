"""How the terminal program gets its desk: behind the first painted screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frontdesk.config_faults import ConfigError
    from frontdesk.config_file import Value
    from frontdesk.desk import Desk
    from frontdesk.domain.direct_access import DirectAccess
    from frontdesk.keyboard import Keys
    from frontdesk.keys import SecretError
    from frontdesk.slips.press import Press
    from frontdesk.store.failure import StoreError


@dataclass(frozen=True, slots=True)
class SampleNumber:
    """A number to try in the demo, and what it shows."""

    number: str
    shows: Mapping[str, str]
    """By language."""
    verdict: str = ""
    """The code of what comes of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    desk: Desk
    clinic_name: str
    registrar: str
    samples: tuple[SampleNumber, ...] = ()
    close: Callable[[], Awaitable[None]] | None = None
    back_up: Callable[[], Awaitable[StoreError | SecretError | None]] | None = None
    """Makes the day's backup if there is none; what went wrong, if anything."""
    press: Press | None = None
    """How slips look and where they come out, where that is set."""
    direct_access: DirectAccess | None = None
    """Whom one may see without a referral, where the clinic has a list of its own."""
    slip_printer: str = "none"
    """The same printer as the configuration writes it."""
    lock_after: float = 0.0
    """Minutes without a key after which the terminal is locked; 0: never by itself."""
    keys: Mapping[str, Keys] = field(default_factory=dict)
    """Those of the configuration."""
    keep: Callable[[str, Value], Awaitable[ConfigError | None]] | None = None
    """Writes a preference into the configuration, where there is one; what went wrong, if
    anything."""


@dataclass(frozen=True, slots=True)
class CannotOpen:
    """One clear sentence for the person at the terminal; the program ends with exit code 2."""

    sentence: str


OpenDesk = Callable[[], Awaitable[Opened | CannotOpen]]
