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
    # These two are asked often, by people and by scripts: no parser is needed for them.
    match typed[:1]:
        case ["--version"]:
            sys.stdout.write(f"{VERSION}\n")
            return 0
        case ["-h" | "--help"]:
            return _help(typed)
    return _run(typed, guarded=argv is None)


def _help(typed: Sequence[str]) -> int:
    from frontdesk.cli.language import chosen
    from frontdesk.cli.overview import overview
    from frontdesk.words import Words

    sys.stdout.write(overview(Words(chosen(typed))))
    return 0


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
