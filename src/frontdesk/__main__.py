"""`python -m frontdesk` is `frontdesk`."""

from __future__ import annotations

import sys

from frontdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
