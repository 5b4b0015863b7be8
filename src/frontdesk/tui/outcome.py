"""How an appointment stands, as a sign and a colour: «записано» only when the referral is ours."""

from __future__ import annotations

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.tui.widgets.banner import Tone


def outcome(appointment: Appointment) -> tuple[Tone, str]:
    """The tone of the appointment, and the sign that says the same without colour."""
    match appointment.state, appointment.claim:
        case State.CANCELLED, _:
            return "bad", "✖"
        case State.BOOKED, (Claim.OURS | Claim.NONE):
            return "good", "✔"
        case State.BOOKED, (Claim.DEFERRED | Claim.PENDING):
            return "unsure", "?"
        case State.BOOKED, _:
            return "warn", "!"
        case _:
            return "unsure", "…"
