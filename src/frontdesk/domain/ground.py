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
