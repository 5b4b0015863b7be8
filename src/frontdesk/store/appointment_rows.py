"""How an appointment lies in its table, for the modules that read or write one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, func, select

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import span
from frontdesk.domain.walltime import at, existing_cells
from frontdesk.store import tables
from frontdesk.store.journal import Actor, Facts
from frontdesk.store.prepared import Columns

_needed = tables.appointment_resource

# Ids are compared in Python: an order inside the aggregate is written differently on each engine.
_SEPARATOR = "\n"
resource_ids = (
    select(func.aggregate_strings(_needed.c.resource_id, _SEPARATOR))
    .where(_needed.c.appointment_id == tables.appointment.c.id)
    .correlate(tables.appointment)
    .scalar_subquery()
    .label("resource_ids")
)

APPOINTMENTS = select(tables.appointment, resource_ids)


def appointment_of(row: RowMapping | Columns) -> Appointment:
    """The appointment in a row of `APPOINTMENTS`."""
    table = tables.appointment.c
    return Appointment(
        row[table.id],
        row[table.state],
        row[table.claim],
        row[table.ground],
        row[table.service_id],
        row[table.doctor_id],
        tuple(sorted(row[resource_ids].split(_SEPARATOR))),
        row[table.day],
        row[table.start_min],
        row[table.end_min],
        row[table.time_zone],
        row[table.referral_id],
        row[table.session],
        row[table.patient_id],
        row[table.hold_until],
        row[table.reason],
        row[table.version],
        row[table.overbooked_because],
        row[table.representative],
        bool(row[table.is_late]),
    )


def row_of(it: Appointment, actor: Actor, created_at: datetime) -> dict[str, object]:
    """The row of a new appointment."""
    return {
        "id": it.id,
        "service_id": it.service_id,
        "doctor_id": it.doctor_id,
        "ground": it.ground,
        "referral_id": it.referral_id,
        "session": it.session,
        "representative": it.representative,
        "created_at": created_at,
        "created_by": actor.name,
        "created_on": actor.terminal,
        **place_of(it),
        **standing_of(it),
    }


def place_of(it: Appointment) -> dict[str, object]:
    """When it is, in wall time and derived from that in UTC, and by what right beside others."""
    return {
        "day": it.day,
        "start_min": it.start,
        "end_min": it.end,
        "time_zone": it.time_zone,
        "starts_at": starts_at(it),
        "overbooked_because": it.overbooked_because,
    }


def standing_of(it: Appointment) -> dict[str, object]:
    """What changes while it lives."""
    return {
        "state": it.state,
        "claim": it.claim,
        "patient_id": it.patient_id,
        "hold_until": it.hold_until,
        "reason": it.reason,
        "version": it.version,
        "is_late": int(it.is_late),
    }


def starts_at(it: Appointment) -> datetime:
    """The UTC instant of its start under the zone data of this machine.

    Raises:
        ValueError: the clocks jump over a part of it, so such a visit cannot happen.
    """
    instant = instant_of(it)
    if instant is None:
        raise ValueError("a visit at an hour that does not exist on that day")
    return instant


def instant_of(it: Appointment) -> datetime | None:
    """The same; None for a visit that cannot happen."""
    zone = ZoneInfo(it.time_zone)
    if span(it.start, it.end) & ~existing_cells(it.day, zone):
        return None
    return at(it.day, it.start, zone).astimezone(UTC)


def facts(it: Appointment | None) -> dict[str, str | int | None]:
    """What the journal may tell of it: ids, times and states, never what was said."""
    if it is None:
        return {}
    return {
        "state": it.state.value,
        "claim": it.claim.value,
        "ground": it.ground.value,
        "service_id": it.service_id,
        "doctor_id": it.doctor_id,
        "resource_ids": " ".join(it.resource_ids),
        "day": it.day.isoformat(),
        "start": it.start,
        "end": it.end,
        "overbooked": int(it.overbooked_because is not None),
        "is_late": int(it.is_late),
        "referral_id": it.referral_id,
        "session": it.session,
        "patient_id": it.patient_id,
        "version": it.version,
    }


def difference(before: Appointment | None, after: Appointment) -> tuple[Facts, Facts]:
    """The facts that differ, as they were and as they are."""
    was, is_ = facts(before), facts(after)
    changed = [name for name, value in is_.items() if was.get(name) != value]
    return {name: was[name] for name in changed if name in was}, {
        name: is_[name] for name in changed
    }
