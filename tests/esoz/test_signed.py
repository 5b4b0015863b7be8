"""The signed way: a live session in every call, renewed in time, shared by terminals."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.session import MemoryBox
from tests.esoz.clock import Clock
from tests.esoz.sessions import DAY, NewTerminal, Terminal, answer, denied, granted, token

if TYPE_CHECKING:
    from tests.esoz.conftest import Answer, Backend, Seen

SEARCH = "/api/service_requests"
DONE = answer(200, {"done": True})


@dataclass
class Esoz:
    """Knows which sessions are alive, and renews them."""

    clock: Clock
    alive: set[str] = field(default_factory=lambda: {"first"})
    renewed: int = 0
    on_renewal: Answer | None = None
    """What is answered in place of a new session."""

    def __call__(self, seen: Seen) -> Answer:
        if seen.path == "/oauth/tokens":
            return self._renewed(seen) if self.on_renewal is None else self.on_renewal
        bearer = seen.headers.get("authorization", "").removeprefix("Bearer canary-")
        return DONE if bearer in self.alive else denied()

    def _renewed(self, seen: Seen) -> bytes:
        old = json.loads(seen.body)["token"]["refresh_token"].removeprefix("canary-refresh-")
        if old not in self.alive:
            return denied("Token not found.")
        self.alive.remove(old)
        self.renewed += 1
        new = f"new-{self.renewed}"
        self.alive.add(new)
        return answer(201, granted(new, self.clock.now() + 14 * DAY))


@pytest.fixture
def esoz(backend: Backend, clock: Clock) -> Esoz:
    backend.answer = it = Esoz(clock)
    return it


@pytest.fixture
async def signed_in(terminal: Terminal) -> Terminal:
    await terminal.session.open(token())
    return terminal


async def search(terminal: Terminal, within: float | None = 5.0) -> Reply | Failure:
    return await terminal.way.send("GET", SEARCH, within=within)


def is_done(got: Reply | Failure) -> bool:
    return isinstance(got, Reply) and got.status == 200


def paths(backend: Backend) -> list[str]:
    return [it.path for it in backend.requests]


async def test_without_a_session_nothing_is_sent(
    esoz: Esoz, backend: Backend, terminal: Terminal
) -> None:
    assert await search(terminal) == Failure(FailureKind.UNAUTHORISED)
    assert backend.requests == []


async def test_with_a_session_that_is_over_nothing_is_sent(
    esoz: Esoz, backend: Backend, signed_in: Terminal, clock: Clock
) -> None:
    clock.seconds = 14 * DAY.total_seconds()
    assert await search(signed_in) == Failure(FailureKind.UNAUTHORISED)
    assert backend.requests == []


async def test_a_session_is_renewed_before_its_end(
    esoz: Esoz, backend: Backend, signed_in: Terminal, clock: Clock
) -> None:
    clock.seconds = 13 * DAY.total_seconds() - 1
    assert is_done(await search(signed_in))
    assert esoz.renewed == 0
    clock.seconds += 1
    assert is_done(await search(signed_in))
    assert paths(backend)[-2:] == ["/oauth/tokens", SEARCH]
    assert signed_in.session.until == clock.now() + 14 * DAY
    assert signed_in.box.load() == signed_in.session.token
    assert is_done(await search(signed_in))
    assert esoz.renewed == 1


@pytest.mark.parametrize("why", [b"", denied("Token expired."), answer(500, error={"type": "x"})])
async def test_a_session_that_cannot_be_renewed_is_used_to_its_end(
    esoz: Esoz, backend: Backend, signed_in: Terminal, clock: Clock, why: bytes
) -> None:
    """A refresh token may end long before its access token."""
    esoz.on_renewal = why
    clock.seconds = 13 * DAY.total_seconds()
    for _ in range(5):
        assert is_done(await search(signed_in))
    assert paths(backend).count("/oauth/tokens") == 1
    assert signed_in.box.load() == token()


async def test_a_renewal_that_hangs_leaves_time_for_the_call(
    esoz: Esoz, signed_in: Terminal, clock: Clock
) -> None:
    never = asyncio.Event()

    async def hang(_: asyncio.StreamWriter) -> None:
        await never.wait()

    esoz.on_renewal = hang
    clock.seconds = 13 * DAY.total_seconds()
    assert is_done(await search(signed_in, within=0.6))
    never.set()


async def test_a_call_refused_for_its_session_is_made_again_with_a_new_one(
    esoz: Esoz, backend: Backend, signed_in: Terminal
) -> None:
    """It was not carried out, so that is safe for every call."""
    real, calls = esoz, 0

    def refused_once(seen: Seen) -> Answer:
        nonlocal calls
        calls += seen.path != "/oauth/tokens"
        return denied() if calls == 1 and seen.path != "/oauth/tokens" else real(seen)

    backend.answer = refused_once
    got = await signed_in.way.send("PATCH", f"{SEARCH}/1/actions/use", body={"a": 1}, within=5.0)
    assert is_done(got)
    assert [it.method for it in backend.requests] == ["PATCH", "POST", "PATCH"]
    assert backend.requests[0].body == backend.requests[2].body
    assert backend.requests[2].headers["authorization"] == "Bearer canary-new-1"


async def test_a_session_that_was_revoked_is_closed(
    esoz: Esoz, backend: Backend, signed_in: Terminal
) -> None:
    esoz.alive.clear()
    got = await search(signed_in)
    assert isinstance(got, Failure)
    assert got.kind is FailureKind.UNAUTHORISED
    assert (signed_in.session.is_open, signed_in.box.load()) == (False, None)
    backend.requests.clear()
    await search(signed_in)
    assert backend.requests == []


async def test_a_renewal_without_an_answer_closes_nothing(esoz: Esoz, signed_in: Terminal) -> None:
    esoz.alive.clear()
    esoz.on_renewal = b""
    assert await search(signed_in) == Failure(FailureKind.SILENT)
    assert signed_in.session.is_open
    assert signed_in.box.load() == token()


async def test_a_renewal_refused_for_the_programs_key_closes_nothing(
    esoz: Esoz, signed_in: Terminal
) -> None:
    esoz.alive.clear()
    esoz.on_renewal = denied("Invalid api key")
    got = await search(signed_in)
    assert isinstance(got, Failure)
    assert got.message == "Invalid api key"
    assert signed_in.session.is_open


@pytest.mark.parametrize("words", ["Invalid api key", "API-KEY header required"])
async def test_a_wrong_key_of_the_program_ends_no_session(
    backend: Backend, signed_in: Terminal, words: str
) -> None:
    backend.always(denied(words))
    got = await search(signed_in)
    assert isinstance(got, Reply)
    assert got.status == 401
    assert paths(backend) == [SEARCH]
    assert signed_in.session.is_open


async def test_a_session_from_the_environment_is_neither_renewed_nor_closed(
    backend: Backend, new_terminal: NewTerminal
) -> None:
    terminal = new_terminal(is_fixed=True)
    await terminal.session.open(token())
    backend.always(denied())
    assert isinstance(await search(terminal), Reply)
    assert terminal.session.is_open
    assert paths(backend) == [SEARCH]
    assert await terminal.access.sign_out() is None
    assert paths(backend) == [SEARCH]


async def test_what_another_terminal_was_given_is_taken_up(
    esoz: Esoz, backend: Backend, signed_in: Terminal, new_terminal: NewTerminal
) -> None:
    other = new_terminal(box=signed_in.box)
    assert is_done(await search(other))  # as soon as it is asked to
    esoz.alive = {"theirs"}
    signed_in.box.save(token("theirs"))
    assert is_done(await search(signed_in))
    assert "/oauth/tokens" not in paths(backend)


async def test_of_two_terminals_that_renew_at_once_the_slower_takes_the_others(
    esoz: Esoz, signed_in: Terminal, clock: Clock
) -> None:
    """ЕСОЗ refuses it, as the old session is gone; a moment later the box has the new one."""
    real = clock.pause

    async def meanwhile(seconds: float) -> None:
        signed_in.box.save(token("theirs"))
        await real(seconds)

    clock.pause = meanwhile  # type: ignore[method-assign]  # the other terminal's moment
    terminal = Terminal(signed_in.backend, clock, signed_in.box)
    await terminal.session.open(token())
    esoz.alive = {"theirs"}
    assert is_done(await search(terminal))
    assert terminal.box.load() == token("theirs")
    await terminal.close()


async def test_a_dead_session_does_not_take_a_newer_one_out_of_the_box(
    esoz: Esoz, signed_in: Terminal, clock: Clock
) -> None:
    esoz.alive.clear()
    over = token("theirs", lasts=-DAY)
    signed_in.box.save(over)
    got = await search(signed_in)
    assert isinstance(got, Failure)
    assert not signed_in.session.is_open
    assert signed_in.box.load() == over


async def test_many_calls_share_one_renewal(
    esoz: Esoz, backend: Backend, signed_in: Terminal
) -> None:
    real = esoz

    def refused_first(seen: Seen) -> Answer:
        bearer = seen.headers.get("authorization")
        return denied() if bearer == "Bearer canary-first" else real(seen)

    backend.answer = refused_first
    got = await asyncio.gather(*(search(signed_in) for _ in range(6)))
    assert all(is_done(it) for it in got)
    assert esoz.renewed == 1


async def test_a_call_given_up_loses_no_new_session(esoz: Esoz, signed_in: Terminal) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await go_on.wait()
        writer.write(answer(201, granted("slow", signed_in.clock.now() + DAY)))
        await writer.drain()

    esoz.alive = {"slow"}
    esoz.on_renewal = slowly
    given_up = asyncio.create_task(search(signed_in))
    await asked.wait()
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    go_on.set()
    assert is_done(await search(signed_in))
    kept = signed_in.box.load()
    assert kept is not None
    assert kept.access.get_secret_value() == "canary-slow"


async def test_a_program_that_ends_waits_for_a_session_on_its_way(
    esoz: Esoz, signed_in: Terminal
) -> None:
    asked = asyncio.Event()

    async def slowly(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await asyncio.sleep(0)
        writer.write(answer(201, granted("slow", signed_in.clock.now() + DAY)))
        await writer.drain()

    esoz.on_renewal = slowly
    esoz.alive.clear()
    given_up = asyncio.create_task(search(signed_in))
    await asked.wait()
    given_up.cancel()
    await signed_in.way.close()
    assert signed_in.box.load() != token()


async def test_all_together_ends_within_the_time_given(esoz: Esoz, signed_in: Terminal) -> None:
    never = asyncio.Event()

    async def hang(_: asyncio.StreamWriter) -> None:
        await never.wait()

    esoz.alive.clear()
    esoz.on_renewal = hang
    async with asyncio.timeout(2):
        assert await search(signed_in, within=0.3) == Failure(FailureKind.SILENT)
    never.set()


async def test_who_signs_in_while_others_wait_is_seen_by_all(
    esoz: Esoz, new_terminal: NewTerminal
) -> None:
    box = MemoryBox()
    one, two = new_terminal(box=box), new_terminal(box=box)
    assert await search(two) == Failure(FailureKind.UNAUTHORISED)
    await one.session.open(token())
    assert await two.access.look()
    assert not await two.access.look()
    assert is_done(await search(two))


async def test_looking_now_and_then_keeps_an_idle_session_alive(
    esoz: Esoz, signed_in: Terminal, clock: Clock
) -> None:
    clock.seconds = 13 * DAY.total_seconds()
    assert not await signed_in.access.look()
    assert esoz.renewed == 1
