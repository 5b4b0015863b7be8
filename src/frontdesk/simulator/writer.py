"""Writes invented referrals the way doctors' systems leave them in ЕСОЗ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from frontdesk.simulator.chance import fixed_id, fresh_id
from frontdesk.simulator.clinic import LEGAL_ENTITY
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.groups import categories, service_id
from frontdesk.simulator.people import Patient
from frontdesk.simulator.referrals import Change, Identity, Performer, ServiceRequest
from frontdesk.simulator.spec import Line, Shown, User
from frontdesk.simulator.staff import STAFF

OTHER_CLINIC = Performer(fixed_id("legal entity", "hospital"), "КНП «Міська лікарня №2»")
OTHER_DOCTOR = fixed_id("employee", "hospital doctor")
FAMILY_CLINIC = fixed_id("legal entity", "family clinic")
FAMILY_DOCTOR = fixed_id("employee", "family doctor")
VALID_FOR = 365
"""Days from the issue."""
ISSUED_AT = time(7, 41, 16, 204000, UTC)
USED_AT = time(0, 20, 3, 511000, UTC)
"""So early that a use of today is not in the future."""
LAST_SECOND = time(23, 59, 59, tzinfo=UTC)


class Writer:
    """One row of invented referrals; the same luck gives the same row."""

    def __init__(self, today: date, luck: Random) -> None:
        self._today = today
        self._luck = luck

    def write(self, number: str, lines: tuple[Line, ...], patient: Patient) -> list[ServiceRequest]:
        """The referrals of one number: one patient, one encounter, a second between them."""
        return [self._referral(number, place, line, patient) for place, line in enumerate(lines)]

    def write_booked(self, number: str, visit: BookedVisit, referral_id: str) -> ServiceRequest:
        """The referral, in work with us, by which this visit was booked."""
        post = next(post for post in STAFF if post.name == visit.offer.doctor.name)
        code = next(it.code for it in post.duties if service_id(it.code) == visit.offer.service_id)
        line = Line(code, processing="in_progress", user=User.WE, used=1)
        referral = self._referral(number, 0, line, visit.patient)
        return replace(
            referral,
            id=referral_id,
            used_by_employee=visit.offer.doctor.employee_id,
            employees=tuple(
                replace(change, value=visit.offer.doctor.employee_id or change.value)
                for change in referral.employees
            ),
        )

    def _referral(self, number: str, place: int, line: Line, patient: Patient) -> ServiceRequest:
        issued = self._ago(line.issued, ISSUED_AT) + timedelta(seconds=place)
        code = line.group.id if line.group else service_id(line.code)
        validity = VALID_FOR - line.issued if line.expires is None else line.expires
        blank = ServiceRequest(
            id=fresh_id(self._luck),
            requisition=number,
            code=code,
            is_group=line.group is not None,
            category=categories()[code],
            subject=patient.esoz_id,
            requester_legal_entity=LEGAL_ENTITY if line.from_us else FAMILY_CLINIC,
            requester_employee=_employee_of(line.code) if line.from_us else FAMILY_DOCTOR,
            inserted_at=issued,
            updated_at=issued,
            expires_at=self._ago(-validity, LAST_SECOND),
            identity=_identity(patient, line.shown, self._today),
            status_reason=line.reason,
            program=line.programme.id if line.programme else None,
            priority=line.priority,
            performer=OTHER_CLINIC if line.names_another_clinic else None,
            performer_type=_speciality_for(line),
            quantity=line.quantity,
            remaining=line.remaining,
            note=line.note,
            instruction=line.instruction,
            obstacle=line.obstacle,
        )
        lived = self._lived(blank, line)
        return _without_optional(lived) if line.bare else lived

    def _lived(self, blank: ServiceRequest, line: Line) -> ServiceRequest:
        """The referral after what happened to it: taken by a clinic, spent, recalled."""
        used = self._ago(line.used, USED_AT)
        statuses = [Change(blank.inserted_at, "active")]
        processings = [Change(blank.inserted_at, "new")] if line.programme else []
        if line.processing != "new" and line.programme:
            taken = "in_queue" if line.processing == "in_queue" else "in_progress"
            processings.append(Change(used, taken))
        ended = used + timedelta(hours=2)
        if line.processing == "completed":
            processings.append(Change(ended, "completed"))
        if line.status != "active":
            statuses.append(Change(ended, line.status, line.reason))
        clinic, employee = _user(line)
        return replace(
            blank,
            status=line.status,
            processing=line.processing if line.programme else None,
            completed_with=fresh_id(self._luck) if line.processing == "completed" else None,
            used_by=clinic,
            used_by_employee=employee,
            users=(Change(used, clinic),) if clinic else (),
            employees=(Change(used, employee),) if employee else (),
            statuses=tuple(statuses),
            processings=tuple(processings),
            updated_at=max(change.at for change in (*statuses, *processings)),
        )

    def _ago(self, days: int, at: time) -> datetime:
        return datetime.combine(self._today - timedelta(days=days), at)


def _user(line: Line) -> tuple[str | None, str | None]:
    """The clinic and the doctor who have the referral in work."""
    match line.user:
        case User.WE:
            return LEGAL_ENTITY, _employee_of(line.code)
        case User.ANOTHER:
            return OTHER_CLINIC.legal_entity, OTHER_DOCTOR
        case User.NOBODY:
            return None, None


def _employee_of(code: str) -> str:
    """Whoever of us gives the service, or the first of the staff."""
    able = [post for post in STAFF if any(duty.code == code for duty in post.duties)]
    return fixed_id("employee", (able or STAFF)[0].key)


def _speciality_for(line: Line) -> str | None:
    """Named for consultations with us only, as doctors' systems do."""
    if line.group is not None or "67" not in line.code:
        return None
    able = (post for post in STAFF if any(duty.code == line.code for duty in post.duties))
    return next((post.speciality for post in able), None)


def _identity(patient: Patient, shown: Shown, today: date) -> Identity | None:
    if shown is Shown.NOTHING:
        return None
    gender, age = "FEMALE" if patient.is_woman else "MALE", patient.age_on(today)
    if shown is Shown.NO_NAMES:
        return Identity(gender, age)
    second = f"{patient.patronymic[0]}." if patient.patronymic else None
    return Identity(gender, age, patient.surname, f"{patient.name[0]}.", second)


def _without_optional(referral: ServiceRequest) -> ServiceRequest:
    return replace(
        referral,
        priority=None,
        performer_type=None,
        quantity=None,
        remaining=None,
        leaves_out_nulls=True,
    )
