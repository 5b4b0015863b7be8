"""`frontdesk worklist`: what needs a person, for a look from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Frontdesk


@pytest.fixture
def simulator(busy_simulator: Path) -> Path:
    return busy_simulator


def test_a_visit_that_is_not_verified_is_listed_masked(
    run: Frontdesk, clinic: Path, samples: Callable[..., str]
) -> None:
    at = ("--config", clinic)
    before = run(*at, "worklist", "--json").document
    assert before["discrepancies"] == {"claims_without_visit": 0, "visits_without_claim": 0}

    number = samples("unverified", 1)
    who = ("--patient", "Іваненко Ольга Петрівна", "--phone", "067 123 45 67")
    booked = run(*at, "book", "--number", number, "--earliest", *who, "--json")
    assert booked.document["appointment"]["claim"] == "deferred"

    after = run(*at, "worklist", "--json", "--lang", "en").document["matters"]
    (matter,) = (it for it in after if it["kind"] == "not_verified")
    assert len(after) == len(before["matters"]) + 1
    assert (matter["kind"], matter["text"]) == ("not_verified", "Not verified: check with ESOZ")
    assert matter["appointment"]["id"] == booked.document["appointment"]["id"]
    assert matter["appointment"]["patient"] == "Іваненко О. П."
    assert matter["number"] == f"····-····-····-{number[-4:]}"
    told = run(*at, "--lang", "en", "worklist")
    assert told.code == 0
    assert "Іваненко О. П." in told.out
    assert told.out.endswith(f"Worklist: {len(after)}\nDifferences with ESOZ: 0\n")
    assert "123" not in matter["phone"]
    assert "Ольга" not in told.out
    assert number not in told.out


def test_the_check_counts_differences_too(run: Frontdesk, clinic: Path) -> None:
    document = run("--config", clinic, "check", "--json").document
    assert set(document["discrepancies"]) == {"claims_without_visit", "visits_without_claim"}
