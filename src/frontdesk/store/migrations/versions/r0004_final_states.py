"""A final state never revives; and by which site's key referral numbers are hashed and sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_REVIVES = "OLD.state IN ('fulfilled', 'no_show', 'cancelled') AND NEW.state <> OLD.state"

_GUARD = {
    "sqlite": (
        f"""
CREATE TRIGGER final_state BEFORE UPDATE OF state ON appointment
WHEN {_REVIVES}
BEGIN SELECT RAISE(ABORT, 'final_state'); END
""",
    ),
    "postgresql": (
        """
CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE 'final_state' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$
""",
        f"""
CREATE TRIGGER final_state BEFORE UPDATE OF state ON appointment FOR EACH ROW
WHEN ({_REVIVES}) EXECUTE FUNCTION refuse_revival()
""",
    ),
}
_TAKEN_AWAY = {
    "sqlite": ("DROP TRIGGER final_state",),
    "postgresql": ("DROP TRIGGER final_state ON appointment", "DROP FUNCTION refuse_revival()"),
}


def upgrade() -> None:
    op.create_table(
        "site_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one_key"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    for statement in _GUARD[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in _TAKEN_AWAY[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("site_key")
