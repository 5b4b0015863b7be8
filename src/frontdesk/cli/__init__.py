"""The command line: parse, pick a command, print. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from frontdesk.cli.exits import Exit
from frontdesk.cli.parser import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (PRODUCT 7)."""
    arguments, words = parse(sys.argv[1:] if argv is None else argv)
    try:
        return int(arguments.run(arguments, words))
    except BrokenPipeError:
        sys.stderr.close()
        return int(Exit.DONE)
    except KeyboardInterrupt:
        return int(Exit.REFUSED)
