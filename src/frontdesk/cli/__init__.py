"""The command line: parse, pick a command, print. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from frontdesk import __version__

VERSION = f"frontdesk {__version__}"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (PRODUCT 7)."""
    typed = sys.argv[1:] if argv is None else argv
    if typed and typed[0] == "--version":
        # Installers and scripts ask it often: no parser is needed for that.
        sys.stdout.write(f"{VERSION}\n")
        return 0
    return _run(typed, guarded=argv is None)


def _run(typed: Sequence[str], *, guarded: bool) -> int:
    from frontdesk.cli.exits import Exit
    from frontdesk.cli.parser import parse

    arguments, words = parse(typed)
    if guarded:
        # The process is ours alone: so is what nobody in it catches.
        from frontdesk.cli import guard

        guard.stand(words)
    try:
        code = int(arguments.run(arguments, words))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, and would complain of the reader who went away.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.DONE)
    except KeyboardInterrupt:
        return int(Exit.REFUSED)
    return code
