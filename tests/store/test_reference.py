from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from frontdesk.domain.clinic import Service
from frontdesk.domain.reference import (
    Division,
    Employee,
    Record,
    Register,
    RegisterPage,
    ServiceGroup,
)
from frontdesk.domain.referral import Category
from frontdesk.store import (
    catalogue,
    clinic_tables,
    reference,
    reference_tables,
    register_runs,
)
from frontdesk.store.engine import Store
from frontdesk.store.register_runs import TAKEN_UP, Run

if TYPE_CHECKING:
    from tests.store.conftest import SettableClock

MINE, THEIRS = "window-1", "window-2"
SECONDS = 60.0
GROUP = ServiceGroup("g1", "Консультації", "K67")
CARDIOLOGIST = Service("s1", "K67002", "Кардіолог", Category.COUNSELLING, ("g1",))
NEUROLOGIST = Service("s2", "N67002", "Невролог", Category.COUNSELLING, ("g1",))
DOCTOR = Employee("e1", "Мельник", position="P245", specialities=("CARDIOLOGY", "THERAPIST"))


def page(*records: Record, number: int = 1, of: int = 1, unreadable: int = 0) -> RegisterPage:
    groups = tuple({GROUP for it in records if isinstance(it, Service)})
    return RegisterPage(number, number * 300, number < of, records, groups, unreadable, of * 300)


def run_of(store: Store, register: Register, owner: str = MINE) -> Run:
    with store.writing() as db:
        runs = register_runs.take_up(db, owner, SECONDS)
    assert runs is not None
    return next(it for it in runs if it.register is register)


def keep(store: Store, run: Run, read: RegisterPage, owner: str = MINE) -> Run:
    with store.writing() as db:
        kept = register_runs.keep_page(db, run, read, owner, SECONDS)
    assert kept is not None
    return kept


def end_others(store: Store, register: Register) -> None:
    """All registers but this one have nothing in them."""
    for other in Register:
        if other is not register:
            keep(store, run_of(store, other), page())


def read_whole(store: Store, register: Register, *pages: RegisterPage) -> Run:
    """One reading of all registers, of which one has something in it."""
    run = run_of(store, register)
    for read in pages:
        run = keep(store, run, read)
    end_others(store, register)
    return run


def gone(store: Store) -> set[str]:
    with store.reading() as db:
        rows = select(clinic_tables.service.c.id).where(
            clinic_tables.service.c.gone_at.is_not(None)
        )
        return set(db.scalars(rows))


def counts(run: Run) -> tuple[int, int, int, int]:
    return run.added, run.changed, run.gone, run.unreadable


def test_a_new_service_is_added_with_its_group_and_read_like_the_clinics_own(store: Store) -> None:
    run = read_whole(store, Register.SERVICES, page(CARDIOLOGIST, NEUROLOGIST))
    assert counts(run) == (2, 0, 0, 0)
    assert run.first is None
    with store.reading() as db:
        assert catalogue.services(db) == {"s1": CARDIOLOGIST, "s2": NEUROLOGIST}
        assert catalogue.group_names(db) == {"g1": "Консультації"}


@pytest.mark.parametrize(
    "changed",
    [
        replace(CARDIOLOGIST, name="Консультація"),
        replace(CARDIOLOGIST, groups=()),
        replace(CARDIOLOGIST, is_active=False),
        replace(CARDIOLOGIST, request_allowed=False),
    ],
)
def test_only_what_differs_is_changed(store: Store, changed: Service) -> None:
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST, NEUROLOGIST))
    run = read_whole(store, Register.SERVICES, page(changed, NEUROLOGIST))
    assert counts(run) == (0, 1, 0, 0)
    with store.reading() as db:
        assert catalogue.services(db)["s1"] == changed


def test_reading_the_same_again_changes_nothing(store: Store) -> None:
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    with store.writing() as db:
        # What the clinic itself has written meanwhile shows that the page was not written again.
        catalogue.save_services(db, [replace(CARDIOLOGIST, name="Наша назва")])
    run = read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    assert counts(run) == (0, 0, 0, 0)
    with store.reading() as db:
        assert catalogue.services(db)["s1"].name == "Наша назва"


def test_what_no_page_names_any_more_is_marked_and_stays(store: Store) -> None:
    read_whole(
        store, Register.SERVICES, page(CARDIOLOGIST, of=2), page(NEUROLOGIST, number=2, of=2)
    )
    run = read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    assert counts(run) == (0, 0, 1, 0)
    assert gone(store) == {"s2"}
    with store.reading() as db:
        assert "s2" in catalogue.services(db)
    again = read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    assert counts(again) == (0, 0, 0, 0)


def test_what_comes_back_is_there_again(store: Store) -> None:
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST, NEUROLOGIST))
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    run = read_whole(store, Register.SERVICES, page(CARDIOLOGIST, NEUROLOGIST))
    assert counts(run) == (0, 1, 0, 0)
    assert gone(store) == set()


def test_nothing_is_taken_for_gone_while_a_record_could_not_be_read(store: Store) -> None:
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST, NEUROLOGIST))
    run = read_whole(store, Register.SERVICES, page(CARDIOLOGIST, unreadable=1))
    assert counts(run) == (0, 0, 0, 1)
    assert gone(store) == set()
    read_whole(store, Register.SERVICES, page(CARDIOLOGIST))
    assert gone(store) == {"s2"}


def test_a_reading_that_was_cut_off_goes_on_at_its_next_page(
    store: Store, clock: SettableClock
) -> None:
    keep(store, run_of(store, Register.SERVICES), page(CARDIOLOGIST, of=2))
    clock.advance(SECONDS)
    run = run_of(store, Register.SERVICES, THEIRS)
    assert (run.first, run.added) == (300, 1)
    run = keep(store, run, page(NEUROLOGIST, number=2, of=2), THEIRS)
    assert counts(run) == (2, 0, 0, 0)
    assert gone(store) == set()


def test_what_had_come_to_its_end_is_not_read_again_by_who_takes_up(store: Store) -> None:
    keep(store, run_of(store, Register.SERVICES), page(CARDIOLOGIST))
    assert run_of(store, Register.SERVICES).first is None
    assert run_of(store, Register.EMPLOYEES).first == 0


def test_a_reading_of_an_hour_ago_begins_anew(store: Store, clock: SettableClock) -> None:
    keep(store, run_of(store, Register.SERVICES), page(CARDIOLOGIST, of=2))
    clock.advance(TAKEN_UP.total_seconds())
    run = run_of(store, Register.SERVICES)
    assert (run.first, run.added) == (0, 0)


def test_a_register_that_has_grown_meanwhile_begins_anew(store: Store) -> None:
    run = keep(store, run_of(store, Register.SERVICES), page(CARDIOLOGIST, of=2))
    anew = keep(store, run, page(NEUROLOGIST, number=2, of=3))
    assert (anew.first, anew.number) == (0, run.number + 1)
    with store.reading() as db:
        assert "s2" not in catalogue.services(db)


def test_one_terminal_reads_at_a_time(store: Store, clock: SettableClock) -> None:
    run = run_of(store, Register.SERVICES, MINE)
    with store.writing() as db:
        assert register_runs.take_up(db, THEIRS, SECONDS) is None
    clock.advance(SECONDS)
    run_of(store, Register.SERVICES, THEIRS)
    with store.writing() as db:
        assert register_runs.keep_page(db, run, page(CARDIOLOGIST), MINE, SECONDS) is None
    with store.reading() as db:
        assert catalogue.services(db) == {}


def test_a_terminal_that_lets_go_is_followed_at_once(store: Store) -> None:
    run_of(store, Register.SERVICES, MINE)
    with store.writing() as db:
        register_runs.let_go(db, THEIRS)
        assert register_runs.take_up(db, THEIRS, SECONDS) is None
        register_runs.let_go(db, MINE)
    run_of(store, Register.SERVICES, THEIRS)


def test_each_page_holds_the_lease(store: Store, clock: SettableClock) -> None:
    run = run_of(store, Register.SERVICES)
    clock.advance(SECONDS - 1)
    keep(store, run, page(CARDIOLOGIST, of=2))
    clock.advance(SECONDS - 1)
    with store.writing() as db:
        assert register_runs.take_up(db, THEIRS, SECONDS) is None


def test_a_reading_is_whole_when_every_register_came_to_its_end_or_was_refused(
    store: Store, clock: SettableClock
) -> None:
    began = clock()
    with store.reading() as db:
        assert register_runs.last_whole(db) is None
    run = run_of(store, Register.PROGRAMMES)
    with store.writing() as db:
        assert register_runs.refuse(db, run, "Missing allowances").first is None
        assert register_runs.last_whole(db) is None
    clock.advance(10)
    end_others(store, Register.PROGRAMMES)
    with store.reading() as db:
        assert register_runs.last_whole(db) == began
    assert run_of(store, Register.PROGRAMMES).refusal is None


def test_doctors_learn_speciality_and_position_and_keep_their_name(clinic: Store) -> None:
    read_whole(clinic, Register.EMPLOYEES, page(DOCTOR, Employee("e2", "Інше прізвище")))
    with clinic.reading() as db:
        doctors = catalogue.resources(db)
        listed = reference_tables.employee_speciality
        specialities = db.scalars(select(listed.c.speciality).order_by(listed.c.place)).all()
    first, second = doctors["d1"], doctors["d2"]
    assert (first.speciality, first.position) == ("CARDIOLOGY", "P245")
    assert first.name == "Мельник Оксана Петрівна"
    assert (second.speciality, second.position) == ("THERAPY", "P231")
    assert specialities == ["CARDIOLOGY", "THERAPIST"]


def test_a_division_keeps_its_hours_in_their_order(store: Store) -> None:
    place = Division("d1", "Відділення", hours=("mon 08:00-12:00", "mon 14:00-18:00"))
    read_whole(store, Register.DIVISIONS, page(place))
    shorter = replace(place, hours=place.hours[:1])
    assert counts(read_whole(store, Register.DIVISIONS, page(shorter))) == (0, 1, 0, 0)
    with store.reading() as db:
        hours = db.scalars(select(reference_tables.division_hours.c.hours)).all()
    assert hours == ["mon 08:00-12:00"]


def test_more_records_than_a_question_takes_are_saved_all(store: Store) -> None:
    many = [Employee(f"e{at}", "Мельник") for at in range(reference.BATCH + 1)]
    assert read_whole(store, Register.EMPLOYEES, page(*many)).added == len(many)
