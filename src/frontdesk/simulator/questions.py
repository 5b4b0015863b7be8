"""Query parameters, read strictly: an unknown one is refused, as the real schemas do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from starlette.requests import Request

from frontdesk.simulator.bodies import UUID
from frontdesk.simulator.envelopes import Fault, Violation, invalid

Check = Callable[[str], tuple[str, str] | None]
"""The rule that a value breaks, and a description of it; None if it is sound."""

PAGE_SIZE = 50
PAGED = frozenset({"page", "page_size"})


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, already sound."""

    values: Mapping[str, str]
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Query:
    """What may be asked of an address."""

    checks: Mapping[str, Check] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    largest_page: int | None = None
    """None if the answer does not come in pages."""

    def read(self, query: Mapping[str, str]) -> Question | Fault:
        checks = dict(self.checks)
        if self.largest_page is not None:
            checks |= {"page": whole(1), "page_size": whole(1, self.largest_page)}
        wrong = [
            Violation(f"$.{name}", "required", f"required property {name} was not present")
            for name in sorted(self.required - set(query))
        ]
        for name, value in query.items():
            broken = checks[name](value) if name in checks else UNKNOWN
            if broken is not None:
                wrong.append(Violation(f"$.{name}", *broken))
        if wrong:
            return invalid(wrong)
        values = {name: value for name, value in query.items() if name not in PAGED}
        return Question(
            values, int(query.get("page", "1")), int(query.get("page_size", str(PAGE_SIZE)))
        )


def asked(request: Request) -> Question:
    """The question that the gateway has read from this request."""
    question = request.scope["simulator.question"]
    if not isinstance(question, Question):
        raise TypeError("the address was entered past its route")
    return question


UNKNOWN = ("schema", "schema does not allow additional properties")


def text(value: str) -> tuple[str, str] | None:
    return None if len(value) <= 255 else ("length", "expected value to have a maximum length 255")


def filled(value: str) -> tuple[str, str] | None:
    return text(value) if value else ("length", "expected value to have a minimum length of 1")


def uuid(value: str) -> tuple[str, str] | None:
    return None if UUID.fullmatch(value) else ("format", "string does not match pattern")


def one_of(*values: str) -> Check:
    def check(value: str) -> tuple[str, str] | None:
        return None if value in values else ("inclusion", "value is not allowed in enum")

    return check


def whole(least: int, most: int | None = None) -> Check:
    def check(value: str) -> tuple[str, str] | None:
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            return "cast", "type mismatch. Expected Integer"
        if int(value) < least or (most is not None and int(value) > most):
            return "number", f"expected the value to be within {least}..{most or ''}"
        return None

    return check


boolean = one_of("true", "false")


def day(value: str) -> tuple[str, str] | None:
    try:
        is_sound = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_sound = False
    return None if is_sound else ("date", "expected value to be a valid ISO 8601 date")


def moment(value: str) -> tuple[str, str] | None:
    return None if read_moment(value) else ("datetime", "expected value to be a valid ISO 8601")


def read_moment(value: str) -> datetime | None:
    """A moment (UTC) from ISO 8601 with a zone."""
    try:
        read = datetime.fromisoformat(value)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None
