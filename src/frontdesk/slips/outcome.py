"""What becomes of a slip that is sent to a printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why nothing came out, or not surely everything."""

    NO_PRINTER = "no_printer"
    """None is set."""
    NO_VISIT = "no_visit"
    """The visit does not stand: there is nothing to come to."""
    NO_SPOOLER = "no_spooler"
    """Neither `lp` nor `lpr` is installed."""
    REFUSED = "refused"
    """The spooler said no."""
    NOT_THERE = "not_there"
    """No such host or device, or it let go of us."""
    NO_ACCESS = "no_access"
    """This user may not write to it."""
    SILENT = "silent"
    """It did not take the slip in time."""
    NO_PDF = "no_pdf"
    """The extra `slips` is not installed."""
    NO_RAW = "no_raw"
    """Windows takes no printer's commands this way."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer has taken it; of paper and ink nothing is known."""

    lost: str = ""
    """Characters that the printer has not; each was printed as `?`."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    why: Why
    detail: str = ""
    """The spooler's own words, cleaned."""
