"""A slip as the desk would hand it over, and one that somebody hostile has filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.slips.slip import Slip

SLIP = Slip(
    status="Записано",
    patient="Їжакевич Ґ. Є.",
    service="Консультація кардіолога",
    doctor="Мельник Оксана Іванівна",
    position="лікар-кардіолог",
    clinic="КНП «Міська поліклініка №5»",
    room="каб. 207",
    date="середа, 25 листопада",
    time="14:20",
    further="",
    bring="документ, що посвідчує особу",
    issued="23.11.2026 11:00",
)


@pytest.fixture
def slip() -> Slip:
    return SLIP


def spoilt(payload: str) -> Slip:
    """A slip with `payload` wherever something from outside stands."""
    return replace(
        SLIP, patient=payload, service=payload, doctor=payload, position=payload, room=payload
    )
