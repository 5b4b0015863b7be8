"""Files that a command writes because it was told to."""

from __future__ import annotations

import os
from pathlib import Path

from frontdesk.cli.exits import Exit
from frontdesk.cli.running import complain
from frontdesk.words import Words


def save(words: Words, content: bytes, path: Path) -> Exit:
    """Never over an existing file; readable by this user alone."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        complain(words.tr("{path} exists already; it was left as it is.", path=path))
        return Exit.USAGE
    except OSError:
        complain(words.tr("{path} cannot be written.", path=path))
        return Exit.USAGE
    return Exit.DONE
