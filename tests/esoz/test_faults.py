"""The worst that a network does, each fault really done, through the client as the desk has it.

Each ends in a typed outcome within its time, and what ЕСОЗ sends is never kept in memory.
"""

from __future__ import annotations

import asyncio
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.number import Number
from frontdesk.esoz.calls import Calls, Patience
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door, Timeouts
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import LIMIT

if TYPE_CHECKING:
    from tests.esoz.conftest import Answer, Backend, Examples

NUMBER = Number("4821-0937-5516-2048")
REFERRAL = "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97"
TOTAL, WHOLE = 0.3, 0.6
"""Seconds for one answer, and for a call with its repetitions."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Fault = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def drip(writer: asyncio.StreamWriter) -> None:
    """One byte at a time, for ever."""
    writer.write(HEAD + b"\r\n{")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def drip_headers(writer: asyncio.StreamWriter) -> None:
    """A head that never ends."""
    writer.write(HEAD)
    while True:
        writer.write(b"X-More: 1\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def reset(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 99\r\n\r\n{")
    await writer.drain()
    writer.transport.abort()


async def half_close(writer: asyncio.StreamWriter) -> None:
    """Says that no more will come, in the middle of an answer, and stays."""
    writer.write(HEAD + b"Content-Length: 99\r\n\r\n{")
    await writer.drain()
    writer.write_eof()
    await asyncio.sleep(2)


async def half_close_at_once(writer: asyncio.StreamWriter) -> None:
    writer.write_eof()
    await asyncio.sleep(2)


async def stay_silent(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2)


FAULTS = [drip, drip_headers, reset, half_close, half_close_at_once, stay_silent]


@pytest.fixture
async def client(backend: Backend) -> AsyncIterator[EsozClient]:
    async with hasty(backend.url) as door:
        yield patient(door)


def hasty(url: str) -> Door:
    return Door(url, {}, Timeouts(connect=TOTAL, read=TOTAL, total=TOTAL))


def patient(door: Door) -> EsozClient:
    return EsozClient(Calls(door, Patience(whole=WHOLE, per_minute=600)), "clinic")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_look_up_ends_in_time_as_silence(
    backend: Backend, client: EsozClient, fault: Fault
) -> None:
    backend.always(fault)
    began = time.monotonic()
    assert await client.find(NUMBER) == Failure(FailureKind.SILENT)
    assert time.monotonic() - began < WHOLE + 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_claim_ends_in_time_with_its_outcome_unknown_and_is_sent_once(
    backend: Backend, client: EsozClient, fault: Fault
) -> None:
    backend.always(fault)
    began = time.monotonic()
    answer = await client.use(REFERRAL, REFERRAL)
    assert time.monotonic() - began < TOTAL + 1
    assert isinstance(answer, Failure)
    assert answer.is_silence
    assert len(backend.requests) == 1


async def test_an_endless_redirect_is_not_followed(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.raw(302, b"", "text/plain", Location=f"{backend.url}/api/jobs/1"))
    assert await client.job("1") == Failure(FailureKind.BROKEN)
    assert {seen.path for seen in backend.requests} == {"/api/jobs/1"}
    assert len(backend.requests) <= 3


MEGABYTE = 1024 * 1024


async def fifty_megabytes(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: %d\r\n\r\n" % (50 * MEGABYTE))
    for _ in range(50):
        writer.write(b" " * MEGABYTE)
        await writer.drain()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A hundred megabytes in a hundred kilobytes."""
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    body = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(100)) + packer.flush()
    length = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    return HEAD + length + body


@pytest.fixture
def memory() -> Iterator[Callable[[], int]]:
    """The most bytes that were held at once since the test began."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["fifty megabytes", "a bomb"])
async def test_a_huge_answer_is_unreadable_and_leaves_memory_flat(
    backend: Backend, memory: Callable[[], int], bomb: bytes, kind: str
) -> None:
    answer: Answer = bomb if kind == "a bomb" else fifty_megabytes
    backend.always(answer)
    async with Door(backend.url, {}, Timeouts(total=5.0)) as door:
        client = EsozClient(Calls(door), "clinic")
        assert await client.job("1") == Failure(FailureKind.UNREADABLE)
    assert memory() < 6 * LIMIT
