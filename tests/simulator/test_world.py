from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.data import catalogue
from frontdesk.domain.appointment import Claim
from frontdesk.domain.clinic import Offer, ResourceKind
from frontdesk.domain.freetime import CELL, Mask, earliest, hours, span
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.patient import Phone
from frontdesk.domain.verdict import Code
from frontdesk.simulator.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

FROM, UNTIL = date(2026, 1, 1), date(2030, 12, 31)
days = st.dates(FROM, UNTIL)
MONDAY = date(2026, 11, 23)


def busy(world: World) -> dict[tuple[str, date], Mask]:
    """What is occupied, by resource and day; adding a visit twice to a cell is an error."""
    occupied: defaultdict[tuple[str, date], Mask] = defaultdict(int)
    for visit in world.visits:
        cells = span(visit.start, visit.start + visit.offer.minutes)
        for resource in visit.offer.resources:
            assert not occupied[resource.id, visit.day] & cells, "two visits in one cell"
            occupied[resource.id, visit.day] |= cells
    return occupied


def works(world: World, resource_id: str, day: date) -> Mask:
    templates = [it for it in world.templates if it.resource_id == resource_id]
    exceptions = [it for it in world.exceptions if it.resource_id == resource_id]
    return hours(day, templates, exceptions)


def has_free_time(
    world: World, occupied: Mapping[tuple[str, date], Mask], offer: Offer, day: date
) -> bool:
    free = -1
    for resource in offer.resources:
        free &= works(world, resource.id, day) & ~occupied.get((resource.id, day), 0)
    return earliest(free, offer.minutes // CELL) is not None


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), today=days)
def test_no_doctor_room_or_device_has_two_visits_at_once(seed: int, today: date) -> None:
    assert busy(World.furnished(seed, today))


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), today=days)
def test_every_visit_lies_within_the_hours_of_all_that_it_occupies(seed: int, today: date) -> None:
    world = World.furnished(seed, today)
    known: dict[tuple[str, date], Mask] = {}
    for visit in world.visits:
        cells = span(visit.start, visit.start + visit.offer.minutes)
        for resource in visit.offer.resources:
            at = (resource.id, visit.day)
            known[at] = known[at] if at in known else works(world, *at)
            assert cells & ~known[at] == 0


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), today=days)
def test_nobody_comes_twice_on_one_day(seed: int, today: date) -> None:
    world = World.furnished(seed, today)
    comings = Counter((visit.patient.id, visit.day) for visit in world.visits)
    assert max(comings.values()) == 1


@pytest.mark.parametrize("ahead", range(7))
def test_the_first_sample_has_free_times_soon_whatever_weekday_it_is(ahead: int) -> None:
    today = MONDAY + timedelta(days=ahead)
    world = World.furnished(ahead, today)
    first = world.samples[0]
    assert first.verdict == "bookable"
    referral = next(it for it in world.referrals if it.requisition == first.number)
    offers = [it for it in world.clinic.offers if it.service_id == referral.code]
    working_days = [
        day for day in (today + timedelta(days=it) for it in range(7)) if day.weekday() != 6
    ]
    occupied = busy(world)
    for day in working_days:
        assert any(has_free_time(world, occupied, offer, day) for offer in offers)


def test_the_same_seed_and_date_give_the_same_world() -> None:
    assert World.furnished(7, MONDAY) == World.furnished(7, MONDAY)


def test_another_seed_or_date_gives_other_numbers() -> None:
    worlds = (World.furnished(*it) for it in ((7, MONDAY), (8, MONDAY), (7, date(2026, 11, 24))))
    numbers = [sample.number for world in worlds for sample in world.samples]
    assert len(set(numbers)) == len(numbers)


def test_the_clinic_and_its_catalogue_keep_their_ids_in_every_world() -> None:
    one, other = World.furnished(7, MONDAY), World.furnished(8, date(2027, 1, 1))
    assert one.clinic == other.clinic


def test_the_clinic_is_well_furnished(world: World) -> None:
    doctors = [it for it in world.resources if it.kind is ResourceKind.DOCTOR]
    assert len(doctors) >= 14
    assert len({it.speciality for it in doctors if it.speciality}) >= 9
    assert all(it.employee_id for it in doctors)
    assert {it.speciality for it in doctors if it.speciality} <= set(catalogue.specialities().names)
    assert {it.position for it in doctors if it.position} <= set(catalogue.positions().names)
    assert any(it.kind is ResourceKind.DEVICE for it in world.resources)
    assert 5000 <= len(world.visits) <= 6500
    assert all(offer.minutes in {15, 20, 30, 45} for offer in world.clinic.offers)


def test_doctors_give_only_what_their_position_may_give(world: World) -> None:
    allowed = catalogue.positions().of_service
    for offer in world.clinic.offers:
        code = world.clinic.services[offer.service_id].code
        if code in allowed:
            assert offer.doctor.position in allowed[code]


def test_the_near_days_are_full_and_the_far_ones_are_thin(world: World) -> None:
    def load(days_ahead: range) -> float:
        wanted = {world.today + timedelta(days=it) for it in days_ahead}
        doctors = [it for it in world.resources if it.kind is ResourceKind.DOCTOR]
        cells = sum(works(world, it.id, day).bit_count() for it in doctors for day in wanted)
        booked = sum(it.offer.minutes // CELL for it in world.visits if it.day in wanted)
        return booked / cells

    assert 0.55 < load(range(6)) < 0.70
    assert load(range(53, 59)) < 0.40


def test_a_visit_holds_a_referral_exactly_when_it_came_by_one(world: World) -> None:
    for visit in world.visits:
        by_referral = visit.ground is Ground.E_REFERRAL
        assert (visit.referral_id is not None) is by_referral
        assert (visit.claim is Claim.OURS) is by_referral
    assert {visit.ground for visit in world.visits} == set(Ground)
    held = [visit.referral_id for visit in world.visits if visit.referral_id]
    assert len(set(held)) == len(held)


def test_every_visitor_is_in_the_register(world: World) -> None:
    assert {it.patient.id for it in world.visits} <= {it.id for it in world.patients}
    assert len({it.id for it in world.patients}) == len(world.patients)


def test_phones_are_ukrainian_and_belong_to_no_operator(world: World) -> None:
    for patient in world.patients:
        assert Phone(patient.phone).text.startswith("+38069")


def test_every_service_of_the_catalogue_is_named_and_stands_in_a_group(world: World) -> None:
    services = world.clinic.services.values()
    assert len(services) == len(catalogue.services().services) == 339
    assert all(it.name and it.groups for it in services)
    assert {group for it in services for group in it.groups} == set(world.clinic.group_names)


def test_only_the_state_programme_is_free_of_charge(world: World) -> None:
    assert [it.free for it in world.clinic.programmes.values()] == [True, False]


def test_there_are_samples_of_every_verdict(world: World) -> None:
    assert {sample.verdict for sample in world.samples} == {code.value for code in Code}
    assert len(world.samples) >= 40


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), today=days)
def test_every_sample_number_is_read_as_it_stands(seed: int, today: date) -> None:
    samples = World.furnished(seed, today).samples
    for sample in samples:
        reading = Number.read(sample.number)
        assert isinstance(reading, Readable)
        assert [it.text for it in reading.numbers] == [sample.number]
    assert len({it.number for it in samples}) == len(samples)
    assert any(not it.number.replace("-", "").isdigit() for it in samples)
