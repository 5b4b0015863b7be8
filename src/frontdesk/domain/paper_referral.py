"""A referral on paper: allowed while ЕСОЗ is out of reach and in combat zones (REGISTRAR 1).

The doctor copies it into the record of the visit, so the desk asks for what a record needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frontdesk.domain.patient import read_date


class Reason(StrEnum):
    """Why it is not electronic."""

    ESOZ_UNAVAILABLE = "esoz_unavailable"
    COMBAT_ZONE = "combat_zone"


class PaperField(StrEnum):
    EDRPOU = "edrpou"
    DOCTOR = "doctor"
    ISSUED_ON = "issued_on"


@dataclass(frozen=True, slots=True)
class PaperReferral:
    """As ЕСОЗ's block `paper_referral` has it. Printed without the people in it."""

    edrpou: str
    """Of the clinic that issued it, eight digits."""
    doctor: str = field(repr=False)
    issued_on: date
    reason: Reason
    clinic: str | None = None
    number: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """What the clerk typed, as typed."""

    edrpou: str = ""
    doctor: str = field(default="", repr=False)
    issued_on: str = ""
    """ДД.ММ.РРРР or an ISO date."""
    clinic: str = ""
    number: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    reason: Reason = Reason.ESOZ_UNAVAILABLE


@dataclass(frozen=True, slots=True)
class WrongPaper:
    """These fields are missing or cannot be; everything typed stays."""

    fields: tuple[PaperField, ...]


_EDRPOU = re.compile(r"[0-9]{8}")
_SMALL, _LARGE = 30_000_000, 60_000_000
"""Between them codes are weighed in another order."""


def read_paper(typed: PaperDetails, today: date) -> PaperReferral | WrongPaper:
    """ЄДРПОУ, doctor and date are needed; nothing is issued in the future."""
    edrpou, doctor = _digits(typed.edrpou), " ".join(typed.doctor.split())
    issued_on = read_date(typed.issued_on)
    wrong = []
    if not _EDRPOU.fullmatch(edrpou):
        wrong.append(PaperField.EDRPOU)
    if not doctor:
        wrong.append(PaperField.DOCTOR)
    if issued_on is None or issued_on > today:
        wrong.append(PaperField.ISSUED_ON)
    if issued_on is None or wrong:
        return WrongPaper(tuple(wrong))
    return PaperReferral(
        edrpou,
        doctor,
        issued_on,
        typed.reason,
        typed.clinic.strip() or None,
        typed.number.strip() or None,
        typed.note.strip() or None,
    )


def is_mistyped(edrpou: str) -> bool:
    """Whether eight digits are there and the last one does not follow from the others.

    By the rule of the register: a weighed sum modulo 11, once more with weights two higher if
    that gives 10. A clerk may know better, so this is said and forbids nothing.
    """
    code = _digits(edrpou)
    if not _EDRPOU.fullmatch(code):
        return False
    digits = [int(it) for it in code]
    is_between = _SMALL < int(code) < _LARGE
    weights = (7, 1, 2, 3, 4, 5, 6) if is_between else (1, 2, 3, 4, 5, 6, 7)
    control = _weighed(digits, weights)
    if control > 9:
        control = _weighed(digits, [it + 2 for it in weights]) % 10
    return control != digits[-1]


def _weighed(digits: list[int], weights: tuple[int, ...] | list[int]) -> int:
    return sum(one * other for one, other in zip(digits, weights, strict=False)) % 11


def _digits(typed: str) -> str:
    return "".join(typed.split())
