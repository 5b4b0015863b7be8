"""The campaign of `python -m prove kill` in small: where ЕСОЗ and the desk may disagree."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from frontdesk.store.tables import appointment, operation
from prove.kill import points
from prove.killing import End, House, opened

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def let_two_minutes_pass(house: House) -> None:
    """All that the dead programs held has run out."""
    store = house.store()
    held, leased = appointment.c.hold_until, operation.c.lease_until
    with store.writing() as db:
        db.execute(update(appointment).where(held.is_not(None)).values(hold_until=LONG_AGO))
        db.execute(update(operation).where(leased.is_not(None)).values(lease_until=LONG_AGO))
    store.close()


def test_what_a_killed_program_began_the_next_one_finishes(tmp_path: Path) -> None:
    with opened(tmp_path, f"sqlite:///{tmp_path / 'clinic.db'}") as house:
        house.book()
        kill_at = dict(points(house.reaper.calls))
        asked, taken, read = (
            house.book(point=kill_at[step])
            for step in ("qualify is answered", "W3 use is answered", "W6 read is answered")
        )
        assert all(it.killed for it in (asked, taken, read))
        let_two_minutes_pass(house)
        house.settle(patience=120)
        assert house.ends([asked, taken, read]) == [End.NOTHING, End.BOOKED, End.BOOKED]
        assert house.violations() == 0
