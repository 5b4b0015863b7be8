"""People as ЕСОЗ knows them: found by exact details, and whether they have a declaration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.patient import Name, Phone
from frontdesk.domain.referral import Sex
from frontdesk.esoz import wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.outcome import Items, checked_id, every_page, failure_of, unreadable

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for. ЕСОЗ compares each detail exactly; nothing here is ever printed."""

    name: Name
    birth_date: date
    phone: Phone | None = None
    tax_id: str | None = None

    def __repr__(self) -> str:
        return "Wanted()"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: Name | None
    birth_date: date | None
    sex: Sex | None
    phones: tuple[Phone, ...] = ()

    def __repr__(self) -> str:
        return f"Person({self.id})"


@dataclass(frozen=True, slots=True)
class TooMany:
    """More people fit than ЕСОЗ shows: another detail is needed."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The patient's declaration with a doctor of this clinic."""

    id: str
    number: str | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Undeclared:
    """The patient has no active declaration."""


@dataclass(frozen=True, slots=True)
class DeclaredElsewhere:
    """The patient's declaration is with another clinic."""


class People:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find(self, wanted: Wanted) -> tuple[Person, ...] | TooMany | Failure:
        """Everybody who fits exactly; empty if nobody does.

        One who cannot be read makes the answer unreadable: leaving somebody out would make the
        others look like the only ones.
        """
        call = Call("GET", "/api/v2/persons", _query(wanted), urgent=True)
        found = await every_page(self._calls, call)
        match found:
            case Items():
                people = wire.readable(_Person, list(found.items))
                if len(people) < len(found.items):
                    return Failure(FailureKind.UNREADABLE, request_id=found.request_id)
                return tuple(_person(it) for it in people)
            case Failure(type="too_many_results"):
                return TooMany()
            case _:
                return found

    async def declaration(
        self, person_id: str
    ) -> Declaration | Undeclared | DeclaredElsewhere | Failure:
        """With whom the patient has a declaration."""
        path = f"/api/persons/{checked_id(person_id)}/declaration"
        reply = await self._calls.make(Call("GET", path, urgent=True))
        if isinstance(reply, Failure):
            return reply
        failure = failure_of(reply)
        if failure is None:
            found = wire.read(_Declaration, reply.document.get("data"))
            if found is None:
                return unreadable(reply)
            return Declaration(found.id, found.declaration_number, found.end_date)
        if failure.kind is FailureKind.NOT_FOUND:
            return Undeclared()
        if failure.message is not None and failure.message.startswith(_ELSEWHERE):
            return DeclaredElsewhere()
        return failure


_ELSEWHERE = "Active declaration belongs to another"


class _PersonName(wire.Wire):
    language: wire.Maybe[wire.Code] = None
    last_name: wire.Words
    first_name: wire.Maybe[wire.Words] = None
    second_name: wire.Maybe[wire.Words] = None


class _Phone(wire.Wire):
    number: wire.Words


class _Person(wire.Wire):
    id: wire.Id
    names: Annotated[tuple[_PersonName, ...], BeforeValidator(wire.each(_PersonName))] = ()
    birth_date: wire.Maybe[wire.Day] = None
    gender: wire.Maybe[Annotated[Sex, BeforeValidator(wire.lowered)]] = None
    phones: Annotated[tuple[_Phone, ...], BeforeValidator(wire.each(_Phone))] = ()


class _Declaration(wire.Wire):
    id: wire.Id
    declaration_number: wire.Maybe[wire.Words] = None
    end_date: wire.Maybe[wire.Day] = None


def _query(wanted: Wanted) -> dict[str, str | int]:
    """An empty first name says that there is none; other details are left out if not known."""
    name, phone = wanted.name, wanted.phone
    query = {
        "language": "uk",
        "last_name": name.surname,
        "first_name": name.first_name or "",
        "birth_date": wanted.birth_date.isoformat(),
    }
    known = {
        "second_name": name.patronymic,
        "phone_number": phone.text if phone else None,
        "tax_id": wanted.tax_id,
    }
    return {**query, **{key: it for key, it in known.items() if it}, "page_size": PAGE_SIZE}


def _person(person: _Person) -> Person:
    phones = (Phone.read(it.number) for it in person.phones)
    return Person(
        id=person.id,
        name=_name(person.names),
        birth_date=person.birth_date,
        sex=person.gender,
        phones=tuple(it for it in phones if it is not None),
    )


def _name(names: tuple[_PersonName, ...]) -> Name | None:
    """The Ukrainian one, or else the first."""
    found = next((it for it in names if it.language == "uk"), names[0] if names else None)
    return Name(found.last_name, found.first_name, found.second_name) if found else None
