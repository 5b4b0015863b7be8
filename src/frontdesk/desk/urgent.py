"""Urgent contacts: one key writes the time down, the data come later."""

from __future__ import annotations

from sqlalchemy import Connection

from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.desk.context import Context
from frontdesk.desk.details import read_details
from frontdesk.domain.urgent import UrgentContact
from frontdesk.store import urgent
from frontdesk.store.prepared import attempt


class Urgent:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def record(self) -> UrgentContact:
        """Somebody in an urgent condition has come just now."""
        id_, actor = self._context.new_id(), self._context.actor
        return await self._context.store.write(lambda db: urgent.record(db, id_, actor))

    async def without_data(self) -> tuple[UrgentContact, ...]:
        """Contacts of whom it is not written down yet who it was, the oldest first."""
        return await self._context.store.read(urgent.without_data)

    async def identify(
        self, contact: UrgentContact, typed: PatientDetails, note: str = ""
    ) -> WrongDetails | None:
        """Writes down who it was, a patient of the register or a new one.

        What another terminal has written down meanwhile stays as it is.
        """
        context = self._context
        details = read_details(typed, context.today())
        if isinstance(details, WrongDetails):
            return details
        patient = details.of(typed.known, context.new_id(), None)

        def change(db: Connection) -> None:
            with attempt(db) as identifying:
                if not urgent.identify(
                    db, contact.id, patient, note.strip() or None, context.actor
                ):
                    identifying.undo()

        return await context.store.write(change)
