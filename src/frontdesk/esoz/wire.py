"""What ЕСОЗ's answers look like, read leniently.

Absent and null are one, unknown keys are skipped, codes may be numbers. A field that decides
(status, programme, who uses it, its end, what is left) is read or the item is unreadable: taken as
absent it would turn into a wrong verdict. A field that only describes is dropped if unreadable.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

ID_PATTERN = r"[0-9A-Za-z_-]{1,64}"
"""A UUID or a Mongo id; nothing that means something in an address."""
MOST = 1_000_000
"""No count of anything here is greater."""


class Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, hide_input_in_errors=True
    )


T = TypeVar("T")
M = TypeVar("M", bound=Wire)


def read(model: type[M], value: object) -> M | None:
    """`value` as a `model`, or None if it is not one."""
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def readable(model: type[M], values: object) -> tuple[M, ...]:
    """Those of `values` that are a `model`."""
    items = values if isinstance(values, list) else []
    return tuple(found for item in items if (found := read(model, item)) is not None)


def _if_readable(value: object, read_on: ValidatorFunctionWrapHandler) -> object:
    try:
        return read_on(value)
    except ValidationError:
        return None


def each(model: type[M]) -> Callable[[object], tuple[M, ...]]:
    return lambda values: readable(model, values)


def lowered(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _moment(value: object) -> datetime:
    """ISO 8601 with or without a zone (then UTC)."""
    match value:
        case str():
            moment = datetime.fromisoformat(value.strip())
        case _:
            raise ValueError("not a date")
    try:
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        raise ValueError("out of the calendar") from None


def _day(value: object) -> date:
    """A date, also where ЕСОЗ writes a moment in its place."""
    match value:
        case str():
            return date.fromisoformat(value.strip()[:10])
        case _:
            raise ValueError("not a date")


def _end_of_day(value: object) -> object:
    """A bare date as the last second of it, the way ЕСОЗ writes an end."""
    try:
        day = date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return value
    return datetime.combine(day, time(23, 59, 59), UTC).isoformat() if day else value


def _count(value: object) -> int:
    """A whole number, also written as a text or with decimals; a part of a unit is a unit."""
    match value:
        case bool():
            raise ValueError("not a number")
        case int():
            number = float(min(max(value, -MOST - 1), MOST + 1))
        case float() | str():
            number = float(value)
        case _:
            raise ValueError("not a number")
    if not abs(number) <= MOST:
        raise ValueError("beyond any count")
    return math.ceil(number)


Maybe = Annotated[T | None, WrapValidator(_if_readable)]
"""Descriptive: None if it cannot be read."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$")]
Code = Annotated[str, BeforeValidator(lowered)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
End = Annotated[datetime, BeforeValidator(_moment), BeforeValidator(_end_of_day)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, BeforeValidator(_count)]
Age = Annotated[Count, Field(ge=0, le=150)]


class Coding(Wire):
    code: Words


class Concept(Wire):
    """A codeable concept: its first code counts."""

    coding: Annotated[tuple[Coding, ...], BeforeValidator(each(Coding))] = ()
    text: Maybe[Words] = None

    @property
    def code(self) -> str | None:
        return self.coding[0].code if self.coding else self.text


def coded(value: object) -> object:
    """A bare code, whether it came as one or as a concept."""
    if isinstance(value, dict):
        concept = read(Concept, value)
        return concept.code if concept else None
    return value


Coded = Annotated[Maybe[Words], BeforeValidator(coded)]


class Identifier(Wire):
    value: Id
    type: Maybe[Concept] = None


class Reference(Wire):
    identifier: Identifier
    display_value: Maybe[Words] = None

    @property
    def id(self) -> str:
        return self.identifier.value

    @property
    def kind(self) -> str | None:
        """What it refers to: `service`, `service_group`, `legal_entity` and so on."""
        return self.identifier.type.code if self.identifier.type else None


class Quantity(Wire):
    value: Count


class Rule(Wire):
    description: Words


class InvalidEntry(Wire):
    rules: Annotated[tuple[Rule, ...], BeforeValidator(each(Rule))] = ()


class Error(Wire):
    """The `error` of an answer or of a job."""

    type: Maybe[Words] = None
    message: Maybe[Words] = None
    invalid: Annotated[tuple[InvalidEntry, ...], BeforeValidator(each(InvalidEntry))] = ()

    @property
    def words(self) -> str | None:
        """What was wrong; of a validation the descriptions, its message is always the same."""
        said = dict.fromkeys(rule.description for entry in self.invalid for rule in entry.rules)
        return "; ".join(said) or self.message or self.type


def error_type(error: object) -> str | None:
    """ЕСОЗ's own code of an `error`."""
    found = read(Error, error)
    return found.type if found else None


def error_words(error: object) -> str | None:
    """ЕСОЗ's words in an `error`, which may be a bare string."""
    if isinstance(error, str):
        return error.strip() or None
    found = read(Error, error)
    return found.words if found else None


class Paging(Wire):
    """Where a page stands: by numbers, or by a cursor that only says that there is more."""

    page_number: Maybe[Count] = None
    page: Maybe[Count] = None
    total_pages: Maybe[Count] = None
    total_entries: Maybe[Count] = None
    has_more: Maybe[bool] = None

    def more_after(self, asked: int) -> bool:
        """Whether something follows the page that was asked for as number `asked`."""
        here = self.page_number or self.page or asked
        return bool(self.has_more) or here < (self.total_pages or 0)


class Page(Wire):
    data: list[object]
    paging: Annotated[Paging, BeforeValidator(lambda it: read(Paging, it) or Paging())] = Paging()


class Qualification(Wire):
    program_id: Maybe[Id] = None
    status: Code
    rejection_reason: Maybe[Words] = None


def _last_segment(href: object) -> object:
    """A job's id: links are written `/jobs/…`, `/Jobs/…`, `/api/jobs/…` or absolute."""
    return urlsplit(href).path.rpartition("/")[2] if isinstance(href, str) else href


class Link(Wire):
    entity: Code
    id: Annotated[Id, BeforeValidator(_last_segment)] = Field(alias="href")


class Job(Wire):
    """The `data` of a job, and of an answer that began one."""

    status: Maybe[Code] = None
    status_code: Maybe[Count] = None
    links: Annotated[tuple[Link, ...], BeforeValidator(each(Link))] = ()
    error: object = None

    @property
    def id(self) -> str | None:
        return next((link.id for link in self.links if link.entity == "job"), None)
