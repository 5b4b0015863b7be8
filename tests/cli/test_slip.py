"""`frontdesk slip`, and a clinic's own templates in the configuration."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from frontdesk.cli.parser import parse
from frontdesk.cli.terminal import _configured
from frontdesk.tui.opening import CannotOpen

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

Visit = dict[str, str]


@pytest.fixture
def visit(frontdesk: Frontdesk) -> Visit:
    """A visit of today that is still to come."""
    listed = frontdesk("agenda", "--json").document["appointments"]
    for day in frontdesk("slots", "--service", "K67002", "--json").document["slots"]:
        listed += frontdesk("agenda", "--date", day["date"], "--json").document["appointments"]
    return next(it for it in listed if it["state"] == "booked" and it["claim"] in {"ours", "none"})


@pytest.fixture
def with_desk(clinic: Path) -> Callable[[str], Path]:
    """A configuration with these settings under `[desk]`."""

    def written(lines: str) -> Path:
        replaced = {it.partition(" =")[0] for it in lines.splitlines()}
        kept = [
            f"{it}\n{lines}" if it == "[desk]" else it
            for it in clinic.read_text(encoding="utf-8").splitlines()
            if it.partition(" =")[0] not in replaced
        ]
        clinic.write_text("\n".join(kept), encoding="utf-8")
        return clinic

    return written


WithDesk = Callable[[str], Path]


def test_a_slip_is_shown(frontdesk: Frontdesk, visit: Visit) -> None:
    for option in ((), ("--text",)):
        said = frontdesk("slip", visit["id"], *option, "--lang", "en")
        assert (said.code, said.err) == (0, "")
        assert visit["doctor"] in said.out.replace("\n", " ")
        assert visit["start"] in said.out
        assert "Booked" in said.out.splitlines()


def test_the_message_has_neither_the_patient_nor_the_service(
    frontdesk: Frontdesk, visit: Visit
) -> None:
    said = frontdesk("slip", visit["id"], "--message")
    assert said.code == 0
    assert visit["start"] in said.out
    assert visit["patient"].split()[0] not in said.out


def test_a_slip_is_saved_as_pdf_and_never_over_a_file(
    frontdesk: Frontdesk, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "slip.pdf"
    assert frontdesk("slip", visit["id"], "--pdf", file).code == 0
    made = file.read_bytes()
    assert made.startswith(b"%PDF-")
    again = frontdesk("slip", visit["id"], "--pdf", file, "--lang", "en")
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err
    assert file.read_bytes() == made
    nowhere = frontdesk("slip", visit["id"], "--pdf", tmp_path / "no" / "slip.pdf", "--lang", "en")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "cannot be written" in nowhere.err


def test_a_slip_is_printed_as_configured(
    run: Frontdesk, visit: Visit, with_desk: WithDesk, tmp_path: Path
) -> None:
    device = tmp_path / "lp0"
    device.touch()
    path = with_desk(f'slip_printer = "file://{device}"\nslip_format = "escpos"\nslip_columns = 32')
    said = run("--config", path, "slip", visit["id"], "--print", "--lang", "en")
    assert (said.code, said.err) == (0, "")
    assert device.read_bytes().startswith(b"\x1b@")
    assert b"-" * 32 + b"\n" in device.read_bytes()
    device.unlink()
    off = run("--config", path, "slip", visit["id"], "--print", "--lang", "en")
    assert (off.code, off.out) == (1, "")
    assert "cannot be reached" in off.err


def test_without_a_printer_printing_is_refused(frontdesk: Frontdesk, visit: Visit) -> None:
    said = frontdesk("slip", visit["id"], "--print", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert "desk.slip_printer" in said.err


def test_a_visit_that_is_not_to_come_has_no_slip(frontdesk: Frontdesk) -> None:
    said = frontdesk("slip", "no-such-visit", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert "no slip" in said.err


def test_a_clinics_own_templates_lie_beside_its_configuration(
    run: Frontdesk, visit: Visit, with_desk: WithDesk
) -> None:
    path = with_desk('slip_template = "талон.txt"\nslip_message = "sms.txt"')
    (path.parent / "талон.txt").write_text("\ufeffТалон на {time}\n", encoding="utf-8")
    (path.parent / "sms.txt").write_text("о {time} — {clinic}", encoding="utf-8")
    assert run("--config", path, "config", "check").code == 0
    assert run("--config", path, "slip", visit["id"]).out == f"Талон на {visit['start']}\n"
    said = run("--config", path, "slip", visit["id"], "--message")
    assert said.out.startswith(f"о {visit['start']} — ")


def test_an_unknown_field_of_a_template_is_named_with_its_line(
    run: Frontdesk, with_desk: WithDesk
) -> None:
    path = with_desk('slip_template = "slip.txt"')
    file = path.parent / "slip.txt"
    file.write_text("{clinic}\n\n{date} {diagnosis}\n", encoding="utf-8")
    fault = f"{file}:3: {{diagnosis}} is not a field of a slip"
    for command in (("config", "check"), ("slip", "any")):
        said = run("--config", path, "--lang", "en", *command)
        assert (said.code, said.err) == (2, f"{fault}\n")
    opened = asyncio.run(_configured(*parse(["--config", str(path), "--lang", "en"])))
    assert opened == CannotOpen(fault)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_template_that_cannot_be_read_is_named_with_its_setting(
    run: Frontdesk, with_desk: WithDesk, content: bytes | None
) -> None:
    path = with_desk('slip_message = "sms.txt"')
    if content is not None:
        (path.parent / "sms.txt").write_bytes(content)
    line = path.read_text(encoding="utf-8").splitlines().index('slip_message = "sms.txt"') + 1
    said = run("--config", path, "config", "check", "--lang", "en")
    fault = "desk.slip_message names a file that cannot be read"
    assert (said.code, said.err) == (2, f"{path}:{line}: {fault}\n")


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ('slip_printer = "lpt1"', "desk.slip_printer must be none, system"),
        ('slip_format = "docx"', "desk.slip_format is none of the values"),
        ("slip_columns = 4", "desk.slip_columns is too small"),
        ('slip_code_page = "koi8-u"', "desk.slip_code_page must be cp866"),
        ("slip_seconds = 0", "desk.slip_seconds is too small"),
    ],
)
def test_a_wrong_setting_of_slips_is_named(
    run: Frontdesk, with_desk: WithDesk, setting: str, fault: str
) -> None:
    said = run("--config", with_desk(setting), "config", "check", "--lang", "en")
    assert said.code == 2
    assert fault in said.err
