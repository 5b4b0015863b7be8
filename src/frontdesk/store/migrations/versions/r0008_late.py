"""A patient who is late for a visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    no = sa.text("0")
    op.add_column(
        "appointment", sa.Column("is_late", sa.Integer(), nullable=False, server_default=no)
    )


def downgrade() -> None:
    op.drop_column("appointment", "is_late")
