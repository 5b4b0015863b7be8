"""Qualify, use and the job: the calls by which a referral is claimed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.protocol import Accepted, JobEnded, JobPending, Refused
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import Invalid, Valid
from frontdesk.esoz.calls import Calls
from frontdesk.esoz.client import EsozClient, Resent
from frontdesk.esoz.door import Door
from frontdesk.esoz.failure import Failure, FailureKind

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples

REFERRAL = "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97"
PROGRAMME = "1b3d5f70-92a4-4c6e-8d0f-a1c3e5f70924"
EMPLOYEE = "e4b7d2a9-6c31-4f58-9b0a-2d7f8c1e5a60"
DIVISION = "5a3e1f77-8b2d-4c66-b0e1-9d4c7a2f6e13"
JOB = "68f0c2d4a1b3e5f7091c2d3e"
REQUEST = "6617aeec-15e2-4d6f-b9bd-53559c358f97#17810"

FREE = Referral(REFERRAL, "4821-0937-5516-2048", Status.ACTIVE, programme_id=PROGRAMME)


async def test_a_qualified_referral_is_valid(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("POST_service_request_qualify.valid.200"))
    assert await client.qualify(FREE) == Valid()
    (seen,) = backend.requests
    assert (seen.method, seen.path) == (
        "POST",
        f"/api/service_requests/{REFERRAL}/actions/qualify",
    )
    assert json.loads(seen.body) == examples.json("POST_service_request_qualify.request")


async def test_an_unqualified_referral_is_invalid_for_the_stated_reason(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("POST_service_request_qualify.invalid.200"))
    assert await client.qualify(FREE) == Invalid("Service is not included in the program")


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("le_not_allowed", "Action is not allowed for the legal entity"),
        ("no_contract", "Legal entity does not have a proper contract"),
        ("wrong_status", "service request has wrong status"),
    ],
)
async def test_a_question_refused_for_good_counts_as_invalid(
    backend: Backend, client: EsozClient, examples: Examples, example: str, reason: str
) -> None:
    backend.always(examples.http(f"POST_service_request_qualify.{example}.409"))
    assert await client.qualify(FREE) == Invalid(reason)


async def test_our_own_malformed_question_says_nothing_of_the_referral(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("error.400.malformed"))
    answer = await client.qualify(FREE)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.REFUSED


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"status": "VALID"}], Valid()),
        ([{"program_id": "other", "status": "VALID"}], None),
        ([{"program_id": PROGRAMME, "status": "valid"}, {"status": "INVALID"}], Valid()),
        ([{"program_id": PROGRAMME, "status": "INVALID"}], Invalid("INVALID")),
        ([{"program_id": PROGRAMME, "status": "MAYBE"}], None),
        ([{"program_id": PROGRAMME}], None),
        ([], None),
        ({"status": "VALID"}, None),
    ],
)
async def test_only_a_clear_word_on_our_programme_is_believed(
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    entries: object,
    expected: Valid | Invalid | None,
) -> None:
    backend.always(examples.answer(200, {"meta": {"request_id": "q#1"}, "data": entries}))
    unreadable = Failure(FailureKind.UNREADABLE, None, "q#1")
    assert await client.qualify(FREE) == (expected or unreadable)


async def test_a_referral_without_a_programme_is_not_asked_about(client: EsozClient) -> None:
    with pytest.raises(ValueError, match="without a programme"):
        await client.qualify(Referral(REFERRAL, FREE.number, Status.ACTIVE))


async def test_a_silent_backend_leaves_the_qualification_open(
    backend: Backend, client: EsozClient
) -> None:
    backend.always(b"")
    assert await client.qualify(FREE) == Failure(FailureKind.SILENT)


async def test_taking_a_referral_into_work_begins_a_job(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("PATCH_service_request_use.202"))
    answer = await client.use(REFERRAL, PROGRAMME, employee_id=EMPLOYEE, division_id=DIVISION)
    assert answer == Accepted(JOB)
    (seen,) = backend.requests
    assert (seen.method, seen.path) == ("PATCH", f"/api/service_requests/{REFERRAL}/actions/use")
    assert json.loads(seen.body) == examples.json("PATCH_service_request_use.request")


async def test_the_doctor_and_the_division_may_be_left_out(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("PATCH_service_request_use.202"))
    await client.use(REFERRAL, PROGRAMME)
    expected = examples.json("PATCH_service_request_use.minimal.request")
    assert json.loads(backend.requests[0].body) == expected


@pytest.mark.parametrize(
    "href",
    [
        f"/jobs/{JOB}",
        f"/Jobs/{JOB}",
        f"/api/jobs/{JOB}",
        f"https://api.ehealth.gov.ua/api/jobs/{JOB}?x=1",
    ],
)
async def test_a_job_is_found_behind_any_form_of_its_link(
    backend: Backend, client: EsozClient, examples: Examples, href: str
) -> None:
    links = [{"entity": "person", "href": "/persons/1"}, {"entity": "Job", "href": href}]
    backend.always(examples.answer(200, {"data": {"status": "pending", "links": links}}))
    assert await client.use(REFERRAL, PROGRAMME) == Accepted(JOB)


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        {"links": []},
        {"links": [{"entity": "job", "href": "/jobs/"}]},
        {"links": [{"entity": "job", "href": "http://[/jobs/1"}]},
        {"links": [{"entity": "job", "href": 5.5}, "job", None]},
        {"links": [{"entity": "service_request", "href": f"/api/x/{JOB}"}]},
    ],
)
async def test_an_acceptance_without_a_job_is_no_acceptance(
    backend: Backend, client: EsozClient, examples: Examples, data: object
) -> None:
    backend.always(examples.answer(202, {"meta": {"request_id": "u#1"}, "data": data}))
    answer = await client.use(REFERRAL, PROGRAMME)
    assert answer == Failure(FailureKind.UNREADABLE, None, "u#1")
    assert answer.is_silence


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("already_completed.409", "Service request is already completed"),
        ("already_used.409", "Service request is already used"),
        ("expired.409", "Service request is expired"),
        ("le_not_allowed.409", "Action is not allowed for the legal entity"),
        ("missing_field.422", "required property used_by_legal_entity was not present"),
        ("no_program.409", "Service request without a program can not be used"),
        ("not_in_program.409", "Service is not included in the program"),
    ],
)
async def test_each_documented_no_is_final_and_keeps_its_words(
    backend: Backend, client: EsozClient, examples: Examples, example: str, reason: str
) -> None:
    backend.always(examples.http(f"PATCH_service_request_use.{example}"))
    assert await client.use(REFERRAL, PROGRAMME) == Refused(reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("Service request is already used", "Service request is already used"),
        ({"type": "request_conflict"}, "request_conflict"),
        ({"type": "x", "message": " ", "invalid": "?"}, "x"),
        ({"message": "m", "invalid": [{"rules": [{"rule": "json"}]}, 3]}, "m"),
        (
            {"message": "m", "invalid": [{"rules": [{"description": d}]} for d in "aab"]},
            "a; b",
        ),
    ],
)
async def test_a_no_is_told_in_the_best_words_there_are(
    backend: Backend, client: EsozClient, examples: Examples, error: object, reason: str
) -> None:
    backend.always(examples.answer(409, {"error": error}))
    assert await client.use(REFERRAL, PROGRAMME) == Refused(reason)


@pytest.mark.parametrize("document", [{}, {"error": None}, {"error": " "}, {"error": {}}])
async def test_a_no_without_any_word_is_not_taken_for_one(
    backend: Backend, client: EsozClient, examples: Examples, document: object
) -> None:
    backend.always(examples.answer(409, document))
    assert await client.use(REFERRAL, PROGRAMME) == Failure(FailureKind.UNREADABLE)


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        ("error.401.invalid_token", FailureKind.UNAUTHORISED),
        ("error.403.scope", FailureKind.FORBIDDEN),
        ("error.404.plain", FailureKind.NOT_FOUND),
        ("error.500", FailureKind.BROKEN),
    ],
)
async def test_other_failures_of_use_stay_failures(
    backend: Backend, client: EsozClient, examples: Examples, example: str, kind: FailureKind
) -> None:
    backend.always(examples.http(example))
    answer = await client.use(REFERRAL, PROGRAMME)
    assert isinstance(answer, Failure)
    assert answer.kind is kind


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("GET_job.pending.200", JobPending()),
        ("GET_job.processed.303", JobEnded()),
        ("GET_job.failed_409.200", Refused("Service request is already used")),
        ("GET_job.failed_500.200", JobEnded()),
        ("GET_job.not_found.404", JobEnded()),
    ],
)
async def test_each_documented_answer_of_a_job(
    backend: Backend, client: EsozClient, examples: Examples, example: str, expected: object
) -> None:
    backend.always(examples.http(example))
    assert await client.job(JOB) == expected
    assert [(seen.method, seen.path) for seen in backend.requests] == [("GET", f"/api/jobs/{JOB}")]


@pytest.mark.parametrize("http_status", [200, 303, 404, 409, 422, 500])
async def test_a_job_is_told_by_its_own_status_under_any_http_status(
    backend: Backend, client: EsozClient, examples: Examples, http_status: int
) -> None:
    failed = {"status": "failed", "status_code": "409", "error": "Employee is not approved"}
    backend.always(examples.answer(http_status, {"data": failed}))
    assert await client.job(JOB) == Refused("Employee is not approved")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"status": "processed", "response_data": {"id": 1}}, JobEnded()),
        ({"status": "PROCESSED"}, JobEnded()),
        ({"status": "failed"}, JobEnded()),
        ({"status": "failed", "status_code": None, "error": "?"}, JobEnded()),
        ({"status": "failed", "status_code": [], "error": "?"}, JobEnded()),
        ({"status": "failed_with_error", "status_code": 500, "error": 5}, JobEnded()),
        ({"status": "failed_with_error", "status_code": 404, "error": "Gone"}, Refused("Gone")),
        ({"status": "failed", "status_code": 409}, Refused("409")),
        ({"status": "failed", "status_code": 409.0, "error": {}}, Refused("409")),
    ],
)
async def test_every_form_of_an_ended_job_is_understood(
    backend: Backend, client: EsozClient, examples: Examples, data: object, expected: object
) -> None:
    backend.always(examples.answer(200, {"data": data}))
    assert await client.job(JOB) == expected


async def test_a_job_that_failed_validation_gives_the_descriptions(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    error = examples.json("PATCH_service_request_use.missing_field.422")["error"]
    data = {"status": "failed", "status_code": 422, "error": error}
    backend.always(examples.answer(200, {"data": data}))
    expected = Refused("required property used_by_legal_entity was not present")
    assert await client.job(JOB) == expected


@pytest.mark.parametrize("data", [None, {}, [], {"status": "dreaming"}, {"status": 7}])
async def test_a_job_without_a_known_status_is_unreadable(
    backend: Backend, client: EsozClient, examples: Examples, data: object
) -> None:
    backend.always(examples.answer(200, {"meta": {"request_id": "j#1"}, "data": data}))
    assert await client.job(JOB) == Failure(FailureKind.UNREADABLE, None, "j#1")


async def test_a_job_asked_for_with_a_dead_token_is_not_ended(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("error.401.invalid_token"))
    expected = Failure(FailureKind.UNAUTHORISED, "Invalid access token", REQUEST)
    assert await client.job(JOB) == expected


async def test_silence_about_a_job_is_silence(backend: Backend, client: EsozClient) -> None:
    backend.always(b"")
    assert await client.job(JOB) == Failure(FailureKind.SILENT)


@pytest.mark.parametrize("bad", ["", "a/b", "..", "1?x=2", "a b", "ї", "x" * 65])
async def test_only_an_id_is_put_into_an_address(
    backend: Backend, client: EsozClient, bad: str
) -> None:
    with pytest.raises(ValueError, match="not an id"):
        await client.job(bad)
    with pytest.raises(ValueError, match="not an id"):
        await client.use(bad, PROGRAMME)
    with pytest.raises(ValueError, match="not an id"):
        await client.qualify(Referral(bad, FREE.number, Status.ACTIVE, programme_id=PROGRAMME))
    assert backend.requests == []


PATIENT = "a3c5e7f9-1b2d-4e6f-8a0c-3d5f7b9e1c24"


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_the_message_with_the_number_is_sent_once_more(
    backend: Backend, client: EsozClient, examples: Examples, status: int
) -> None:
    backend.always(examples.answer(status, {"data": {}}))
    assert await client.resend(PATIENT, REFERRAL) == Resent()
    (seen,) = backend.requests
    path = f"/api/patients/{PATIENT}/service_requests/{REFERRAL}/actions/resend"
    assert (seen.method, seen.path, seen.body) == ("PATCH", path, b"")


async def test_a_message_that_cannot_be_sent_is_refused_for_the_stated_reason(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    error = {"type": "unverified", "message": "Unverified phone number"}
    backend.always(examples.answer(422, {"error": error}))
    assert await client.resend(PATIENT, REFERRAL) == Refused("Unverified phone number")


async def test_a_lost_answer_sends_no_second_message(backend: Backend, door: Door) -> None:
    backend.always(b"")
    patient = EsozClient(Calls(door), "clinic")
    assert await patient.resend(PATIENT, REFERRAL) == Failure(FailureKind.SILENT)
    assert len(backend.requests) == 1
