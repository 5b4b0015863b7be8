"""The clinic's doctors, rooms and devices by the words with which a table names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.patient import sort_key
from frontdesk.domain.reference import Employee
from frontdesk.domain.sheets import Fault, Named, RowError

NewId = Callable[[], str]


class Roster:
    """Those who are there, and those of whom a table speaks first.

    A word is a name, our id, or ЕСОЗ's id of the employee; case and apostrophes do not count.
    """

    def __init__(
        self, resources: Iterable[Resource], employees: Iterable[Employee], new_id: NewId
    ) -> None:
        self._new_id = new_id
        self._by_id: dict[str, Resource] = {}
        self._ids: defaultdict[tuple[ResourceKind, str], set[str]] = defaultdict(set)
        self._staff: defaultdict[str, list[Employee]] = defaultdict(list)
        for it in resources:
            self._know(it)
        for employee in employees:
            for word in (employee.id, employee.full_name):
                self._staff[sort_key(word)].append(employee)

    def find(self, named: Named) -> Resource:
        """Whom or what it names; if there is none, a new one that is called so.

        Raises:
            RowError: several are called so.
        """
        ids = self._ids.get((named.kind, sort_key(named.word)), set())
        if len(ids) > 1:
            raise RowError(named.column, Fault.SEVERAL)
        return self._by_id[next(iter(ids))] if ids else self._begun(named)

    def _begun(self, named: Named) -> Resource:
        employee = self._employee(named) if named.kind is ResourceKind.DOCTOR else None
        it = Resource(
            self._new_id(),
            named.kind,
            employee.full_name if employee else named.word,
            employee_id=employee.id if employee else None,
        )
        self._know(it)
        return it

    def _employee(self, named: Named) -> Employee | None:
        found = self._staff.get(sort_key(named.word), [])
        if len(found) > 1:
            raise RowError(named.column, Fault.SEVERAL)
        return found[0] if found else None

    def _know(self, it: Resource) -> None:
        self._by_id[it.id] = it
        for word in (it.id, it.name, it.employee_id):
            if word:
                self._ids[it.kind, sort_key(word)].add(it.id)
