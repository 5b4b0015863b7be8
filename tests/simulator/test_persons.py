from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontdesk.simulator.people import Patient
from frontdesk.simulator.persons import whose_declaration

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

URL = "/api/v2/persons"


def asked_for(person: Patient) -> dict[str, str]:
    return {
        "last_name": person.surname,
        "first_name": person.name,
        "birth_date": person.birth_date.isoformat(),
    }


async def test_a_person_is_found_by_exact_fields_and_shows_no_more_than_was_asked(
    esoz: Esoz,
) -> None:
    person = esoz.world.people[1]
    (found,) = (await esoz.client.get(URL, params=asked_for(person))).json()["data"]
    assert found["id"] == person.esoz_id
    assert found["names"][0]["second_name"] == person.patronymic
    assert found["phones"] == []
    with_phone = asked_for(person) | {"phone_number": person.phone, "language": "uk"}
    (found,) = (await esoz.client.get(URL, params=with_phone)).json()["data"]
    assert found["phones"] == [{"type": "MOBILE", "number": person.phone}]


@pytest.mark.parametrize("name", ["last_name", "first_name", "birth_date"])
async def test_a_person_search_needs_name_and_birth_date(esoz: Esoz, name: str) -> None:
    query = asked_for(esoz.world.people[0])
    del query[name]
    answer = await esoz.client.get(URL, params=query)
    assert answer.status_code == 422
    assert answer.json()["error"]["invalid"][0]["entry"] == f"$.{name}"


async def test_one_letter_less_finds_nobody(esoz: Esoz) -> None:
    person = esoz.world.people[0]
    query = asked_for(person) | {"last_name": person.surname[:-1]}
    assert (await esoz.client.get(URL, params=query)).json()["data"] == []


async def test_a_search_that_finds_too_many_is_refused(esoz: Esoz) -> None:
    esoz.switches.person_limit = 0
    answer = await esoz.client.get(URL, params=asked_for(esoz.world.people[0]))
    assert (answer.status_code, answer.json()["error"]["type"]) == (403, "too_many_results")


@pytest.mark.parametrize(
    ("whose", "http"), [("ours", 200), ("nobody's", 404), ("another clinic's", 403)]
)
async def test_a_declaration_is_ours_or_nobodys_or_another_clinics(
    esoz: Esoz, whose: str, http: int
) -> None:
    person = next(it for it in esoz.world.people if whose_declaration(it) == whose)
    answer = await esoz.client.get(f"/api/persons/{person.esoz_id}/declaration")
    assert answer.status_code == http
    if http == 200:
        assert answer.json()["data"]["person_id"] == person.esoz_id


async def test_a_stranger_has_no_declaration(esoz: Esoz) -> None:
    assert (await esoz.client.get("/api/persons/somebody/declaration")).status_code == 404
