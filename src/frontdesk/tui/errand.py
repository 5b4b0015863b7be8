"""What a time is sought for: a service under a referral, or on a ground that needs none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frontdesk.desk.answers import Finding, Line
from frontdesk.domain.clinic import Clinic, Offer
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.patient import Patient
from frontdesk.domain.referral import Identity


@dataclass(frozen=True, slots=True)
class Errand:
    """Carried from the screen that knows why the patient comes to the one that confirms."""

    ground: Ground
    service_name: str | None
    offers: tuple[Offer, ...]
    """Who may see the patient."""
    line: Line | None = None
    consent: bool = False
    """The patient or the clerk has said that it shall be here."""
    number: str = ""
    """Of the e-referral, masked."""
    patient: Patient | None = None
    """Who comes, if that is known already."""
    paper: PaperReferral | None = None

    @classmethod
    def under(cls, clinic: Clinic, finding: Finding, line: Line, *, consent: bool) -> Errand:
        """A visit under the referral of this line."""
        offers = clinic.offers_for(line.referral)
        number = finding.number.masked
        return cls(Ground.E_REFERRAL, line.service_name, offers, line, consent, number)

    @property
    def identity(self) -> Identity:
        """What the referral tells of the patient."""
        return self.line.referral.identity if self.line else Identity()

    @property
    def last_day(self) -> date | None:
        """The last day on which the visit is free of charge."""
        return self.line.last_day if self.line else None

    @property
    def visits_left(self) -> int:
        """How many can still be booked for it at once."""
        return self.line.visits_left if self.line else 1

    @property
    def goes_on(self) -> bool:
        """Visits of its course stand already."""
        return self.line is not None and self.line.goes_on
