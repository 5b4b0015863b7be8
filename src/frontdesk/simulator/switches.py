"""What about the simulated ЕСОЗ can be otherwise: the open questions, and the faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Switches:
    """May be turned while the simulator runs."""

    default_status: Literal["active"] | None = None
    """Which referrals a search without `status` shows; the documents and the source differ."""
    takeover: Literal["exclusive", "takeover_next_day"] = "exclusive"
    """Whether a referral in work elsewhere may be taken, if it was taken on an earlier day."""
    use_errors: Literal["job", "at_once"] = "job"
    """Whether a refusal of `use` comes in the job or as the answer to the call."""
    job_seconds: float = 0.3
    """How long a job stays pending."""
    latency_seconds: float = 0.0
    """How long every answer takes."""
    silent: bool = False
    """The proxy answers 503 with a page for everything."""
    loses_answers: bool = False
    """`use` is taken, and then the proxy answers 502 with a page."""
