"""Exit codes, a contract with scripts (PRODUCT 7)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    REFUSED = 1
    """The verdict does not allow it, the time is taken, or a check has found faults."""
    USAGE = 2
    """The command line, the configuration or the database cannot be used."""
    BACKEND = 3
    """ЕСОЗ did not answer."""
