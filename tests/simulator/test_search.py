from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from frontdesk.simulator.programmes import FREE_OF_CHARGE

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

URL = "/api/service_requests"


async def test_an_unknown_number_is_an_empty_list_and_no_error(esoz: Esoz) -> None:
    answer = await esoz.client.get(URL, params={"requisition": "1111-1111-1111-1111"})
    assert answer.status_code == 200
    assert answer.json()["data"] == []
    assert answer.json()["paging"] == {
        "page_number": 1,
        "page_size": 50,
        "total_entries": 0,
        "total_pages": 1,
    }


async def test_the_match_is_exact(esoz: Esoz) -> None:
    number = esoz.world.samples[0].number
    assert len(await esoz.find(number)) == 1
    assert await esoz.find(number.replace("-", "")) == []
    assert await esoz.find(number[:-1]) == []


async def test_the_envelope_shows_the_service_behind_the_gateway(esoz: Esoz) -> None:
    answers = [
        await esoz.client.get(URL, params={"requisition": esoz.world.samples[0].number})
        for _ in range(2)
    ]
    first, second = (answer.json()["meta"] for answer in answers)
    assert first["code"] == 200
    assert first["type"] == "list"
    assert first["url"] == "http://api-svc.me/api/service_requests"
    prefix, _, turn = first["request_id"].partition("#")
    assert second["request_id"] == f"{prefix}#{int(turn) + 1}"


async def test_a_given_request_id_is_echoed(esoz: Esoz) -> None:
    answer = await esoz.client.get(
        URL, params={"requisition": "x"}, headers={"x-request-id": "mine"}
    )
    assert answer.json()["meta"]["request_id"] == "mine"


async def test_a_bookable_referral_is_shown_as_esoz_prints_it(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    shown = await esoz.found(it)
    assert shown["status"] == "active"
    assert shown["program_processing_status"] == "new"
    assert shown["program"]["identifier"]["value"] == FREE_OF_CHARGE.id
    assert shown["program"]["display_value"] == FREE_OF_CHARGE.name
    assert shown["code"] == {
        "identifier": {
            "type": {"coding": [{"system": "eHealth/resources", "code": "service"}], "text": ""},
            "value": it.code,
        },
        "display_value": None,
    }
    assert shown["category"]["coding"][0]["code"] == "counselling"
    assert shown["performer_type"]["coding"][0]["code"] == "CARDIOLOGY"
    assert shown["expiration_date"].endswith("T23:59:59Z")
    assert shown["inserted_at"] == "2026-11-11T07:41:16.204Z"
    assert shown["quantity"] == {
        "value": 1,
        "system": "SERVICE_UNIT",
        "code": "PIECE",
        "unit": "шт",
    }
    assert set(shown["identity"]) == {"last_name", "first_name", "second_name", "gender", "age"}
    assert shown["used_by_legal_entity"] is None


async def test_only_programme_and_performer_carry_a_display_value(esoz: Esoz) -> None:
    shown = await esoz.found(esoz.referral("for_another_clinic"))
    filled = {
        key
        for key, value in shown.items()
        if isinstance(value, dict) and value.get("display_value")
    }
    assert filled == {"program", "performer"}


async def test_optional_fields_can_be_left_out_altogether(esoz: Esoz) -> None:
    bare = next(it for it in esoz.world.referrals if it.leaves_out_nulls)
    shown = await esoz.found(bare)
    assert not {"identity", "note", "quantity", "performer", "priority"} & shown.keys()
    assert None not in shown.values()


async def test_names_can_be_hidden_while_sex_and_age_are_shown(esoz: Esoz) -> None:
    hidden = next(it for it in esoz.world.referrals if it.identity and not it.identity.last_name)
    identity = (await esoz.found(hidden))["identity"]
    assert identity["last_name"] is identity["first_name"] is identity["second_name"] is None
    assert identity["gender"] in {"MALE", "FEMALE"}
    assert identity["age"] >= 14


async def test_a_search_without_a_status_shows_all_states(esoz: Esoz) -> None:
    assert await esoz.find(esoz.referral("recalled").requisition)


async def test_a_backend_that_defaults_to_active_hides_the_spent_ones(esoz: Esoz) -> None:
    esoz.switches.default_status = "active"
    number = esoz.referral("recalled").requisition
    assert await esoz.find(number) == []
    asked = await esoz.client.get(URL, params={"requisition": number, "status": "recalled"})
    assert len(asked.json()["data"]) == 1


async def test_several_services_stand_under_one_number_for_one_patient(esoz: Esoz) -> None:
    sample = next(it for it in esoz.world.samples if it.shows_en.startswith("Three services: rec"))
    lines = await esoz.find(sample.number)
    assert [it["status"] for it in lines] == ["active", "active", "recalled"]
    assert len({it["subject"]["identifier"]["value"] for it in lines}) == 1
    issued = [it["inserted_at"] for it in lines]
    assert issued == sorted(issued, reverse=True)


async def test_a_long_list_comes_in_pages_the_newest_first(esoz: Esoz) -> None:
    first = esoz.referral("bookable")
    for later in range(1, 5):
        twin = replace(
            first, id=f"{later:032x}", inserted_at=first.inserted_at + timedelta(minutes=later)
        )
        esoz.backend.referrals[twin.id] = twin
    query: dict[str, str | int] = {"requisition": first.requisition, "page_size": 2}
    pages = [(await esoz.client.get(URL, params=query | {"page": it})).json() for it in (1, 2, 3)]
    assert [len(page["data"]) for page in pages] == [2, 2, 1]
    assert pages[0]["paging"] == {
        "page_number": 1,
        "page_size": 2,
        "total_entries": 5,
        "total_pages": 3,
    }
    ids = [it["id"] for page in pages for it in page["data"]]
    assert ids[-1] == first.id
    assert len(set(ids)) == 5


@pytest.mark.parametrize(
    ("query", "entry", "rule"),
    [
        ({}, "$.requisition", "required"),
        ({"requisition": "x", "colour": "red"}, "$.colour", "schema"),
        ({"requisition": "x", "status": "lost"}, "$.status", "inclusion"),
        ({"requisition": "x", "page": "two"}, "$.page", "cast"),
        ({"requisition": "x", "page": "0"}, "$.page", "number"),
        ({"requisition": "x", "page_size": "101"}, "$.page_size", "number"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    esoz: Esoz, query: dict[str, str], entry: str, rule: str
) -> None:
    answer = await esoz.client.get(URL, params=query)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["type"] == "validation_failed"
    assert [it["entry"] for it in error["invalid"]] == [entry]
    assert error["invalid"][0]["rules"][0]["rule"] == rule


async def test_one_sample_number_breaks_the_search(esoz: Esoz) -> None:
    (number,) = esoz.world.failing_numbers
    answer = await esoz.client.get(URL, params={"requisition": number})
    assert answer.status_code == 500
    assert answer.json()["error"] == {"type": "internal_error"}


async def test_a_referral_is_read_by_its_id_only_by_the_clinic_that_wrote_it(esoz: Esoz) -> None:
    def read(referral_id: str, patient: str) -> str:
        return f"/api/patients/{patient}/service_requests/{referral_id}"

    us = esoz.world.clinic.legal_entity_id
    own = next(it for it in esoz.world.referrals if it.requester_legal_entity == us)
    foreign = esoz.referral("bookable")
    answer = await esoz.client.get(read(own.id, own.subject))
    assert answer.status_code == 200
    assert answer.json()["data"]["id"] == own.id
    assert "identity" not in answer.json()["data"]
    denied = await esoz.client.get(read(foreign.id, foreign.subject))
    assert (denied.status_code, denied.json()["error"]["message"]) == (403, "Access denied")
    missing = await esoz.client.get(read("0" * 32, own.subject))
    assert missing.status_code == 404
    assert missing.json()["error"] == {
        "type": "NOT_FOUND",
        "message": "Service request not found",
    }


@pytest.mark.parametrize(
    ("changed", "http", "message"),
    [
        (
            {"Authorization": ""},
            401,
            "Authorization header is not set or doesn't contain Bearer token",
        ),
        (
            {"Authorization": "Basic eA=="},
            401,
            "Authorization header is not set or doesn't contain Bearer token",
        ),
        ({"Authorization": "Bearer stale"}, 401, "Invalid access token"),
        ({"API-key": "other"}, 401, "Invalid api key"),
        ({"X-Custom-PSK": "other"}, 403, "Access denied. X-Custom-PSK is missing or invalid"),
    ],
)
async def test_the_gateway_lets_nobody_in_without_all_keys(
    esoz: Esoz, changed: dict[str, str], http: int, message: str
) -> None:
    answer = await esoz.client.get(URL, params={"requisition": "x"}, headers=changed)
    assert answer.status_code == http
    assert answer.json()["error"]["message"] == message
    assert answer.json()["meta"]["url"].startswith("https://api.ehealth.gov.ua/")


async def test_a_missing_api_key_is_told_from_a_wrong_one(esoz: Esoz) -> None:
    request = esoz.client.build_request("GET", URL, params={"requisition": "x"})
    del request.headers["API-key"]
    answer = await esoz.client.send(request)
    assert answer.status_code == 401
    assert answer.json()["error"] == {"type": "access_denied", "message": "API-KEY header required"}


async def test_an_unknown_address_or_method_is_a_plain_404(esoz: Esoz) -> None:
    for answer in (await esoz.client.get("/api/persons"), await esoz.client.delete(URL)):
        assert answer.status_code == 404
        assert answer.json()["error"] == {"type": "not_found"}


async def test_a_silent_backend_answers_everything_with_the_proxys_page(esoz: Esoz) -> None:
    esoz.switches.silent = True
    answer = await esoz.client.get(URL, params={"requisition": "x"})
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")


async def test_answers_can_be_slow(esoz: Esoz) -> None:
    esoz.switches.latency_seconds = 0.05
    slow = esoz.client.get(URL, params={"requisition": "x"}, timeout=5)
    answer = await slow
    assert isinstance(answer, httpx.Response)
    assert answer.elapsed >= timedelta(seconds=0.05)
