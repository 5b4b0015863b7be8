from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.reference import Register

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

UNCHANGED = {"added": 0, "changed": 0, "gone": 0, "unreadable": 0, "problem": None}


def test_a_sync_says_what_changed_and_what_may_not_be_read(frontdesk: Frontdesk) -> None:
    frontdesk("sync")
    said = frontdesk("sync", "--json")
    assert (said.code, said.err) == (0, "")
    document = said.document
    assert document["backend"] == "ok"
    assert document["unlisted_programmes"] == []
    registers = document["registers"]
    assert registers.keys() == {it.value for it in Register}
    refused = registers.pop("programmes")["problem"]
    assert refused["code"] == "forbidden"
    assert "medical_program:read" in refused["text"]
    assert all(it == UNCHANGED for it in registers.values())


@pytest.mark.parametrize(
    ("lang", "unchanged", "refused"),
    [
        ("uk", "Послуги: без змін", "Програми: не прочитано. "),
        ("en", "Services: nothing has changed", "Programmes: not read. "),
    ],
)
def test_a_person_is_told_in_either_language_without_progress_in_a_pipe(
    frontdesk: Frontdesk, lang: str, unchanged: str, refused: str
) -> None:
    frontdesk("sync")
    said = frontdesk("--lang", lang, "sync")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == unchanged
    assert lines[1].startswith(refused)
    assert len(lines) == len(Register)


def test_a_silent_backend_is_exit_3_and_leaves_the_rest_for_next_time(
    run: Frontdesk, changed: Callable[[str, str], Path]
) -> None:
    config = changed("http://127.0.0.1:", "http://127.0.0.2:")
    said = run("--config", config, "sync", "--json")
    assert said.code == 3
    document = said.document
    assert document["backend"] == "silent"
    assert document["registers"]["services"]["problem"]["code"] == "silent"
    assert document["registers"]["employees"] is None
    said = run("--config", config, "--lang", "en", "sync")
    assert said.code == 3
    assert "Employees: not asked for" in said.out
