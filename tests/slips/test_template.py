"""A template is text with named fields: nothing in it, and nothing in a field, is ever run."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.slips.layout import as_text, laid_out
from frontdesk.slips.slip import FIELDS, Slip
from frontdesk.slips.template import Row, Style, Template, UnknownField, default
from frontdesk.words import LANGUAGES
from tests.hostile import PAYLOADS, UNENCODABLE

from .conftest import SLIP, spoilt

UKRAINIAN = """\
КНП «Міська поліклініка №5»
------------------------------------------------
Записано
середа, 25 листопада, 14:20
------------------------------------------------
Пацієнт: Їжакевич Ґ. Є.
Лікар: Мельник Оксана Іванівна, лікар-кардіолог
Де: каб. 207
Послуга: Консультація кардіолога
Візьміть: документ, що посвідчує особу
------------------------------------------------
Не зможете прийти — скажіть нам: цей час чекає
хтось інший.
Видано 23.11.2026 11:00
"""
NARROW = """\
КНП «Міська поліклініка №5»
--------------------------------
Записано
середа, 25 листопада, 14:20
--------------------------------
Patient: Їжакевич Ґ. Є.
Doctor: Мельник Оксана Іванівна,
лікар-кардіолог
Where: каб. 207
Service: Консультація кардіолога
Bring: документ, що посвідчує
особу
--------------------------------
If you cannot come, tell us:
somebody else is waiting for
this time.
Issued 23.11.2026 11:00
"""


def filled(text: str, slip: Slip) -> tuple[Row, ...]:
    template = Template.read(text)
    assert isinstance(template, Template)
    return template.filled(slip)


def test_a_slip_on_80_mm_paper(slip: Slip) -> None:
    assert as_text(default("slip", "uk").filled(slip), 48) == UKRAINIAN


def test_a_slip_on_58_mm_paper(slip: Slip) -> None:
    assert as_text(default("slip", "en").filled(slip), 32) == NARROW


def test_a_wide_page_breaks_no_line(slip: Slip) -> None:
    rows = default("slip", "uk").filled(slip)
    assert len(as_text(rows, 80).splitlines()) == len(rows)


def test_a_line_without_its_fields_is_left_out(slip: Slip) -> None:
    rows = default("slip", "uk").filled(replace(slip, room=""))
    assert not [row for row in rows if row.text.startswith("Де:")]
    assert len(rows) == len(default("slip", "uk").filled(slip)) - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_message_names_neither_the_patient_nor_the_service(lang: str, slip: Slip) -> None:
    told = "\n".join(row.text for row in default("message", lang).filled(slip))
    assert slip.time in told
    assert slip.doctor in told
    assert slip.patient not in told
    assert slip.service not in told


def test_what_may_not_be_printed_has_no_field() -> None:
    """A diagnosis, a reason, a number of a referral or of a taxpayer, a phone (REGISTRAR 8)."""
    forbidden = ("diagnos", "reason", "number", "referral", "tax", "phone", "birth", "note")
    assert not [name for name in FIELDS for word in forbidden if word in name]


def test_headings_and_rules(slip: Slip) -> None:
    assert filled("# {time}\n---\n{date}\n", slip) == (
        Row("14:20", Style.HEADING),
        Row("", Style.RULE),
        Row("середа, 25 листопада"),
    )


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("{time}\n{tiem}", "tiem", 2),
        ("{}", "", 1),
        ("{time!r}", "time!r", 1),
        ("{doctor.__class__}", "doctor.__class__", 1),
        ("{ time }", " time ", 1),
        ("\n\n{time:>99999999}", "time:>99999999", 3),
        ("{\x1b[2J}", "\N{REPLACEMENT CHARACTER}[2J", 1),
    ],
)
def test_an_unknown_field_is_named_with_its_line(text: str, name: str, line: int) -> None:
    assert Template.read(text) == UnknownField(name, line)


@pytest.mark.parametrize("text", ["{", "}", "100 % {time", "$time ${time} %(time)s", "{{time"])
def test_what_is_no_field_is_text(text: str) -> None:
    assert [row.text for row in filled(text, SLIP)] == [text.replace("{time}", SLIP.time)]


def test_a_field_that_looks_like_a_template_is_text() -> None:
    rows = filled("{patient}\n{room}", replace(SLIP, patient="# {doctor}", room="---"))
    assert rows == (Row("# {doctor}"), Row("---"))


hostile = st.text() | st.sampled_from((*PAYLOADS, UNENCODABLE))


@given(hostile, st.integers(24, 132))
def test_whatever_a_field_brings_the_slip_is_visible_lines_that_fit(
    payload: str, columns: int
) -> None:
    for lang in LANGUAGES:
        rows = list(laid_out(default("slip", lang).filled(spoilt(payload)), columns))
        assert all(row.text.isprintable() for row in rows)
        assert all(len(row.text) <= columns for row in rows)
        assert any(SLIP.time in row.text for row in rows)


@given(st.text())
def test_any_text_is_a_template_or_names_its_fault(text: str) -> None:
    match Template.read(text):
        case Template() as template:
            assert all(row.text.isprintable() for row in template.filled(SLIP))
        case UnknownField(name, line):
            assert name not in {it.name for it in fields(Slip)}
            assert 1 <= line <= len(text.splitlines())
