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
