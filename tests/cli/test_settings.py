"""`frontdesk config`, and what is said when the configuration or a secret cannot be used."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from frontdesk import keys

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

Changed = Callable[[str, str], Path]
SECRETS = {
    keys.ACCESS_TOKEN: "planted-token",
    keys.API_KEY: "planted-api-key",
    keys.PSK: "planted-psk",
}


def test_the_path_is_the_one_given_or_the_environments_or_the_users(
    run: Frontdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--config", tmp_path / "a.toml", "config", "path").out == f"{tmp_path}/a.toml\n"
    usual = run("config", "path").out
    assert usual.strip().endswith("config.toml")
    assert "frontdesk" in usual
    monkeypatch.setenv("FRONTDESK_CONFIG", str(tmp_path / "b.toml"))
    assert run("config", "path").out == f"{tmp_path}/b.toml\n"


def test_a_new_configuration_is_the_documented_example_for_its_owner_only(
    run: Frontdesk, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "config.toml"
    assert run("--config", path, "config", "init").code == 0
    example = Path(__file__).parents[2] / "config.example.toml"
    assert path.read_text(encoding="utf-8") == example.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    checked = run("--config", path, "config", "check", "--lang", "en")
    assert (checked.code, checked.out) == (0, f"{path} is right.\n")


def test_an_existing_configuration_is_left_as_it_is(run: Frontdesk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n", encoding="utf-8")
    said = run("--config", path, "config", "init", "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert "exists already" in said.err
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_configuration_that_cannot_be_written_is_said(run: Frontdesk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = tmp_path / "file" / "config.toml"
    said = run("--config", path, "config", "init", "--lang", "en")
    assert (said.code, said.err) == (2, f"{path} cannot be written.\n")


def test_what_the_simulator_wrote_is_right(frontdesk: Frontdesk, simulator: Path) -> None:
    assert frontdesk("config", "check").code == 0
    assert stat.S_IMODE(simulator.stat().st_mode) == 0o600
    assert stat.S_IMODE(simulator.with_suffix(".db").stat().st_mode) == 0o600
    assert stat.S_IMODE(simulator.with_suffix(".key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("before", "after", "line", "fault"),
    [
        ("name =", "nmae =", 2, "clinic.nmae is not a setting of frontdesk"),
        ("[database]", "[databse]", None, "databse is not a setting of frontdesk"),
        ("name =", "# name =", 1, "clinic.name is missing"),
        ("connect_seconds = 3.0", 'connect_seconds = "soon"', None, "must be a number"),
        ("connect_seconds = 3.0", "connect_seconds = 0", None, "is too small"),
        ("total_seconds = 10.0", "total_seconds = 1000", None, "is too large"),
        ("free = false", 'free = "perhaps"', None, "must be true or false"),
        ('"Europe/Kyiv"', '"Europe/Kyjiw"', None, "is not a time zone"),
        ('language = "uk"', 'language = "xx"', None, "is none of the values"),
        ("sqlite:///", "mysql://", None, "must begin with sqlite:///"),
        ("http://127.0.0.1", "http://esoz.example", None, "must be https://"),
        ("[clinic]", "[clinic", 1, "is not TOML"),
    ],
)
def test_a_fault_is_named_with_its_setting_and_line(
    run: Frontdesk, changed: Changed, *, before: str, after: str, line: int | None, fault: str
) -> None:
    path = changed(before, after)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = line or next(number for number, it in enumerate(lines, 1) if after in it)
    for command in (("config", "check"), ("agenda", "--json")):
        said = run("--config", path, *command, "--lang", "en")
        assert (said.code, said.out) == (2, "")
        assert f"{path}:{at}: " in said.err
        assert fault in said.err
        assert "Traceback" not in said.err


def test_a_fault_of_one_of_several_sections_is_found_in_its_own(
    run: Frontdesk, changed: Changed
) -> None:
    path = changed("free = false", 'free = "perhaps"')
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index('free = "perhaps"') + 1
    said = run("--config", path, "config", "check", "--lang", "en")
    assert said.err == f"{path}:{at}: esoz.programmes.1.free must be true or false\n"


def test_every_fault_is_named_at_once(run: Frontdesk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[clinic]\nnmae = 1\n[esoz]\n", encoding="utf-8")
    said = run("--config", path, "config", "check", "--lang", "en")
    assert len(said.err.splitlines()) == 4


def test_a_missing_configuration_says_how_to_make_one(run: Frontdesk, tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    said = run("--config", path, "agenda", "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{path}: does not exist\n")
    assert "frontdesk config init" in said.err


def test_what_is_no_text_cannot_be_read(run: Frontdesk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    said = run("--config", path, "config", "check", "--lang", "en")
    assert (said.code, said.err) == (2, f"{path}: cannot be read\n")


def test_the_simulators_secrets_are_for_this_machine_only(run: Frontdesk, changed: Changed) -> None:
    path = changed("http://127.0.0.1", "https://esoz.example")
    said = run("--config", path, "config", "check", "--lang", "en")
    assert said.code == 2
    assert "esoz.auth “simulator” is for loopback addresses only" in said.err


def test_the_environment_overrides_the_file(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDESK_DESK__LANGUAGE", "en")
    assert "is right" in frontdesk("config", "check").out
    monkeypatch.setenv("FRONTDESK_ESOZ__BASE_URL", "http://esoz.example")
    said = frontdesk("config", "check")
    assert said.code == 2
    assert "FRONTDESK_ESOZ__BASE_URL must be https://" in said.err


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("FRONTDESK_ESOZ__TOTAL_SECONDS", "soon", "must be a number"),
        ("FRONTDESK_DESK__THEME", "pink", "is none of the values"),
        ("FRONTDESK_DESK__NO_SUCH", "1", "is not a setting of frontdesk"),
        ("FRONTDESK_NO_SUCH__KEY_AT_ALL", "1", "is not a setting of frontdesk"),
        ("FRONTDESK_ESOZ__PROGRAMMES", "all", "must be a list of sections"),
    ],
)
def test_a_wrong_override_is_named_by_its_variable(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fault: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = frontdesk("config", "check", "--lang", "en")
    assert said.code == 2
    assert f"{variable} {fault}" in said.err


def test_the_language_of_the_file_is_spoken(
    run: Frontdesk, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed('language = "uk"', 'language = "en"')
    assert "is right" in run("--config", path, "config", "check").out
    monkeypatch.setenv("FRONTDESK_CONFIG", str(path))
    assert "is right" in run("config", "check").out
    assert "is right" not in run("config", "check", "--lang", "uk").out


def test_the_language_of_the_usual_file_is_spoken(
    run: Frontdesk, simulator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Path(run("config", "path").out.strip())
    usual.parent.mkdir(parents=True)
    text = simulator.read_text(encoding="utf-8").replace('"uk"', '"en"')
    usual.write_text(text, encoding="utf-8")
    assert "is right" in run("config", "check").out


@pytest.mark.parametrize("missing", [keys.API_KEY, keys.PSK])
def test_a_missing_secret_is_named_and_no_value_is_shown(
    run: Frontdesk, changed: Changed, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name, value in SECRETS.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    path = changed('auth = "simulator"', 'auth = "sign_in"')
    said = run("--config", path, "agenda", "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert missing in said.err
    assert "frontdesk config secrets" in said.err
    assert "planted" not in said.err


def test_without_a_session_the_desk_opens_all_the_same(
    run: Frontdesk, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (keys.API_KEY, keys.PSK):
        monkeypatch.setenv(name, SECRETS[name])
    path = changed('auth = "simulator"', 'auth = "sign_in"')
    assert run("--config", path, "agenda", "--json").code == 0


def test_a_secret_that_no_header_can_carry_is_named_too(
    run: Frontdesk, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**SECRETS, keys.PSK: "planted psk\n"}.items():
        monkeypatch.setenv(name, value)
    said = run("--config", changed('"simulator"', '"sign_in"'), "agenda", "--lang", "en")
    assert said.code == 2
    assert keys.PSK in said.err
    assert "planted" not in said.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [(keys.DATABASE_KEY, "not-hexadecimal"), (keys.NUMBER_KEY, "too-short")],
)
def test_a_damaged_key_is_named_and_not_shown(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = frontdesk("agenda", "--lang", "en")
    assert said.code == 2
    assert variable in said.err
    assert value not in said.err


@pytest.mark.parametrize("trouble", ["no database", "a folder", "postgresql"])
def test_a_database_that_cannot_be_used_is_said_in_one_line(
    run: Frontdesk, changed: Changed, simulator: Path, tmp_path: Path, trouble: str
) -> None:
    database = simulator.with_suffix(".db")
    other = tmp_path / "other.db"
    other.with_suffix(".key").write_bytes(b"k" * 32)
    match trouble:
        case "no database":
            other.write_text("this is no database" * 100, encoding="utf-8")
        case "a folder":
            other.mkdir()
    url = "postgresql://here/db" if trouble == "postgresql" else f"sqlite:///{other}"
    said = run("--config", changed(f"sqlite:///{database}", url), "agenda", "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_database_of_somebody_else_is_said_in_one_line(
    run: Frontdesk, changed: Changed, simulator: Path, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    database = simulator.with_suffix(".db")
    path = changed(str(database), str(closed / "clinic.db"))
    said = run("--config", path, "agenda", "--lang", "en")
    assert (said.code, len(said.err.splitlines())) == (2, 1)
