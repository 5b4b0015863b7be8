"""What screens tell the program, beyond their own dismissal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from frontdesk.config_file import Value
    from frontdesk.desk.answers import HeldCourse
    from frontdesk.domain.appointment import Appointment


class Booked(Message):
    """Visits were confirmed; what ЕСОЗ says of them is still to come."""

    def __init__(self, appointments: Sequence[Appointment], number: str) -> None:
        super().__init__()
        self.appointments = appointments
        self.number = number
        """The referral number, masked."""


class LetGo(Message):
    """What is held is not wanted."""

    def __init__(self, held: HeldCourse) -> None:
        super().__init__()
        self.held = held


class Told(Message):
    """The patient has been told at the desk that the booking came to nothing."""

    def __init__(self, appointment: Appointment) -> None:
        super().__init__()
        self.appointment = appointment


class PrintSlip(Message):
    """A visit's slip is wanted on paper."""

    def __init__(self, appointment_id: str) -> None:
        super().__init__()
        self.appointment_id = appointment_id


class NextPatient(Message):
    """This one is done."""


class SignedIn(Message):
    """Somebody has just signed in to ЕСОЗ."""


class TourWanted(Message):
    """A newcomer wants to be taken round."""


class Preferred(Message):
    """The clerk wants something at the terminal otherwise."""

    def __init__(self, key: str, value: Value) -> None:
        super().__init__()
        self.key = key
        """In `[desk]`."""
        self.value = value
