"""ЕСОЗ's registers, a page at a time: what the clinic keeps copies of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from frontdesk.domain.reference import Record, Register, RegisterPage
from frontdesk.esoz import reference_wire, wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.outcome import succeed, unreadable
from frontdesk.esoz.service_tree import flatten

SIZES = (300, 50, 5)
"""Records (of services: roots) asked for at once: the most that ЕСОЗ gives, and fewer if that is
refused or too big to be read. Each divides the one before, so pages begin where others ended."""
PAGES = 1000
"""No register of ours has so many; a backend that always promises another page is left here."""


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    read: Callable[[object], Record | None] | None
    """None: a tree of services."""
    query: tuple[tuple[str, str], ...] = ()


_SOURCES = {
    Register.SERVICES: _Source("/api/services", None),
    Register.PROGRAMMES: _Source(
        "/api/medical_programs", reference_wire.programme, (("type", "SERVICE"),)
    ),
    Register.EMPLOYEES: _Source("/api/employees", reference_wire.employee),
    Register.DIVISIONS: _Source("/api/divisions", reference_wire.division),
    Register.HEALTHCARE_SERVICES: _Source(
        "/api/healthcare_services", reference_wire.healthcare_service
    ),
    Register.EMPLOYEE_ROLES: _Source("/api/employee_roles", reference_wire.employee_role),
}


class Reference:
    """Needs a right for each register; without it the answer is forbidden. Nothing is urgent."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._sizes = dict.fromkeys(Register, SIZES[0])
        """The size that could be read last."""

    async def page(self, register: Register, first: int) -> RegisterPage | Failure:
        """The page of `register` that begins after `first` places: 0, or where the last one ended.

        What is refused or cannot be read is asked for again in smaller pages.
        """
        fitting = [it for it in SIZES if it <= self._sizes[register] and first % it == 0]
        answer: RegisterPage | Failure = Failure(FailureKind.UNREADABLE)
        for size in fitting:
            answer = await self._page(register, first, size)
            if isinstance(answer, RegisterPage):
                self._sizes[register] = size
                return answer
            if answer.kind not in {FailureKind.UNREADABLE, FailureKind.REFUSED}:
                return answer
        return answer

    async def _page(self, register: Register, first: int, size: int) -> RegisterPage | Failure:
        source, number = _SOURCES[register], first // size + 1
        if number > PAGES:
            return Failure(FailureKind.UNREADABLE)
        query: dict[str, str | int] = {**dict(source.query), "page": number, "page_size": size}
        reply = await succeed(self._calls, Call("GET", source.path, query))
        if isinstance(reply, Failure):
            return reply
        page = wire.read(wire.Page, reply.document)
        if page is None:
            return unreadable(reply)
        # Thousands of records take a while: the screen goes on meanwhile.
        return await asyncio.to_thread(_read, source, page, number, size)


def _read(source: _Source, page: wire.Page, number: int, size: int) -> RegisterPage:
    bare = RegisterPage(
        number=number,
        end=number * size,
        has_more=bool(page.data) and page.paging.more_after(number),
        total=page.paging.total_entries,
        pages=page.paging.total_pages,
    )
    if source.read is None:
        tree = flatten(page.data)
        return replace(bare, records=tree.services, groups=tree.groups, unreadable=tree.unreadable)
    found = [source.read(item) for item in page.data]
    by_id = {it.id: it for it in found if it is not None}
    return replace(bare, records=tuple(by_id.values()), unreadable=found.count(None))
