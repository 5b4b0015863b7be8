"""A service request as ЕСОЗ writes it, and the referral that the desk makes of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.referral import (
    Category,
    Identity,
    Priority,
    Processing,
    Referral,
    Sex,
    StateChange,
    Status,
)
from frontdesk.esoz.wire import (
    Age,
    Code,
    Coded,
    End,
    Id,
    Maybe,
    Moment,
    Quantity,
    Reference,
    Wire,
    Words,
    coded,
    each,
    lowered,
    read,
)

SERVICE_GROUP = "service_group"


class Person(Wire):
    last_name: Maybe[Words] = None
    first_name: Maybe[Words] = None
    second_name: Maybe[Words] = None
    gender: Maybe[Annotated[Sex, BeforeValidator(lowered)]] = None
    age: Maybe[Age] = None


class StatusChange(Wire):
    status: Code
    status_reason: Coded = None
    inserted_at: Moment


class ProcessingChange(Wire):
    program_processing_status: Code
    inserted_at: Moment


class ServiceRequest(Wire):
    """One item of a search. The fields without `Maybe` decide: unreadable, they spoil the item."""

    id: Id
    status: Annotated[Status, BeforeValidator(lowered)]
    program: Reference | None = None
    code: Reference | None = None
    used_by_legal_entity: Reference | None = None
    performer: Reference | None = None
    expiration_date: End | None = None
    quantity: Quantity | None = None
    remaining_quantity: Quantity | None = None

    requisition: Maybe[Words] = None
    program_processing_status: Maybe[Annotated[Processing, BeforeValidator(lowered)]] = None
    status_reason: Coded = None
    status_history: Annotated[tuple[StatusChange, ...], BeforeValidator(each(StatusChange))] = ()
    program_processing_status_history: Annotated[
        tuple[ProcessingChange, ...], BeforeValidator(each(ProcessingChange))
    ] = ()
    category: Annotated[Maybe[Category], BeforeValidator(coded)] = None
    priority: Maybe[Annotated[Priority, BeforeValidator(lowered)]] = None
    subject: Maybe[Reference] = None
    requester_legal_entity: Maybe[Reference] = None
    performer_type: Coded = None
    note: Maybe[Words] = None
    patient_instruction: Maybe[Words] = None
    inserted_at: Maybe[Moment] = None
    identity: Maybe[Person] = None


def read_referral(item: object, number: str) -> Referral | None:
    """The referral in an item found under `number`.

    None if it cannot be read, or stands under another number: it would be somebody else's.
    """
    request = read(ServiceRequest, item)
    if request is None or request.requisition not in {None, number}:
        return None
    return Referral(
        id=request.id,
        number=number,
        status=request.status,
        processing=request.program_processing_status,
        status_reason=_status_reason(request),
        service_id=_id(request.code),
        names_group=request.code is not None and request.code.kind == SERVICE_GROUP,
        category=request.category,
        priority=request.priority,
        programme_id=_id(request.program),
        programme_name=_name(request.program),
        issued_at=request.inserted_at,
        expires_at=request.expiration_date,
        patient_id=_id(request.subject),
        identity=_identity(request.identity),
        used_by=_id(request.used_by_legal_entity),
        used_by_name=_name(request.used_by_legal_entity),
        requester=_id(request.requester_legal_entity),
        requester_name=_name(request.requester_legal_entity),
        performer=_id(request.performer),
        performer_name=_name(request.performer),
        performer_speciality=request.performer_type,
        quantity=request.quantity.value if request.quantity else None,
        remaining=request.remaining_quantity.value if request.remaining_quantity else None,
        note=request.note,
        instruction=request.patient_instruction,
        history=_history(request),
    )


def _id(reference: Reference | None) -> str | None:
    return reference.id if reference else None


def _name(reference: Reference | None) -> str | None:
    return reference.display_value if reference else None


def _identity(person: Person | None) -> Identity:
    if person is None:
        return Identity()
    return Identity(
        surname=person.last_name,
        first_initial=person.first_name,
        second_initial=person.second_name,
        sex=person.gender,
        age=person.age,
    )


def _status_reason(request: ServiceRequest) -> str | None:
    """The reason of the present status; ЕСОЗ sometimes writes it into the history alone."""
    reasons = [it.status_reason for it in request.status_history if it.status == request.status]
    return request.status_reason or (reasons[-1] if reasons else None)


def _history(request: ServiceRequest) -> tuple[StateChange, ...]:
    """Both axes in one line of time, the oldest first."""
    changes = [StateChange(it.inserted_at, it.status) for it in request.status_history]
    changes += [
        StateChange(it.inserted_at, it.program_processing_status)
        for it in request.program_processing_status_history
    ]
    return tuple(sorted(changes, key=lambda change: change.at))
