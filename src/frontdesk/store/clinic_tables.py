"""What the clinic has and gives: resources, services, who gives which, and when they work."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from frontdesk.domain.clinic import ResourceKind
from frontdesk.domain.freetime import Change
from frontdesk.domain.referral import Category
from frontdesk.store.columns import Day, Instant, Word, on_the_grid, one_of
from frontdesk.store.tables import metadata

resource = Table(
    "resource",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Word(ResourceKind), nullable=False),
    Column("name", Text, nullable=False),
    Column("speciality", Text),
    Column("position", Text),
    Column("employee_id", Text),
    Column("lanes", Integer, nullable=False),
    Column("max_lanes", Integer, nullable=False),
    one_of("kind", ResourceKind),
    CheckConstraint("1 <= lanes AND lanes <= max_lanes", name="lanes_bounded"),
    sqlite_strict=True,
)

service = Table(
    "service",
    metadata,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("category", Word(Category)),
    Column("is_active", Integer, nullable=False, server_default=text("1")),
    Column("request_allowed", Integer, nullable=False, server_default=text("1")),
    Column("gone_at", Instant),
    one_of("category", Category),
    sqlite_strict=True,
)
"""The clinic's copy of ЕСОЗ's catalogue; `gone_at`: since when ЕСОЗ lists the service no more."""

service_group = Table(
    "service_group",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("code", Text),
    sqlite_strict=True,
)

service_membership = Table(
    "service_membership",
    metadata,
    Column("service_id", Text, ForeignKey("service.id"), primary_key=True),
    Column("nearness", Integer, primary_key=True),
    Column("group_id", Text, ForeignKey("service_group.id"), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

offer = Table(
    "offer",
    metadata,
    Column("service_id", Text, ForeignKey("service.id"), primary_key=True),
    Column("doctor_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("room_id", Text, ForeignKey("resource.id")),
    Column("device_id", Text, ForeignKey("resource.id")),
    CheckConstraint("minutes > 0 AND minutes % 5 = 0", name="minutes_on_the_grid"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

template = Table(
    "template",
    metadata,
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("weekday", Integer, primary_key=True),
    Column("start_min", Integer, primary_key=True),
    Column("valid_from", Day, primary_key=True),
    Column("end_min", Integer, nullable=False),
    Column("valid_until", Day),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
    on_the_grid(),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

day_exception = Table(
    "day_exception",
    metadata,
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("start_min", Integer, primary_key=True),
    Column("change", Word(Change), primary_key=True),
    Column("end_min", Integer, nullable=False),
    one_of("change", Change),
    on_the_grid(),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

day_change = Table(
    "day_change",
    metadata,
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("seq", Integer, nullable=False),
    Index("ix_day_change_seq", "seq"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The last change of a resource's day; `seq` grows over all of them."""
