"""The session through the whole program, over real HTTP: how it begins, ends, and is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from frontdesk import keys
from frontdesk.simulator.credentials import API_KEY, CLIENT_SECRET, PSK, TOKEN
from frontdesk.simulator.switches import Switches
from tests.program.conftest import served
from tests.program.place import (
    Clinic,
    Sample,
    go_home,
    look_up,
    press_enter,
    word,
    words,
)
from tests.program.signing_in import HAS_PROC, PATIENCE, SignedPlace, answered, argv_of

SECRETS = (API_KEY, PSK, CLIENT_SECRET)


@pytest.fixture(scope="module")
def own_clinic(
    tmp_path_factory: pytest.TempPathFactory, samples: Sequence[Sample]
) -> Iterator[Clinic]:
    with served(tmp_path_factory.mktemp("signing"), samples) as clinic:
        yield clinic


@pytest.fixture
def newcomer(own_clinic: Clinic, tmp_path: Path) -> Iterator[SignedPlace]:
    """At a computer on which nothing is stored yet."""
    place = SignedPlace(own_clinic, tmp_path)
    yield place
    place.turn(**asdict(Switches()))
    place.admin("/sessions/end")


@pytest.fixture
def registrar(newcomer: SignedPlace) -> SignedPlace:
    """At a computer that has the program's secrets."""
    newcomer.store_secrets()
    return newcomer


@pytest.fixture
def number(samples: Sequence[Sample]) -> str:
    """One that is only looked up."""
    return next(it.number for it in samples if it.verdict == "expired")


def verdict(place: SignedPlace, number: str) -> tuple[str, str]:
    found = place.json("verify", number)
    return found["backend"], found["verdict"]


def book(place: SignedPlace) -> tuple[str, ...]:
    patient = place.clinic.next_patient()
    who = ("--patient", "Іваненко Ольга", "--phone", "067 123 45 67")
    return "book", "--number", patient.number, "--earliest", "--wait", "--json", *who


def visits(place: SignedPlace, booked: Any) -> list[Any]:
    agenda = place.json("agenda", "--date", booked["date"])["appointments"]
    return [it for it in agenda if it["id"] == booked["id"]]


def test_signing_in_by_the_browser(registrar: SignedPlace, number: str) -> None:
    assert verdict(registrar, number) == ("unauthorised", "unverified")
    with registrar.started("login") as program:
        page = registrar.page_in_browser()
        shown = httpx.get(answered(page), timeout=PATIENCE)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, err) == (0, "")
    assert shown.status_code == 200
    assert "Go back to frontdesk" in shown.text
    assert "You are signed in to ESOZ until" in out
    assert "noise" not in out
    assert len(registrar.tokens) == 2
    assert verdict(registrar, number) == ("ok", "expired")


def test_signing_in_by_pasting_where_there_is_no_browser(
    registrar: SignedPlace, number: str
) -> None:
    assert "You are signed in to ESOZ until" in registrar.login()
    assert not registrar.opened.exists()
    assert verdict(registrar, number) == ("ok", "expired")


def test_a_no_in_the_browser_signs_nobody_in(registrar: SignedPlace) -> None:
    with registrar.started("login") as program:
        httpx.get(answered(registrar.page_in_browser(), "refuse"), timeout=PATIENCE)
        _, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, registrar.tokens) == (1, [])
    assert "did not allow it" in err


def test_an_answer_to_another_attempt_signs_nobody_in(registrar: SignedPlace) -> None:
    said = registrar.run("login", "--paste", typed="http://127.0.0.1/callback?code=a&state=b\n")
    assert (said.returncode, registrar.tokens) == (1, [])
    assert "another attempt" in said.stderr


def test_a_browser_that_runs_inside_the_terminal_is_not_opened(registrar: SignedPlace) -> None:
    inside = registrar.home / "w3m"
    registrar.browser.rename(inside)
    registrar.browser = inside
    said = registrar.run("login", typed="\n")
    assert "Open this address" in said.stdout
    assert not registrar.opened.exists()


def test_without_the_programs_secrets_it_is_said_how_to_store_them(newcomer: SignedPlace) -> None:
    said = newcomer.run("login")
    assert (said.returncode, said.stdout) == (2, "")
    assert "frontdesk config secrets" in said.stderr


def test_without_the_clinics_secret_nobody_can_sign_in(newcomer: SignedPlace) -> None:
    newcomer.run("config", "secrets", typed=f"{API_KEY}\n{PSK}\n\n")
    said = newcomer.run("login", "--paste", typed="a-code\n")
    assert said.returncode == 2
    assert "frontdesk config secrets" in said.stderr


def test_secrets_are_stored_one_by_one_and_what_is_left_empty_stays(newcomer: SignedPlace) -> None:
    for typed in (f"{API_KEY}\n\n{CLIENT_SECRET}\n", f"\n{PSK}\n\n"):
        said = newcomer.run("config", "secrets", typed=typed)
        assert (said.returncode, said.stderr) == (0, "")
    refused = newcomer.run("config", "secrets", typed="two words\n\n\n")
    assert refused.returncode == 2
    assert "two words" not in refused.stderr
    newcomer.login()


def test_without_a_keyring_the_environment_is_named(newcomer: SignedPlace, number: str) -> None:
    newcomer.more = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        keys.API_KEY: API_KEY,
        keys.PSK: PSK,
    }
    said = newcomer.run("login")
    assert (said.returncode, len(said.stderr.splitlines())) == (2, 1)
    assert keys.ACCESS_TOKEN in said.stderr
    newcomer.more = {**newcomer.more, keys.ACCESS_TOKEN: TOKEN}
    assert verdict(newcomer, number) == ("ok", "expired")
    assert newcomer.run("logout").returncode == 2


def test_signing_out_ends_the_session_in_esoz_and_here(registrar: SignedPlace) -> None:
    registrar.login()
    assert registrar.count("sessions") == 1
    assert registrar.run("logout").returncode == 0
    assert (registrar.count("sessions"), registrar.tokens) == (0, [])
    again = registrar.run("logout")
    assert (again.returncode, again.stdout) == (0, "Nobody is signed in.\n")


def test_signing_out_while_esoz_is_silent_forgets_the_session_here(registrar: SignedPlace) -> None:
    registrar.login()
    registrar.turn(silent=True)
    said = registrar.run("logout")
    assert (said.returncode, registrar.tokens) == (3, [])
    assert "lasts until its end" in said.stderr


def test_a_session_near_its_end_is_renewed(registrar: SignedPlace, number: str) -> None:
    registrar.login()
    before = registrar.tokens
    now = datetime.now(UTC)
    begun, ends = now - timedelta(days=10), now + timedelta(hours=1)
    registrar.change_token(since=begun.isoformat(), expires_at=ends.isoformat())
    assert verdict(registrar, number) == ("ok", "expired")
    assert len(registrar.tokens) == 2
    assert set(registrar.tokens).isdisjoint(before)
    assert registrar.count("sessions") == 1


def test_a_session_that_esoz_does_not_accept_is_renewed(
    registrar: SignedPlace, number: str
) -> None:
    registrar.login()
    registrar.change_token(access="worn-out")
    assert verdict(registrar, number) == ("ok", "expired")
    assert "worn-out" not in registrar.tokens


def test_a_revoked_session_is_said_and_forgotten(registrar: SignedPlace, number: str) -> None:
    registrar.login()
    registrar.admin("/sessions/end")
    said = registrar.run("verify", number)
    assert (said.returncode, said.stderr) == (3, "")
    assert "sign in again" in said.stdout
    assert registrar.tokens == []


def test_a_session_revoked_in_the_middle_of_a_job_delays_the_booking_and_no_more(
    registrar: SignedPlace,
) -> None:
    """It waits, signed out; after a login it is ours, and ЕСОЗ was asked for it once."""
    registrar.login()
    registrar.turn(job_seconds=4.0)
    jobs = registrar.count("jobs")
    with registrar.started(*book(registrar)) as program:
        registrar.wait_for_job(jobs)
        registrar.admin("/sessions/end")
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, err) == (3, "")
    booked = registrar.document(out)["appointment"]
    assert (booked["state"], booked["claim"]) == ("claiming", "pending")
    assert "1 visit waited for ESOZ; settled: 1." in registrar.login()
    (settled,) = visits(registrar, booked)
    assert (settled["state"], settled["claim"]) == ("booked", "ours")
    assert registrar.count("jobs") == jobs + 1


def test_a_missing_right_leaves_the_claim_to_a_person_and_is_named(registrar: SignedPlace) -> None:
    registrar.turn(role="MED_COORDINATOR")
    registrar.login()
    right = "service_request:use"
    command = book(registrar)
    assert right in registrar.run("verify", command[2]).stdout
    said = registrar.run(*command)
    booked = registrar.document(said.stdout)["appointment"]
    assert (booked["state"], booked["claim"]) == ("booked", "manual")
    assert right in said.stderr
    assert registrar.tokens


def test_the_terminal_program_signs_in_and_again_when_its_session_is_revoked(
    registrar: SignedPlace, samples: Sequence[Sample]
) -> None:
    """Each time the number that waited is asked about by itself."""
    number = next(it.number for it in samples if it.verdict == "expired")
    with registrar.terminal() as desk:
        desk.wait_for(words.tr("Nobody is signed in to ESOZ. Enter: sign in."))
        for _ in range(2):
            assert look_up(desk, number).startswith("?")
            press_enter(desk)
            desk.wait_for(words.tr("Signing in to ESOZ"), words.tr("open the browser"))
            press_enter(desk)
            httpx.get(answered(registrar.page_in_browser()), timeout=PATIENCE)
            desk.wait_for(word("expired"))
            registrar.opened.unlink()
            registrar.admin("/sessions/end")
            go_home(desk)


def test_no_secret_is_seen_anywhere_but_in_the_keyring(registrar: SignedPlace, number: str) -> None:
    seen: list[str] = []
    with registrar.started("login") as program:
        page = registrar.page_in_browser()
        landed = answered(page)
        (code,) = parse_qs(urlsplit(landed).query)["code"]
        if HAS_PROC:
            seen.append(argv_of(program))
        shown = httpx.get(landed, timeout=PATIENCE)
        seen += [*program.communicate(timeout=PATIENCE), shown.text, str(shown.headers), page]
    tokens = set(registrar.tokens)

    def run(*arguments: str, typed: str = "") -> None:
        said = registrar.run(*arguments, typed=typed)
        seen.extend((said.stdout, said.stderr))
        tokens.update(registrar.tokens)

    run("verify", number, "--json")
    with registrar.started(*book(registrar)) as program:
        if HAS_PROC:
            seen.append(argv_of(program))
        seen += program.communicate(timeout=PATIENCE)
    registrar.change_token(access="worn-out")
    run("verify", number, "--json")
    registrar.admin("/sessions/end")
    run("verify", number)
    run("login", "--paste", typed=f"{code}\n")
    registrar.turn(silent=True)
    run("login", "--paste", typed=f"{landed}\n{code}\n")
    run("config", "secrets", typed=f"{API_KEY}\n{PSK} {PSK}\n\n")

    kept = [it for it in registrar.home.rglob("*") if it.is_file() and it != registrar.keyring]
    kept += [it for it in registrar.clinic.place.left_behind() if it.is_file()]
    seen += [it.read_bytes().decode("latin-1") for it in kept]
    assert len(tokens) >= 4
    for secret in (*SECRETS, *tokens - {"worn-out"}, code):
        assert not [it for it in seen if secret in it]
