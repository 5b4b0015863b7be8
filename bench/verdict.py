"""From the last symbol of a number to its verdict, against the same requests by bare httpx."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx

from bench.clinic import Served, served
from bench.figure import Figure, Over, milliseconds
from bench.program import BOOKABLE, CLINIC, ESCAPE, frontdesk, terminal
from bench.rounds import Pace, interleaved
from bench.terminal import Terminal
from frontdesk import config
from frontdesk.desk import Desk
from frontdesk.domain.number import Number, Readable
from frontdesk.workplace import open_desk

LATENCIES = (0.0, 0.1, 2.0)
"""Seconds that the simulated ЕСОЗ takes over an answer."""
SLOW = 1.0


@dataclass
class Recorder(httpx.AsyncHTTPTransport):
    """Remembers the requests in waves: a wave begins when something of the one before is there."""

    waves: list[list[httpx.Request]] = field(default_factory=list)
    _answered: bool = True

    def __post_init__(self) -> None:
        super().__init__()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._answered:
            self.waves.append([])
        self._answered = False
        self.waves[-1].append(request)
        response = await super().handle_async_request(request)
        self._answered = True
        return response


def figures(pace: Pace) -> Iterator[Figure]:
    for latency in LATENCIES:
        rounds = pace.rounds if latency < SLOW else pace.slow_rounds
        with served({"latency_seconds": latency}) as clinic:
            on_screen, at_desk, bare = _measured(clinic, rounds)
        floor = milliseconds(bare)
        name = f"ESOZ in {latency * 1e3:.0f} ms"
        yield Figure(f"{name}, at the desk", "ms", milliseconds(at_desk), floor, Over(60))
        yield Figure(f"{name}, on the screen", "ms", milliseconds(on_screen), floor, Over(60))


def _measured(clinic: Served, rounds: int) -> tuple[list[float], ...]:
    """Seconds: of the terminal program, of the desk in this process, of bare httpx."""
    with ExitStack() as stack:
        loop = stack.enter_context(asyncio.Runner())
        waves = loop.run(_recorded(clinic))
        desk = loop.run(open_desk(config.load(clinic.configuration)))
        http = httpx.AsyncClient(trust_env=False)
        program = stack.enter_context(terminal(frontdesk("--config", str(clinic.configuration))))
        program.wait_for(CLINIC)
        taken = interleaved(
            rounds,
            lambda: _typed(program, clinic.number),
            lambda: loop.run(_found(desk, clinic.number)),
            lambda: loop.run(_sent(http, waves)),
        )
        loop.run(http.aclose())
        loop.run(desk.close())
        return taken


async def _recorded(clinic: Served) -> list[list[httpx.Request]]:
    recorder = Recorder()
    desk = await open_desk(config.load(clinic.configuration), transport=recorder)
    await _found(desk, clinic.number)
    await desk.close()
    return recorder.waves


async def _found(desk: Desk, number: str) -> float:
    began = time.perf_counter()
    reading = Number.read(number)
    assert isinstance(reading, Readable)
    await desk.find(reading)
    return time.perf_counter() - began


async def _sent(http: httpx.AsyncClient, waves: list[list[httpx.Request]]) -> float:
    began = time.perf_counter()
    for wave in waves:
        answers = await asyncio.gather(*(_send(http, request) for request in wave))
        for answer in answers:
            answer.raise_for_status().json()
    return time.perf_counter() - began


async def _send(http: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    return await http.request(
        request.method, request.url, headers=request.headers, content=request.read()
    )


def _typed(program: Terminal, number: str) -> float:
    """Seconds from the last key to the verdict."""
    program.send(number[:-1])
    program.wait_for(number[:-1])
    program.settle(0.2)
    began = time.perf_counter()
    program.send(number[-1])
    taken = program.first_shown(BOOKABLE) - began
    program.settle()
    program.send(ESCAPE)
    program.wait_for("····-····-····-····")
    return taken
