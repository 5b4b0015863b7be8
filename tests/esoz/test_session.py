from __future__ import annotations

import traceback

import pytest
from pydantic import SecretStr

from frontdesk.esoz.session import Credentials


def credentials(
    token: str = "canary-1", key: str = "canary-2", psk: str = "canary-3"
) -> Credentials:
    return Credentials(SecretStr(token), SecretStr(key), SecretStr(psk), SecretStr("canary-4"))


def test_every_call_says_who_asks_and_from_which_system() -> None:
    assert credentials().headers() == {
        "Authorization": "Bearer canary-1",
        "API-key": "canary-2",
        "X-Custom-PSK": "canary-3",
    }


def test_secrets_are_not_shown() -> None:
    assert "canary" not in f"{credentials()!r} {credentials()}"


@pytest.mark.parametrize("bad", ["", "canary\n", "canary\r\nX-Other: 1", "canary ключ", "can ary"])
def test_a_secret_that_no_header_can_carry_is_refused_without_being_told(bad: str) -> None:
    for names in ({"token": bad}, {"key": bad}, {"psk": bad}):
        with pytest.raises(ValueError, match="unlawful characters") as refused:
            credentials(**names)
        assert "canary" not in "".join(traceback.format_exception_only(refused.value))
