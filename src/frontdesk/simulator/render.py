"""A referral as ЕСОЗ prints it."""

from __future__ import annotations

from datetime import datetime

from frontdesk.simulator.bodies import RESOURCES
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.envelopes import Json
from frontdesk.simulator.programmes import PROGRAMMES
from frontdesk.simulator.referrals import Change, Identity, ServiceRequest
from frontdesk.simulator.switches import Switches

CATEGORIES = "eHealth/SNOMED/service_request_categories"
USER = fixed_id("user", "another system")
"""Who wrote every line of the histories."""
RECALL_REASONS = "eHealth/service_request_recall_reasons"
CANCEL_REASONS = "eHealth/service_request_cancel_reasons"


def moment(at: datetime) -> str:
    """ISO 8601, milliseconds, Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def found(referral: ServiceRequest, switches: Switches) -> Json:
    """As the search shows it: with the patient's identity."""
    shown = {**_whole(referral), "identity": _identity(referral.identity)}
    return _printed(shown, referral, switches)


def read(referral: ServiceRequest, switches: Switches) -> Json:
    """As its own address shows it: without."""
    return _printed(_whole(referral), referral, switches)


def _printed(shown: dict[str, Json], referral: ServiceRequest, switches: Switches) -> Json:
    leaves_out = referral.leaves_out_nulls or switches.absent == "left_out"
    return _without_nulls(shown) if leaves_out else shown


def _whole(it: ServiceRequest) -> dict[str, Json]:
    return {
        "id": it.id,
        "requisition": it.requisition,
        **_state(it),
        **_order(it),
        **_use(it),
        "specimens": [],
        "focus": [],
        "inform_with": None,
        "inserted_at": moment(it.inserted_at),
        "updated_at": moment(it.updated_at),
    }


def _state(it: ServiceRequest) -> dict[str, Json]:
    programme = PROGRAMMES.get(it.program or "")
    shown = reference("medical_program", it.program, programme.name if programme else None)
    return {
        "status": it.status,
        "status_reason": _reason(it.status, it.status_reason),
        "program": shown,
        "program_processing_status": it.processing,
        "status_history": [
            {
                "status": change.value,
                "status_reason": _reason(change.value, change.reason),
                **_written(change),
            }
            for change in it.statuses
        ],
        "program_processing_status_history": [
            {"program_processing_status": change.value, **_written(change)}
            for change in it.processings
        ],
        "program_service": None,
    }


def _order(it: ServiceRequest) -> dict[str, Json]:
    performer = it.performer
    return {
        "intent": "order",
        "priority": it.priority,
        "based_on": None,
        "category": _coded(CATEGORIES, it.category),
        "code": reference("service_group" if it.is_group else "service", it.code),
        "subject": reference("patient", it.subject),
        "context": reference("encounter", fixed_id("encounter", it.requisition)),
        "requester_employee": reference("employee", it.requester_employee),
        "requester_legal_entity": reference("legal_entity", it.requester_legal_entity),
        "reason_reference": [reference("condition", fixed_id("condition", it.requisition))],
        "supporting_info": [],
        "note": it.note,
        "patient_instruction": it.instruction,
        "expiration_date": it.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "permitted_resources": [],
        "performer": reference("legal_entity", performer.legal_entity, performer.name)
        if performer
        else None,
        "location_reference": None,
        "performer_type": _coded("SPECIALITY_TYPE", it.performer_type),
        "quantity": _pieces(it.quantity),
        "remaining_quantity": _pieces(it.remaining),
    }


def _use(it: ServiceRequest) -> dict[str, Json]:
    return {
        "used_by_employee": reference("employee", it.used_by_employee),
        "used_by_legal_entity": reference("legal_entity", it.used_by),
        "used_by_employee_history": [
            {"used_by_employee": reference("employee", change.value), **_written(change)}
            for change in it.employees
        ],
        "used_by_legal_entity_history": [
            {"used_by_legal_entity": reference("legal_entity", change.value), **_written(change)}
            for change in it.users
        ],
        "completed_with": reference("encounter", it.completed_with),
    }


def reference(resource: str, value: str | None, display_value: str | None = None) -> Json:
    """A reference to another resource. ЕСОЗ fills the display value of few of them."""
    if value is None:
        return None
    kind: Json = {"coding": [{"system": RESOURCES, "code": resource}], "text": ""}
    return {"identifier": {"type": kind, "value": value}, "display_value": display_value}


def _identity(it: Identity | None) -> Json:
    if it is None:
        return None
    return {
        "last_name": it.last_name,
        "first_name": it.first_name,
        "second_name": it.second_name,
        "gender": it.gender,
        "age": it.age,
    }


def _coded(system: str, code: str | None) -> Json:
    return {"coding": [{"system": system, "code": code}], "text": None} if code else None


def _reason(status: str, code: str | None) -> Json:
    """Expiry and mistakes stand in the list of cancel reasons, the doctor's in that of recalls."""
    if status == "completed":
        return _coded("eHealth/service_request_complete_reasons", code)
    by_doctor = status == "recalled" and code != "autoexpired"
    return _coded(RECALL_REASONS if by_doctor else CANCEL_REASONS, code)


def _pieces(count: int | None) -> Json:
    if count is None:
        return None
    return {"value": count, "system": "SERVICE_UNIT", "code": "PIECE", "unit": "шт"}


def _written(change: Change) -> dict[str, Json]:
    return {"inserted_at": moment(change.at), "inserted_by": USER}


def _without_nulls(shown: dict[str, Json]) -> Json:
    return {key: value for key, value in shown.items() if value is not None and value != []}
