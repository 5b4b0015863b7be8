"""Whatever shape an answer has, it becomes a referral or is called unreadable."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.domain.number import Number
from frontdesk.domain.protocol import Accepted, JobEnded, JobPending, Refused
from frontdesk.domain.referral import Identity, Processing, Referral, Sex, StateChange, Status
from frontdesk.domain.verdict import Invalid, Valid
from frontdesk.esoz.calls import Calls
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door
from frontdesk.esoz.failure import Failure
from frontdesk.esoz.service_request import read_referral

NUMBER = "4821-0937-5516-2048"
SEARCH = Path(__file__).parent / "examples" / "GET_service_requests.search.200.json"
COMPLETE: dict[str, object] = json.loads(SEARCH.read_bytes())["data"][0]


def read(**changes: object) -> Referral | None:
    return read_referral(COMPLETE | changes, NUMBER)


def referral(**changes: object) -> Referral:
    found = read(**changes)
    assert found is not None
    return found


def reference(value: object, kind: str = "legal_entity", **more: object) -> dict[str, object]:
    coding = [{"system": "eHealth/resources", "code": kind}]
    return {"identifier": {"type": {"coding": coding}, "value": value}} | more


def test_a_referral_of_which_only_the_least_is_said_is_read() -> None:
    assert read_referral({"id": "r1", "status": "active"}, NUMBER) == Referral(
        "r1", NUMBER, Status.ACTIVE
    )


def test_null_and_absent_are_one() -> None:
    nulls = dict.fromkeys(COMPLETE) | {"id": "r1", "status": "active"}
    assert read_referral(nulls, NUMBER) == Referral("r1", NUMBER, Status.ACTIVE)


def test_unknown_keys_are_skipped() -> None:
    assert read(novelty={"a": 1}) == read()


@pytest.mark.parametrize("item", [None, 5, "r1", [], {}, {"id": "r1"}, {"status": "active"}])
def test_what_is_no_referral_is_unreadable(item: object) -> None:
    assert read_referral(item, NUMBER) is None


@pytest.mark.parametrize("status", ["in_progress", "", 5, None, ["active"], "postponed"])
def test_a_status_that_the_desk_does_not_know_makes_the_item_unreadable(status: object) -> None:
    assert read(status=status) is None


def test_an_unknown_processing_state_is_dropped_but_stays_in_the_history() -> None:
    change = {"program_processing_status": "on_hold", "inserted_at": "2026-10-13T00:00:00Z"}
    found = referral(
        program_processing_status="on_hold", program_processing_status_history=[change, 5, {}]
    )
    assert found.processing is None
    assert found.history[-1] == StateChange(datetime(2026, 10, 13, tzinfo=UTC), "on_hold")
    assert referral(program_processing_status="IN_QUEUE").processing is Processing.IN_QUEUE


@pytest.mark.parametrize(
    "field",
    [
        "priority",
        "category",
        "note",
        "patient_instruction",
        "inserted_at",
        "identity",
        "subject",
        "performer_type",
        "status_history",
        "program_processing_status_history",
        "requester_legal_entity",
        "status_reason",
        "requisition",
    ],
)
@pytest.mark.parametrize("value", [{"odd": []}, [[5]], True])
def test_what_only_describes_is_dropped_when_it_is_unreadable(field: str, value: object) -> None:
    assert referral(**{field: value}).used_by is None


@pytest.mark.parametrize(
    "field",
    [
        "program",
        "code",
        "used_by_legal_entity",
        "performer",
        "expiration_date",
        "quantity",
        "remaining_quantity",
    ],
)
@pytest.mark.parametrize("value", [{}, {"odd": []}, [], True, "x", {"identifier": None}])
def test_what_decides_makes_the_item_unreadable_when_it_is(field: str, value: object) -> None:
    assert read(**{field: value}) is None


def test_references_carry_their_names() -> None:
    found = referral(
        program=reference("p1", "medical_program", display_value="Програма"),
        performer=reference("c1", display_value="Клініка"),
        used_by_legal_entity=reference("c2", display_value=" "),
        requester_legal_entity=reference("c3", display_value="Амбулаторія"),
    )
    assert (found.programme_id, found.programme_name) == ("p1", "Програма")
    assert (found.performer, found.performer_name) == ("c1", "Клініка")
    assert (found.used_by, found.used_by_name) == ("c2", None)
    assert found.requester_name == "Амбулаторія"


def test_a_referral_to_a_group_of_services_says_so() -> None:
    assert referral(code=reference("g1", "service_group")).names_group
    assert not referral(code=reference("s1", "service")).names_group
    assert not referral(code={"identifier": {"value": "s1", "type": None}}).names_group


LAST_SECOND = datetime(2027, 10, 12, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("2027-10-12T23:59:59Z", LAST_SECOND),
        ("2027-10-12T23:59:59.000Z", LAST_SECOND),
        ("2027-10-12T23:59:59.123456789Z", LAST_SECOND.replace(microsecond=123456)),
        ("2027-10-12T23:59:59", LAST_SECOND),
        ("2027-10-13 01:59:59+02:00", LAST_SECOND),
        (" 2027-10-12 ", LAST_SECOND),
    ],
)
def test_an_end_is_read_in_every_form_a_bare_date_as_its_last_second(
    written: str, end: datetime
) -> None:
    found = referral(expiration_date=written)
    assert found.expires_at == end
    assert found.last_day == end.date()


@pytest.mark.parametrize(
    "written", ["2027-02-30", "soon", "", 1760000000, "0001-01-01T00:00+14:00"]
)
def test_an_end_outside_the_calendar_makes_the_item_unreadable(written: object) -> None:
    assert read(expiration_date=written) is None


@pytest.mark.parametrize(
    ("value", "read_as"),
    [(3, 3), (3.0, 3), ("3", 3), (" 3.0 ", 3), (0, 0), (0.5, 1), (-1, -1)],
)
def test_an_amount_is_read_in_every_form(value: object, read_as: int) -> None:
    assert referral(remaining_quantity={"value": value}).remaining == read_as


@pytest.mark.parametrize("value", ["nan", "inf", 10**400, -(10**400), 1e300, "", None, False, {}])
def test_an_amount_that_is_none_makes_the_item_unreadable(value: object) -> None:
    assert read(quantity={"value": value}) is None


def test_codes_may_be_numbers() -> None:
    assert referral(id=57, performer_type={"coding": [{"code": 12}]}).performer_speciality == "12"


@pytest.mark.parametrize(
    ("reason", "read_as"),
    [
        ("autoexpired", "autoexpired"),
        ({"coding": [{"code": "autoexpired"}]}, "autoexpired"),
        ({"coding": [], "text": "за заявою"}, "за заявою"),
        ({"coding": [{"code": None}]}, None),
        ("", None),
    ],
)
def test_a_reason_is_a_bare_code_in_every_form(reason: object, read_as: str | None) -> None:
    assert referral(status_reason=reason).status_reason == read_as


def test_a_reason_written_only_into_the_history_is_found() -> None:
    recalled = {
        "status": "recalled",
        "status_reason": {"coding": [{"code": "autoexpired"}]},
        "inserted_at": "2027-10-13T00:00:00Z",
    }
    found = referral(status="recalled", status_history=[recalled])
    assert found.expired_by(datetime(2027, 10, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("person", "identity"),
    [
        (
            {"last_name": "Їжак", "first_name": "О.", "gender": "male", "age": "7"},
            Identity("Їжак", "О.", None, Sex.MALE, 7),
        ),
        ({"last_name": "", "gender": "UNKNOWN", "age": -1}, Identity()),
        ({"last_name": ["Їжак"], "age": 151}, Identity()),
        ({}, Identity()),
        (None, Identity()),
    ],
)
def test_an_identity_is_as_full_as_it_can_be_read(person: object, identity: Identity) -> None:
    assert referral(identity=person).identity == identity


def test_the_history_of_both_axes_is_one_line_of_time() -> None:
    found = referral(
        status_history=[
            {"status": "completed", "inserted_at": "2026-10-15T00:00:00Z"},
            {"status": "active", "inserted_at": "2026-10-12T00:00:00Z"},
        ],
        program_processing_status_history=[
            {"program_processing_status": "in_progress", "inserted_at": "2026-10-13T00:00:00Z"}
        ],
    )
    assert [change.state for change in found.history] == ["active", "in_progress", "completed"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=12)
    | st.sampled_from(["active", "recalled", "pending", "failed", "processed", "VALID", "job"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def bent(draw: st.DrawFn, whole: object) -> object:
    """`whole` with some of its parts dropped, nulled or replaced."""
    document: Any = copy.deepcopy(whole)
    for _ in range(draw(st.integers(0, 4))):
        part = document
        while isinstance(part, dict | list) and part:
            key = draw(
                st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part)))
            )
            if draw(st.booleans()) or not isinstance(part[key], dict | list):
                if draw(st.booleans()):
                    part[key] = draw(JSON)
                else:
                    del part[key]
                break
            part = part[key]
    return document


Answer = TypeVar("Answer")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


def told(status: int, document: object, ask: Callable[[EsozClient], Awaitable[Answer]]) -> Answer:
    """What the client makes of this document, through the whole of it."""

    async def backend(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})

    async def answer() -> Answer:
        transport = httpx.ASGITransport(backend)
        async with Door("http://127.0.0.1", {}, transport=transport) as door:
            return await ask(EsozClient(Calls(door), "clinic"))

    return asyncio.run(answer())


@settings(deadline=None)
@given(bent({"meta": {"request_id": "r#1"}, "data": [COMPLETE], "paging": {"total_pages": 1}}))
def test_any_search_answer_is_referrals_or_a_failure(document: object) -> None:
    answer = told(200, document, lambda client: client.find(Number(NUMBER)))
    if isinstance(answer, Failure):
        assert answer.is_silence
    else:
        assert {it.number for it in answer} <= {NUMBER}


STATUS = st.sampled_from([200, 202, 303, 400, 401, 403, 404, 409, 422, 500])
FREE = Referral("r1", NUMBER, Status.ACTIVE, programme_id="p1")
ERROR = {"type": "t", "message": "m", "invalid": [{"entry": "e", "rules": [{"description": "d"}]}]}
LINKS = [{"entity": "job", "href": "/jobs/1"}]


@settings(deadline=None)
@given(STATUS, bent({"data": [{"program_id": "p1", "status": "VALID"}], "error": ERROR}))
def test_any_qualification_is_a_word_or_a_failure(status: int, document: object) -> None:
    answer = told(status, document, lambda client: client.qualify(FREE))
    assert isinstance(answer, Valid | Invalid | Failure)


@settings(deadline=None)
@given(STATUS, bent({"data": {"status": "pending", "links": LINKS}, "error": ERROR}))
def test_any_answer_to_use_is_acceptance_refusal_or_a_failure(
    status: int, document: object
) -> None:
    answer = told(status, document, lambda client: client.use("r1", "p1"))
    assert isinstance(answer, Accepted | Refused | Failure)


@settings(deadline=None)
@given(
    STATUS, bent({"data": {"status": "failed", "status_code": 409, "error": ERROR}, "error": ERROR})
)
def test_any_job_is_told(status: int, document: object) -> None:
    answer = told(status, document, lambda client: client.job("1"))
    assert isinstance(answer, JobPending | JobEnded | Refused | Failure)
