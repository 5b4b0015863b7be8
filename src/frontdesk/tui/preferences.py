"""What the clerk may choose at the terminal: the lines of the settings screen, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontdesk.words import N_

if TYPE_CHECKING:
    from frontdesk.config_file import Value


@dataclass(frozen=True, slots=True)
class Choice:
    value: Value
    """As the configuration has it."""
    label: str
    """`{n}` in it stands for the value."""


@dataclass(frozen=True, slots=True)
class Preference:
    key: str
    """In `[desk]`."""
    label: str
    choices: tuple[Choice, ...]

    def chosen(self, value: Value | None) -> Choice:
        """The choice of this value, else the first one."""
        return next((it for it in self.choices if it.value == value), self.choices[0])

    def beside(self, value: Value | None, step: int) -> Choice:
        """The choice so many steps further, round and round."""
        at = self.choices.index(self.chosen(value)) + step
        return self.choices[at % len(self.choices)]


LANGUAGE = Preference(
    "language", N_("Language"), (Choice("uk", "Українська"), Choice("en", "English"))
)
THEME = Preference(
    "theme",
    N_("Colours"),
    (
        Choice("dark", N_("dark")),
        Choice("light", N_("light")),
        Choice("contrast", N_("high contrast")),
        Choice("mono", N_("no colours")),
    ),
)
SPACING = Preference(
    "spacing",
    N_("Line spacing"),
    (Choice("normal", N_("normal")), Choice("large", N_("large"))),
)

PREFERENCES = (LANGUAGE, THEME, SPACING)

SLIP_PRINTER = "slip_printer"


def slip_printer(configured: str) -> Preference:
    """Where slips come out: none, the system's, or what the configuration had."""
    choices = (
        Choice("none", N_("none")),
        Choice("system", N_("the system's printer")),
        *(() if configured in {"none", "system"} else (Choice(configured, "{n}"),)),
    )
    return Preference(SLIP_PRINTER, N_("Printer for slips"), choices)


LOCK_AFTER = "lock_after"
_IDLE = (0, 1, 2, 5, 10, 15, 30)
"""Minutes."""


def lock_after(minutes: float) -> Preference:
    """When a terminal locks itself; `minutes`: as it is now, which may be a number of its own."""
    now = int(minutes) if float(minutes).is_integer() else minutes
    by_itself = N_("after {n} idle min")
    choices = (Choice(it, by_itself if it else N_("only by hand")) for it in sorted({*_IDLE, now}))
    return Preference(LOCK_AFTER, N_("Locking the screen"), tuple(choices))
