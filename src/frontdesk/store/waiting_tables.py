"""Who waits for a time, and what came of phoning them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Priority
from frontdesk.domain.waiting import PartOfDay, Reply, Standing
from frontdesk.store.columns import Day, Instant, Word, one_of
from frontdesk.store.tables import metadata

_AWAITED = text("state = 'waiting'")

waiting = Table(
    "waiting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Word(Standing), nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("names_group", Integer, nullable=False),
    Column("doctor_id", Text, ForeignKey("resource.id")),
    Column("ground", Word(Ground), nullable=False),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day),
    Column("part", Word(PartOfDay), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id")),
    Column("referral_last_day", Day),
    Column("priority", Word(Priority)),
    Column("since", Instant, nullable=False),
    Column("appointment_id", Text, ForeignKey("appointment.id")),
    Column("reason", Text),
    one_of("state", Standing),
    one_of("ground", Ground),
    one_of("part", PartOfDay),
    one_of("priority", Priority),
    CheckConstraint("names_group IN (0, 1)", name="names_group_known"),
    CheckConstraint("state <> 'booked' OR appointment_id IS NOT NULL", name="booked_is_a_visit"),
    Index(
        "uq_waiting_referral",
        "referral_id",
        unique=True,
        sqlite_where=_AWAITED,
        postgresql_where=_AWAITED,
    ),
    Index("ix_waiting_patient_id", "patient_id"),
    Index("ix_waiting_appointment_id", "appointment_id"),
    sqlite_strict=True,
)
"""`service_id` is a service's or a group's; `appointment_id` what is held or booked, the last."""

waiting_call = Table(
    "waiting_call",
    metadata,
    Column("waiting_id", Text, ForeignKey("waiting.id"), primary_key=True),
    Column("doctor_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("start_min", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reply", Word(Reply), nullable=False),
    Column("actor", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    one_of("reply", Reply),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Calls about a freed time that came to nothing: nobody is phoned twice about the same one."""

is_awaited = waiting.c.state == Standing.WAITING
"""Somebody is on the waiting list still."""
