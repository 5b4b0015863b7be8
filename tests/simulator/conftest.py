from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest

from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.simulator.programmes import FREE_OF_CHARGE
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World

TODAY = date(2026, 11, 23)
HEADERS = {"Authorization": f"Bearer {TOKEN}", "API-key": API_KEY, "X-Custom-PSK": PSK}


@cache
def world_of(seed: int, today: date) -> World:
    return World.furnished(seed, today)


@dataclass
class Esoz:
    """A simulated ЕСОЗ, its hands of the clock, and a client that talks to it."""

    backend: Backend
    client: httpx.AsyncClient
    clock: Hands

    @property
    def world(self) -> World:
        return self.backend.world

    @property
    def switches(self) -> Switches:
        return self.backend.switches

    def referral(self, verdict: str, place: int = 0) -> ServiceRequest:
        """The first referral of the sample with this verdict, the `place`-th such sample."""
        number = [it.number for it in self.world.samples if it.verdict == verdict][place]
        return next(it for it in self.world.referrals if it.requisition == number)

    async def find(self, number: str) -> list[dict[str, Any]]:
        answer = await self.client.get("/api/service_requests", params={"requisition": number})
        assert answer.status_code == 200
        data: list[dict[str, Any]] = answer.json()["data"]
        return data

    async def found(self, it: ServiceRequest) -> dict[str, Any]:
        return next(row for row in await self.find(it.requisition) if row["id"] == it.id)

    async def use(self, it: ServiceRequest, **parts: str | None) -> httpx.Response:
        return await self.client.patch(f"{path_of(it)}/use", json=self.use_body(**parts))

    def use_body(self, **parts: str | None) -> dict[str, Any]:
        ids = {
            "used_by_legal_entity": self.world.clinic.legal_entity_id,
            "program": FREE_OF_CHARGE.id,
        } | parts
        kinds = {
            "used_by_legal_entity": "legal_entity",
            "program": "medical_program",
            "used_by_employee": "employee",
            "used_by_division": "division",
        }
        return {key: reference(kinds[key], value) for key, value in ids.items() if value}

    async def qualify(self, it: ServiceRequest, *programs: str) -> httpx.Response:
        body = {"programs": [reference("medical_program", program) for program in programs]}
        return await self.client.post(f"{path_of(it)}/qualify", json=body)

    async def job(self, started: httpx.Response) -> httpx.Response:
        """The job's answer after it was carried out."""
        assert started.status_code == 202, started.text
        self.clock.pass_seconds(1)
        job_id = started.json()["data"]["links"][0]["href"].rsplit("/", 1)[1]
        return await self.client.get(f"/api/jobs/{job_id}")

    async def used(self, it: ServiceRequest, **parts: str | None) -> dict[str, Any]:
        """`data` of the job that a `use` began, carried out."""
        data: dict[str, Any] = (await self.job(await self.use(it, **parts))).json()["data"]
        return data


@dataclass
class Hands:
    """A clock that moves only when told."""

    now: datetime = field(
        default_factory=lambda: (
            datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=9)
        )
    )
    ticks: float = 0.0

    def pass_seconds(self, seconds: float) -> None:
        self.ticks += seconds
        self.now += timedelta(seconds=seconds)


def path_of(it: ServiceRequest) -> str:
    return f"/api/service_requests/{it.id}/actions"


def reference(kind: str, value: str) -> dict[str, Any]:
    coding = [{"system": "eHealth/resources", "code": kind}]
    return {"identifier": {"type": {"coding": coding}, "value": value}}


@pytest.fixture
def world() -> World:
    return world_of(1, TODAY)


@pytest.fixture
async def esoz(world: World) -> AsyncIterator[Esoz]:
    clock = Hands()
    backend = Backend(world, Switches(), lambda: clock.now, lambda: clock.ticks)
    transport = httpx.ASGITransport(build_app(backend))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://esoz.test", headers=HEADERS
    ) as client:
        yield Esoz(backend, client, clock)
