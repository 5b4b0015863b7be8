"""The medical programmes as ЕСОЗ keeps them, with invented ids: the real ones are not public."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.groups import service_id


@dataclass(frozen=True, slots=True)
class MedicalProgramme:
    """What a programme pays for."""

    name: str
    type: str = "SERVICE"
    excluded: frozenset[str] = frozenset()
    """Ids of the services that it does not include."""

    @property
    def id(self) -> str:
        return fixed_id("programme", self.name)


FREE_OF_CHARGE = MedicalProgramme(
    "Програма державних гарантій медичного обслуговування населення",
    excluded=frozenset({service_id("55844-00")}),
)
OTHER_FUNDING = MedicalProgramme("Інші джерела фінансування медичного обслуговування населення")
MEDICINES = MedicalProgramme("Доступні ліки", type="MEDICATION")

PROGRAMMES = {it.id: it for it in (FREE_OF_CHARGE, OTHER_FUNDING, MEDICINES)}
