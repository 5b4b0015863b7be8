"""The worklist: what a person has seen to, and indexes of the few rows that need one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "noted",
        sa.Column("appointment_id", sa.Text(), sa.ForeignKey("appointment.id"), primary_key=True),
        sa.Column("about", sa.Text(), primary_key=True),
        sa.Column("at", sa.Text(), nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    unsettled = sa.text("claim <> 'none' AND (claim <> 'ours' OR state = 'cancelled')")
    op.create_index(
        "ix_appointment_unsettled",
        "appointment",
        ["claim", "starts_at"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )
    without = sa.text("phone IS NULL")
    op.create_index(
        "ix_patient_without_phone",
        "patient",
        ["id"],
        sqlite_where=without,
        postgresql_where=without,
    )


def downgrade() -> None:
    op.drop_index("ix_patient_without_phone", "patient")
    op.drop_index("ix_appointment_unsettled", "appointment")
    op.drop_table("noted")
