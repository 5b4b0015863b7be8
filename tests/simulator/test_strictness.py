from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.simulator.addresses import ADDRESSES
from frontdesk.simulator.bodies import read_qualify, read_token, read_use
from frontdesk.simulator.envelopes import Fault, Json
from tests.simulator.conftest import path_of, reference

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

EVERY_SCOPE = " ".join(it.scope for it in ADDRESSES if it.scope)
AN_ID = "11111111-1111-4111-8111-111111111111"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda it: f"{it.method} {it.path}")
async def test_no_address_takes_an_unknown_parameter(esoz: Esoz, address: object) -> None:
    it = next(it for it in ADDRESSES if it is address)
    esoz.switches.more_scopes = EVERY_SCOPE
    path = it.path.replace("{", "").replace("}", "")
    answer = await esoz.client.request(it.method, path, params={"colour": "red"})
    assert answer.status_code == 422
    assert "$.colour" in [entry["entry"] for entry in answer.json()["error"]["invalid"]]


async def test_letting_go_and_sending_again_take_no_body(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    resend = f"/api/patients/{it.subject}/service_requests/{it.id}/actions/resend"
    for path in (f"{path_of(it)}/release", resend):
        answer = await esoz.client.patch(path, json={"why": "no reason"})
        assert answer.status_code == 422


async def test_a_reference_carries_no_name(esoz: Esoz) -> None:
    it = esoz.referral("bookable")
    body = esoz.use_body()
    body["program"]["display_value"] = "Програма"
    answer = await esoz.client.patch(f"{path_of(it)}/use", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["invalid"][0]["entry"] == "$.program.display_value"


@given(JSON)
def test_no_body_of_another_shape_gets_through(body: Json) -> None:
    assert isinstance(read_use(body), Fault)
    assert isinstance(read_qualify(body), Fault)
    assert isinstance(read_token(body), Fault)
    assert isinstance(read_token({"token": body}), Fault)


@given(JSON, st.sampled_from(["used_by_legal_entity", "program", "used_by_employee"]))
def test_no_reference_of_another_shape_gets_through(wrong: Json, key: str) -> None:
    sound = {
        "used_by_legal_entity": reference("legal_entity", AN_ID),
        "program": reference("medical_program", AN_ID),
    }
    assert not isinstance(read_use(sound), Fault)
    assert isinstance(read_use(sound | {key: wrong}), Fault)
