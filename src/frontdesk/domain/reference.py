"""What ЕСОЗ keeps registers of and the clinic keeps copies of (FACTS 7, 8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.domain.clinic import Service
from frontdesk.domain.patient import Name


class Register(StrEnum):
    """One list of ЕСОЗ's, in the order in which they are read."""

    SERVICES = "services"
    PROGRAMMES = "programmes"
    EMPLOYEES = "employees"
    DIVISIONS = "divisions"
    HEALTHCARE_SERVICES = "healthcare_services"
    EMPLOYEE_ROLES = "employee_roles"


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """A clinic, ours or another."""

    id: str
    name: str
    phone: str | None = None
    """As it is shown."""


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    id: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class MedicalProgramme:
    id: str
    name: str
    type: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who works for the clinic."""

    id: str
    surname: str
    first_name: str | None = None
    patronymic: str | None = None
    position: str | None = None
    """Code of ЕСОЗ's POSITION."""
    type: str | None = None
    """DOCTOR, SPECIALIST, ASSISTANT, RECEPTIONIST …"""
    status: str | None = None
    """APPROVED, DISMISSED, REORGANIZED."""
    division_id: str | None = None
    specialities: tuple[str, ...] = ()
    """Codes of ЕСОЗ's SPECIALITY_TYPE, the main one first."""

    @property
    def full_name(self) -> str:
        return Name(self.surname, self.first_name, self.patronymic).full


@dataclass(frozen=True, slots=True)
class Division:
    """A place of the clinic."""

    id: str
    name: str
    type: str | None = None
    status: str | None = None
    hours: tuple[str, ...] = ()
    """Working hours as `mon 08:00-12:00`; they only describe, no process heeds them (FACTS 8)."""


@dataclass(frozen=True, slots=True)
class HealthcareService:
    """A speciality in which a division receives."""

    id: str
    division_id: str | None = None
    speciality: str | None = None
    providing_condition: str | None = None
    """OUTPATIENT, INPATIENT …"""
    status: str | None = None


@dataclass(frozen=True, slots=True)
class EmployeeRole:
    """An employee works in a healthcare service."""

    id: str
    employee_id: str
    healthcare_service_id: str
    status: str | None = None


Record = Service | MedicalProgramme | Employee | Division | HealthcareService | EmployeeRole


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of a register, as far as it could be read."""

    number: int
    """Counted from one."""
    end: int
    """Places of the register (of services: of the tree's roots) that come before the next page."""
    has_more: bool
    records: tuple[Record, ...] = ()
    groups: tuple[ServiceGroup, ...] = ()
    """Those in which services of the page stand."""
    unreadable: int = 0
    total: int | None = None
    """Places of the whole register, where ЕСОЗ tells it."""
    pages: int | None = None
    """The number of the last page, where ЕСОЗ tells it."""
