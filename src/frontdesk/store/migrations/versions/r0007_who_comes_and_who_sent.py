"""Who comes with a child; which clinic wrote a referral, and how that is called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("appointment", sa.Column("representative", sa.Text(), nullable=True))
    op.add_column("referral", sa.Column("requester", sa.Text(), nullable=True))
    op.create_table(
        "legal_entity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("legal_entity")
    op.drop_column("referral", "requester")
    op.drop_column("appointment", "representative")
