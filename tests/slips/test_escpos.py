"""The bytes of a thermal printer: read back here by a printer that knows only our commands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from frontdesk.slips.escpos import CUT, HEADING, ONE_BYTE, PLAIN, RESET, CodePage, escpos
from frontdesk.slips.layout import laid_out
from frontdesk.slips.slip import Slip
from frontdesk.slips.template import Row, Style, default

from .conftest import spoilt
from .test_template import UKRAINIAN, hostile

CODECS = ["cp866", "cp1125", "cp1251"]


def on_paper(received: bytes, codec: str) -> str:
    """What a printer prints; every byte that is neither text nor a command of ours fails."""
    begin = re.match(re.escape(RESET + ONE_BYTE) + rb"\x1bt.", received, re.DOTALL)
    assert begin
    assert received.endswith(CUT)
    body = received[begin.end() : -len(CUT)].replace(HEADING, b"").replace(PLAIN, b"")
    assert not set(body) & (set(range(32)) - {10} | {127})
    return body.decode(codec)


def printed(slip: Slip, codec: str, columns: int = 48) -> tuple[str, str]:
    received, lost = escpos(
        laid_out(default("slip", "uk").filled(slip), columns), CodePage.read(codec)
    )
    return on_paper(received, codec), lost


@pytest.mark.parametrize("codec", ["cp1125", "cp1251"])
def test_every_ukrainian_letter_is_printed_as_itself(codec: str) -> None:
    letters = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ№"
    page = CodePage.read(codec)
    encoded, lost = page.encode(letters + letters.lower())
    assert (encoded.decode(codec), lost) == (letters + letters.lower(), "")


def test_where_a_letter_is_missing_one_that_looks_alike_stands() -> None:
    encoded, lost = CodePage.read("cp866").encode("Їжакевич Ґ. І., обʼєкт «Ґанок» — …")
    assert (encoded.decode("cp866"), lost) == ('Їжакевич Г. I., об\'єкт "Ганок" - ...', "")


def test_what_nothing_looks_like_is_told_once() -> None:
    encoded, lost = CodePage.read("cp1125").encode("表意 表 ok")
    assert (encoded, lost) == (b"?? ? ok", "表意")


@pytest.mark.parametrize("codec", CODECS)
def test_the_slip_is_all_there(codec: str, slip: Slip) -> None:
    paper, lost = printed(slip, codec)
    alike, _ = CodePage.read(codec).encode(UKRAINIAN.replace("\n", " "))
    assert (paper.replace("\n", " "), lost) == (alike.decode(codec), "")


def test_a_heading_is_bold_and_high_and_ends_with_its_line() -> None:
    received, _ = escpos([Row("A", Style.HEADING), Row("B")], CodePage.read("cp866"))
    assert received == RESET + ONE_BYTE + b"\x1bt\x11" + HEADING + b"A" + PLAIN + b"\nB\n" + CUT


@pytest.mark.parametrize(
    ("written", "number"), [("cp866", 17), ("cp1125", 44), ("cp1251", 46), ("cp1251:73", 73)]
)
def test_a_code_page_has_epsons_number_or_the_one_given(written: str, number: int) -> None:
    assert CodePage.read(written) == CodePage(written.partition(":")[0], number)


@pytest.mark.parametrize(
    "written", ["", "utf-8", "cp1251:", "cp1251:256", "cp1251:-1", "866", "a:1"]
)
def test_another_code_page_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="cp866"):
        CodePage.read(written)


@given(hostile)
def test_whatever_a_field_brings_the_printer_gets_no_command_from_it(payload: str) -> None:
    for codec in CODECS:
        printed(spoilt(payload), codec)
