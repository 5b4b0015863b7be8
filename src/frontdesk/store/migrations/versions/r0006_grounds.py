"""Paper referrals of visits, and urgent contacts whose data come later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "paper_referral",
        sa.Column("appointment_id", sa.Text(), nullable=False),
        sa.Column("edrpou", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("clinic", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("reason IN ('esoz_unavailable', 'combat_zone')", name="reason_known"),
        sa.CheckConstraint("length(edrpou) = 8", name="edrpou_whole"),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"]),
        sa.PrimaryKeyConstraint("appointment_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "urgent_contact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_urgent_contact_patient_id", "urgent_contact", ["patient_id"])
    without_data = sa.text("patient_id IS NULL")
    op.create_index(
        "ix_urgent_contact_without_data",
        "urgent_contact",
        ["at"],
        sqlite_where=without_data,
        postgresql_where=without_data,
    )


def downgrade() -> None:
    op.drop_table("urgent_contact")
    op.drop_table("paper_referral")
