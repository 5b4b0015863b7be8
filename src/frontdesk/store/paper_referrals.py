"""Paper referrals: each is written down with the confirmation of its visit."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, insert

from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.store.ground_tables import paper_referral as table


def write(db: Connection, appointment_id: str, paper: PaperReferral) -> None:
    """In the transaction in which the visit is confirmed; the journal's row is that one's."""
    row = {
        "appointment_id": appointment_id,
        "edrpou": paper.edrpou,
        "doctor": paper.doctor,
        "issued_on": paper.issued_on,
        "reason": paper.reason,
        "clinic": paper.clinic,
        "number": paper.number,
        "note": paper.note,
    }
    db.execute(insert(table), row)


def paper_of(row: RowMapping) -> PaperReferral | None:
    """The one in a row of visits, if the visit has one."""
    if row[table.c.appointment_id] is None:
        return None
    return PaperReferral(
        row[table.c.edrpou],
        row[table.c.doctor],
        row[table.c.issued_on],
        row[table.c.reason],
        row[table.c.clinic],
        row[table.c.number],
        row[table.c.note],
    )
