"""Jobs: ЕСОЗ takes an action at once and says later what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.simulator.envelopes import GATEWAY_HOST, Fault, Json
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.render import moment, read
from frontdesk.simulator.switches import Switches

ETA = timedelta(minutes=1)
"""What ЕСОЗ promises, whatever happens."""

Outcome = ServiceRequest | Fault


@dataclass(slots=True)
class Job:
    """An action taken but not yet carried out, or its outcome."""

    id: str
    asked: object
    """What was asked: the same again, while pending, gets the same job."""
    due: float
    """Ticks (seconds) at which it is carried out."""
    taken_at: datetime
    action: Callable[[], Outcome]
    outcome: Outcome | None = None

    def as_json(self, switches: Switches) -> Json:
        match self.outcome:
            case None:
                link = {"entity": "job", "href": _address(self.id, switches)}
                return {"status": "pending", **self._eta, "links": [link]}
            case Fault() as fault:
                error = fault.as_json()
                return {
                    "status": "failed",
                    "status_code": _code(fault.http, switches),
                    **self._eta,
                    "error": error if switches.job_errors == "object" else fault.words,
                }
            case ServiceRequest() as it:
                done = {"status": "processed", "status_code": _code(200, switches)}
                return {**done, **self._eta, **_result(it, switches)}

    def http(self, switches: Switches) -> int:
        """303 when it names its result, with no Location; 200 otherwise, also when it failed."""
        points_on = isinstance(self.outcome, ServiceRequest) and switches.job_result == "link"
        return 303 if points_on else 200

    @property
    def _eta(self) -> dict[str, Json]:
        return {"eta": moment(self.taken_at + ETA)}


def _result(it: ServiceRequest, switches: Switches) -> dict[str, Json]:
    if switches.job_result == "inside":
        return {"response_data": read(it, switches)}
    href = f"/api/patients/{it.subject}/service_requests/{it.id}"
    return {"links": [{"entity": "service_request", "href": href}]}


def _address(job_id: str, switches: Switches) -> str:
    if switches.job_links == "absolute":
        return f"{GATEWAY_HOST}/api/jobs/{job_id}"
    return f"{switches.job_links}/{job_id}"


def _code(http: int, switches: Switches) -> Json:
    return http if switches.job_codes == "integer" else str(http)
