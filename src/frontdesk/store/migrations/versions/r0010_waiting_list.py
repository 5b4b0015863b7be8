"""The waiting list, and the calls about freed times that came to nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_GROUNDS = (
    "ground IN ('e_referral', 'paper_referral', 'direct_access', 'chronic', 'treating_doctor', "
    "'urgent', 'paid')"
)


def upgrade() -> None:
    _create_waiting()
    _create_calls()


def downgrade() -> None:
    op.drop_table("waiting_call")
    op.drop_table("waiting")


def _create_waiting() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("names_group", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=True),
        sa.Column("referral_last_day", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("appointment_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'booked', 'withdrawn', 'expired')", name="state_known"
        ),
        sa.CheckConstraint(_GROUNDS, name="ground_known"),
        sa.CheckConstraint("part IN ('any', 'morning', 'afternoon')", name="part_known"),
        sa.CheckConstraint(
            "priority IN ('routine', 'urgent', 'asap', 'stat')", name="priority_known"
        ),
        sa.CheckConstraint("names_group IN (0, 1)", name="names_group_known"),
        sa.CheckConstraint(
            "state <> 'booked' OR appointment_id IS NOT NULL", name="booked_is_a_visit"
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["doctor_id"], ["resource.id"]),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"]),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    awaited = sa.text("state = 'waiting'")
    op.create_index(
        "uq_waiting_referral",
        "waiting",
        ["referral_id"],
        unique=True,
        sqlite_where=awaited,
        postgresql_where=awaited,
    )
    op.create_index("ix_waiting_patient_id", "waiting", ["patient_id"])
    op.create_index("ix_waiting_appointment_id", "waiting", ["appointment_id"])


def _create_calls() -> None:
    op.create_table(
        "waiting_call",
        sa.Column("waiting_id", sa.Text(), nullable=False),
        sa.Column("doctor_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start_min", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.CheckConstraint("reply IN ('refused', 'no_answer')", name="reply_known"),
        sa.ForeignKeyConstraint(["waiting_id"], ["waiting.id"]),
        sa.ForeignKeyConstraint(["doctor_id"], ["resource.id"]),
        sa.PrimaryKeyConstraint("waiting_id", "doctor_id", "day", "start_min"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
