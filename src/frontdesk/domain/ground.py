"""Why a visit happens: the ground (підстава) that the doctor will need for coding (REGISTRAR 4)."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    E_REFERRAL = "e_referral"
    PAPER_REFERRAL = "paper_referral"
    DIRECT_ACCESS = "direct_access"
    CHRONIC = "chronic"
    TREATING_DOCTOR = "treating_doctor"
    URGENT = "urgent"
    PAID = "paid"


WITHOUT_NUMBER = (
    Ground.DIRECT_ACCESS,
    Ground.CHRONIC,
    Ground.TREATING_DOCTOR,
    Ground.PAPER_REFERRAL,
    Ground.PAID,
)
"""On which a time is booked or waited for; an urgent condition goes to the doctor at once."""
