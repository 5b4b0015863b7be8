"""Why a visit stands beside the visits that its resources regularly hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("appointment", sa.Column("overbooked_because", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("appointment", "overbooked_because")
