from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.patient import Name, Phone
from frontdesk.domain.referral import Sex
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.people import (
    Declaration,
    DeclaredElsewhere,
    Person,
    TooMany,
    Undeclared,
    Wanted,
)

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples

PERSON = "a3c5e7f9-1b2d-4e6f-8a0c-3d5f7b9e1c24"
WANTED = Wanted(Name("Мельниченко", "Оксана"), date(1979, 3, 14))
FOUND = Person(
    PERSON,
    Name("Мельниченко", "Оксана", "Степанівна"),
    date(1979, 3, 14),
    Sex.FEMALE,
    (Phone("+380501112233"),),
)


async def test_a_person_is_found_by_exact_details(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("GET_persons_v2.200"))
    assert await client.people.find(WANTED) == (FOUND,)
    (seen,) = backend.requests
    assert (seen.method, seen.path) == ("GET", "/api/v2/persons")
    assert seen.query == {
        "language": "uk",
        "last_name": "Мельниченко",
        "first_name": "Оксана",
        "birth_date": "1979-03-14",
        "page_size": "100",
        "page": "1",
    }


async def test_every_known_detail_is_sent(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.page())
    name = Name("Мельниченко", "Оксана", "Степанівна")
    phone = Phone("+380501112233")
    await client.people.find(replace(WANTED, name=name, phone=phone, tax_id="1234567890"))
    query = backend.requests[0].query
    assert query["second_name"] == "Степанівна"
    assert query["phone_number"] == "+380501112233"
    assert query["tax_id"] == "1234567890"


async def test_nobody_who_fits_is_no_failure(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.page())
    assert await client.people.find(WANTED) == ()


@pytest.mark.parametrize(
    "error", [{"type": "too_many_results"}, {"type": "too_many_results", "message": "Too many"}]
)
async def test_too_many_who_fit_ask_for_another_detail(
    backend: Backend, client: EsozClient, examples: Examples, error: object
) -> None:
    backend.always(examples.answer(403, {"error": error}))
    assert await client.people.find(WANTED) == TooMany()


async def test_a_missing_right_is_not_too_many(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("error.403.scope"))
    answer = await client.people.find(WANTED)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.FORBIDDEN


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"names": []}, replace(FOUND, name=None)),
        ({"names": None, "phones": None}, replace(FOUND, name=None, phones=())),
        ({"phones": [{"number": "12"}, {"number": None}]}, replace(FOUND, phones=())),
        ({"birth_date": "1979-03-14T00:00:00Z"}, FOUND),
        ({"birth_date": 42, "gender": "OTHER"}, replace(FOUND, birth_date=None, sex=None)),
        (
            {"names": [{"language": "EN", "last_name": "Melnychenko"}]},
            replace(FOUND, name=Name("Melnychenko")),
        ),
    ],
)
async def test_a_person_is_read_as_far_as_it_can_be(
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    changes: dict[str, object],
    expected: Person,
) -> None:
    data = examples.json("GET_persons_v2.200")["data"]
    assert isinstance(data, list)
    backend.always(examples.page(data[0] | changes))
    assert await client.people.find(WANTED) == (expected,)


async def test_one_who_cannot_be_read_leaves_nobody_as_the_only_one(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.page({"id": PERSON}, {"id": None}))
    unreadable = Failure(FailureKind.UNREADABLE, request_id="page#1")
    assert await client.people.find(WANTED) == unreadable


def test_nobody_is_ever_printed() -> None:
    assert "Мельниченко" not in f"{WANTED!r} {FOUND!r}"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((200, {"data": {"id": "d-1"}}), Declaration("d-1")),
        (
            (200, {"data": {"id": "d-1", "declaration_number": "0-A", "end_date": "2030-01-31"}}),
            Declaration("d-1", "0-A", date(2030, 1, 31)),
        ),
        ((200, {"data": {}}), Failure(FailureKind.UNREADABLE)),
        ((404, {"error": {"type": "not_found"}}), Undeclared()),
        (
            (403, {"error": {"message": "Active declaration belongs to another msp"}}),
            DeclaredElsewhere(),
        ),
        (
            (403, {"error": {"message": "Access denied"}}),
            Failure(FailureKind.FORBIDDEN, "Access denied"),
        ),
    ],
)
async def test_it_is_told_with_whom_a_patient_has_a_declaration(
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    answer: tuple[int, object],
    expected: object,
) -> None:
    backend.always(examples.answer(*answer))
    assert await client.people.declaration(PERSON) == expected
    assert backend.requests[0].path == f"/api/persons/{PERSON}/declaration"


async def test_silence_says_nothing_of_a_declaration(backend: Backend, client: EsozClient) -> None:
    backend.always(b"")
    assert await client.people.declaration(PERSON) == Failure(FailureKind.SILENT)
