"""The clinic's own list of whom one may see without a referral."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.config import load
from frontdesk.config_faults import ConfigError
from frontdesk.direct_access import direct_access_of
from frontdesk.domain.direct_access import Free
from frontdesk.settings import Settings

from .conftest import Frontdesk

OWN = """\
source = "Наказ головного лікаря"
as_of = 2026-03-01

[[specialities]]
name = "лікар-інфекціоніст"
codes = ["INFECTIOUS_DISEASES"]
free = "urgent_or_child"
"""
CONFIGURATION = """\
[clinic]
name = "КНП"
legal_entity = "00000000-0000-0000-0000-000000000000"
direct_access = "own.toml"

[esoz]
base_url = "http://127.0.0.1"
"""


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    path = tmp_path / "frontdesk.toml"
    path.write_text(CONFIGURATION, encoding="utf-8")
    return path


def settings(configuration: Path) -> Settings:
    return load(configuration, {})


def test_the_clinics_list_stands_instead_of_ours(configuration: Path) -> None:
    configuration.with_name("own.toml").write_text(OWN, encoding="utf-8")
    found = direct_access_of(settings(configuration), configuration)
    assert found.source == "Наказ головного лікаря"
    (only,) = found.specialities
    assert (only.name, only.codes, only.free) == (
        "лікар-інфекціоніст",
        frozenset({"INFECTIOUS_DISEASES"}),
        Free.URGENT_OR_CHILD,
    )


@pytest.mark.parametrize(
    ("line", "written", "said"),
    [
        (2, "as_of = 2026", "must be a date"),
        (6, "kodes = []", "is not a setting"),
        (6, 'codes = "X"', "must be a list"),
        (7, 'free = "never"', "is none of the values"),
        (7, "free = always", "is not TOML"),
    ],
)
def test_a_fault_is_named_with_its_line_and_nothing_is_started(
    run: Frontdesk, configuration: Path, line: int, written: str, said: str
) -> None:
    own, lines = configuration.with_name("own.toml"), OWN.splitlines()
    lines[line - 1] = written
    own.write_text("\n".join(lines), encoding="utf-8")
    answer = run("--config", configuration, "--lang", "en", "config", "check")
    assert answer.code == 2
    assert f"{own}:{line}: " in answer.err
    assert said in answer.err


def test_a_list_that_is_not_there_is_named_with_the_setting(configuration: Path) -> None:
    with pytest.raises(ConfigError) as error:
        direct_access_of(settings(configuration), configuration)
    (fault,) = error.value.faults
    assert (error.value.path, fault.where, fault.line) == (
        configuration,
        "clinic.direct_access",
        4,
    )
