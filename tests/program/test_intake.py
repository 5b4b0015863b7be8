"""What may be typed, pasted and scanned into the number field, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bench.program import banner
from bench.terminal import Terminal
from frontdesk.domain.number import Misread, Number, Readable
from frontdesk.words import Words, readings
from tests.program.place import (
    EMPTY,
    ENTER,
    ESCAPE,
    F1,
    F12,
    TO_FREE,
    TO_HOLD,
    Place,
    Sample,
    go_home,
    look_up,
    open_desk,
    press_enter,
    word,
    words,
)

LOOK_ALIKES = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")
UKRAINIAN_KEYS = str.maketrans("ABCEHIKMOPTX", "ФИСУРШЛЬЩЗЕЧ")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """One program for all patients of this file."""
    with Place(tmp_path_factory.mktemp("demo")).terminal("demo") as desk:
        open_desk(desk)
        yield desk


@pytest.fixture
def desk(demo: Terminal) -> Iterator[Terminal]:
    """The same program, at an empty number field."""
    yield demo
    while EMPTY not in demo.screen.words:
        demo.send(ESCAPE)
        demo.settle(0.3)


def below_the_header(terminal: Terminal) -> list[str]:
    """The screen without its first line, in which time passes."""
    return terminal.screen.lines[1:]


@pytest.fixture
def lettered(samples: Sequence[Sample]) -> Sample:
    return next(it for it in samples if it.verdict == "bookable" and it.has_letters)


def test_every_sample_shows_the_verdict_that_its_list_promises(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    shown = {}
    for sample in samples:
        sign_and_word = look_up(desk, sample.number).split(" · ")[0]
        shown[sample.number] = sign_and_word.partition(" ")[2]
        desk.send(ESCAPE)
        desk.first_shown(EMPTY)
    assert shown == {it.number: word(it.verdict) for it in samples}
    assert len(samples) >= 40


def test_foreign_markup_in_a_note_stays_plain_text(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    hostile = next(it for it in samples if "розмітка" in it.shows)
    begin = len(desk.output)
    look_up(desk, hostile.number)
    assert "[red]УВАГА[/red] [link=x]тут[/link]" in desk.screen.words
    for escape in (b"\x1b[31m", b"\x1b]8;", "\u202e".encode()):
        assert escape not in desk.output[begin:]


def test_a_pasted_number_is_looked_up_whatever_stands_around_it(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    desk.paste(f" №{samples[0].number}\r\n")
    desk.wait_for(word("bookable"))


@pytest.mark.parametrize("hyphens", [True, False], ids=["hyphens", "no hyphens"])
def test_the_enter_that_ends_a_scan_does_not_act_on_the_verdict(
    desk: Terminal, samples: Sequence[Sample], *, hyphens: bool
) -> None:
    number = samples[0].number
    desk.send((number if hyphens else number.replace("-", "")) + ENTER)
    desk.wait_for(word("bookable"))
    desk.settle(0.3)
    assert TO_HOLD not in desk.screen.words


@pytest.mark.parametrize("slip", [LOOK_ALIKES, UKRAINIAN_KEYS], ids=["look-alikes", "layout"])
def test_cyrillic_letters_are_replaced_and_it_is_said(
    desk: Terminal, lettered: Sample, slip: dict[int, int]
) -> None:
    typed = lettered.number.translate(slip)
    reading = Number.read(typed)
    assert isinstance(reading, Readable)
    meant = next(it for it in reading.candidates if it.number.text == lettered.number)
    desk.send(typed)
    desk.wait_for(word("bookable"), readings.repairs(words, meant.repairs))


@pytest.mark.parametrize(
    "typed",
    ["649573321362236", "0671234567", "+38 067 123-45-67", "1234", "EE32-0D12-AAGF-1111"],
    ids=["15 symbols", "phone", "phone with +38", "confirmation code", "prescription"],
)
def test_what_is_no_referral_number_is_named(desk: Terminal, typed: str) -> None:
    wrong = Number.read(typed)
    assert isinstance(wrong, Misread)
    desk.send(typed)
    desk.settle(0.2)
    desk.send(ENTER)
    desk.wait_for(readings.misread(words, wrong))


def test_escape_on_the_verdict_is_the_next_patient(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    look_up(desk, samples[0].number)
    go_home(desk)
    assert banner(desk.screen.words) is None


def test_escape_on_the_confirmation_frees_the_time(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    look_up(desk, samples[0].number)
    press_enter(desk)
    desk.wait_for(TO_HOLD)
    offered = below_the_header(desk)
    press_enter(desk)
    desk.wait_for(TO_FREE)
    desk.send(ESCAPE)
    desk.wait_for(TO_HOLD)
    assert below_the_header(desk) == offered


def test_the_language_changes_in_place(desk: Terminal, samples: Sequence[Sample]) -> None:
    english = Words("en")
    look_up(desk, samples[0].number)
    desk.send(F12)
    desk.wait_for("CAN BE BOOKED", english.tr("choose a time"))
    desk.send(F12)
    desk.wait_for(word("bookable"), words.tr("choose a time"))


def test_f1_explains_the_screen_and_escape_goes_back_to_it(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    look_up(desk, samples[0].number)
    verdict = below_the_header(desk)
    explained = words.tr("Compare the name with the patient's document.")
    desk.send(F1)
    desk.wait_for(explained)
    desk.send(ESCAPE)
    desk.wait_until(lambda screen: explained not in screen)
    assert below_the_header(desk) == verdict
