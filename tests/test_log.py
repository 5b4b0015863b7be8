"""The log: structure gets in, texts do not, and it stays small and private."""

from __future__ import annotations

import json
import logging
import stat
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk import log
from frontdesk.esoz.failure import FailureKind

NAME, NUMBER, PHONE, TOKEN = "Таємниченко", "7421-9083-5516-0047", "+380671112233", "planted-8f2c"
PLANTED = (NAME, NUMBER, PHONE, TOKEN)
REQUEST = "6617aeec-15e2-4d6f-b9bd-53559c358f97#17810"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root, raises = logging.getLogger(), logging.raiseExceptions
    file = tmp_path / "state" / "frontdesk.log"
    log.keep(file)
    yield file
    root.handlers = [it for it in root.handlers if not isinstance(it, log.LogFile)]
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = raises


def lines(path: Path) -> Sequence[Mapping[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def broken() -> ValueError:
    """An error that came through a frame, with a cause."""
    name, number, phone, token = PLANTED
    known: dict[tuple[str, str], str] = {}
    try:
        try:
            known[name, number] = known[phone, token]
        except KeyError as error:
            raise ValueError(phone, token) from error
    except ValueError as error:
        return error
    raise AssertionError(known)


def test_an_event_is_a_line_with_its_facts(path: Path) -> None:
    request = log.request_id(REQUEST)
    log.note(log.Event.ESOZ_FAILED, kind=FailureKind.REFUSED, status=409, request=request)
    (line,) = lines(path)
    told = ("esoz_failed", "refused", 409, REQUEST)
    assert tuple(line[it] for it in ("event", "kind", "status", "request")) == told
    assert {"at", "pid"} <= set(line)


def warn_of(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(text, stacklevel=1)


WAYS: Mapping[str, Callable[[], None]] = {
    "error": lambda: log.note_error(log.Event.WENT_WRONG, broken()),
    "group": lambda: log.note_error(log.Event.CRASHED, ExceptionGroup(NAME, [broken()])),
    "request": lambda: log.note(log.Event.ESOZ_FAILED, request=log.request_id(NUMBER)),
    "library": lambda: logging.getLogger("library").warning("%s of %s", NAME, NUMBER),
    "traceback": lambda: logging.getLogger("asyncio").error(NAME, exc_info=broken()),
    "warning": lambda: warn_of(" ".join(PLANTED)),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_a_text_into_the_log(
    path: Path, way: str, capfd: pytest.CaptureFixture[str]
) -> None:
    WAYS[way]()
    assert len(lines(path)) == 1
    written, printed = path.read_text(), capfd.readouterr()
    for secret in PLANTED:
        assert secret not in written + printed.out + printed.err
        assert json.dumps(secret).strip('"') not in written


def test_an_error_is_told_by_its_kind_and_its_places(path: Path) -> None:
    log.note_error(log.Event.CRASHED, broken())
    (line,) = lines(path)
    assert line["error"] == "ValueError"
    (frame,) = [it for it in line["frames"] if isinstance(it, str)]  # type: ignore[attr-defined] # a list
    assert frame.startswith("tests/test_log.py:")
    assert frame.endswith(" broken")
    assert str(line["causes"]).startswith("['KeyError test_log.py:")


@given(st.text())
def test_only_what_is_an_id_of_a_request_passes_for_one(given_text: str) -> None:
    assert log.request_id(given_text) is None
    assert log.request_id(f"{REQUEST} {given_text}") is None


def test_the_log_is_cut_into_five_files_that_only_the_owner_reads(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "SIZE", 500)
    for wrong in range(60):
        log.note(log.Event.PIN_REFUSED, wrong=wrong)
    files = sorted(path.parent.glob("frontdesk.log*"))
    names = ["frontdesk.log", *(f"frontdesk.log.{n}" for n in range(1, 5))]
    assert [it.name for it in files] == [*names, "frontdesk.log.lock"]
    assert all(it.stat().st_size <= 500 for it in files)
    assert {stat.S_IMODE(it.stat().st_mode) for it in files} == {0o600}
    kept = [it["wrong"] for name in reversed(names) for it in lines(path.with_name(name))]
    assert kept == list(range(60 - len(kept), 60))


def test_terminals_that_write_at_once_lose_no_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "SIZE", 2_000)
    with ThreadPoolExecutor(4) as terminals:
        list(terminals.map(lambda it: log.note(log.Event.LOCKED, wrong=it), range(60)))
    files = [it for it in path.parent.glob("frontdesk.log*") if it.suffix != ".lock"]
    assert sorted(int(str(it["wrong"])) for file in files for it in lines(file)) == list(range(60))


def test_a_log_that_cannot_be_written_stops_nobody(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path.parent.write_text("a file is in the way")
    log.note(log.Event.LOCKED)
    assert capfd.readouterr() == ("", "")
