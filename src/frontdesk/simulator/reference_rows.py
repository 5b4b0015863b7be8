"""Rows of reference data as ЕСОЗ prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.clinic import DIVISION, LEGAL_ENTITY, NAME
from frontdesk.simulator.employees import Employee
from frontdesk.simulator.envelopes import Json
from frontdesk.simulator.programmes import FREE_OF_CHARGE, MedicalProgramme
from frontdesk.simulator.written import SINCE, WRITTEN

OUTPATIENT = "OUTPATIENT"
HOURS: Json = [["08.00", "19.00"]]


@dataclass(frozen=True, slots=True)
class HealthcareService:
    """A speciality in which the clinic receives."""

    speciality: str

    @property
    def id(self) -> str:
        return fixed_id("healthcare service", self.speciality)

    @property
    def told(self) -> Mapping[str, str]:
        return {
            "division_id": DIVISION,
            "speciality_type": self.speciality,
            "providing_condition": OUTPATIENT,
            "status": "ACTIVE",
        }


@dataclass(frozen=True, slots=True)
class Role:
    """An employee in the healthcare service of his or her speciality."""

    employee: Employee

    @property
    def told(self) -> Mapping[str, str]:
        return {
            "employee_id": self.employee.id,
            "healthcare_service_id": HealthcareService(self.employee.speciality or "").id,
            "status": "ACTIVE" if self.employee.status == "APPROVED" else "INACTIVE",
        }


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A service in a programme."""

    programme: MedicalProgramme
    service_id: str

    @property
    def told(self) -> Mapping[str, str]:
        return {
            "medical_program_id": self.programme.id,
            "service_id": self.service_id,
            "is_active": "true",
        }


def employee(it: Employee) -> Json:
    shown: dict[str, Json] = {
        "id": it.id,
        "position": it.position,
        "employee_type": it.type,
        "status": it.status,
        "start_date": "2019-03-02",
        "end_date": None if it.status == "APPROVED" else "2025-06-30",
        "is_active": it.status == "APPROVED",
        "party": {
            "id": fixed_id("party", it.id),
            "first_name": it.name,
            "last_name": it.surname,
            "second_name": it.patronymic,
            "no_tax_id": False,
            "verification_status": "VERIFIED",
            "declaration_limit": 0,
            "declaration_count": 0,
        },
        "division": {
            "id": DIVISION,
            "name": NAME,
            "legal_entity_id": LEGAL_ENTITY,
            "type": "CLINIC",
            "status": "ACTIVE",
            "mountain_group": False,
        },
        "legal_entity": {"id": LEGAL_ENTITY, "name": NAME},
    }
    if it.speciality:
        speciality: Json = {
            "speciality": it.speciality,
            "speciality_officio": True,
            "level": "HIGHEST",
        }
        shown[it.type.lower()] = {"specialities": [speciality]}
    return shown


def division() -> Mapping[str, Json]:
    return {
        "id": DIVISION,
        "name": NAME,
        "type": "CLINIC",
        "status": "ACTIVE",
        "legal_entity_id": LEGAL_ENTITY,
        "addresses": [],
        "phones": [],
        "email": None,
        "working_hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS),
        "mountain_group": False,
        "dls_verified": True,
    }


def healthcare_service(it: HealthcareService) -> Json:
    category = {"system": "HEALTHCARE_SERVICE_CATEGORIES", "code": "MSP"}
    return {
        "id": it.id,
        **it.told,
        "legal_entity_id": LEGAL_ENTITY,
        "license_id": None,
        "category": {"coding": [category], "text": None},
        "type": None,
        "comment": None,
        "coverage_area": None,
        "available_time": [
            {
                "days_of_week": ["mon", "tue", "wed", "thu", "fri"],
                "all_day": False,
                "available_start_time": "08:00:00",
                "available_end_time": "19:00:00",
            }
        ],
        "not_available": [],
        "is_active": True,
        **WRITTEN,
    }


def role(it: Role) -> Json:
    return {
        "id": fixed_id("employee role", it.employee.id),
        **it.told,
        "start_date": SINCE,
        "end_date": None,
        "is_active": it.employee.status == "APPROVED",
        **WRITTEN,
    }


def programme(it: MedicalProgramme) -> Json:
    return {
        "id": it.id,
        "name": it.name,
        "type": it.type,
        "is_active": True,
        "funding_source": "NHS" if it is FREE_OF_CHARGE else "SELF",
        "medical_program_settings": {},
        **WRITTEN,
    }


def inclusion(it: Inclusion) -> Json:
    return {
        "id": fixed_id("program service", it.programme.id, it.service_id),
        "medical_program_id": it.programme.id,
        "service_id": it.service_id,
        "service_group_id": None,
        "consumer_price": 0,
        "description": None,
        "request_allowed": True,
        "is_active": True,
        **WRITTEN,
    }
