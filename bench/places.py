"""Databases on either engine, as a clinic has them: every commit outlives a power cut."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from tests.postgres import Server, serving

NewPlace = Callable[[], AbstractContextManager[str]]
"""The URL of an empty database, for a while."""


@contextmanager
def engines() -> Iterator[dict[str, NewPlace]]:
    """Where databases can be had while the block runs, by the engine's name."""
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder,
        serving(durable=True) as server,
    ):
        numbers = count()

        @contextmanager
        def file() -> Iterator[str]:
            yield f"sqlite:///{Path(folder) / f'clinic-{next(numbers)}.db'}"

        yield {"SQLite": file, "PostgreSQL": lambda: _on(server)}


@contextmanager
def _on(server: Server) -> Iterator[str]:
    with server.fresh("migrated") as name:
        yield server.url(name)
