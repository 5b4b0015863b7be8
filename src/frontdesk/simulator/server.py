"""The simulated ЕСОЗ behind a real port."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend


def serve(
    backend: Backend, port: int, on_ready: Callable[[int], None], host: str = "127.0.0.1"
) -> None:
    """Serves until Ctrl+C. Port 0 takes any that is free; `on_ready` learns which.

    Raises:
        OSError: the port is taken or not allowed.
    """
    import uvicorn

    class Announced(uvicorn.Server):
        """Says that it is ready once Ctrl+C is in good hands: before, it could hit anything."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            on_ready(listener.getsockname()[1])

    with socket.create_server((host, port)) as listener, suppress(KeyboardInterrupt):
        # asyncio sees to this only on its own sockets; without it every answer waits some 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = uvicorn.Config(
            build_app(backend), log_level="error", access_log=False, lifespan="off"
        )
        Announced(config).run(sockets=[listener])
