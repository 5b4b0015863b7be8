"""`frontdesk verify` and `frontdesk samples`."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk.domain.verdict import Code

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

Samples = Callable[..., str]
REFERRAL_KEYS = {
    "id",
    "service",
    "category",
    "priority",
    "verdict",
    "headline",
    "say",
    "reason",
    "valid_until",
    "patient",
    "used_by",
    "programme",
    "remaining",
}


def only_referral(document: Any) -> Any:
    (referral,) = document["referrals"]
    return referral


def test_samples_are_listed_with_what_they_show(run: Frontdesk) -> None:
    said = run("samples", "--json")
    assert said.code == 0
    assert {frozenset(it) for it in said.document} == {frozenset({"number", "verdict", "shows"})}
    assert said.document[0]["verdict"] == "bookable"
    assert {it["verdict"] for it in said.document} == {code.value for code in Code}
    assert len(said.document) >= 40
    told = run("samples", "--lang", "en")
    assert [line.split()[0] for line in told.out.splitlines()] == [
        it["number"] for it in said.document
    ]


def test_another_seed_invents_other_numbers(run: Frontdesk) -> None:
    one, two = run("samples", "--json").document, run("samples", "--json", "--seed", "2").document
    assert not {it["number"] for it in one} & {it["number"] for it in two}


def test_every_sample_shows_the_verdict_that_its_list_promises(frontdesk: Frontdesk) -> None:
    listed = frontdesk("samples", "--json").document
    shown, codes = {}, {}
    for it in listed:
        said = frontdesk("verify", it["number"], "--json")
        shown[it["number"]] = said.document["verdict"]
        codes[said.document["verdict"]] = said.code
    assert shown == {it["number"]: it["verdict"] for it in listed}
    done = {verdict for verdict, code in codes.items() if code == 0}
    assert done == {"bookable", "in_work_here"}
    assert [verdict for verdict, code in codes.items() if code == 3] == ["unverified"]


def test_the_answer_keeps_the_contract_key_by_key(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("verify", samples("bookable"), "--json")
    assert (said.code, said.err) == (0, "")
    answer = said.document
    assert {"number", "repairs", "backend", "referrals", "problem"} <= set(answer)
    assert answer["number"] == samples("bookable")
    assert (answer["repairs"], answer["backend"], answer["problem"]) == ([], "ok", None)
    referral = only_referral(answer)
    assert set(referral) >= REFERRAL_KEYS
    assert referral["service"]["code"] == "K67002"
    assert set(referral["service"]) == {"code", "name"}
    assert set(referral["patient"]) == {"surname", "initials", "sex", "age"}
    assert referral["patient"]["sex"] in {"female", "male"}
    assert (referral["category"], referral["priority"]) == ("counselling", "routine")
    assert (referral["verdict"], referral["reason"], referral["used_by"]) == (
        "bookable",
        None,
        None,
    )
    assert date.fromisoformat(referral["valid_until"]) > date.today()  # noqa: DTZ011 - any day does
    assert set(referral["programme"]) == {"id", "name", "free"}
    assert referral["programme"]["free"] is True
    assert referral["remaining"] == 1
    assert referral["headline"]
    assert referral["say"]


def test_what_esoz_leaves_out_is_null(frontdesk: Frontdesk, samples: Samples) -> None:
    referral = only_referral(frontdesk("verify", samples("bookable", 11), "--json").document)
    assert referral["patient"] == {"surname": None, "initials": None, "sex": None, "age": None}
    assert (referral["priority"], referral["remaining"]) == (None, None)
    no_programme = frontdesk("verify", samples("no_programme"), "--json").document
    assert only_referral(no_programme)["programme"] is None


@pytest.mark.parametrize(
    ("verdict", "user"), [("in_work_here", "us"), ("in_work_elsewhere", "other")]
)
def test_whoever_has_the_referral_is_named(
    frontdesk: Frontdesk, samples: Samples, verdict: str, user: str
) -> None:
    document = frontdesk("verify", samples(verdict), "--json").document
    assert only_referral(document)["used_by"] == user


def test_esozs_reason_is_told_in_the_desks_words(frontdesk: Frontdesk, samples: Samples) -> None:
    number = samples("not_qualified")
    uk = only_referral(frontdesk("verify", number, "--json").document)["reason"]
    en = only_referral(frontdesk("verify", number, "--json", "--lang", "en").document)["reason"]
    assert en == "the programme does not cover this service"
    assert re.search("[а-яі]", uk)


def test_a_number_nobody_knows_is_a_problem_with_its_code(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    said = frontdesk("verify", samples("not_found"), "--json")
    assert said.code == 1
    assert said.document["referrals"] == []
    problem = said.document["problem"]
    assert set(problem) >= {"code", "text", "group", "position"}
    assert problem["code"] == "not_found"


@pytest.mark.parametrize(
    ("typed", "kind", "group", "position"),
    [
        ("1234-5678-9012-345", "too_short", 4, None),
        ("1234-567-9012-3456", "too_short", 2, None),
        ("1234-5678-9012-3456-7", "too_long", None, None),
        ("12Q4-5678-9012-3456", "foreign_symbol", 1, 3),
        ("067 123 45 67", "phone", None, None),
        ("1234", "confirmation_code", None, None),
        ("", "empty", None, None),
    ],
)
def test_a_bad_number_is_explained_and_esoz_is_not_asked(
    run: Frontdesk,
    tmp_path: Path,
    *,
    typed: str,
    kind: str,
    group: int | None,
    position: int | None,
) -> None:
    """Not even the configuration is needed."""
    nowhere = ("--config", tmp_path / "none.toml")
    said = run(*nowhere, "verify", typed, "--json")
    assert said.code == 2
    problem = said.document["problem"]
    assert (problem["code"], problem["kind"]) == ("bad_number", kind)
    assert (problem["group"], problem["position"]) == (group, position)
    assert said.document["number"] == typed
    told = run(*nowhere, "verify", typed)
    assert (told.code, told.out, told.err.strip()) == (2, "", problem["text"])


def test_a_number_may_be_typed_with_spaces(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("verify", *samples("bookable").split("-"), "--json")
    assert (said.code, said.document["number"]) == (0, samples("bookable"))


def test_letters_of_another_alphabet_are_repaired_and_said(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    number = samples("bookable", 8)
    typed = number.translate(str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ"))
    assert typed != number
    said = frontdesk("verify", typed, "--json")
    assert (said.code, said.document["number"]) == (0, number)
    assert said.document["repairs"]
    assert all(re.fullmatch("[А-ЯІ]→[A-Z]", it) for it in said.document["repairs"])
    told = frontdesk("verify", typed)
    assert "→" in told.out


def test_a_person_reads_sign_headline_service_and_what_to_say(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    said = frontdesk("verify", samples("bookable"), "--lang", "en")
    assert (said.code, said.err) == (0, "")
    number, headline, service, patient, sentence = said.out.splitlines()
    assert number == samples("bookable")
    assert headline.startswith("✔ ")
    assert "(K67002)" in service
    assert patient.strip()
    assert sentence.strip().startswith("Say: ")


def test_a_booked_visit_is_shown_with_its_time(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("verify", samples("booked_here"), "--lang", "en")
    assert said.code == 1
    assert re.search(r"[MTWFS][a-z] \d\d\.\d\d \d\d:\d\d", said.out)


def test_a_problem_is_told_below_its_word(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("verify", samples("unverified"), "--lang", "en")
    assert said.code == 3
    assert "? " in said.out
    assert "ESOZ" in said.out


def test_a_silent_esoz_is_its_own_exit_code(
    run: Frontdesk, changed: Callable[[str, str], Path], simulator: Path, samples: Samples
) -> None:
    address = re.search(r'base_url = "(.*)"', simulator.read_text())
    assert address is not None
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    config = changed(address[1], f"http://127.0.0.1:{port}")
    said = run("--config", config, "verify", samples("bookable"), "--json")
    assert said.code == 3
    assert said.document["backend"] == "silent"
    assert said.document["problem"]["code"] == "backend_silent"
    assert said.document["verdict"] == "unverified"


@pytest.mark.parametrize(
    ("variable", "backend"), [("ACCESS_TOKEN", "unauthorised"), ("PSK", "unauthorised")]
)
def test_secrets_that_esoz_does_not_accept_are_told_from_silence(
    *,
    run: Frontdesk,
    changed: Callable[[str, str], Path],
    samples: Samples,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    backend: str,
) -> None:
    secrets = {
        "ACCESS_TOKEN": "simulator-token",
        "API_KEY": "simulator-api-key",
        "PSK": "simulator-psk",
    }
    for name, value in {**secrets, variable: "wrong"}.items():
        monkeypatch.setenv(f"FRONTDESK_ESOZ__{name}", value)
    config = changed('auth = "simulator"', 'auth = "sign_in"')
    said = run("--config", config, "verify", samples("bookable"), "--json")
    assert (said.code, said.document["backend"]) == (3, backend)
    assert said.document["problem"]["code"] == f"backend_{backend}"


def test_an_esoz_that_cannot_be_understood_is_told_from_silence(
    run: Frontdesk, changed: Callable[[str, str], Path], simulator: Path, samples: Samples
) -> None:
    """A proxy answers everything with a page and says that all is well."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"<html>welcome</html>")

        def log_message(self, *_: object) -> None:
            """Not on stderr."""

    address = re.search(r'base_url = "(.*)"', simulator.read_text())
    assert address is not None
    with HTTPServer(("127.0.0.1", 0), Page) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        config = changed(address[1], f"http://127.0.0.1:{proxy.server_port}")
        said = run("--config", config, "verify", samples("bookable"), "--json")
        proxy.shutdown()
    assert (said.code, said.document["backend"]) == (3, "unreadable")
    assert said.document["problem"]["code"] == "backend_unreadable"
