"""The samples against the real client and the real rule: what is promised is what is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Literal

import httpx
import pytest

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.number import Number
from frontdesk.domain.referral import Referral
from frontdesk.domain.verdict import Code, judge, needs_qualification
from frontdesk.esoz.calls import Calls, Patience
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door
from frontdesk.esoz.failure import Failure
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World

HEADERS = {"Authorization": f"Bearer {TOKEN}", "API-key": API_KEY, "X-Custom-PSK": PSK}


def booked(world: World, referral: Referral) -> Appointment | None:
    """The furnished visit of this referral, as the clinic's register will hold it."""
    for visit in world.visits:
        if visit.referral_id == referral.id:
            return Appointment(
                id=visit.id,
                state=visit.state,
                claim=visit.claim,
                ground=visit.ground,
                service_id=visit.offer.service_id,
                doctor_id=visit.offer.doctor.id,
                resource_ids=tuple(it.id for it in visit.offer.resources),
                day=visit.day,
                start=visit.start,
                end=visit.start + visit.offer.minutes,
                time_zone=world.clinic.time_zone,
                referral_id=referral.id,
            )
    return None


async def verdicts(
    world: World, client: EsozClient, number: str, now: datetime
) -> AsyncIterator[Code]:
    """The verdict on each line of the number."""
    found = await client.find(Number(number))
    if isinstance(found, Failure):
        yield Code.UNVERIFIED
        return
    if not found:
        yield Code.NOT_FOUND
    for referral in found:
        answered = (
            await client.qualify(referral)
            if needs_qualification(referral, world.clinic, now)
            else None
        )
        qualification = None if isinstance(answered, Failure) else answered
        yield judge(referral, world.clinic, qualification, now, booked(world, referral)).code


@pytest.mark.parametrize(
    ("today", "hour", "default_status"),
    [
        (date(2026, 11, 23), time(9, 0), None),
        (date(2026, 11, 29), time(0, 0, 1), "active"),
        (date(2027, 12, 31), time(23, 59), None),
    ],
)
async def test_every_sample_shows_the_verdict_that_it_promises(
    today: date, hour: time, default_status: Literal["active"] | None
) -> None:
    world, now = World.furnished(3, today), datetime.combine(today, hour, UTC)
    backend = Backend(world, Switches(default_status=default_status), lambda: now)
    transport = httpx.ASGITransport(build_app(backend))
    shown: dict[str, set[Code]] = {}
    async with Door("http://127.0.0.1:1", HEADERS, transport=transport) as door:
        client = EsozClient(Calls(door, Patience(per_minute=6000)), world.clinic.legal_entity_id)
        for sample in world.samples:
            shown[sample.number] = {
                code async for code in verdicts(world, client, sample.number, now)
            }
    for sample in world.samples:
        codes = shown[sample.number]
        # Of several lines the usable one is offered; where none is, all must say the same.
        offered = {Code.BOOKABLE} if Code.BOOKABLE in codes else codes
        assert offered == {sample.verdict}, sample.shows_en
