"""Jobs: ЕСОЗ takes an action at once and says later what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.simulator.envelopes import Fault, Json
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.render import moment

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

    def as_json(self) -> Json:
        match self.outcome:
            case None:
                link = {"entity": "job", "href": f"/jobs/{self.id}"}
                return {"status": "pending", **self._eta, "links": [link]}
            case Fault() as fault:
                failed = {"status": "failed", "status_code": fault.http, **self._eta}
                return {**failed, "error": fault.as_json()}
            case ServiceRequest() as it:
                href = f"/api/patients/{it.subject}/service_requests/{it.id}"
                link = {"entity": "service_request", "href": href}
                return {"status": "processed", "status_code": 200, **self._eta, "links": [link]}

    @property
    def http(self) -> int:
        """303 when it is done, with no Location; 200 otherwise, also when it failed."""
        return 303 if isinstance(self.outcome, ServiceRequest) else 200

    @property
    def _eta(self) -> dict[str, Json]:
        return {"eta": moment(self.taken_at + ETA)}
