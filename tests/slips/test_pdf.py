"""A slip as PDF, read back: its text, its pages, and the font that it brings along."""

from __future__ import annotations

import re
import sys
import zlib
from base64 import a85decode
from dataclasses import replace

import pytest
from hypothesis import given, settings

from frontdesk.slips.pdf import pdf
from frontdesk.slips.press import Press
from frontdesk.slips.slip import Slip
from frontdesk.slips.template import Row, default

from .conftest import spoilt
from .test_template import UKRAINIAN, hostile


def document(slip: Slip) -> bytes:
    made = pdf(default("slip", "uk").filled(slip))
    assert made is not None
    return made


def streams(made: bytes) -> list[bytes]:
    found = re.findall(rb"/Filter \[([^]]*)\][^>]*>>\s*stream\r?\n(.*?)endstream", made, re.DOTALL)
    return [
        zlib.decompress(a85decode(b"<~" + it.strip(), adobe=True) if b"85" in how else it)
        for how, it in found
    ]


def written_in(made: bytes) -> str:
    """The text, by the font's own table of what each of its bytes means."""
    (table,) = (it.decode() for it in streams(made) if b"beginbfchar" in it)
    meanings = {
        int(code, 16): chr(int(char, 16))
        for code, char in re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]{4})>$", table, re.MULTILINE)
    }
    drawn = b"\n".join(it for it in streams(made) if b" Tj" in it)
    lines = re.findall(rb"\(((?:[^\\()]|\\.)*)\) Tj", drawn, re.DOTALL)
    return " ".join("".join(meanings[code] for code in _codes(line)) for line in lines)


def _codes(line: bytes) -> list[int]:
    plain = re.sub(
        rb"\\(?:([0-7]{3})|(.))",
        lambda it: (
            bytes([int(it[1], 8)]) if it[1] else {b"n": b"\n", b"r": b"\r"}.get(it[2], it[2])
        ),
        line,
    )
    return list(plain)


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", made))


def test_all_of_the_slip_stands_on_one_page(slip: Slip) -> None:
    made = document(slip)
    assert pages(made) == 1
    words = [it for it in UKRAINIAN.split() if not it.startswith("--")]
    assert written_in(made).split() == words


def test_the_font_lies_in_the_document(slip: Slip) -> None:
    made = document(slip)
    assert re.search(rb"/FontName /[A-Z]{6}\+DejaVuSans", made)
    assert b"/FontFile2" in made


def test_the_document_tells_nothing_but_the_slip(slip: Slip) -> None:
    """No author, no moment, no name of a person outside the page itself."""
    assert document(slip) == document(slip)
    assert b"/Author (anonymous)" in document(slip)


def test_a_word_wider_than_the_slip_is_broken_and_nothing_is_lost(slip: Slip) -> None:
    long = "Ґ" * 200
    assert long in written_in(document(replace(slip, room=long))).replace(" ", "")


def test_a_long_template_goes_on_to_the_next_page() -> None:
    made = pdf([Row("рядок")] * 100)
    assert made is not None
    assert pages(made) == 2


def test_without_the_extra_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch, slip: Slip) -> None:
    monkeypatch.setitem(sys.modules, "reportlab.pdfgen.canvas", None)
    assert Press().pdf(slip, "uk") is None


@settings(max_examples=15)
@given(hostile)
def test_whatever_a_field_brings_a_document_comes_out(payload: str) -> None:
    made = document(spoilt(payload))
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert pages(made) >= 1
