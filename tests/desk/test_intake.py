"""A number is found and judged: what the clerk sees before anything is booked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from frontdesk.demo import open_demo
from frontdesk.desk.answers import Ambiguous, BackendState, Finding
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.verdict import Booking, Code
from frontdesk.esoz.failure import FailureKind

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar


def readable(typed: str) -> Readable:
    reading = Number.read(typed)
    assert isinstance(reading, Readable)
    return reading


async def test_every_sample_of_the_demo_keeps_its_promise(house: House) -> None:
    demo = await open_demo(1, keep=house.folder, now=house.clock)
    shown = {}
    for sample in demo.world.samples:
        found = await demo.desk.find(readable(sample.number))
        assert isinstance(found, Finding)
        shown[sample.number] = found.verdict.code.value
    await demo.close()
    assert shown == {it.number: it.verdict for it in demo.world.samples}
    assert set(shown.values()) == {code.value for code in Code}
    assert (house.folder / "clinic.db").exists()


async def test_a_demo_that_is_not_kept_leaves_nothing_behind(house: House) -> None:
    demo = await open_demo(2, now=house.clock)
    assert (demo.folder / "clinic.db").exists()
    assert not [it for it in await demo.desk.check() if it.violations]
    await demo.close()
    assert not demo.folder.exists()


async def test_of_several_services_the_usable_one_is_offered(
    house: House, registrar: Registrar
) -> None:
    several = next(
        number
        for number in (Number(it.number) for it in house.world.samples)
        if {it.status for it in house.backend.numbered(number.text)} >= {"recalled", "active"}
    )
    found = await registrar.find(several)
    codes = [line.verdict.code for line in found.lines]
    assert len(codes) == 3
    assert found.selected is not None
    assert found.selected.verdict.code is Code.BOOKABLE
    assert Code.RECALLED in codes


async def test_a_service_is_named_from_the_clinics_own_catalogue(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    assert line.service_code == "K67002"
    assert line.service_name is not None
    assert "кардіолог" in line.service_name.lower()


async def test_of_two_readings_the_one_that_exists_is_taken(
    house: House, registrar: Registrar
) -> None:
    house.put(replace(house.behind(house.number("bookable")), id="h", requisition=_READ_AS_H))
    found = await registrar.desk.find(readable(_TYPED))
    assert isinstance(found, Finding)
    assert found.number == Number(_READ_AS_H)
    assert [str(it) for it in found.repairs] == ["Р→H"]


async def test_if_both_readings_exist_the_clerk_chooses(house: House, registrar: Registrar) -> None:
    bookable = house.behind(house.number("bookable"))
    house.put(replace(bookable, id="h", requisition=_READ_AS_H))
    house.put(replace(bookable, id="p", requisition=_READ_AS_P))
    both = await registrar.desk.find(readable(_TYPED))
    assert isinstance(both, Ambiguous)
    assert {it.number.text for it in both.findings} == {_READ_AS_H, _READ_AS_P}


_TYPED, _READ_AS_P, _READ_AS_H = (f"1234-5678-1234-567{it}" for it in ("Р", "P", "H"))


async def test_a_reading_that_could_not_be_asked_for_is_not_called_unknown(
    house: House, registrar: Registrar
) -> None:
    house.backend.world = replace(house.world, failing_numbers=frozenset({_READ_AS_H}))
    found = await registrar.desk.find(readable(_TYPED))
    assert isinstance(found, Finding)
    assert found.verdict.code is Code.UNVERIFIED


async def test_a_silent_esoz_leaves_the_number_unverified(
    house: House, registrar: Registrar
) -> None:
    house.switches.silent = True
    found = await registrar.find(house.number("bookable"))
    assert (found.lines, found.verdict.code) == ((), Code.UNVERIFIED)
    assert found.trouble is not None
    assert found.trouble.kind is FailureKind.BROKEN


async def test_the_header_knows_how_esoz_is_and_since_when(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    desk, number = registrar.desk, house.number("bookable")
    assert desk.backend.state is BackendState.UNKNOWN
    await registrar.find(number)
    assert (desk.backend.state, desk.backend.since) == (BackendState.CONNECTED, clock())
    clock.advance(60)
    fell_silent = clock()
    house.switches.silent = True
    await registrar.find(number)
    known_at = clock()
    clock.advance(60)
    await registrar.find(number)
    silent = desk.backend
    assert silent.since is not None
    assert (silent.state, fell_silent <= silent.since <= known_at) == (BackendState.SILENT, True)


async def test_a_dead_session_is_told_from_silence(house: House) -> None:
    registrar = await house.open(token="expired")
    found = await registrar.find(house.number("bookable"))
    assert found.trouble is not None
    assert found.trouble.kind is FailureKind.UNAUTHORISED
    assert registrar.desk.backend.state is BackendState.SIGNED_OUT


async def test_a_referral_whose_programme_cannot_be_asked_for_may_be_booked_provisionally(
    house: House, registrar: Registrar
) -> None:
    found = await registrar.find(house.number("unverified", 1))
    assert found.trouble is not None
    assert found.verdict.booking is Booking.PROVISIONAL


async def test_our_own_visit_is_shown_with_the_referral(house: House, registrar: Registrar) -> None:
    line = await registrar.line(house.number("booked_here"))
    assert line.appointment is not None
    assert line.appointment.referral_id == line.referral.id


async def test_a_time_that_is_only_held_is_no_booking_to_tell_of(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    await registrar.hold(number)
    line = await registrar.line(number)
    assert (line.verdict.code, line.appointment) == (Code.BOOKABLE, None)


@pytest.mark.parametrize("verdict", ["recalled", "expired", "completed", "entered_in_error"])
async def test_a_spent_referral_is_explained_also_where_esoz_hides_it(
    house: House, registrar: Registrar, verdict: str
) -> None:
    house.switches.default_status = "active"
    line = await registrar.line(house.number(verdict))
    assert line.verdict.code == verdict
