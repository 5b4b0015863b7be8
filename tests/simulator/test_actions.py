from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from frontdesk.simulator.app import build_app
from frontdesk.simulator.programmes import FREE_OF_CHARGE, MEDICINES, OTHER_FUNDING

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


async def test_qualify_says_for_each_programme_whether_it_pays(esoz: Esoz) -> None:
    excluded = esoz.referral("not_qualified")
    answer = await esoz.qualify(excluded, FREE_OF_CHARGE.id, OTHER_FUNDING.id)
    assert answer.status_code == 200
    assert answer.json()["meta"]["type"] == "list"
    assert answer.json()["data"] == [
        {
            "program_id": FREE_OF_CHARGE.id,
            "program_name": FREE_OF_CHARGE.name,
            "status": "INVALID",
            "rejection_reason": "Service is not included in the program",
        },
        {"program_id": OTHER_FUNDING.id, "program_name": OTHER_FUNDING.name, "status": "VALID"},
    ]


@pytest.mark.parametrize(
    ("programme", "reason"),
    [(UNKNOWN_ID, "Program not found"), (MEDICINES.id, "Invalid program type")],
)
async def test_qualify_rejects_a_programme_that_is_none(
    esoz: Esoz, programme: str, reason: str
) -> None:
    answer = await esoz.qualify(esoz.referral("bookable"), programme)
    assert answer.json()["data"][0]["rejection_reason"] == reason


async def test_the_refusals_of_qualify_cover_what_a_clerk_may_meet(esoz: Esoz) -> None:
    heard = []
    for place in range(4):
        answer = await esoz.qualify(esoz.referral("not_qualified", place), FREE_OF_CHARGE.id)
        body = answer.json()
        heard.append(
            (answer.status_code, body["data"][0]["rejection_reason"])
            if answer.status_code == 200
            else (answer.status_code, body["error"]["message"])
        )
    assert heard == [
        (200, "Service is not included in the program"),
        (
            200,
            "User is not allowed to create service request with the program for the patient",
        ),
        (409, "Legal entity does not have a proper contract"),
        (409, "Contract is suspended and should be updated"),
    ]


async def test_qualify_of_a_spent_referral_is_a_conflict(esoz: Esoz) -> None:
    answer = await esoz.qualify(esoz.referral("recalled"), FREE_OF_CHARGE.id)
    assert answer.status_code == 409
    assert answer.json()["error"]["message"] == "service request has wrong status"


async def test_qualify_can_break_down_though_the_referral_is_found(esoz: Esoz) -> None:
    spoilt = esoz.referral("unverified", 1)
    assert await esoz.find(spoilt.requisition)
    answer = await esoz.qualify(spoilt, FREE_OF_CHARGE.id)
    assert answer.status_code == 500
    assert (await esoz.used(spoilt))["status_code"] == 500


async def test_use_begins_a_job_and_the_job_ends_with_303_and_no_location(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    started = await esoz.use(it)
    assert started.status_code == 202
    job = started.json()["data"]
    assert job["status"] == "pending"
    href = job["links"][0]["href"]
    assert href.startswith("/jobs/")
    assert len(href.removeprefix("/jobs/")) == 24
    pending = await esoz.client.get(f"/api{href}")
    assert pending.status_code == 200
    assert pending.json()["data"] == job
    assert (await esoz.found(it))["program_processing_status"] == "new"
    done = await esoz.job(started)
    assert done.status_code == 303
    assert "location" not in done.headers
    assert done.json()["meta"]["code"] == 303
    data = done.json()["data"]
    assert (data["status"], data["status_code"]) == ("processed", 200)
    assert data["links"] == [
        {
            "entity": "service_request",
            "href": f"/api/patients/{it.subject}/service_requests/{it.id}",
        }
    ]


async def test_a_used_referral_is_in_progress_and_ours(esoz: Esoz) -> None:
    it, clinic = esoz.referral("bookable"), esoz.world.clinic
    employee = clinic.offers[0].doctor.employee_id
    await esoz.used(it, used_by_employee=employee, used_by_division=clinic.division_id)
    shown = await esoz.found(it)
    assert shown["status"] == "active"
    assert shown["program_processing_status"] == "in_progress"
    assert shown["used_by_legal_entity"]["identifier"]["value"] == clinic.legal_entity_id
    assert shown["used_by_employee"]["identifier"]["value"] == employee
    changes = shown["program_processing_status_history"]
    assert [line["program_processing_status"] for line in changes] == ["new", "in_progress"]
    (line,) = shown["used_by_legal_entity_history"]
    assert line["used_by_legal_entity"]["identifier"]["value"] == clinic.legal_entity_id
    assert line["inserted_at"] == shown["updated_at"] == "2026-11-23T09:00:01.000Z"
    assert len(shown["used_by_employee_history"]) == 1


async def test_a_referral_may_be_used_under_another_programme(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    assert (await esoz.used(it, program=OTHER_FUNDING.id))["status"] == "processed"
    shown = await esoz.found(it)
    assert shown["program"]["identifier"]["value"] == OTHER_FUNDING.id


async def test_the_same_use_while_its_job_is_pending_gets_that_very_job(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    first, second = await esoz.use(it), await esoz.use(it)
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["data"] == second.json()["data"]


async def test_the_same_use_after_success_is_a_new_job_that_fails(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    await esoz.used(it)
    done = await esoz.job(await esoz.use(it))
    assert done.status_code == 200
    data = done.json()["data"]
    assert data["status"] == "failed"
    assert data["status_code"] == 409
    assert data["error"] == {
        "type": "request_conflict",
        "message": "Service request is already used",
    }


async def test_of_two_different_uses_at_once_the_first_wins(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    employee = esoz.world.clinic.offers[0].doctor.employee_id
    first, second = await esoz.use(it), await esoz.use(it, used_by_employee=employee)
    assert (await esoz.job(first)).status_code == 303
    assert (await esoz.job(second)).json()["data"]["status"] == "failed"


REFUSALS = [
    ("no_programme", 0, "Service request without a program can not be used"),
    ("expired", 1, "Service request is expired"),
    ("expired", 2, "Service request is expired"),
    ("recalled", 0, "Can't use inactive service request"),
    ("entered_in_error", 0, "Can't use inactive service request"),
    ("completed", 1, "Service request is already completed"),
    ("in_work_here", 0, "Service request is already used"),
    ("in_work_elsewhere", 0, "Service request is already used"),
    ("not_qualified", 0, "Service is not included in the program"),
    ("not_qualified", 2, "Legal entity does not have a proper contract"),
]


@pytest.mark.parametrize(("verdict", "place", "message"), REFUSALS)
async def test_what_cannot_be_used_fails_in_the_job(
    esoz: Esoz, verdict: str, place: int, message: str
) -> None:
    it = esoz.referral(verdict, place)
    data = await esoz.used(it)
    assert (data["status"], data["status_code"]) == ("failed", 409)
    assert data["error"]["message"] == message
    assert esoz.backend.referrals[it.id] == it


@pytest.mark.parametrize(("verdict", "place", "message"), REFUSALS)
async def test_or_at_once_where_the_backend_answers_so(
    esoz: Esoz, verdict: str, place: int, message: str
) -> None:
    esoz.switches.use_errors = "at_once"
    answer = await esoz.use(esoz.referral(verdict, place))
    assert answer.status_code == 409
    assert answer.json()["error"] == {"type": "request_conflict", "message": message}


@pytest.mark.parametrize(
    ("parts", "http", "message"),
    [
        ({"program": UNKNOWN_ID}, 422, "Program not found"),
        ({"program": MEDICINES.id}, 409, "Invalid program type"),
        (
            {"used_by_employee": UNKNOWN_ID},
            422,
            "You can assign service request only to employee within your legal entity",
        ),
        (
            {"used_by_legal_entity": UNKNOWN_ID},
            422,
            "You can assign service request only to your legal entity",
        ),
    ],
)
async def test_programme_doctor_and_clinic_must_be_right(
    esoz: Esoz, parts: dict[str, str], http: int, message: str
) -> None:
    data = await esoz.used(esoz.referral("bookable"), **parts)
    assert data["status_code"] == http
    error = data["error"]
    told = error["invalid"][0]["rules"][0]["description"] if http == 422 else error["message"]
    assert told == message


async def test_a_referral_used_elsewhere_may_be_taken_over_the_next_day_only(esoz: Esoz) -> None:
    esoz.switches.takeover = "takeover_next_day"
    older, of_today = (esoz.referral("in_work_elsewhere", place) for place in (0, 1))
    assert (await esoz.used(of_today))["error"]["message"] == "Service request is already used"
    assert (await esoz.used(older))["status"] == "processed"
    shown = await esoz.found(older)
    ours = esoz.world.clinic.legal_entity_id
    assert shown["used_by_legal_entity"]["identifier"]["value"] == ours
    assert len(shown["used_by_legal_entity_history"]) == 2
    assert (await esoz.used(older))["error"]["message"] == "Service request is already used"


async def test_a_lost_answer_leaves_the_referral_taken(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    esoz.switches.loses_answers = True
    lost = await esoz.use(it)
    assert lost.status_code == 502
    assert lost.headers["content-type"].startswith("text/html")
    esoz.clock.pass_seconds(1)
    assert (await esoz.found(it))["program_processing_status"] == "in_progress"


async def test_release_cannot_undo_a_current_use(esoz: Esoz) -> None:
    it = esoz.referral("in_work_here")
    answer = await esoz.client.patch(f"/api/service_requests/{it.id}/actions/release")
    assert answer.status_code == 409
    assert answer.json()["error"]["message"] == "Invalid program processing status"


async def test_release_of_a_spent_referral_is_refused_by_its_status(esoz: Esoz) -> None:
    it = esoz.referral("recalled")
    answer = await esoz.client.patch(f"/api/service_requests/{it.id}/actions/release")
    assert answer.json()["error"]["message"] == "Invalid service request status"


async def test_release_frees_a_referral_of_the_old_queue(esoz: Esoz) -> None:
    it = esoz.referral("in_work_here", 1)
    path = f"/api/service_requests/{it.id}/actions/release"
    started, again = await esoz.client.patch(path), await esoz.client.patch(path)
    assert (started.status_code, again.status_code) == (202, 200)
    assert (await esoz.job(started)).status_code == 303
    shown = await esoz.found(it)
    assert shown["program_processing_status"] == "new"
    assert shown["used_by_legal_entity"] is None


async def test_a_release_that_comes_too_late_fails_in_its_job(esoz: Esoz) -> None:
    it = esoz.referral("in_work_here", 1)
    started = await esoz.client.patch(f"/api/service_requests/{it.id}/actions/release")
    esoz.backend.referrals[it.id] = replace(it, processing="in_progress")
    assert (await esoz.job(started)).json()["data"]["status"] == "failed"


@pytest.mark.parametrize("action", ["use", "qualify", "release"])
async def test_acting_on_an_unknown_referral_is_a_plain_404(esoz: Esoz, action: str) -> None:
    unknown = replace(esoz.referral("bookable"), id=UNKNOWN_ID)
    match action:
        case "use":
            answer = await esoz.use(unknown)
        case "qualify":
            answer = await esoz.qualify(unknown, FREE_OF_CHARGE.id)
        case _:
            answer = await esoz.client.patch(f"/api/service_requests/{UNKNOWN_ID}/actions/release")
    assert answer.status_code == 404
    assert answer.json()["error"] == {"type": "not_found"}


async def test_an_unknown_job_is_a_404(esoz: Esoz) -> None:
    answer = await esoz.client.get("/api/jobs/68f0c2d4a1b3e5f7091c2d3e")
    assert answer.status_code == 404


def _without(body: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != key}


async def test_the_body_of_use_is_read_strictly(esoz: Esoz) -> None:
    good = esoz.use_body()
    reference = good["program"]
    typed = {"type": reference["identifier"]["type"]}
    other_kind = {"coding": [{"system": "eHealth/resources", "code": "employee"}]}
    value = reference["identifier"]["value"]
    cases: list[tuple[object, str, str]] = [
        (_without(good, "used_by_legal_entity"), "$.used_by_legal_entity", "required"),
        (_without(good, "program"), "$.program", "required"),
        (good | {"comment": "hello"}, "$.comment", "schema"),
        (
            good | {"program": reference | {"display_value": "x"}},
            "$.program.display_value",
            "schema",
        ),
        (good | {"program": {}}, "$.program.identifier", "required"),
        (good | {"program": {"identifier": typed}}, "$.program.identifier.value", "required"),
        (
            good | {"program": {"identifier": {**typed, "value": "not a uuid"}}},
            "$.program.identifier.value",
            "format",
        ),
        (
            good | {"program": {"identifier": {"type": other_kind, "value": value}}},
            "$.program.identifier.type.coding",
            "inclusion",
        ),
        (good | {"program": "1b3d5f70"}, "$.program", "cast"),
        ([], "$", "cast"),
    ]
    it = esoz.referral("bookable")
    for body, entry, rule in cases:
        answer = await esoz.client.patch(f"/api/service_requests/{it.id}/actions/use", json=body)
        assert answer.status_code == 422
        told = answer.json()["error"]["invalid"][0]
        assert (told["entry"], told["rules"][0]["rule"]) == (entry, rule)
        assert told["entry_type"] == "json_data_property"
    assert not esoz.backend.jobs


async def test_the_body_of_qualify_is_read_strictly(esoz: Esoz) -> None:
    path = f"/api/service_requests/{esoz.referral('bookable').id}/actions/qualify"
    bodies: list[dict[str, object]] = [
        {},
        {"programs": "all"},
        {"programs": [{}]},
        {"programs": [], "more": 1},
    ]
    for body in bodies:
        assert (await esoz.client.post(path, json=body)).status_code == 422


async def test_broken_json_is_malformed_and_another_media_type_is_not_taken(esoz: Esoz) -> None:
    path = f"/api/service_requests/{esoz.referral('bookable').id}/actions/use"
    json_type = {"Content-Type": "application/json; charset=utf-8"}
    broken = await esoz.client.patch(path, content=b'{"program":', headers=json_type)
    assert broken.status_code == 400
    assert broken.json()["error"] == {
        "type": "request_malformed",
        "message": "Malformed request. Probably, you have sent corrupted JSON.",
        "invalid": [{"entry_type": "request", "rules": [{"rule": "json"}]}],
    }
    form = await esoz.client.patch(path, data={"program": "1"})
    assert form.status_code == 415
    assert form.json()["error"]["type"] == "content_type_invalid"


async def test_two_apps_over_one_backend_show_one_state(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    await esoz.used(it)
    transport = httpx.ASGITransport(build_app(esoz.backend))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://esoz.test", headers=esoz.client.headers
    ) as other:
        answer = await other.get("/api/service_requests", params={"requisition": it.requisition})
    assert answer.json()["data"][0]["program_processing_status"] == "in_progress"


async def test_the_world_itself_stays_as_it_was_made(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    await esoz.used(it)
    assert esoz.referral("bookable") == it
