"""The desk without a session, and when there is one again; time moves only when somebody waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import keyring
import pytest

from frontdesk import keys
from frontdesk.desk.answers import BackendState, Entered
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.verdict import Code
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.simulator.app import build_app
from frontdesk.simulator.credentials import API_KEY, CLIENT_SECRET, PSK
from tests.file_keyring import FileKeyring

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar

SECRETS = {keys.API_KEY: API_KEY, keys.PSK: PSK, keys.CLIENT_SECRET: CLIENT_SECRET}


@pytest.fixture(autouse=True)
def _keyring(tmp_path: Path) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring(tmp_path / "keyring.json"))
    yield
    keyring.set_keyring(before)


@dataclass(frozen=True)
class Door:
    """Where registrars come in who have to sign in."""

    house: House

    async def open(self, terminal: str = "window-1") -> Registrar:
        return await self.house.open(terminal, environment=SECRETS)

    async def sign_in(self, registrar: Registrar) -> None:
        async with await registrar.desk.sign_in("uk", listen=False) as attempt:
            assert isinstance(await attempt.pasted(await self._answer(attempt.address)), Entered)

    async def _answer(self, page: str) -> str:
        """Where ЕСОЗ sends the browser of somebody who says yes."""
        parts = urlsplit(page)
        query = urlencode({**dict(parse_qsl(parts.query)), "approve": "1"})
        transport = httpx.ASGITransport(build_app(self.house.backend))
        async with httpx.AsyncClient(transport=transport) as browser:
            answer = await browser.get(parts._replace(query=query).geturl())
        return str(answer.headers["location"])


def state(registrar: Registrar) -> str:
    return registrar.desk.backend.state


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def test_the_desk_opens_signed_out_and_says_so_before_any_call(door: Door) -> None:
    registrar = await door.open()
    desk = registrar.desk
    assert state(registrar) == BackendState.SIGNED_OUT
    assert (desk.can_sign_in, desk.is_signed_in, desk.session_until) == (True, False, None)


async def test_who_signs_in_is_asked_for_until_the_session_ends(door: Door, clock: Clock) -> None:
    registrar = await door.open()
    found = await registrar.find(door.house.number("bookable"))
    assert found.verdict.code is Code.UNVERIFIED
    assert state(registrar) == BackendState.SIGNED_OUT
    clock.advance(1)
    await door.sign_in(registrar)
    desk = registrar.desk
    assert state(registrar) == BackendState.UNKNOWN
    assert desk.is_signed_in
    assert desk.session_until is not None
    found = await registrar.find(door.house.number("bookable"))
    assert found.verdict.code is Code.BOOKABLE
    assert state(registrar) == BackendState.CONNECTED
    clock.advance((desk.session_until - clock()).total_seconds())
    assert state(registrar) == BackendState.SIGNED_OUT
    assert not registrar.desk.is_signed_in


async def test_a_session_that_ends_while_a_job_runs_delays_the_booking_and_no_more(
    door: Door, clock: Clock
) -> None:
    switches = door.house.switches
    switches.token_seconds, switches.job_seconds = 5, 20
    registrar = await door.open()
    await door.sign_in(registrar)
    booked = await registrar.book(door.house.number("bookable"))
    waiting = await registrar.desk.settle(booked.id, patience=60)
    assert (waiting.state, waiting.claim) == (State.CLAIMING, Claim.PENDING)
    assert state(registrar) == BackendState.SIGNED_OUT
    switches.token_seconds = 1000
    clock.advance(20)
    await door.sign_in(registrar)
    (settled,) = await registrar.desk.resume()
    assert (settled.state, settled.claim) == (State.BOOKED, Claim.OURS)
    assert len(door.house.backend.jobs) == 1


async def test_what_waited_goes_on_when_somebody_signs_in_at_another_terminal(
    door: Door, clock: Clock
) -> None:
    one, other = await door.open(), await door.open("window-2")
    await door.sign_in(one)
    booked = await one.book(door.house.number("bookable"))
    await one.desk.sign_out()
    assert (await one.desk.settle(booked.id)).state is State.CLAIMING
    assert await one.desk.recover() == ()
    clock.advance(1)
    await door.sign_in(other)
    assert [it.state for it in await one.desk.recover()] == [State.BOOKED]
    assert one.desk.is_signed_in


async def test_signing_out_leaves_the_desk_signed_out(door: Door) -> None:
    registrar = await door.open()
    await door.sign_in(registrar)
    assert door.house.backend.grants.sessions == 1
    assert await registrar.desk.sign_out() is None
    assert door.house.backend.grants.sessions == 0
    assert state(registrar) == BackendState.SIGNED_OUT
    again = await door.open("window-2")
    assert not again.desk.is_signed_in


async def test_signing_out_while_esoz_is_silent_is_told(door: Door) -> None:
    registrar = await door.open()
    await door.sign_in(registrar)
    door.house.switches.silent = True
    left = await registrar.desk.sign_out()
    assert isinstance(left, Failure)
    assert left.kind is FailureKind.BROKEN
    assert not registrar.desk.is_signed_in


async def test_a_session_that_came_with_the_settings_is_nobodys_to_end(
    registrar: Registrar,
) -> None:
    desk = registrar.desk
    assert (desk.can_sign_in, desk.is_signed_in, desk.session_until) == (False, True, None)
    assert await desk.sign_out() is None
    assert desk.is_signed_in
