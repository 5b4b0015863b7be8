"""The waiting list as it is stored: put on it, phoned, booked, taken off. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, or_, select, update

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.patient import Patient
from frontdesk.domain.waiting import Call, Leaving, Reply, Standing, Waiting
from frontdesk.store import journal, tables
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor, Facts
from frontdesk.store.patients import patient_of
from frontdesk.store.prepared import change
from frontdesk.store.upsert import inserted_unless_there
from frontdesk.store.waiting_tables import is_awaited, waiting_call
from frontdesk.store.waiting_tables import waiting as table


@dataclass(frozen=True, slots=True)
class Waiter:
    """An entry with the patient in it."""

    waiting: Waiting
    patient: Patient
    is_phoned: bool = False
    """A time is held for the patient at this moment."""


def enter(db: Connection, it: Waiting, actor: Actor) -> bool:
    """Puts the patient on the list; False if the patient waits for the same already."""
    same = and_(
        table.c.patient_id == it.patient_id,
        table.c.service_id == it.service_id,
        table.c.referral_id.is_not_distinct_from(it.referral_id),
    )
    if db.scalar(select(exists().where(is_awaited, same))):
        return False
    # Another terminal may just be doing the same: its unique index decides.
    if not change(db, inserted_unless_there(db, table), _row(it)):
        return False
    facts: Facts = {
        "waiting": it.state.value,
        "patient_id": it.patient_id,
        "doctor_id": it.doctor_id,
        "referral_id": it.referral_id,
    }
    _tell(db, Action.WAIT, it.id, facts, actor)
    return True


def waiters(db: Connection) -> tuple[Waiter, ...]:
    """Everybody who waits still."""
    return _waiters(db, is_awaited)


def waiter(db: Connection, waiting_id: str) -> Waiter | None:
    """One entry, in whatever state."""
    return next(iter(_waiters(db, table.c.id == waiting_id)), None)


def offer(db: Connection, it: Waiting, appointment_id: str, actor: Actor) -> bool:
    """The held time is for this patient; False if somebody else was quicker with the entry."""
    as_seen = and_(
        table.c.id == it.id,
        is_awaited,
        table.c.appointment_id.is_not_distinct_from(it.appointment_id),
    )
    taken = db.execute(update(table).where(as_seen).values(appointment_id=appointment_id)).rowcount
    if taken:
        _tell(db, Action.OFFER, it.id, {"appointment_id": appointment_id}, actor)
    return bool(taken)


def decline(db: Connection, waiting_id: str, time: FreeTime, reply: Reply, actor: Actor) -> None:
    """Notes a call that came to nothing: who was phoned, by whom, when, about what."""
    about = {"doctor_id": time.offer.doctor.id, "day": time.day, "start_min": time.start}
    row = {"waiting_id": waiting_id, "at": now(db), "reply": reply, **about}
    by = {"actor": actor.name, "terminal": actor.terminal}
    change(db, inserted_unless_there(db, waiting_call), {**row, **by})
    facts: Facts = {
        "reply": reply.value,
        "doctor_id": time.offer.doctor.id,
        "day": time.day.isoformat(),
        "start": time.start,
    }
    _tell(db, Action.DECLINE, waiting_id, facts, actor)


def admit(db: Connection, visit: Appointment, actor: Actor) -> None:
    """Whoever waited for this visit has it: by the held time, or under the same referral."""
    its_own = table.c.appointment_id == visit.id
    if visit.referral_id is not None:
        its_own = or_(its_own, table.c.referral_id == visit.referral_id)
    awaited = select(table.c.id).where(is_awaited, its_own)
    for id_ in db.scalars(awaited).all():
        _leave(db, id_, Standing.BOOKED, {"appointment_id": visit.id}, actor)


def withdraw(
    db: Connection, waiting_id: str, today: date, reason: Leaving, actor: Actor
) -> Standing | None:
    """Takes the patient off the list: expired after the last day; None if somebody has already."""
    found = waiter(db, waiting_id)
    if found is None or found.waiting.state is not Standing.WAITING:
        return None
    is_overdue = found.waiting.is_overdue(today)
    following = Standing.EXPIRED if is_overdue else Standing.WITHDRAWN
    return following if _leave(db, waiting_id, following, {"reason": reason.value}, actor) else None


def _leave(
    db: Connection, waiting_id: str, state: Standing, facts: dict[str, str], actor: Actor
) -> bool:
    waits = and_(table.c.id == waiting_id, is_awaited)
    if not db.execute(update(table).where(waits).values(state=state, **facts)).rowcount:
        return False
    _tell(db, Action.LEAVE, waiting_id, {"waiting": state.value, **facts}, actor)
    return True


def _tell(db: Connection, action: Action, waiting_id: str, facts: Facts, actor: Actor) -> None:
    journal.append(db, [journal.Entry(now(db), actor, action, waiting_id, {}, facts)])


def _waiters(db: Connection, which: ColumnElement[bool]) -> tuple[Waiter, ...]:
    held = tables.appointment.c
    is_phoned = exists().where(
        held.id == table.c.appointment_id, held.state == State.HELD, held.hold_until > now(db)
    )
    query = (
        select(table, tables.patient, is_phoned.label("is_phoned"))
        .join(tables.patient)
        .where(which)
        .order_by(table.c.since, table.c.id)
    )
    rows = db.execute(query).mappings().all()
    calls = _calls(db, [row[table.c.id] for row in rows])
    return tuple(
        Waiter(_waiting_of(row, calls), patient_of(row), bool(row["is_phoned"])) for row in rows
    )


def _calls(db: Connection, ids: Iterable[str]) -> Mapping[str, tuple[Call, ...]]:
    it = waiting_call.c
    query = (
        select(it.waiting_id, it.at, it.doctor_id, it.day, it.start_min, it.reply)
        .where(it.waiting_id.in_(list(ids)))
        .order_by(it.at, it.day, it.start_min)
    )
    calls: dict[str, tuple[Call, ...]] = {}
    for waiting_id, *call in db.execute(query):
        calls[waiting_id] = (*calls.get(waiting_id, ()), Call(*call))
    return calls


_PLAIN = (
    "id",
    "patient_id",
    "service_id",
    "ground",
    "first_day",
    "since",
    "last_day",
    "doctor_id",
    "part",
    "referral_id",
    "referral_last_day",
    "priority",
    "state",
    "appointment_id",
)
"""Columns named as the fields of `Waiting` that they hold."""


def _row(it: Waiting) -> dict[str, object]:
    said = {name: getattr(it, name) for name in _PLAIN}
    return {**said, "names_group": int(it.names_group)}


def _waiting_of(row: RowMapping, calls: Mapping[str, tuple[Call, ...]]) -> Waiting:
    said = {name: row[table.c[name]] for name in _PLAIN}
    id_ = row[table.c.id]
    return Waiting(**said, names_group=bool(row[table.c.names_group]), calls=calls.get(id_, ()))
