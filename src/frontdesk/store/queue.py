"""Writers of one file wait in the kernel's queue: it is fair, SQLite's own waiting is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.store.failure import StoreError, trouble_of_file

if sys.platform == "win32":

    @contextmanager
    def queued(lock: Path) -> Iterator[None]:  # noqa: ARG001 - one signature on every system
        """Windows has no such queue: SQLite's own waiting must do."""
        yield

else:
    import fcntl

    @contextmanager
    def queued(lock: Path) -> Iterator[None]:
        """Waits for its turn; a holder that dies is passed over.

        Raises:
            StoreError: the lock file can be neither opened nor created.
        """
        try:
            file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(trouble_of_file(error), lock) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)
