"""Clinics as ЕСОЗ knows them: what one is called, and its phone."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.patient import Phone
from frontdesk.domain.reference import LegalEntity
from frontdesk.esoz import wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.failure import Failure
from frontdesk.esoz.outcome import checked_id, succeed, unreadable


class LegalEntities:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def read(self, legal_entity_id: str) -> LegalEntity | Failure:
        """One clinic; nobody waits for it."""
        path = f"/api/v2/legal_entities/{checked_id(legal_entity_id)}"
        reply = await succeed(self._calls, Call("GET", path))
        if isinstance(reply, Failure):
            return reply
        found = wire.read(_LegalEntity, reply.document.get("data"))
        if found is None or found.told is None:
            return unreadable(reply)
        phones = (Phone.read(it.number) for it in found.phones)
        phone = next((it.shown for it in phones if it is not None), None)
        return LegalEntity(legal_entity_id, found.told, phone)


class _Names(wire.Wire):
    """As the state register writes it, mostly in capitals; the public name is for people."""

    public_name: wire.Maybe[wire.Words] = None
    short_name: wire.Maybe[wire.Words] = None
    name: wire.Maybe[wire.Words] = None

    @property
    def best(self) -> str | None:
        return self.public_name or self.short_name or self.name


class _Phone(wire.Wire):
    number: wire.Words


class _LegalEntity(_Names):
    edr: wire.Maybe[_Names] = None
    phones: Annotated[tuple[_Phone, ...], BeforeValidator(wire.each(_Phone))] = ()

    @property
    def told(self) -> str | None:
        return (self.edr.best if self.edr else None) or self.best
