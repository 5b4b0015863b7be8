"""Taking and freeing five-minute cells: here, and nowhere else, a second booking is refused."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import CELL
from frontdesk.store import tables
from frontdesk.store.upsert import inserted_unless_there

Cell = tuple[str, int]
"""A resource's id and the number of its cell in the day."""


def take_cells(db: Connection, appointment: Appointment) -> bool:
    """Takes every cell of every resource, in sorted order; False if one has no lane left for it.

    After False some cells may be taken: the caller undoes its savepoint.
    """
    missing = [
        (resource_id, cell)
        for resource_id in sorted(appointment.resource_ids)
        for cell in range(appointment.start // CELL, appointment.end // CELL)
    ]
    lanes = _lanes(db, appointment)
    for lane in range(max(lanes.values(), default=0)):
        asked = [cell for cell in missing if lane < lanes.get(cell[0], 0)]
        taken = _take(db, appointment, asked, lane)
        missing = [cell for cell in missing if cell not in taken]
        if not missing:
            return True
    return False


def free_cells(db: Connection, appointment_id: str) -> None:
    table = tables.occupancy
    db.execute(delete(table).where(table.c.appointment_id == appointment_id))


def _take(db: Connection, appointment: Appointment, asked: list[Cell], lane: int) -> set[Cell]:
    """Those of the cells that were still free in this lane; the table's key decides."""
    rows = [
        {
            "resource_id": resource_id,
            "day": appointment.day,
            "cell": cell,
            "lane": lane,
            "appointment_id": appointment.id,
        }
        for resource_id, cell in asked
    ]
    if not rows:
        return set()
    table = tables.occupancy
    take = inserted_unless_there(db, table).returning(table.c.resource_id, table.c.cell)
    return {(resource_id, cell) for resource_id, cell in db.execute(take, rows)}


def _lanes(db: Connection, appointment: Appointment) -> dict[str, int]:
    """How many visits each of its resources can hold at one moment; more if it is overbooked."""
    table = tables.resource
    lanes = table.c.lanes if appointment.overbooked_because is None else table.c.max_lanes
    query = select(table.c.id, lanes).where(table.c.id.in_(appointment.resource_ids))
    return dict(db.execute(query).all())
