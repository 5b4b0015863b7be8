from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.domain.clinic import Service
from frontdesk.domain.reference import (
    Division,
    Employee,
    EmployeeRole,
    HealthcareService,
    MedicalProgramme,
    Record,
    Register,
    RegisterPage,
    ServiceGroup,
)
from frontdesk.domain.referral import Category
from frontdesk.esoz import reference, reference_wire
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import LIMIT
from frontdesk.esoz.service_tree import flatten

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples, Seen

SERVICE = {
    "id": "f4a6b8c0",
    "name": "Консультація кардіолога",
    "code": "K67002",
    "is_active": True,
    "category": "counselling",
    "request_allowed": False,
}
EMPLOYEE: dict[str, object] = {
    "id": "e4b7d2a9",
    "position": "P67",
    "employee_type": "SPECIALIST",
    "status": "APPROVED",
    "party": {"first_name": "Андрій", "last_name": "Гаврилюк", "second_name": "Павлович"},
    "division": {"id": "5a3e1f77", "name": "Відділення"},
    "specialist": {
        "specialities": [
            {"speciality": "THERAPIST", "speciality_officio": False},
            {"speciality": "CARDIOLOGY", "speciality_officio": True},
        ]
    },
}
DIVISION = {
    "id": "5a3e1f77",
    "name": "Відділення",
    "type": "CLINIC",
    "status": "ACTIVE",
    "working_hours": {"tue": [["8.00", "18.00"]], "mon": [["08.00", "12.00"], ["14:00", "18:00"]]},
}


def group(id_: str, **inner: object) -> dict[str, object]:
    return {"id": id_, "name": f"Група {id_}", "code": id_.upper(), **inner}


async def page(client: EsozClient, register: Register, first: int = 0) -> RegisterPage:
    answer = await client.reference.page(register, first)
    assert isinstance(answer, RegisterPage)
    return answer


async def test_services_come_out_of_the_tree_with_their_groups_the_nearest_first(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    inner = group("inner", services=[SERVICE])
    backend.always(examples.page(group("outer", groups=[inner], services=None), total_entries=1))
    found = await page(client, Register.SERVICES)
    groups = ("inner", "outer")
    (service,) = found.records
    assert service == Service(
        "f4a6b8c0",
        "K67002",
        "Консультація кардіолога",
        Category.COUNSELLING,
        groups,
        request_allowed=False,
    )
    assert set(found.groups) == {ServiceGroup(it, f"Група {it}", it.upper()) for it in groups}
    assert (found.unreadable, found.total, found.has_more) == (0, 1, False)
    (seen,) = backend.requests
    assert (seen.path, seen.query) == ("/api/services", {"page": "1", "page_size": "300"})


def test_a_code_printed_with_cyrillic_letters_is_the_code_that_is_meant() -> None:
    (service,) = flatten([group("g", services=[SERVICE | {"code": "А67007"}])]).services
    assert service.code == "A67007"
    assert service.code.isascii()


def test_a_service_in_two_groups_is_one_service_in_both() -> None:
    flat = flatten([group("g1", services=[SERVICE]), group("g2", services=[SERVICE])])
    assert [it.groups for it in flat.services] == [("g1", "g2")]


def test_a_service_may_stand_at_the_root() -> None:
    flat = flatten([SERVICE])
    assert [(it.id, it.groups) for it in flat.services] == [("f4a6b8c0", ())]
    assert flat.groups == ()


def test_a_group_that_cannot_be_read_is_counted_and_its_services_are_kept() -> None:
    flat = flatten([group("g", groups=[{"services": [SERVICE, {"id": 5}, None]}])])
    assert [it.groups for it in flat.services] == [("g",)]
    assert flat.unreadable == 3


@pytest.mark.parametrize(
    ("register", "path", "item", "record"),
    [
        (
            Register.PROGRAMMES,
            "/api/medical_programs",
            {"id": "p1", "name": "ПМГ", "type": "SERVICE", "is_active": False},
            MedicalProgramme("p1", "ПМГ", "SERVICE", is_active=False),
        ),
        (
            Register.EMPLOYEES,
            "/api/employees",
            EMPLOYEE,
            Employee(
                "e4b7d2a9",
                "Гаврилюк",
                "Андрій",
                "Павлович",
                "P67",
                "SPECIALIST",
                "APPROVED",
                "5a3e1f77",
                ("CARDIOLOGY", "THERAPIST"),
            ),
        ),
        (
            Register.DIVISIONS,
            "/api/divisions",
            DIVISION,
            Division(
                "5a3e1f77",
                "Відділення",
                "CLINIC",
                "ACTIVE",
                ("mon 08:00-12:00", "mon 14:00-18:00", "tue 08:00-18:00"),
            ),
        ),
        (
            Register.HEALTHCARE_SERVICES,
            "/api/healthcare_services",
            {"id": "h1", "division_id": "d1", "speciality_type": "CARDIOLOGY", "status": "ACTIVE"},
            HealthcareService("h1", "d1", "CARDIOLOGY", None, "ACTIVE"),
        ),
        (
            Register.EMPLOYEE_ROLES,
            "/api/employee_roles",
            {"id": "r1", "employee_id": "e1", "healthcare_service_id": "h1", "status": "INACTIVE"},
            EmployeeRole("r1", "e1", "h1", "INACTIVE"),
        ),
    ],
)
async def test_a_record_is_read_and_one_without_an_id_is_counted(
    *,
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    register: Register,
    path: str,
    item: dict[str, object],
    record: Record,
) -> None:
    backend.always(examples.page(item | {"unheard_of": 1}, item | {"id": None}, "nonsense"))
    found = await page(client, register)
    assert found.records == (record,)
    assert found.unreadable == 2
    assert backend.requests[0].path == path


@pytest.mark.parametrize(
    "change",
    [
        {"specialist": None},
        {"specialist": []},
        {"specialist": {"specialities": "CARDIOLOGY"}},
        {"employee_type": None},
        {"division": "here"},
        {"position": ["P67"]},
    ],
)
def test_what_only_describes_an_employee_may_be_missing_or_wrong(
    change: dict[str, object],
) -> None:
    found = reference_wire.employee(EMPLOYEE | change)
    assert found is not None
    assert found.surname == "Гаврилюк"


@pytest.mark.parametrize(
    "written", [None, [], {"mon": "08.00"}, {"mon": [["08.00"]]}, {"mon": [["x", "y"]]}, {"x": 1}]
)
def test_working_hours_that_cannot_be_read_are_left_out(written: object) -> None:
    found = reference_wire.division(DIVISION | {"working_hours": written})
    assert found is not None
    assert found.hours == ()


@pytest.mark.parametrize(
    ("paging", "more"),
    [
        ({"page_number": 2, "total_pages": 3}, True),
        ({"page": 2, "total_pages": 2}, False),
        ({"limit": 300, "cursors": {}, "has_more": True}, True),
        ({"limit": 300, "cursors": {}, "has_more": False}, False),
        ({}, False),
    ],
)
async def test_both_forms_of_paging_tell_whether_there_is_more(
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    paging: dict[str, object],
    more: bool,
) -> None:
    backend.always(examples.page(EMPLOYEE, **paging))
    found = await page(client, Register.EMPLOYEES, first=300)
    assert (found.number, found.end, found.has_more) == (2, 600, more)
    assert backend.requests[0].query["page"] == "2"


def unless_small(most: int, examples: Examples, refusal: bytes) -> Callable[[Seen], bytes]:
    def answer(seen: Seen) -> bytes:
        if int(seen.query["page_size"]) > most:
            return refusal
        return examples.page(EMPLOYEE, page_number=int(seen.query["page"]), total_pages=99)

    return answer


@pytest.mark.parametrize("why", ["too big", "refused"])
async def test_a_page_that_is_too_big_is_asked_for_in_smaller_ones_from_then_on(
    backend: Backend, client: EsozClient, examples: Examples, why: str
) -> None:
    big = examples.raw(200, json.dumps({"data": ["x" * LIMIT]}).encode())
    refusal = big if why == "too big" else examples.answer(422, {"error": {"message": "too many"}})
    backend.answer = unless_small(50, examples, refusal)
    first = await page(client, Register.EMPLOYEES)
    assert (first.number, first.end) == (1, 50)
    second = await page(client, Register.EMPLOYEES, first.end)
    assert (second.number, second.end) == (2, 100)
    assert [it.query["page_size"] for it in backend.requests] == ["300", "50", "50"]


async def test_a_register_that_cannot_be_read_at_all_is_given_up(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.raw(200, b"{"))
    answer = await client.reference.page(Register.SERVICES, 0)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.UNREADABLE
    assert len(backend.requests) == len(reference.SIZES)


async def test_a_register_without_an_end_is_given_up_without_a_call(
    backend: Backend, client: EsozClient
) -> None:
    answer = await client.reference.page(Register.SERVICES, 300 * reference.PAGES)
    assert isinstance(answer, Failure)
    assert backend.requests == []


async def test_a_missing_right_is_told(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("error.403.scope"))
    answer = await client.reference.page(Register.PROGRAMMES, 0)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.FORBIDDEN
    assert len(backend.requests) == 1


WORDS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([])
)
KEYS = st.sampled_from(
    [
        *(*SERVICE, *EMPLOYEE, *DIVISION),
        *("groups", "services", "specialities", "speciality", "mon", "first_name", "last_name"),
        *("employee_id", "healthcare_service_id", "division_id"),
    ]
)
ANYTHING = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=20,
)
USUAL = st.sampled_from([SERVICE, EMPLOYEE, DIVISION, group("g", services=[SERVICE])])
BENT = st.builds(lambda usual, wrong: usual | wrong, USUAL, st.dictionaries(KEYS, ANYTHING))


@pytest.mark.parametrize("register", Register)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(st.one_of(BENT, ANYTHING), max_size=4), paging=ANYTHING)
async def test_whatever_comes_in_place_of_a_page_is_records_or_unreadable(
    *,
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    register: Register,
    items: list[object],
    paging: object,
) -> None:
    backend.always(examples.answer(200, {"data": items, "paging": paging}))
    match await client.reference.page(register, 0):
        case RegisterPage(records=records, unreadable=lost):
            assert records or lost or not items or register is Register.SERVICES
            assert len({it.id for it in records}) == len(records)
        case Failure(kind=kind):
            assert kind is FailureKind.UNREADABLE
