from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.number import Number
from frontdesk.domain.referral import (
    Category,
    Identity,
    Priority,
    Processing,
    Referral,
    Sex,
    StateChange,
    Status,
)
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.outcome import PAGES

if TYPE_CHECKING:
    from tests.esoz.conftest import Answer, Backend, Examples, Seen

SEARCH = "GET_service_requests.search.200"
EMPTY = "GET_service_requests.search_empty.200"
COMPLETED = "GET_service_requests.search_completed.200"
OURS = "GET_service_requests.search_in_progress_ours.200"
CLINIC = "7d0c4b52-3f0e-4c7b-9a55-1c8f6f0b2a31"


async def found(client: EsozClient, number: Number) -> tuple[Referral, ...]:
    answer = await client.find(number)
    assert isinstance(answer, tuple)
    return answer


def statuses_asked(backend: Backend) -> list[str | None]:
    return [seen.query.get("status") for seen in backend.requests]


async def test_everything_the_desk_needs_is_read_from_a_referral(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(SEARCH))
    first, second = await found(client, number)
    issued = datetime(2026, 10, 12, 7, 41, 16, 204000, UTC)
    assert first == Referral(
        id="6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97",
        number="4821-0937-5516-2048",
        status=Status.ACTIVE,
        processing=Processing.NEW,
        service_id="f4a6b8c0-2d3e-4f51-9263-74a5b6c7d8e9",
        category=Category.COUNSELLING,
        priority=Priority.ROUTINE,
        programme_id="1b3d5f70-92a4-4c6e-8d0f-a1c3e5f70924",
        programme_name="Програма державних гарантій медичного обслуговування населення",
        issued_at=issued,
        expires_at=datetime(2027, 10, 12, 23, 59, 59, tzinfo=UTC),
        patient_id="a3c5e7f9-1b2d-4e6f-8a0c-3d5f7b9e1c24",
        identity=Identity("Мельниченко", "О.", "С.", Sex.FEMALE, 47),
        requester="c1b0a7e6-91fd-4f0b-8a7c-5e2d6d3b9f44",
        performer_speciality="CARDIOLOGY",
        quantity=1,
        remaining=1,
        note="Скарги на перебої в роботі серця. Потрібна консультація кардіолога.",
        instruction="Мати при собі останню ЕКГ",
        history=(StateChange(issued, "active"), StateChange(issued, "new")),
    )
    assert second.category is Category.LABORATORY_PROCEDURE
    assert second.note is None


async def test_a_referral_in_work_says_whose_it_is(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(OURS))
    (referral,) = await found(client, number)
    assert (referral.used_by, referral.processing) == (CLINIC, Processing.IN_PROGRESS)
    assert referral.became(Processing.IN_PROGRESS) == datetime(2026, 10, 20, 6, 15, 3, 511000, UTC)


async def test_a_completed_referral_is_told_with_its_reason_and_its_day(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(COMPLETED))
    (referral,) = await found(client, number)
    assert referral.is_completed
    assert (referral.remaining, referral.status_reason) == (0, "default")
    assert referral.became(Status.COMPLETED) == datetime(2026, 10, 19, 12, 10, tzinfo=UTC)


async def test_an_unknown_number_finds_nothing_in_any_state(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(EMPTY))
    assert await found(client, number) == ()
    assert statuses_asked(backend) == [None, "completed", "recalled", "entered_in_error"]
    assert {seen.query["requisition"] for seen in backend.requests} == {number.text}
    assert {seen.method + seen.path for seen in backend.requests} == {"GET/api/service_requests"}


async def test_every_call_carries_the_documented_headers(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(COMPLETED))
    await client.find(number)
    headers = backend.requests[0].headers
    assert headers["authorization"] == "Bearer canary-token"
    assert headers["api-key"] == "canary-api-key"
    assert headers["x-custom-psk"] == "canary-psk"
    assert headers["content-type"] == "application/json"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"].startswith("frontdesk/")


async def test_a_backend_that_shows_spent_referrals_unasked_is_asked_once_from_then_on(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(COMPLETED))
    await client.find(number)
    backend.requests.clear()
    assert [it.status for it in await found(client, number)] == [Status.COMPLETED]
    assert statuses_asked(backend) == [None]


async def test_a_backend_that_hides_spent_referrals_is_asked_for_them_from_then_on(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    together = asyncio.Event()

    def answer(seen: Seen) -> Answer:
        if len(backend.requests) == 8:
            together.set()
        return examples.http(COMPLETED if seen.query.get("status") == "completed" else EMPTY)

    backend.answer = answer
    for _ in range(2):
        assert [it.status for it in await found(client, number)] == [Status.COMPLETED]
    assert len(backend.requests) == 8
    assert together.is_set()


async def test_a_backend_that_stops_hiding_is_believed(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.answer = lambda seen: examples.http(
        COMPLETED if seen.query.get("status") == "completed" else EMPTY
    )
    await client.find(number)
    backend.always(examples.http(COMPLETED))
    await client.find(number)
    backend.requests.clear()
    await client.find(number)
    assert statuses_asked(backend) == [None]


async def test_one_referral_seen_twice_is_told_once_as_read_last(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    just_recalled = examples.request(status="recalled")
    backend.answer = lambda seen: examples.page(
        *([just_recalled] if seen.query.get("status") == "recalled" else [])
        or ([examples.request()] if "status" not in seen.query else [])
    )
    assert [it.status for it in await found(client, number)] == [Status.RECALLED]


async def test_a_state_that_the_backend_does_not_know_holds_nothing(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.answer = lambda seen: examples.http(
        "GET_service_requests.missing_requisition.422" if "status" in seen.query else SEARCH
    )
    assert len(await found(client, number)) == 2


async def test_a_refused_search_gives_the_descriptions_not_the_fixed_sentence(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http("GET_service_requests.missing_requisition.422"))
    assert await client.find(number) == Failure(
        FailureKind.REFUSED,
        "required property requisition was not present",
        "6617aeec-15e2-4d6f-b9bd-53559c358f97#17810",
    )


async def test_silence_in_one_state_is_silence_about_the_number(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.answer = lambda seen: examples.http(
        "error.500" if seen.query.get("status") == "recalled" else SEARCH
    )
    answer = await client.find(number)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.BROKEN


@pytest.mark.parametrize("key", ["page_number", "page"])
async def test_all_pages_are_read_the_newest_referral_comes_first(
    backend: Backend, client: EsozClient, examples: Examples, number: Number, key: str
) -> None:
    def answer(seen: Seen) -> Answer:
        page = int(seen.query["page"])
        item = examples.request(
            id=f"r{page}", status="completed", inserted_at=f"2026-10-0{page}T10:00:00Z"
        )
        return examples.page(item, **{key: page, "total_pages": 3})

    backend.answer = answer
    assert [it.id for it in await found(client, number)] == ["r3", "r2", "r1"]


async def test_a_cursor_that_says_there_is_more_is_followed(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.answer = lambda seen: examples.page(
        examples.request(id=f"r{seen.query['page']}", status="completed"),
        limit=1,
        cursors={"starting_after": None},
        has_more=seen.query["page"] == "1",
    )
    assert {it.id for it in await found(client, number)} == {"r1", "r2"}


async def test_a_backend_that_promises_pages_without_end_is_left(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    spent = examples.request(status="completed")
    backend.always(examples.page(spent, page_number=1, total_pages=10**6))
    assert len(await found(client, number)) == 1
    assert statuses_asked(backend).count(None) == PAGES


async def test_an_unreadable_paging_means_a_single_page(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    spent = examples.request(status="completed")
    backend.always(examples.answer(200, {"data": [spent], "paging": "one"}))
    assert len(await found(client, number)) == 1
    assert statuses_asked(backend).count(None) == 1


async def test_an_unreadable_item_is_left_out_beside_readable_ones(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    strange = examples.request(id="strange", status="postponed")
    backend.always(examples.page(strange, examples.request(status="completed")))
    assert [it.status for it in await found(client, number)] == [Status.COMPLETED]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "postponed"},
        {"status": None},
        {"id": "../../patients"},
        {"requisition": "0000-0000-0000-0000"},
        {"used_by_legal_entity": "somebody"},
        {"program": 5},
        {"expiration_date": "soon"},
        {"remaining_quantity": {"value": "many"}},
    ],
)
async def test_a_number_with_nothing_readable_is_never_called_unknown(
    backend: Backend,
    client: EsozClient,
    examples: Examples,
    number: Number,
    change: dict[str, object],
) -> None:
    backend.always(examples.page(examples.request(**change)))
    assert await client.find(number) == Failure(FailureKind.UNREADABLE, None, "page#1")


async def test_a_claim_reads_its_own_referral_back(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http(OURS))
    referral = await client.read_back(number, "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97")
    assert isinstance(referral, Referral)
    assert referral.used_by == CLINIC
    assert await client.read_back(number, "another") is None


async def test_a_claim_never_takes_an_unreadable_referral_for_gone(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    strange = examples.request(id="ours", status="postponed")
    backend.always(examples.page(strange, examples.request(status="completed")))
    assert await client.read_back(number, "ours") == Failure(FailureKind.UNREADABLE, None, "page#1")


async def test_a_claim_hears_why_nothing_could_be_read_back(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    backend.always(examples.http("error.401.invalid_token"))
    answer = await client.read_back(number, "ours")
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.UNAUTHORISED


@pytest.mark.parametrize("document", [{}, {"data": None}, {"data": {}}, {"data": "none"}])
async def test_an_answer_without_a_list_is_unreadable(
    backend: Backend, client: EsozClient, examples: Examples, number: Number, document: object
) -> None:
    backend.always(examples.answer(200, document))
    assert await client.find(number) == Failure(FailureKind.UNREADABLE)


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        ("400.malformed", FailureKind.REFUSED),
        ("401.invalid_token", FailureKind.UNAUTHORISED),
        ("401.invalid_api_key", FailureKind.UNAUTHORISED),
        ("401.no_bearer", FailureKind.UNAUTHORISED),
        ("403.abac", FailureKind.FORBIDDEN),
        ("403.scope", FailureKind.FORBIDDEN),
        ("404.plain", FailureKind.NOT_FOUND),
        ("409.generic", FailureKind.REFUSED),
        ("500", FailureKind.BROKEN),
    ],
)
async def test_each_documented_error_is_heard_with_its_words(
    backend: Backend, client: EsozClient, examples: Examples, example: str, kind: FailureKind
) -> None:
    backend.always(examples.http(f"error.{example}"))
    error = examples.json(f"error.{example}")["error"]
    assert isinstance(error, dict)
    assert await client.find(Number("4821-0937-5516-2048")) == Failure(
        kind,
        error.get("message", error["type"]),
        "6617aeec-15e2-4d6f-b9bd-53559c358f97#17810",
    )


async def test_cancelling_a_search_closes_the_request(
    backend: Backend, client: EsozClient, number: Number
) -> None:
    asked = asyncio.Event()

    async def stay_silent(writer: asyncio.StreamWriter) -> None:
        asked.set()
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X-Wait: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)
        raise ConnectionResetError

    backend.always(stay_silent)
    search = asyncio.create_task(client.find(number))
    await asyncio.wait_for(asked.wait(), 2)
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    await asyncio.wait_for(backend.gone.wait(), 2)


async def test_a_hostile_text_comes_out_harmless(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    bad = examples.request(status="completed", note="a\x1b]52;c;eA==\x07\u202eb", identity=None)
    backend.always(examples.answer(200, {"data": [bad]}))
    (referral,) = await found(client, number)
    assert referral.note == "a\ufffd]52;c;eA==\ufffd\ufffdb"


async def test_lone_surrogates_come_out_harmless(
    backend: Backend, client: EsozClient, examples: Examples, number: Number
) -> None:
    bad = examples.request(status="completed", note="a\ud800")
    backend.always(examples.raw(200, json.dumps({"data": [bad]}).encode()))
    assert (await found(client, number))[0].note == "a\ufffd"
