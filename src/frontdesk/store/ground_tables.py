"""What visits without an e-referral leave behind: the paper, and urgent contacts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, text

from frontdesk.domain.paper_referral import Reason
from frontdesk.store.columns import Day, Instant, Word
from frontdesk.store.tables import metadata

paper_referral = Table(
    "paper_referral",
    metadata,
    Column("appointment_id", Text, ForeignKey("appointment.id"), primary_key=True),
    Column("edrpou", Text, nullable=False),
    Column("doctor", Text, nullable=False),
    Column("issued_on", Day, nullable=False),
    Column("reason", Word(Reason), nullable=False),
    Column("clinic", Text),
    Column("number", Text),
    Column("note", Text),
    CheckConstraint("reason IN ('esoz_unavailable', 'combat_zone')", name="reason_known"),
    CheckConstraint("length(edrpou) = 8", name="edrpou_whole"),
    sqlite_strict=True,
)
"""The doctor of the visit copies it into ЕСОЗ from here."""

urgent_contact = Table(
    "urgent_contact",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id")),
    Column("note", Text),
    Index("ix_urgent_contact_patient_id", "patient_id"),
    Index(
        "ix_urgent_contact_without_data",
        "at",
        sqlite_where=text("patient_id IS NULL"),
        postgresql_where=text("patient_id IS NULL"),
    ),
    sqlite_strict=True,
)
"""Somebody came in an urgent condition; who it was is entered later."""
