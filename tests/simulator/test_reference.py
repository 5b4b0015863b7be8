from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk.simulator.clinic import DIVISION
from frontdesk.simulator.programmes import FREE_OF_CHARGE, OTHER_FUNDING

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz


async def everything(esoz: Esoz, path: str, **query: str | int) -> list[dict[str, Any]]:
    """All pages."""
    rows: list[dict[str, Any]] = []
    page, pages = 1, 1
    while page <= pages:
        answer = await esoz.client.get(path, params={**query, "page_size": 300, "page": page})
        assert answer.status_code == 200, answer.text
        assert len(answer.content) < 2 * 1024 * 1024
        rows += answer.json()["data"]
        page, pages = page + 1, answer.json()["paging"]["total_pages"]
    return rows


def services_of(
    branch: dict[str, Any], *above: str
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Each service under a branch, with the ids of its groups, the nearest first."""
    for inner in branch.get("groups", []):
        assert inner["parent_group_id"] == branch["id"]
        yield from services_of(inner, branch["id"], *above)
    for service in branch.get("services", []):
        yield service, (branch["id"], *above)


async def test_the_tree_holds_the_whole_catalogue_in_the_groups_that_the_clinic_knows(
    esoz: Esoz,
) -> None:
    tree = await everything(esoz, "/api/services")
    found = {it["id"]: (it, groups) for root in tree for it, groups in services_of(root)}
    known = esoz.world.clinic.services
    assert found.keys() == known.keys()
    for service_id, (shown, groups) in found.items():
        assert (shown["code"], shown["category"]) == (
            known[service_id].code,
            known[service_id].category,
        )
        assert groups == known[service_id].groups


async def test_ten_thousand_services_come_in_pages_and_four_levels(esoz: Esoz) -> None:
    esoz.switches.more_services = 10_000
    tree = await everything(esoz, "/api/services")
    found = [(it, groups) for root in tree for it, groups in services_of(root)]
    assert len({it["id"] for it, _ in found}) == len(found) == 10_339
    assert max(len(groups) + 1 for _, groups in found) == 4
    assert {it["is_active"] for it, _ in found} == {True, False}


async def test_a_service_is_found_by_its_code_within_its_groups(esoz: Esoz) -> None:
    (root,) = await everything(esoz, "/api/services", code="55036-00")
    ((service, groups),) = services_of(root)
    assert service["code"] == "55036-00"
    assert len(groups) == 2


async def test_the_clinics_doctors_are_employees_with_speciality_and_position(esoz: Esoz) -> None:
    shown = {it["id"]: it for it in await everything(esoz, "/api/employees", status="APPROVED")}
    for doctor in (it for it in esoz.world.resources if it.employee_id):
        it = shown[doctor.employee_id or ""]
        party = it["party"]
        named = f"{party['last_name']} {party['first_name']} {party['second_name']}"
        assert (named, it["position"]) == (doctor.name, doctor.position)
        own = it.get("specialist", {"specialities": []})["specialities"]
        assert [row["speciality"] for row in own] == [doctor.speciality] * bool(doctor.speciality)
    assert [it["position"] for it in shown.values() if it["employee_type"] == "RECEPTIONIST"] == [
        "P15"
    ]


async def test_a_large_clinic_has_as_many_employees_as_it_is_told(esoz: Esoz) -> None:
    esoz.switches.more_employees = 1500
    every = await everything(esoz, "/api/employees")
    assert len({it["id"] for it in every}) == len(every) == 1516
    statuses = Counter(it["status"] for it in every)
    approved = await everything(esoz, "/api/employees", status="APPROVED")
    assert len(approved) == statuses["APPROVED"]
    assert statuses["DISMISSED"] > 100
    assert await everything(esoz, "/api/employees") == every


async def test_roles_join_employees_and_healthcare_services_of_the_division(esoz: Esoz) -> None:
    (place,) = await everything(esoz, "/api/divisions")
    assert place["id"] == DIVISION
    given = {it["id"]: it for it in await everything(esoz, "/api/healthcare_services")}
    employees = {it["id"]: it for it in await everything(esoz, "/api/employees")}
    roles = await everything(esoz, "/api/employee_roles")
    assert {it["healthcare_service_id"] for it in roles} == given.keys()
    for role in roles:
        (own,) = employees[role["employee_id"]]["specialist"]["specialities"]
        assert given[role["healthcare_service_id"]]["speciality_type"] == own["speciality"]
    (first, *_) = roles
    assert await everything(esoz, "/api/employee_roles", employee_id=first["employee_id"]) == [
        first
    ]


@pytest.mark.parametrize("path", ["/api/medical_programs", "/api/program_services"])
async def test_a_registrar_may_not_read_programmes(esoz: Esoz, path: str) -> None:
    answer = await esoz.client.get(path)
    assert answer.status_code == 403
    assert "Missing allowances: " in answer.json()["error"]["message"]


async def test_who_may_reads_programmes_and_what_they_include(esoz: Esoz) -> None:
    esoz.switches.more_scopes = "medical_program:read program_service:read"
    programmes = await everything(esoz, "/api/medical_programs", type="SERVICE")
    assert {it["id"] for it in programmes} == {FREE_OF_CHARGE.id, OTHER_FUNDING.id}
    included = await everything(esoz, "/api/program_services", medical_program_id=FREE_OF_CHARGE.id)
    services = {it["service_id"] for it in included}
    assert services == esoz.world.clinic.services.keys() - FREE_OF_CHARGE.excluded


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ({"page_size": "301"}, "$.page_size"),
        ({"page": "0"}, "$.page"),
        ({"page": "²"}, "$.page"),
        ({"status": "GONE"}, "$.status"),
        ({"division_id": "here"}, "$.division_id"),
    ],
)
async def test_a_wrong_question_about_employees_is_refused(
    esoz: Esoz, query: dict[str, str], entry: str
) -> None:
    answer = await esoz.client.get("/api/employees", params=query)
    assert answer.status_code == 422
    assert answer.json()["error"]["invalid"][0]["entry"] == entry


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("page_number", {"page_number", "page_size", "total_entries", "total_pages"}),
        ("page", {"page", "page_size", "total_entries", "total_pages"}),
        ("cursor", {"limit", "cursors", "has_more"}),
    ],
)
async def test_a_list_tells_its_page_in_one_of_three_forms(
    esoz: Esoz, form: Any, keys: set[str]
) -> None:
    esoz.switches.paging = form
    answer = await esoz.client.get("/api/employees", params={"page_size": 5})
    assert answer.json()["paging"].keys() == keys
