"""Taking and freeing five-minute cells: here, and nowhere else, a second booking is refused."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import CELL
from frontdesk.store import clinic_tables, tables
from frontdesk.store.prepared import change, change_each, fetch
from frontdesk.store.upsert import inserted_unless_there

Cell = tuple[str, int]
"""A resource's id and the number of its cell in the day."""

_cells, _resource, _needed = tables.occupancy, clinic_tables.resource, tables.appointment_resource

_FREE = delete(_cells).where(_cells.c.appointment_id == bindparam("its_id"))
_TAKEN = select(_cells.c.resource_id, _cells.c.cell).where(
    _cells.c.appointment_id == bindparam("its_id")
)
_LANES = (
    select(_resource.c.id, _resource.c.lanes, _resource.c.max_lanes)
    .join(_needed, _needed.c.resource_id == _resource.c.id)
    .where(_needed.c.appointment_id == bindparam("its_id"))
)


def take_cells(db: Connection, appointment: Appointment) -> bool:
    """Takes every cell of every resource, in sorted order; False if one has no lane left for it.

    The resources that it needs are written down already. After False some cells may be taken: the
    caller undoes its savepoint.
    """
    missing = [
        (resource_id, cell)
        for resource_id in sorted(appointment.resource_ids)
        for cell in range(appointment.start // CELL, appointment.end // CELL)
    ]
    lanes = _lanes(db, appointment)
    for lane in range(max(lanes.values(), default=0)):
        asked = [cell for cell in missing if lane < lanes.get(cell[0], 0)]
        if _take(db, appointment, asked, lane) == len(missing):
            return True
        taken = _cells_of(db, appointment)
        missing = [cell for cell in missing if cell not in taken]
    return False


def free_cells(db: Connection, appointment_id: str) -> None:
    change(db, _FREE, {"its_id": appointment_id})


def _take(db: Connection, appointment: Appointment, asked: list[Cell], lane: int) -> int:
    """Takes those of the cells that are still free in this lane: how many; its key decides."""
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
    return change_each(db, inserted_unless_there(db, tables.occupancy), rows)


def _cells_of(db: Connection, appointment: Appointment) -> set[Cell]:
    return {(id_, cell) for id_, cell in fetch(db, _TAKEN, {"its_id": appointment.id})}


def _lanes(db: Connection, appointment: Appointment) -> dict[str, int]:
    """How many visits each of its resources can hold at one moment; more if it is overbooked."""
    overbooked = appointment.overbooked_because is not None
    rows = fetch(db, _LANES, {"its_id": appointment.id})
    return {id_: most if overbooked else lanes for id_, lanes, most in rows}
