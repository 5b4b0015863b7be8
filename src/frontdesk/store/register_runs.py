"""How far the reading of ЕСОЗ's registers has come: one terminal reads, a page a transaction.

All registers are begun together. A reading that was cut off goes on at its next page, if it is
young and the register has not grown or shrunk meanwhile; else it begins anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, update

from frontdesk.domain.reference import Register, RegisterPage
from frontdesk.store import reference
from frontdesk.store.clock import now
from frontdesk.store.reference_tables import register_page, register_run
from frontdesk.store.upsert import inserted_unless_there, upsert

TAKEN_UP = timedelta(hours=1)
"""A reading that began longer ago begins anew."""


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of one register."""

    register: Register
    number: int
    """Counts the readings of this register."""
    started_at: datetime
    first: int | None = 0
    """Where the next page begins; None: it has come to its end."""
    total: int | None = None
    """Places of the register, as first told."""
    added: int = 0
    changed: int = 0
    gone: int = 0
    unreadable: int = 0
    refusal: str | None = None
    """ЕСОЗ's words, if it does not let us read this register."""


def take_up(db: Connection, owner: str, seconds: float) -> tuple[Run, ...] | None:
    """The readings of all registers, `owner`'s for so long; None while another terminal has them.

    Those of the last time, if they were cut off and are young; else new ones.
    """
    moment = now(db)
    _be_there(db, moment)
    run = register_run.c
    is_free = or_(run.lease_until.is_(None), run.lease_until <= moment, run.lease_owner == owner)
    lease = {"lease_owner": owner, "lease_until": moment + timedelta(seconds=seconds)}
    if not db.execute(update(register_run).where(is_free).values(lease)).rowcount:
        return None
    by_register = {row.register: Run(*row) for row in db.execute(select(*_COLUMNS))}
    runs = tuple(by_register[register] for register in Register)
    is_cut_off = any(it.first is not None for it in runs)
    is_young = all(moment - it.started_at < TAKEN_UP for it in runs)
    if is_cut_off and is_young:
        return runs
    return tuple(_begin_anew(db, it, moment) for it in runs)


def keep_page(
    db: Connection, run: Run, page: RegisterPage, owner: str, seconds: float
) -> Run | None:
    """Takes the page into the copy; the reading as it is then, at its end perhaps.

    A register that has grown or shrunk since the first page is begun anew. None: another terminal
    has taken the readings over, and nothing was written.
    """
    if not _renew(db, owner, seconds):
        return None
    if run.first and page.total != run.total:
        return _begin_anew(db, run, now(db))
    difference = _take_in(db, run, page)
    following = replace(
        run,
        first=page.end if page.has_more else None,
        total=page.total,
        added=run.added + difference.added,
        changed=run.changed + difference.changed,
        unreadable=run.unreadable + page.unreadable,
    )
    if following.first is None:
        following = replace(following, gone=_finish(db, following))
    _save(db, following)
    return following


def refuse(db: Connection, run: Run, refusal: str) -> Run:
    """ЕСОЗ does not let us read this register: the reading ends with that."""
    ended = replace(run, first=None, refusal=refusal)
    _end(db, ended)
    _save(db, ended)
    return ended


def let_go(db: Connection, owner: str) -> None:
    """Another terminal may take the readings up."""
    mine = register_run.c.lease_owner == owner
    db.execute(update(register_run).where(mine).values(lease_owner=None, lease_until=None))


def last_whole(db: Connection) -> datetime | None:
    """Since when all registers have been read to their ends; None if some never was."""
    run = register_run.c
    counted, oldest = db.execute(
        select(func.count(run.finished_at), func.min(run.finished_at))
    ).one()
    return oldest if counted == len(Register) else None


_COLUMNS = [register_run.c[field.name] for field in fields(Run)]


def _be_there(db: Connection, moment: datetime) -> None:
    rows = [_row(Run(register, 1, moment)) for register in Register]
    db.execute(inserted_unless_there(db, register_run), rows)


def _row(run: Run) -> dict[str, object]:
    return {field.name: getattr(run, field.name) for field in fields(Run)}


def _save(db: Connection, run: Run) -> None:
    same = register_run.c.register == run.register
    db.execute(update(register_run).where(same).values(_row(run)))


def _begin_anew(db: Connection, run: Run, moment: datetime) -> Run:
    fresh = Run(run.register, run.number + 1, moment)
    _save(db, fresh)
    return fresh


def _renew(db: Connection, owner: str, seconds: float) -> bool:
    mine = register_run.c.lease_owner == owner
    until = now(db) + timedelta(seconds=seconds)
    return db.execute(update(register_run).where(mine).values(lease_until=until)).rowcount > 0


def _take_in(db: Connection, run: Run, page: RegisterPage) -> reference.Difference:
    """A page that holds what it held last time is only noted as seen."""
    table, fingerprint = register_page, _fingerprint(page)
    same = (table.c.register == run.register, table.c.first == run.first)
    seen = update(table).where(*same, table.c.fingerprint == fingerprint).values(run=run.number)
    if db.execute(seen).rowcount:
        return reference.Difference()
    reference.save_groups(db, page.groups)
    difference = reference.save(db, run.register, page.records)
    row = {
        "register": run.register,
        "first": run.first,
        "run": run.number,
        "fingerprint": fingerprint,
        "ids": json.dumps([it.id for it in page.records]),
    }
    upsert(db, table, [row])
    return difference


def _fingerprint(page: RegisterPage) -> str:
    held = repr((page.records, page.groups))
    return hashlib.sha256(held.encode()).hexdigest()


def _finish(db: Connection, run: Run) -> int:
    """After the last page; returns how much is gone. What could not be read may still be there."""
    table = register_page.c
    db.execute(delete(register_page).where(table.register == run.register, table.run != run.number))
    if run.register is Register.EMPLOYEES:
        reference.teach_doctors(db)
    _end(db, run)
    if run.unreadable:
        return 0
    pages = db.scalars(select(table.ids).where(table.register == run.register))
    named = {id_ for page in pages for id_ in json.loads(page)}
    return reference.mark_gone(db, run.register, named)


def _end(db: Connection, run: Run) -> None:
    same = register_run.c.register == run.register
    db.execute(update(register_run).where(same).values(finished_at=now(db)))
