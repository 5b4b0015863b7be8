"""Where a workplace puts its backups."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontdesk import keys, paths
from frontdesk.settings import ClinicSection, DatabaseSection, EsozSection, Settings
from frontdesk.workplace import back_up_today, backup_folder, folder_for_copies

ON_SERVER = "postgresql://clinic_5@db.clinic/frontdesk"
IN_FILE = "sqlite:////srv/clinic/clinic.db"


def settings(url: str, backups: str | None = None) -> Settings:
    return Settings(
        clinic=ClinicSection(name="Поліклініка", legal_entity="1"),
        esoz=EsozSection(base_url="https://esoz.example"),
        database=DatabaseSection(url=url, backups=backups),
    )


@pytest.mark.parametrize(
    ("url", "named", "folder"),
    [
        (IN_FILE, None, Path("/srv/clinic/backups")),
        (IN_FILE, "copies", Path("/srv/clinic/copies")),
        (IN_FILE, "/mnt/stick", Path("/mnt/stick")),
        (IN_FILE, "", None),
        (ON_SERVER, None, None),
        (ON_SERVER, "/mnt/stick", Path("/mnt/stick")),
        (ON_SERVER, "copies", paths.database().parent / "copies"),
    ],
)
def test_backups_lie_beside_a_file_and_a_servers_only_where_told(
    url: str, named: str | None, folder: Path | None
) -> None:
    assert backup_folder(settings(url, named)) == folder


def test_a_backup_that_a_person_asks_for_always_has_a_place() -> None:
    assert folder_for_copies(settings(ON_SERVER)) == paths.database().parent / "backups"
    assert folder_for_copies(settings(IN_FILE)) == Path("/srv/clinic/backups")


def test_the_day_of_a_backup_is_the_sites_day(tmp_path: Path) -> None:
    """Past midnight in Kyiv, and not yet in UTC."""
    here = settings(f"sqlite:///{tmp_path / 'clinic.db'}")
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert back_up_today(here, lambda: late, {}) is None
    assert [it.name for it in (tmp_path / "backups").iterdir()] == ["clinic-2026-11-24.db"]


def test_a_key_that_is_gone_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    here = settings(f"sqlite:///{tmp_path / 'clinic.db'}")
    noon = datetime(2026, 11, 23, 10, tzinfo=UTC)
    back_up_today(here, lambda: noon, {})
    (tmp_path / "clinic.key").unlink()
    assert isinstance(back_up_today(here, lambda: noon, {}), keys.SecretError)
