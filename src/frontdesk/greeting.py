"""Whether the demo has still to greet this user of the computer."""

from __future__ import annotations

import os
from pathlib import Path


class Greeting:
    """Given until its offer of a tour is answered; an empty file at `path` says that it was."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def is_due(self) -> bool:
        """Not if nobody can tell: it must not come again and again."""
        try:
            self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        return False

    def answered(self) -> None:
        """From now on it is not given; where that can't be kept, it will be given once more."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError:
            return
