"""`frontdesk backup` and `frontdesk restore`, as an administrator types them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk import keys

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk
    from tests.postgres import Server


@pytest.fixture
def made(run: Frontdesk, clinic: Path) -> Any:
    """What is said of a backup of the sample clinic."""
    return run("--config", clinic, "backup", "--json").document


def test_a_backup_says_where_it_is_and_what_was_verified(run: Frontdesk, clinic: Path) -> None:
    said = run("--config", clinic, "--lang", "en", "backup")
    assert (said.code, said.err) == (0, "")
    where, verified, key = said.out.splitlines()
    (written,) = (clinic.parent / "backups").iterdir()
    assert where == f"Backup: {written}"
    assert verified.startswith("Verified: the file is whole, ")
    assert key == f"Keep the site's key for referral numbers too: {clinic.with_suffix('.key')}"


def test_a_script_is_told_rows_and_rules(made: Any) -> None:
    assert Path(made["path"]).exists()
    assert made["sound"] is True
    assert made["faults"] == []
    assert made["rows"]["appointment"] > 100
    assert {it["id"]: it["violations"] for it in made["invariants"]} == {
        "I3": 0,
        "I4": 0,
        "I7": 0,
        "I12": 0,
    }
    assert made["number_key"] is None


def test_the_key_is_copied_only_if_asked(run: Frontdesk, clinic: Path, tmp_path: Path) -> None:
    path = tmp_path / "stick" / "copy.db"
    run("--config", clinic, "backup", path)
    assert [it.name for it in path.parent.iterdir()] == ["copy.db"]
    told = run("--config", clinic, "backup", path, "--with-key", "--json").document
    copied = path.with_suffix(".key")
    assert told["number_key"] == str(copied)
    assert copied.read_bytes() == clinic.with_suffix(".key").read_bytes()
    assert copied.stat().st_mode & 0o777 == 0o600
    assert run("--config", clinic, "backup", path, "--with-key").code == 0


def test_the_key_of_another_site_is_not_replaced(
    run: Frontdesk, clinic: Path, tmp_path: Path
) -> None:
    other = tmp_path / "copy.key"
    other.write_bytes(b"the key of another site")
    said = run("--config", clinic, "--lang", "en", "backup", tmp_path / "copy.db", "--with-key")
    assert said.code == 2
    assert str(other) in said.err
    assert other.read_bytes() == b"the key of another site"


def test_the_database_is_never_overwritten_by_its_backup(run: Frontdesk, clinic: Path) -> None:
    before = clinic.with_suffix(".db").read_bytes()
    said = run("--config", clinic, "--lang", "en", "backup", clinic.with_suffix(".db"))
    assert (said.code, said.out) == (2, "")
    assert "choose another name" in said.err
    assert clinic.with_suffix(".db").read_bytes() == before


def test_visits_are_replaced_only_if_that_is_said_and_are_kept(
    run: Frontdesk, clinic: Path, made: Any
) -> None:
    refused = run("--config", clinic, "--lang", "en", "restore", made["path"])
    assert (refused.code, refused.out) == (1, "")
    assert "--replace" in refused.err
    assert refused.err.endswith("Nothing was changed.\n")
    done = run("--config", clinic, "--lang", "en", "restore", made["path"], "--replace")
    assert (done.code, done.err) == (0, "")
    kept, restored, verified = done.out.splitlines()
    assert kept.startswith("What was there is kept: ")
    assert Path(kept.partition(": ")[2]).exists()
    assert restored == f"Restored from {made['path']}."
    assert verified.startswith("Verified: ")
    assert run("--config", clinic, "journal", "verify").code == 0


def test_a_letter_is_not_restored(run: Frontdesk, clinic: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Шановні колеги!", encoding="utf-8")
    said = run("--config", clinic, "--lang", "en", "restore", letter, "--replace")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{letter} cannot be read as frontdesk's database")


def test_a_clinic_moves_from_a_file_to_a_server_with_its_key(
    run: Frontdesk,
    *,
    clinic: Path,
    made: Any,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = clinic.with_suffix(".key").read_bytes()
    with postgres.migrated() as name:
        on_server(clinic, postgres.url(name))
        monkeypatch.setenv(keys.NUMBER_KEY, "not the key of this site, but long enough")
        refused = run("--config", clinic, "--lang", "en", "restore", made["path"])
        assert refused.code == 1
        assert "another key" in refused.err
        monkeypatch.setenv(keys.NUMBER_KEY, f"hex:{key.hex()}")
        done = run("--config", clinic, "--lang", "en", "restore", made["path"])
        assert (done.code, done.err) == (0, "")
        again = run("--config", clinic, "backup", clinic.parent / "again.db", "--json").document
        assert again["rows"] == made["rows"]


def on_server(clinic: Path, url: str) -> None:
    file = f"sqlite:///{clinic.with_suffix('.db')}"
    text = clinic.read_text(encoding="utf-8")
    assert file in text
    clinic.write_text(text.replace(file, url), encoding="utf-8")
