"""A simulated ЕСОЗ that kills the program which calls it: at a call, or once it is answered."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ID = re.compile(r"[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class When(StrEnum):
    ARRIVES = "arrives"
    """The call has left the program; ЕСОЗ does nothing with it."""
    ANSWERED = "is answered"
    """ЕСОЗ has done what it was asked; the answer does not reach the program."""


@dataclass(frozen=True, slots=True)
class Point:
    call: int
    """Of the calls of one program, from 1."""
    when: When


class Reaper:
    """ASGI middleware around the simulator."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._point: Point | None = None
        self._kill: Callable[[], None] = lambda: None
        self.calls: list[str] = []
        """What the program under trial has called so far, ids left out."""

    def spare(self) -> None:
        """Whoever calls from now on lives."""
        self._point = None

    def aim(self, victim: subprocess.Popen[bytes], point: Point | None) -> None:
        """At this call of a program that has just begun; None lets it live.

        What the one before it had sent and died over is no call of this one.
        """
        self.calls.clear()
        self._kill, self._point = victim.kill, point

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self.calls.append(f"{scope['method']} {_ID.sub('…', scope['path'])}")
        if self._point is None or len(self.calls) != self._point.call:
            await self._app(scope, receive, send)
            return
        if self._point.when is When.ANSWERED:
            await self._app(scope, receive, _nowhere)
        self._kill()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _nowhere(_: Message) -> None:
    """The answer is lost."""


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address at which `app` answers while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
