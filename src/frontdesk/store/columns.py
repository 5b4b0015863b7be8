"""How days, instants and words of the domain lie in TEXT columns, on either engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar

from sqlalchemy import CheckConstraint, Dialect, Text
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[str | None], T | None]
"""Called for each value that is read: SQLAlchemy's usual way to it takes two calls more."""

SortKey = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its code points on either engine, whatever language a server speaks."""


class Day(TypeDecorator[date]):
    """A local day, `2026-11-25`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.isoformat()

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader[date]:  # noqa: ARG002 - SQLAlchemy's signature
        return _day_of


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, always as long: `2026-11-25T12:20:00.000000Z` sorts as text.

    Raises ValueError for a naive datetime.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else instant_text(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader[datetime]:  # noqa: ARG002 - SQLAlchemy's signature
        return _moment_of


class Word(TypeDecorator[E]):
    """A value of one of the domain's enumerations."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[E]) -> None:
        super().__init__()
        self.of = of
        self._known: dict[str | None, E | None] = {None: None, **{it.value: it for it in of}}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.value

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader[E]:  # noqa: ARG002 - SQLAlchemy's signature
        return self._known.__getitem__


def _day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def instant_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words, or nothing."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def on_the_grid() -> CheckConstraint:
    """A visit and working hours begin and end on the five-minute grid of one day."""
    return CheckConstraint(
        "start_min % 5 = 0 AND end_min % 5 = 0"
        " AND 0 <= start_min AND start_min < end_min AND end_min <= 1440",
        name="on_the_grid",
    )
