"""`frontdesk migrate`: on a server the tables change when an administrator says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from frontdesk import keys

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk
    from tests.postgres import Server


def test_a_server_must_be_migrated_before_anybody_works_on_it(
    run: Frontdesk,
    *,
    changed: Callable[[str, str], Path],
    simulator: Path,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(keys.NUMBER_KEY, "the same key on all computers of the site")
    with postgres.fresh() as name:
        config = changed(f"sqlite:///{simulator.with_suffix('.db')}", postgres.url(name))
        refused = run("--config", config, "--lang", "en", "agenda")
        assert (refused.code, refused.out) == (2, "")
        assert "frontdesk migrate" in refused.err
        migrated = run("--config", config, "--lang", "en", "migrate")
        assert (migrated.code, migrated.err) == (0, "")
        assert name in migrated.out
        assert run("--config", config, "agenda", "--json").document["appointments"] == []


def test_a_server_that_does_not_answer_is_said_in_one_line(
    run: Frontdesk, changed: Callable[[str, str], Path], simulator: Path
) -> None:
    nowhere = "postgresql://clinic_5@/clinic?host=/nowhere"
    config = changed(f"sqlite:///{simulator.with_suffix('.db')}", nowhere)
    said = run("--config", config, "--lang", "en", "migrate")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("/nowhere/clinic does not respond")
    assert len(said.err.splitlines()) == 1


def test_a_file_is_always_ready(frontdesk: Frontdesk, simulator: Path) -> None:
    said = frontdesk("--lang", "en", "migrate")
    assert said.code == 0
    assert str(simulator.with_suffix(".db")) in said.out
