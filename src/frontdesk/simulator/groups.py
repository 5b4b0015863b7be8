"""The catalogue's ids, which are invented, and its groups: a referral may name one or the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from frontdesk.data import catalogue
from frontdesk.simulator.chance import fixed_id


@dataclass(frozen=True, slots=True)
class Group:
    """A group of services, by category and by how their codes begin."""

    name: str
    category: str
    prefixes: tuple[str, ...] = ("",)

    @property
    def id(self) -> str:
        return fixed_id("group", self.name)

    def holds(self, service: catalogue.CodedService) -> bool:
        return service.category == self.category and service.code.startswith(self.prefixes)


CONSULTATIONS = Group("Консультації лікарів-спеціалістів", "counselling")
ULTRASOUND = Group("Ультразвукові дослідження", "imaging", ("55", "909"))
X_RAY = Group("Рентгенологічні дослідження", "imaging", ("57", "58", "59"))
ENDOSCOPY = Group("Ендоскопічні дослідження", "diagnostic_procedure", ("304", "320", "418"))
HEART_RECORDS = Group("Електрокардіографічні дослідження", "diagnostic_procedure", ("117",))
BLOOD = Group("Загальноклінічні аналізи", "laboratory_procedure", ("A34", "A35"))
THYROID_AND_GLUCOSE = Group(
    "Аналізи: ендокринна система та обмін речовин", "laboratory_procedure", ("T3",)
)
PSYCHOTHERAPY = Group("Психотерапія", "procedure", ("961", "962"))
GROUPS = (
    ULTRASOUND,
    X_RAY,
    ENDOSCOPY,
    HEART_RECORDS,
    BLOOD,
    THYROID_AND_GLUCOSE,
    PSYCHOTHERAPY,
    CONSULTATIONS,
    Group("Візуалізація", "imaging"),
    Group("Діагностичні послуги", "diagnostic_procedure"),
    Group("Лабораторні послуги", "laboratory_procedure"),
    Group("Процедури", "procedure"),
)
"""The nearer groups stand before the wider ones."""


def service_id(code: str) -> str:
    return fixed_id("service", code)


@cache
def categories() -> dict[str, str]:
    """ЕСОЗ's category of each service and group, by id."""
    of_services = {service_id(row.code): row.category for row in catalogue.services().services}
    return of_services | {group.id: group.category for group in GROUPS}
