"""Proves one promise at length: `python -m prove powerloss`, `python -m prove kill`.

The exit code says whether it held.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

CAMPAIGNS = ("powerloss", "kill", "claims", "outage")


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] not in CAMPAIGNS:
        print(f"What to prove: {', '.join(CAMPAIGNS)}. With --help: its settings.", file=sys.stderr)
        return 2
    campaign: Callable[[Sequence[str]], int] = import_module(f"prove.{argv[0]}").main
    return campaign(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
