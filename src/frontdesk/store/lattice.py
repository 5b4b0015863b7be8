"""A final state never revives (BOOKING 5, I9): the database itself refuses the move.

The triggers look at the row that changes and at nothing else, so that they go wherever it goes.
"""

from __future__ import annotations

from frontdesk.domain.appointment import MOVES

_FINAL = ", ".join(f"'{state.value}'" for state, following in MOVES.items() if not following)
_REVIVES = f"OLD.state IN ({_FINAL}) AND NEW.state <> OLD.state"

GUARD = {
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
"""By dialect, what makes the trigger once the table is there."""
