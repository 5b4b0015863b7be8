from __future__ import annotations

import sys

from hypothesis import settings

collect_ignore = ["program"] if sys.platform == "win32" else []  # no pseudo-terminals there

# A busy machine is no failure: speed is measured by the benchmarks.
settings.register_profile("untimed", deadline=None, max_examples=40)
settings.load_profile("untimed")
