from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from frontdesk.data import catalogue
from frontdesk.simulator.credentials import CLIENT_SECRET

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

REDIRECT = "http://127.0.0.1:50123/callback"


def page_query(esoz: Esoz, **changed: str) -> dict[str, str]:
    return {
        "client_id": esoz.world.clinic.legal_entity_id,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "service_request:read job:read",
        "state": "a-state",
    } | changed


async def code_of(esoz: Esoz, **changed: str) -> str:
    answer = await esoz.client.post("/sign-in", data=page_query(esoz, approve="1", **changed))
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


async def ask(esoz: Esoz, grant_type: str, **parts: str) -> httpx.Response:
    ours = {"client_id": esoz.world.clinic.legal_entity_id, "client_secret": CLIENT_SECRET}
    request = esoz.client.build_request(
        "POST", "/oauth/tokens", json={"token": {"grant_type": grant_type} | ours | parts}
    )
    del request.headers["Authorization"]
    return await esoz.client.send(request)


async def exchange(esoz: Esoz, code: str, **changed: str) -> httpx.Response:
    return await ask(
        esoz, "authorization_code", **({"code": code, "redirect_uri": REDIRECT} | changed)
    )


async def session(esoz: Esoz, scope: str = "") -> dict[str, object]:
    answer = await exchange(esoz, await code_of(esoz, scope=scope))
    assert answer.status_code == 201
    data: dict[str, object] = answer.json()["data"]
    return data


async def search(esoz: Esoz, token: object) -> httpx.Response:
    return await esoz.client.get(
        "/api/service_requests",
        params={"requisition": "x"},
        headers={"Authorization": f"Bearer {token}"},
    )


async def test_the_page_asks_the_user_and_needs_no_headers_of_ours(esoz: Esoz) -> None:
    transport = esoz.client._transport
    async with httpx.AsyncClient(transport=transport, base_url="http://esoz.test") as browser:
        shown = await browser.get("/sign-in", params=page_query(esoz, state='"><script>'))
    assert shown.status_code == 200
    assert "Дозволити" in shown.text
    assert "<script>" not in shown.text


async def test_approval_sends_the_browser_back_with_a_code_and_the_same_state(esoz: Esoz) -> None:
    answer = await esoz.client.get("/sign-in", params=page_query(esoz, approve="1"))
    target = urlsplit(answer.headers["location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == REDIRECT
    assert parse_qs(target.query)["state"] == ["a-state"]


async def test_a_user_who_refuses_is_sent_back_without_a_code(esoz: Esoz) -> None:
    answer = await esoz.client.post("/sign-in", data=page_query(esoz, refuse="1"))
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query == {"error": ["access_denied"], "state": ["a-state"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "another"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": "http://127.0.0.1:1/elsewhere"},
        {"redirect_uri": "http://127.0.0.1@evil.example/callback"},
        {"response_type": "token"},
        {"state": ""},
        {"colour": "red"},
    ],
)
async def test_the_page_sends_nobody_to_an_unregistered_address(
    esoz: Esoz, changed: dict[str, str]
) -> None:
    answer = await esoz.client.get("/sign-in", params=page_query(esoz, approve="1", **changed))
    assert answer.status_code == 400
    assert "location" not in answer.headers


async def test_a_code_buys_one_session(esoz: Esoz) -> None:
    code = await code_of(esoz)
    answer = await exchange(esoz, code)
    assert answer.status_code == 201
    assert answer.json()["meta"]["code"] == 201
    data = answer.json()["data"]
    assert data.keys() == {"id", "name", "value", "user_id", "expires_at", "details"}
    assert data["name"] == "access_token"
    assert data["expires_at"] == int(esoz.clock.now.timestamp()) + 14 * 86400
    assert data["details"]["scope"] == "job:read service_request:read"
    assert (await search(esoz, data["value"])).status_code == 200
    again = await exchange(esoz, code)
    assert (again.status_code, again.json()["error"]["message"]) == (401, "Token not found.")


async def test_a_code_lives_five_minutes(esoz: Esoz) -> None:
    code = await code_of(esoz)
    esoz.clock.pass_seconds(5 * 60)
    assert (await exchange(esoz, code)).json()["error"]["message"] == "Token expired."


@pytest.mark.parametrize(
    ("changed", "http"),
    [
        ({"redirect_uri": "http://127.0.0.1:50124/callback"}, 401),
        ({"client_secret": "wrong"}, 401),
        ({"client_id": "wrong"}, 401),
        ({"colour": "red"}, 422),
    ],
)
async def test_a_code_is_worth_nothing_in_other_hands(
    esoz: Esoz, changed: dict[str, str], http: int
) -> None:
    assert (await exchange(esoz, await code_of(esoz), **changed)).status_code == http


@pytest.mark.parametrize(
    "body", [{}, [], {"token": []}, {"token": {"grant_type": "password"}}, {"token": {}, "x": 1}]
)
async def test_a_wrong_question_for_a_token_is_refused(esoz: Esoz, body: object) -> None:
    assert (await esoz.client.post("/oauth/tokens", json=body)).status_code == 422


async def test_a_registrar_gets_the_registrars_rights_and_no_more(esoz: Esoz) -> None:
    token = await session(esoz, "service_request:read medical_program:read")
    details = token["details"]
    assert isinstance(details, dict)
    assert details["scope"] == "service_request:read"
    everything = (await session(esoz))["details"]
    assert isinstance(everything, dict)
    assert set(everything["scope"].split()) == catalogue.roles().scopes["RECEPTIONIST"]


async def test_a_missing_right_is_named(esoz: Esoz) -> None:
    token = await session(esoz, "job:read")
    answer = await search(esoz, token["value"])
    assert answer.status_code == 403
    assert answer.json()["error"] == {
        "type": "forbidden",
        "message": "Your scope does not allow to access this resource. "
        "Missing allowances: service_request:read",
    }


async def test_another_role_has_other_rights(esoz: Esoz) -> None:
    esoz.switches.role = "HR"
    assert (await search(esoz, "simulator-token")).status_code == 403
    esoz.switches.more_scopes = "service_request:read"
    assert (await search(esoz, "simulator-token")).status_code == 200


async def test_a_session_ends_when_it_said_it_would(esoz: Esoz) -> None:
    esoz.switches.token_seconds = 60
    token = await session(esoz)
    esoz.clock.pass_seconds(59)
    assert (await search(esoz, token["value"])).status_code == 200
    esoz.clock.pass_seconds(1)
    answer = await search(esoz, token["value"])
    assert (answer.status_code, answer.json()["error"]["message"]) == (401, "Invalid access token")


async def refreshed(esoz: Esoz, token: dict[str, object]) -> httpx.Response:
    details = token["details"]
    assert isinstance(details, dict)
    return await ask(esoz, "refresh_token", refresh_token=details["refresh_token"])


async def test_a_refresh_gives_a_new_session_for_the_old_one(esoz: Esoz) -> None:
    old = await session(esoz)
    answer = await refreshed(esoz, old)
    assert answer.status_code == 201
    new = answer.json()["data"]
    assert new["details"]["grant_type"] == "refresh_token"
    assert (await search(esoz, old["value"])).status_code == 401
    assert (await search(esoz, new["value"])).status_code == 200
    assert (await refreshed(esoz, old)).status_code == 401


async def test_a_refresh_token_ends_with_its_session(esoz: Esoz) -> None:
    token = await session(esoz)
    esoz.clock.pass_seconds(esoz.switches.token_seconds)
    assert (await refreshed(esoz, token)).json()["error"]["message"] == "Token expired."


async def test_signing_out_ends_the_session_and_its_refresh_token(esoz: Esoz) -> None:
    token = await session(esoz)
    left = await esoz.client.post(
        "/auth/logout", headers={"Authorization": f"Bearer {token['value']}"}
    )
    assert (left.status_code, left.content) == (204, b"")
    assert (await search(esoz, token["value"])).status_code == 401
    assert (await refreshed(esoz, token)).status_code == 401


async def test_who_is_signed_in_is_told_only_with_the_right_to_know(esoz: Esoz) -> None:
    assert (await esoz.client.get("/oauth/user")).status_code == 403
    esoz.switches.more_scopes = "user:read"
    shown = await esoz.client.get("/oauth/user")
    assert shown.json()["data"]["email"] == "reiestratura@example.com"
