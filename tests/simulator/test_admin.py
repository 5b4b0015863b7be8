from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from frontdesk.simulator.app import build_app
from frontdesk.simulator.switches import Switches

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

URL = "/_admin/switches"


async def test_everything_that_can_be_turned_is_shown_without_keys(esoz: Esoz) -> None:
    transport = esoz.client._transport
    async with httpx.AsyncClient(transport=transport, base_url="http://esoz.test") as bare:
        shown = (await bare.get("/_admin")).json()
    assert shown["switches"] == asdict(Switches())
    assert shown["referrals"] == len(esoz.backend.referrals)


async def test_a_switch_is_turned_and_the_others_stay(esoz: Esoz) -> None:
    esoz.switches.takeover = "takeover_next_day"
    answer = await esoz.client.post(URL, json={"silent": True, "calls_per_minute": 50})
    assert answer.status_code == 200
    assert answer.json()["switches"] == asdict(esoz.switches)
    assert esoz.switches == Switches(takeover="takeover_next_day", silent=True, calls_per_minute=50)


@pytest.mark.parametrize(
    "wanted",
    [
        {"colour": "red"},
        {"silent": "yes"},
        {"lost_before": 1.5},
        {"takeover": "always"},
        {"job_seconds": -1},
        {"silent": True, "latency_seconds": "long"},
        [],
    ],
)
async def test_a_wrong_switch_turns_nothing(esoz: Esoz, wanted: object) -> None:
    answer = await esoz.client.post(URL, json=wanted)
    assert answer.status_code == 422
    assert esoz.switches == Switches()


async def test_what_is_no_json_turns_nothing(esoz: Esoz) -> None:
    assert (await esoz.client.post(URL, content=b"{silent")).status_code == 422


async def test_a_silent_and_lossy_backend_can_still_be_turned_back(esoz: Esoz) -> None:
    esoz.switches.silent, esoz.switches.lost_before = True, 1
    answer = await esoz.client.post(URL, json={"silent": False, "lost_before": 0})
    assert answer.status_code == 200
    assert esoz.switches == Switches()


async def test_nobody_from_another_machine_or_site_comes_near_the_switches(esoz: Esoz) -> None:
    far = httpx.ASGITransport(build_app(esoz.backend), client=("192.0.2.7", 40000))
    async with httpx.AsyncClient(transport=far, base_url="http://esoz.test") as stranger:
        assert (await stranger.get("/_admin")).status_code == 403
    site = {"Origin": "https://evil.example"}
    answer = await esoz.client.post(URL, json={"silent": True}, headers=site)
    assert answer.status_code == 403
    assert esoz.switches == Switches()


async def test_generated_numbers_are_listed_and_found(esoz: Esoz) -> None:
    listed = (await esoz.client.get("/_admin/numbers", params={"first": 5, "count": 3})).json()
    assert len(listed) == 3
    for number in listed:
        assert await esoz.find(number)


async def test_a_referral_can_be_recalled_and_all_sessions_ended(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    assert (await esoz.client.post(f"/_admin/referrals/{it.id}/recall")).status_code == 204
    assert (await esoz.found(it))["status"] == "recalled"
    assert (await esoz.client.post("/_admin/referrals/none/recall")).status_code == 404
    code = esoz.backend.grants.code("http://127.0.0.1/callback", frozenset())
    esoz.backend.grants.exchange(code, "http://127.0.0.1/callback")
    assert esoz.backend.grants.sessions == 1
    assert (await esoz.client.post("/_admin/sessions/end")).status_code == 204
    assert esoz.backend.grants.sessions == 0


async def failed_job(esoz: Esoz) -> dict[str, Any]:
    return await esoz.used(esoz.referral("recalled"))


async def test_a_failed_job_tells_its_error_in_either_form(esoz: Esoz) -> None:
    assert (await failed_job(esoz))["error"]["message"] == "Can't use inactive service request"
    esoz.switches.job_errors, esoz.switches.job_codes = "string", "string"
    job = await failed_job(esoz)
    assert (job["error"], job["status_code"]) == ("Can't use inactive service request", "409")


async def test_a_finished_job_may_hold_the_referral_itself(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    esoz.switches.job_result = "inside"
    job = await esoz.used(it)
    assert job["response_data"]["id"] == it.id
    assert "links" not in job


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ("unverified", "Access denied. Party is not verified"),
        ("deceased", "Access denied. Party is deceased"),
    ],
)
async def test_a_user_without_a_good_record_takes_no_referral(
    esoz: Esoz, party: Any, message: str
) -> None:
    esoz.switches.party = party
    answer = await esoz.use(esoz.referral("bookable"))
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, message)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("/jobs", "/jobs/"),
        ("/Jobs", "/Jobs/"),
        ("/api/jobs", "/api/jobs/"),
        ("absolute", "https://api.ehealth.gov.ua/api/jobs/"),
    ],
)
async def test_a_job_is_linked_in_any_of_the_known_ways(esoz: Esoz, form: Any, start: str) -> None:
    esoz.switches.job_links = form
    answer = await esoz.use(esoz.referral("bookable"))
    assert answer.json()["data"]["links"][0]["href"].startswith(start)


async def test_what_is_absent_can_be_left_out_of_every_referral(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    assert None in (await esoz.found(it)).values()
    esoz.switches.absent = "left_out"
    assert None not in (await esoz.found(it)).values()


async def test_a_backend_may_let_go_what_is_in_work_here_but_not_elsewhere(esoz: Esoz) -> None:
    ours, theirs = esoz.referral("in_work_here"), esoz.referral("in_work_elsewhere")

    async def let_go(referral_id: str) -> httpx.Response:
        return await esoz.client.patch(f"/api/service_requests/{referral_id}/actions/release")

    assert (await let_go(ours.id)).status_code == 409
    esoz.switches.release = "in_work"
    assert (await let_go(theirs.id)).status_code == 409
    await esoz.job(await let_go(ours.id))
    shown = await esoz.found(ours)
    assert (shown["program_processing_status"], shown["used_by_legal_entity"]) == ("new", None)


async def test_the_message_is_sent_again_for_an_active_referral_only(esoz: Esoz) -> None:
    async def resend(verdict: str) -> httpx.Response:
        it = esoz.referral(verdict)
        path = f"/api/patients/{it.subject}/service_requests/{it.id}/actions/resend"
        return await esoz.client.patch(path)

    job = await esoz.job(await resend("bookable"))
    assert job.json()["data"]["status"] == "processed"
    assert (await resend("recalled")).status_code == 409
    esoz.switches.resend = "at_once"
    assert (await resend("bookable")).status_code == 200
