"""What the clinic has and gives: resources, services and their groups, offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from frontdesk.domain.clinic import Offer, Resource, Service
from frontdesk.store import clinic_tables
from frontdesk.store.upsert import upsert


def save_resources(db: Connection, resources: Iterable[Resource]) -> None:
    """Adds these resources, or changes those with the same id."""
    rows = [
        {
            "id": it.id,
            "kind": it.kind,
            "name": it.name,
            "speciality": it.speciality,
            "position": it.position,
            "employee_id": it.employee_id,
            "lanes": it.lanes,
            "max_lanes": it.max_lanes,
        }
        for it in resources
    ]
    upsert(db, clinic_tables.resource, rows)


def save_groups(db: Connection, names: Mapping[str, str]) -> None:
    """Adds these groups of services by id, or renames them; before the services in them."""
    rows = [{"id": id_, "name": name} for id_, name in names.items()]
    upsert(db, clinic_tables.service_group, rows)


def save_services(db: Connection, services: Iterable[Service]) -> None:
    """Adds these services, or changes those with the same id and the groups they stand in."""
    known = {it.id: it for it in services}
    rows = [
        {
            "id": it.id,
            "code": it.code,
            "name": it.name,
            "category": it.category,
            "is_active": int(it.is_active),
            "request_allowed": int(it.request_allowed),
        }
        for it in known.values()
    ]
    upsert(db, clinic_tables.service, rows)
    standing_in = clinic_tables.service_membership
    db.execute(delete(standing_in).where(standing_in.c.service_id.in_(list(known))))
    memberships = [
        {"service_id": it.id, "nearness": nearness, "group_id": group_id}
        for it in known.values()
        for nearness, group_id in enumerate(it.groups)
    ]
    if memberships:
        db.execute(insert(standing_in), memberships)


def save_offers(db: Connection, offers: Iterable[Offer]) -> None:
    """Makes these all that their doctors give; their resources are saved before."""
    rows = [
        {
            "service_id": it.service_id,
            "doctor_id": it.doctor.id,
            "minutes": it.minutes,
            "room_id": it.room.id if it.room else None,
            "device_id": it.device.id if it.device else None,
        }
        for it in offers
    ]
    doctors = sorted({str(row["doctor_id"]) for row in rows})
    db.execute(delete(clinic_tables.offer).where(clinic_tables.offer.c.doctor_id.in_(doctors)))
    if rows:
        db.execute(insert(clinic_tables.offer), rows)


def resources(db: Connection) -> dict[str, Resource]:
    """All resources by id."""
    table = clinic_tables.resource
    rows = db.execute(select(table).order_by(table.c.id)).mappings()
    return {row["id"]: Resource(**row) for row in rows}


def group_names(db: Connection) -> dict[str, str]:
    """The names of the groups of services by id."""
    table = clinic_tables.service_group
    return dict(db.execute(select(table.c.id, table.c.name)).all())


def services(db: Connection) -> dict[str, Service]:
    """The clinic's copy of the catalogue by id."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    membership = clinic_tables.service_membership
    pairs = select(membership.c.service_id, membership.c.group_id).order_by(
        membership.c.service_id, membership.c.nearness
    )
    for service_id, group_id in db.execute(pairs):
        groups[service_id].append(group_id)
    table = clinic_tables.service
    rows = db.execute(select(table).order_by(table.c.code, table.c.id))
    return {
        row.id: Service(
            row.id,
            row.code,
            row.name,
            row.category,
            tuple(groups[row.id]),
            is_active=bool(row.is_active),
            request_allowed=bool(row.request_allowed),
        )
        for row in rows
    }


def offers(db: Connection) -> tuple[Offer, ...]:
    """Who gives what, by service and doctor."""
    known = resources(db)
    table = clinic_tables.offer
    rows = db.execute(select(table).order_by(table.c.service_id, table.c.doctor_id)).mappings()
    return tuple(
        Offer(
            row["service_id"],
            known[row["doctor_id"]],
            row["minutes"],
            known.get(row["room_id"]),
            known.get(row["device_id"]),
        )
        for row in rows
    )
