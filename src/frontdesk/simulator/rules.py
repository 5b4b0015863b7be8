"""What ЕСОЗ checks before a clinic may have a referral, in its order and with its messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from frontdesk.simulator.bodies import UseBody
from frontdesk.simulator.envelopes import INTERNAL_ERROR, Fault, Violation, conflict, invalid
from frontdesk.simulator.programmes import PROGRAMMES
from frontdesk.simulator.referrals import Obstacle, ServiceRequest, Snag
from frontdesk.simulator.switches import Party

KYIV = ZoneInfo("Europe/Kyiv")
WRONG_TYPE = "Invalid program type"
NOT_INCLUDED = "Service is not included in the program"


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic of the token."""

    legal_entity: str
    employees: frozenset[str]


def refuse_party(party: Party) -> Fault | None:
    """Why this user may not act, whatever the scopes: the register of people has no good record."""
    if party == "verified":
        return None
    standing = "not verified" if party == "unverified" else "deceased"
    return Fault(403, "forbidden", f"Access denied. Party is {standing}")


def refuse_use(
    it: ServiceRequest, body: UseBody, clinic: Clinic, now: datetime, *, next_day_takeover: bool
) -> Fault | None:
    """Why the clinic cannot have it, if it cannot."""
    return (
        _state(it, now)
        or _taken(it, clinic, now, next_day_takeover=next_day_takeover)
        or _programme(it, body.program)
        or refuse_qualify(it)
        or _whose(body, clinic)
    )


def refuse_qualify(it: ServiceRequest) -> Fault | None:
    """Why the whole check of programmes cannot be made, if it cannot."""
    if it.status != "active":
        return conflict("service request has wrong status")
    match it.obstacle:
        case Obstacle(Snag.CONFLICT, message):
            return conflict(message)
        case Obstacle(Snag.CRASH):
            return INTERNAL_ERROR
        case _:
            return None


def rejection(it: ServiceRequest, program: str) -> str | None:
    """Why this programme does not pay for the referral, if it does not."""
    programme = PROGRAMMES.get(program)
    if programme is None:
        return "Program not found"
    if programme.type != "SERVICE":
        return WRONG_TYPE
    if it.code in programme.excluded:
        return NOT_INCLUDED
    match it.obstacle:
        case Obstacle(Snag.INVALID, message) if program == it.program:
            return message
        case _:
            return None


def refuse_release(it: ServiceRequest, clinic: Clinic, *, from_work: bool) -> Fault | None:
    """Only a referral in the old queue can be let go: a current `use` has no undo.

    `from_work` is the other reading of the documents: a clinic lets go what it has in work.
    """
    if it.status != "active":
        return conflict("Invalid service request status")
    in_work_here = it.processing == "in_progress" and it.used_by == clinic.legal_entity
    if it.processing != "in_queue" and not (from_work and in_work_here):
        return conflict("Invalid program processing status")
    return None


def refuse_resend(it: ServiceRequest) -> Fault | None:
    """Only for an active referral does the patient get the message again."""
    return None if it.status == "active" else conflict("Invalid service request status")


def _state(it: ServiceRequest, now: datetime) -> Fault | None:
    if it.program is None:
        return conflict("Service request without a program can not be used")
    if it.expires_at < now:
        return conflict("Service request is expired")
    if it.status != "active":
        return conflict("Can't use inactive service request")
    if it.processing == "completed":
        return conflict("Service request is already completed")
    return None


def _taken(
    it: ServiceRequest, clinic: Clinic, now: datetime, *, next_day_takeover: bool
) -> Fault | None:
    if not it.is_taken:
        return None
    by_another = it.used_by != clinic.legal_entity
    if next_day_takeover and by_another and _last_used(it) < now.astimezone(KYIV).date():
        return None
    return conflict("Service request is already used")


def _last_used(it: ServiceRequest) -> date:
    """The Kyiv date of the last use."""
    return max((change.at for change in it.users), default=it.updated_at).astimezone(KYIV).date()


def _programme(it: ServiceRequest, program: str) -> Fault | None:
    if program not in PROGRAMMES:
        return _about("program", "Program not found")
    reason = rejection(it, program)
    return conflict(reason) if reason else None


def _whose(body: UseBody, clinic: Clinic) -> Fault | None:
    if body.employee is not None and body.employee not in clinic.employees:
        return _about(
            "used_by_employee",
            "You can assign service request only to employee within your legal entity",
        )
    if body.legal_entity != clinic.legal_entity:
        return _about(
            "used_by_legal_entity", "You can assign service request only to your legal entity"
        )
    return None


def _about(key: str, message: str) -> Fault:
    return invalid([Violation(f"$.{key}.identifier.value", "invalid", message)])
