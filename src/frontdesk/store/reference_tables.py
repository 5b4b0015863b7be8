"""The copies of ЕСОЗ's registers, and how far the last reading of each has come.

The services lie in `tables.py`: visits point at them. What ЕСОЗ lists no more gets its `gone_at`
and stays. The copies name each other by id alone: ЕСОЗ's registers are not always whole.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from frontdesk.domain.reference import Register
from frontdesk.store.columns import Instant, Word
from frontdesk.store.tables import metadata


def _register_known() -> CheckConstraint:
    listed = ", ".join(f"'{register.value}'" for register in Register)
    return CheckConstraint(f"register IN ({listed})", name="register_known")


programme = Table(
    "programme",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", Text),
    Column("is_active", Integer, nullable=False),
    Column("gone_at", Instant),
    sqlite_strict=True,
)

employee = Table(
    "employee",
    metadata,
    Column("id", Text, primary_key=True),
    Column("surname", Text, nullable=False),
    Column("first_name", Text),
    Column("patronymic", Text),
    Column("position", Text),
    Column("type", Text),
    Column("status", Text),
    Column("division_id", Text),
    Column("gone_at", Instant),
    sqlite_strict=True,
)

employee_speciality = Table(
    "employee_speciality",
    metadata,
    Column("employee_id", Text, ForeignKey("employee.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("speciality", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The main one has place 0."""

division = Table(
    "division",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", Text),
    Column("status", Text),
    Column("gone_at", Instant),
    sqlite_strict=True,
)

division_hours = Table(
    "division_hours",
    metadata,
    Column("division_id", Text, ForeignKey("division.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("hours", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

healthcare_service = Table(
    "healthcare_service",
    metadata,
    Column("id", Text, primary_key=True),
    Column("division_id", Text),
    Column("speciality", Text),
    Column("providing_condition", Text),
    Column("status", Text),
    Column("gone_at", Instant),
    sqlite_strict=True,
)

employee_role = Table(
    "employee_role",
    metadata,
    Column("id", Text, primary_key=True),
    Column("employee_id", Text, nullable=False),
    Column("healthcare_service_id", Text, nullable=False),
    Column("status", Text),
    Column("gone_at", Instant),
    sqlite_strict=True,
)

legal_entity = Table(
    "legal_entity",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("phone", Text),
    Column("read_at", Instant, nullable=False),
    sqlite_strict=True,
)
"""Other clinics whose names were asked for: there is no register of them to be copied."""

register_run = Table(
    "register_run",
    metadata,
    Column("register", Word(Register), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("first", Integer),
    Column("total", Integer),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("unreadable", Integer, nullable=False),
    Column("refusal", Text),
    Column("finished_at", Instant),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    _register_known(),
    CheckConstraint(
        "(lease_owner IS NULL) = (lease_until IS NULL)", name="a_lease_has_owner_and_end"
    ),
    sqlite_strict=True,
)
"""The last reading of each register. `first`: where the next page begins, NULL at the end;
`finished_at`: when a reading last came to its end, kept while the next one goes on."""

register_page = Table(
    "register_page",
    metadata,
    Column("register", Word(Register), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("ids", Text, nullable=False),
    _register_known(),
    sqlite_strict=True,
)
"""What a page held, and in which run it was last seen so. `ids` is a list in JSON."""
