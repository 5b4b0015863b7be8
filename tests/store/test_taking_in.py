"""A clinic's tables, planned and written on each engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

from frontdesk.desk.taking_in import Bad, Place, plan, write
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.clinic import ResourceKind
from frontdesk.domain.freetime import Template
from frontdesk.domain.patient import Name
from frontdesk.domain.sheets import (
    Acquaintance,
    Column,
    Fault,
    Given,
    Hours,
    Named,
    Places,
    Said,
)
from frontdesk.store import calendar, catalogue, invariants, journal
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
D1 = Named(ResourceKind.DOCTOR, "d1")
NEW = Named(ResourceKind.DOCTOR, "Нова Оксана")
ROOM = Named(ResourceKind.ROOM, "Room 7")


def taken_in(store: Store, actor: Actor, *said: Said) -> tuple[Bad, ...]:
    numbers = count()
    rows = {Place("t.csv", line): it for line, it in enumerate(said, start=2)}
    found = store.read(lambda db: plan(db, rows, [], TODAY, lambda: f"new {next(numbers)}"))
    assert sum(found.rows.values()) == len(said) - len(found.bad)
    store.write(lambda db: write(db, found, actor))
    return found.bad


def test_what_the_tables_say_is_there_and_in_the_journal(clinic: Store, actor: Actor) -> None:
    code = min(it.code for it in clinic.read(catalogue.services).values())
    others = [it for it in clinic.read(catalogue.offers) if it.doctor.id != "d1"]
    bad = taken_in(
        clinic,
        actor,
        Places(ROOM, 2, 3),
        Hours(NEW, (0, 2), 540, 720),
        Hours(D1, (1,), 480, 600, date(2026, 12, 1)),
        Given(NEW, code, 30, ROOM),
        Given(D1, code, 15),
        Acquaintance(Name("Тестова", "Ганна"), date(1980, 2, 1)),
    )
    assert bad == ()
    with clinic.reading() as db:
        resources, offers = catalogue.resources(db), catalogue.offers(db)
        (new,) = (it for it in resources.values() if it.name == NEW.word)
        (room,) = (it for it in resources.values() if it.name == ROOM.word)
        assert (room.lanes, room.max_lanes) == (2, 3)
        assert {(it.doctor, it.minutes, it.room) for it in offers if it not in others} == {
            (new, 30, room),
            (resources["d1"], 15, None),
        }
        assert [it for it in offers if it in others] == others
        hours = calendar.templates(db, ["d1", new.id])
        assert {(it.resource_id, it.weekday, it.start, it.valid_from) for it in hours} == {
            ("d1", 2, 480, date(2026, 1, 1)),
            ("d1", 1, 480, date(2026, 12, 1)),
            (new.id, 0, 540, TODAY),
            (new.id, 2, 540, TODAY),
        }
        assert len(calendar.templates(db, [room.id])) == 7, "a room without hours is always open"
        told = {it.subject: it.after for it in journal.latest(db, 10) if it.action == "arrange"}
        assert told[new.id] == {"at_once": 1, "at_most": 1, "hours": 2, "offers": 1}
        assert journal.verify(db).broken_at is None
        assert not any(it.violations for it in invariants.check(db, NOW, "us"))


def test_until_a_table_begins_the_hours_are_as_they_were(clinic: Store, actor: Actor) -> None:
    (before,) = clinic.read(lambda db: calendar.templates(db, ["d1"]))
    taken_in(clinic, actor, Hours(D1, (1,), 480, 600, date(2026, 12, 1)))
    later = Template("d1", 1, 480, 600, date(2026, 12, 1))
    kept = replace(before, valid_until=date(2026, 11, 30))
    assert clinic.read(lambda db: calendar.templates(db, ["d1"])) == (later, kept)
    taken_in(clinic, actor, Hours(D1, (1,), 480, 660, date(2026, 12, 1)))
    again = replace(later, end=660)
    assert clinic.read(lambda db: calendar.templates(db, ["d1"])) == (again, kept)


def test_visits_outside_the_new_hours_are_told(
    clinic: Store, actor: Actor, draft: Callable[..., Appointment]
) -> None:
    booked = {"state": State.BOOKED, "patient_id": "p1"}
    visits = (
        draft("inside", start=540, **booked),
        draft("outside", start=600, **booked),
        draft("cancelled", start=620, state=State.CANCELLED),
        draft("another's", start=600, resource_ids=("d2",), state=State.BOOKED, patient_id="p2"),
    )
    clinic.write(lambda db: furnish(db, Furnishing(visits=visits), actor))
    rows: dict[Place, Said] = {Place("t.csv", 2): Hours(D1, (2,), 540, 600)}
    found = clinic.read(lambda db: plan(db, rows, [], TODAY, str))
    assert [it.appointment.id for it in found.displaced] == ["outside"]


def test_a_row_does_not_fit_the_clinic_or_an_earlier_row(clinic: Store, actor: Actor) -> None:
    code = min(it.code for it in clinic.read(catalogue.services).values())
    taken_in(clinic, actor, Hours(ROOM, (0,), 540, 720))
    twins = [it for it in clinic.read(catalogue.resources).values() if it.id.startswith("new")]
    with clinic.writing() as db:
        catalogue.save_resources(db, [*twins, *(replace(it, id=f"{it.id} again") for it in twins)])
    bad = taken_in(
        clinic,
        actor,
        Given(NEW, "none such", 20),
        Given(D1, code, 20),
        Given(D1, code, 30),
        Hours(D1, (0, 1), 540, 600),
        Hours(D1, (1, 2), 540, 660),
        Hours(ROOM, (0,), 540, 600),
        Acquaintance(Name("Тестова"), TODAY),
        Acquaintance(Name("Тестова"), date(2026, 11, 24)),
    )
    assert [(it.place.line, it.column, it.fault) for it in bad] == [
        (2, Column.CODE, Fault.UNKNOWN_SERVICE),
        (4, Column.CODE, Fault.TWICE),
        (6, Column.DAYS, Fault.TWICE),
        (7, Column.ROOM, Fault.SEVERAL),
        (9, Column.BIRTH_DATE, Fault.NO_DATE),
    ]
    names = {it.name for it in clinic.read(catalogue.resources).values()}
    assert NEW.word not in names, "whom only a bad row names does not come into being"
