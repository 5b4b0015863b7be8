from __future__ import annotations

import asyncio
import traceback
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from frontdesk.esoz.session import MemoryBox, Secrets, Session, Token
from tests.esoz.clock import MORNING, Clock

HOUR = timedelta(hours=1)


def secrets(key: str = "canary-2", psk: str = "canary-3") -> Secrets:
    return Secrets(SecretStr(key), SecretStr(psk), SecretStr("canary-4"))


def token(
    access: str = "canary-1",
    lasts: timedelta | None = 10 * HOUR,
    since: datetime | None = MORNING,
) -> Token:
    ends = MORNING + lasts if lasts else None
    return Token(SecretStr(access), SecretStr("canary-5"), since, ends)


def session(box: MemoryBox | None = None, clock: Clock | None = None) -> Session:
    return Session(secrets(), box or MemoryBox(), (clock or Clock()).now)


async def test_every_call_says_who_asks_and_from_which_system() -> None:
    it = session()
    await it.open(token())
    assert dict(it.headers) == {
        "Authorization": "Bearer canary-1",
        "API-key": "canary-2",
        "X-Custom-PSK": "canary-3",
    }


async def test_the_headers_follow_the_session() -> None:
    clock = Clock()
    it = session(clock=clock)
    headers = it.headers
    assert len(headers) == 2
    await it.open(token())
    assert headers["Authorization"] == "Bearer canary-1"
    await it.open(token("canary-6"))
    assert headers["Authorization"] == "Bearer canary-6"
    clock.seconds = 10 * 3600
    assert "Authorization" not in headers


async def test_secrets_are_not_shown() -> None:
    it = session()
    await it.open(token())
    assert "canary" not in f"{secrets()!r} {secrets()} {token()!r} {it!r} {it.headers!r}"


@pytest.mark.parametrize("bad", ["", "canary\n", "canary\r\nX-Other: 1", "canary ключ", "can ary"])
def test_a_secret_that_no_header_can_carry_is_refused_without_being_told(bad: str) -> None:
    for made in (lambda: secrets(key=bad), lambda: secrets(psk=bad), lambda: token(bad)):
        with pytest.raises(ValueError, match="unlawful characters") as refused:
            made()
        assert "canary" not in "".join(traceback.format_exception_only(refused.value))


async def test_a_session_is_open_until_its_token_says() -> None:
    clock = Clock()
    it = session(clock=clock)
    assert (it.is_open, it.until) == (False, None)
    await it.open(token(lasts=HOUR))
    clock.seconds = 3599
    assert (it.is_open, it.until) == (True, MORNING + HOUR)
    clock.seconds = 3600
    assert (it.is_open, it.until, it.changed_at) == (False, None, MORNING + HOUR)


async def test_a_token_whose_end_is_not_known_lasts() -> None:
    clock = Clock()
    it = session(clock=clock)
    await it.open(token(lasts=None))
    clock.seconds = 1e8
    assert (it.is_open, it.until, it.is_ending) == (True, None, False)


@pytest.mark.parametrize(
    ("lasts", "early"),
    [(timedelta(days=14), timedelta(days=1)), (timedelta(days=5), timedelta(hours=12))],
)
async def test_the_last_tenth_and_at_most_the_last_day_is_the_time_to_renew(
    lasts: timedelta, early: timedelta
) -> None:
    clock = Clock()
    it = session(clock=clock)
    await it.open(token(lasts=lasts))
    clock.seconds = (lasts - early).total_seconds() - 1
    assert not it.is_ending
    clock.seconds += 1
    assert it.is_ending


async def test_what_is_in_the_box_is_taken_up_if_it_is_alive() -> None:
    clock = Clock()
    for kept in (None, token(lasts=-HOUR)):
        it = session(MemoryBox(kept), clock)
        assert not await it.look()
        assert not it.is_open
    it = session(MemoryBox(token()), clock)
    assert await it.look()
    assert it.is_open


async def test_another_terminals_token_is_left_in_the_box() -> None:
    box = MemoryBox()
    ours, theirs = session(box), session(box)
    await ours.open(token())
    await theirs.open(token("canary-7"))
    await ours.close(token())
    assert not ours.is_open
    assert box.load() == token("canary-7")
    assert await ours.look()


async def test_a_dead_token_is_forgotten_here_and_in_the_box() -> None:
    box = MemoryBox()
    it = session(box)
    await it.open(token())
    await it.close(token())
    assert (it.is_open, box.load()) == (False, None)


async def test_a_box_that_blocks_does_not_stop_the_screen() -> None:
    class Slow(MemoryBox):
        def load(self) -> Token | None:
            return asyncio.run_coroutine_threadsafe(answered(), loop).result(timeout=5)

    async def answered() -> Token:
        return token()

    loop = asyncio.get_running_loop()
    assert await session(Slow()).look()
