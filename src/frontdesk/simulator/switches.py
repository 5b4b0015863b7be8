"""What about the simulated ЕСОЗ can be otherwise: the open questions, and the faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Seconds = Annotated[float, Field(ge=0, le=10**9)]
Share = Annotated[float, Field(ge=0, le=1)]
"""How often, of all times."""
Party = Literal["verified", "unverified", "deceased"]


@dataclass(slots=True)
class Switches:
    """May be turned while the simulator runs."""

    default_status: Literal["active"] | None = None
    """Which referrals a search without `status` shows; the documents and the source differ."""
    takeover: Literal["exclusive", "takeover_next_day"] = "exclusive"
    """Whether a referral in work elsewhere may be taken, if it was taken on an earlier day."""
    use_errors: Literal["job", "at_once"] = "job"
    """Whether a refusal of `use` comes in the job or as the answer to the call."""
    release: Literal["queued", "in_work"] = "queued"
    """Which referrals a clinic may let go: those of the old queue only, or what it has in work."""
    resend: Literal["job", "at_once"] = "job"
    """Whether sending the message again is a job; the documents allow both."""

    job_seconds: Seconds = 0.3
    """How long a job stays pending."""
    job_errors: Literal["object", "string"] = "object"
    """How a failed job tells its error."""
    job_codes: Literal["integer", "string"] = "integer"
    """How a job writes its `status_code`."""
    job_links: Literal["/jobs", "/Jobs", "/api/jobs", "absolute"] = "/jobs"
    """How the address of a job is written."""
    job_result: Literal["link", "inside"] = "link"
    """Whether a finished job names the referral, or holds it."""
    paging: Literal["page_number", "page", "cursor"] = "page_number"
    """Under which keys a list tells its page."""
    absent: Literal["null", "left_out"] = "null"
    """How a referral shows an optional field that is empty."""

    role: str = "RECEPTIONIST"
    """Whose rights a session has."""
    more_scopes: str = ""
    """Rights beyond the role's, with spaces between."""
    party: Party = "verified"
    """How the register of people knows the user; only a verified one may take referrals."""
    token_seconds: Seconds = 14 * 86400.0
    """How long a session lasts from its issue."""

    latency_seconds: Seconds = 0.0
    """How long every answer takes: always so long, or half of them with a spread."""
    latency_spread: Annotated[float, Field(ge=0, le=3)] = 0.0
    """Sigma of a log-normal distribution; 0.5 makes one answer of twenty take 2.3 times longer."""
    silent: bool = False
    """The proxy answers 503 with a page for everything."""
    loses_answers: bool = False
    """`use` is taken, and then the proxy answers 502 with a page."""
    lost_before: Share = 0.0
    """Calls that never reach the service."""
    lost_after: Share = 0.0
    """Calls that are carried out and whose answer is lost."""
    loss: Literal["page", "silence"] = "page"
    """What the caller sees of a loss: the proxy's 502, or nothing until it gives up."""
    calls_per_minute: Annotated[int, Field(ge=1)] | None = None
    """The most calls of one session to one kind of address; beyond it 429."""

    person_limit: Annotated[int, Field(ge=0)] = 20
    """A person search that finds more is refused as not specific enough."""
    more_services: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Invented services beyond the official list: the real catalogue has some 10 000."""
    more_employees: Annotated[int, Field(ge=0, le=100_000)] = 0
    """Invented employees beyond the furnished clinic's."""
