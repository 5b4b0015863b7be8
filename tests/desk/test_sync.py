"""The copies of ЕСОЗ's registers, kept by the real desk from the simulated backend."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from frontdesk.desk.sync import LEASE, RESTARTS, Counts, Step, Synced, SyncedElsewhere
from frontdesk.domain.clinic import Programme
from frontdesk.domain.reference import Register
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.simulator.groups import service_id
from frontdesk.store import catalogue, clinic_tables, reference_tables

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

MORE_RIGHTS = "medical_program:read"
UNCHANGED = Counts()


async def synced(registrar: Registrar, **how: Any) -> Synced:
    answer = await registrar.desk.sync(**how)
    assert isinstance(answer, Synced)
    return answer


def failure_of(answer: Synced, register: Register) -> Failure:
    outcome = answer.outcomes[register]
    assert isinstance(outcome, Failure)
    return outcome


async def test_a_registrar_gets_everything_but_the_programmes(registrar: Registrar) -> None:
    answer = await synced(registrar)
    assert answer.outcomes.keys() == set(Register)
    refused = failure_of(answer, Register.PROGRAMMES)
    assert refused.kind is FailureKind.FORBIDDEN
    assert "medical_program:read" in (refused.message or "")
    read = {it for it, outcome in answer.outcomes.items() if isinstance(outcome, Counts)}
    assert read == set(Register) - {Register.PROGRAMMES}
    assert answer.trouble is None
    assert not answer.unlisted


async def test_the_furnished_catalogue_is_the_one_that_esoz_lists(registrar: Registrar) -> None:
    answer = await synced(registrar)
    assert answer.outcomes[Register.SERVICES] == UNCHANGED


@pytest.mark.parametrize("paging", ["page_number", "page", "cursor"])
async def test_a_second_sync_changes_nothing(
    house: House, registrar: Registrar, paging: Any
) -> None:
    house.switches.paging = paging
    house.switches.more_scopes = MORE_RIGHTS
    house.switches.more_employees = 400
    first = await synced(registrar)
    assert first.outcomes[Register.EMPLOYEES] == Counts(added=416)
    again = await synced(registrar)
    assert again.outcomes == dict.fromkeys(Register, UNCHANGED)


async def test_what_esoz_lists_no_more_is_gone_and_comes_back(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_services = 30
    await synced(registrar)
    house.switches.more_services = 0
    assert (await synced(registrar)).outcomes[Register.SERVICES] == Counts(gone=30)
    assert len(registrar.desk.clinic.services) == 369
    house.switches.more_services = 30
    assert (await synced(registrar)).outcomes[Register.SERVICES] == Counts(changed=30)


async def test_new_names_are_shown_at_once(house: House, registrar: Registrar) -> None:
    house.switches.more_services = 10
    assert service_id("Q00003") not in registrar.desk.clinic.services
    await synced(registrar)
    assert registrar.desk.clinic.services[service_id("Q00003")].name == "Додаткова послуга 3"


async def test_a_doctor_gets_the_speciality_that_esoz_knows(registrar: Registrar) -> None:
    offer = next(it for it in registrar.desk.clinic.offers if it.doctor.speciality)
    unlearned = replace(offer.doctor, speciality="SURGERY", position=None)
    store = registrar.desk._context.store
    await store.write(lambda db: catalogue.save_resources(db, [unlearned]))
    await synced(registrar)
    assert offer in registrar.desk.clinic.offers


async def test_configured_programmes_that_esoz_does_not_list_are_named(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_scopes = MORE_RIGHTS
    unheard_of = Programme("p0", "Чужа програма", free=True)
    context = registrar.desk._context
    ours = {**context.clinic.programmes, "p0": unheard_of}
    context.clinic = replace(context.clinic, programmes=ours)
    answer = await synced(registrar)
    assert answer.unlisted == (unheard_of,)
    assert answer.outcomes[Register.PROGRAMMES] == Counts(added=2)


async def test_the_sync_is_due_once_a_day(house: House, registrar: Registrar) -> None:
    assert await registrar.desk.sync_is_due()
    await synced(registrar)
    assert not await registrar.desk.sync_is_due()
    other = await house.open("window-2")
    house.clock.advance(24 * 3600 - 1)
    assert not await other.desk.sync_is_due()
    house.clock.advance(1)
    assert await other.desk.sync_is_due()


async def test_silence_ends_the_sync_and_the_next_one_goes_on(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_services = 4000

    def fall_silent(step: Step) -> None:
        house.switches.silent = (step.register, step.page) == (Register.SERVICES, 1)

    cut_off = await synced(registrar, told=fall_silent)
    assert cut_off.trouble is not None
    assert cut_off.trouble.is_silence
    assert not any(isinstance(it, Counts) for it in cut_off.outcomes.values())
    assert await registrar.desk.sync_is_due()

    house.switches.silent = False
    house.clock.advance(60)
    steps: list[Step] = []
    whole = await synced(registrar, told=steps.append)
    assert steps[0] == Step(Register.SERVICES, 2, 2)
    assert whole.outcomes[Register.SERVICES] == Counts(added=4000)
    assert not await registrar.desk.sync_is_due()


async def test_signed_out_ends_the_sync(house: House) -> None:
    stranger = await house.open(token="nobody")
    answer = await synced(stranger)
    assert failure_of(answer, Register.SERVICES).kind is FailureKind.UNAUTHORISED
    assert list(answer.outcomes) == [Register.SERVICES]
    assert answer.trouble is not None


async def test_cut_off_at_any_page_it_is_taken_up_there_and_ends_as_one_sync_would(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_services = 4000
    house.switches.more_employees = 400
    steps: list[Step] = []

    def die(step: Step) -> None:
        steps.append(step)
        if step.register is not Register.EMPLOYEE_ROLES:
            raise asyncio.CancelledError

    answer: Synced | None = None
    while answer is None:
        with suppress(asyncio.CancelledError):
            answer = await synced(registrar, told=die)
    assert len(set(steps)) == len(steps) == 7
    assert answer.outcomes[Register.SERVICES] == Counts(added=4000)
    assert answer.outcomes[Register.EMPLOYEES] == Counts(added=416)
    assert failure_of(answer, Register.PROGRAMMES).kind is FailureKind.FORBIDDEN


async def test_of_two_terminals_one_reads(house: House, registrar: Registrar) -> None:
    other = await house.open("window-2")
    with pytest.raises(asyncio.CancelledError):
        await registrar.desk.sync(_cancel)
    assert await other.desk.sync() == SyncedElsewhere()
    waiting = await synced(other, patience=LEASE + 10)
    assert waiting.outcomes[Register.SERVICES] == UNCHANGED


async def test_two_terminals_at_once_leave_one_whole_copy(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_employees = 700
    other = await house.open("window-2")
    answers = await asyncio.gather(registrar.desk.sync(), other.desk.sync())
    assert {type(it) for it in answers} == {Synced, SyncedElsewhere}
    table = reference_tables.employee
    there = await registrar.desk._context.store.read(
        lambda db: len(db.scalars(select(table.c.id).where(table.c.gone_at.is_(None))).all())
    )
    assert there == 716


async def test_a_register_that_never_keeps_still_is_given_up_and_the_others_are_read(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_employees = 400

    steps: list[Step] = []

    def grow(step: Step) -> None:
        steps.append(step)
        if step.register is Register.EMPLOYEES:
            house.switches.more_employees += 1

    answer = await synced(registrar, told=grow)
    assert failure_of(answer, Register.EMPLOYEES).kind is FailureKind.UNREADABLE
    assert sum(it.register is Register.EMPLOYEES for it in steps) == RESTARTS + 1
    assert isinstance(answer.outcomes[Register.DIVISIONS], Counts)
    assert await registrar.desk.sync_is_due()


async def test_too_many_calls_are_waited_out(house: House, registrar: Registrar) -> None:
    house.switches.calls_per_minute = 2
    house.switches.more_employees = 1500
    answer = await synced(registrar)
    assert answer.trouble is None
    assert answer.outcomes[Register.EMPLOYEES] == Counts(added=1516)


async def test_a_closed_desk_leaves_its_turn_to_the_next(house: House) -> None:
    first = await house.open("window-1")
    with pytest.raises(asyncio.CancelledError):
        await first.desk.sync(_cancel)
    house.desks.remove(first)
    await first.desk.close()
    await synced(await house.open("window-2"))


def _cancel(_: Step) -> None:
    raise asyncio.CancelledError


async def test_a_service_that_is_out_of_use_is_marked_so(
    house: House, registrar: Registrar
) -> None:
    house.switches.more_services = 50
    await synced(registrar)
    table = clinic_tables.service.c
    rows = await registrar.desk._context.store.read(
        lambda db: db.execute(
            select(table.is_active, table.request_allowed).where(
                table.id.in_([service_id("Q00049"), service_id("Q00048")])
            )
        ).all()
    )
    assert sorted(tuple(it) for it in rows) == [(0, 1), (1, 1)]
