"""The guided tour, without a terminal: what stands on the screen leads from step to step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.tui.tour import TWICE, Sight, Step, Tour
from frontdesk.words import LANGUAGES, Words, tour

WAY = [it.sight for it in Step]
"""What a newcomer sees who does as told."""
KEYS = {"help": "F1", "palette": "Ctrl+P", "copy": "C", "tour": "Ctrl+Y"}


def led(*sights: Sight, begin: Tour | None = None) -> Tour:
    here = begin or Tour()
    for sight in sights:
        there = here.at(sight)
        assert there is not None
        here = there
    return here


def test_who_does_as_told_comes_through_every_step_to_the_end() -> None:
    here, steps = Tour(), [Step.NUMBER]
    for sight in WAY[1:]:
        here = led(sight, begin=here)
        steps.append(here.step)
        assert here.is_on_its_way
    assert steps == list(Step)
    assert [it.number for it in steps] == list(range(1, len(Step) + 1))


def test_until_the_visit_is_booked_one_may_go_back_and_forth() -> None:
    here = led(Sight.USABLE, Sight.TIMES, Sight.PATIENT)
    assert led(Sight.TIMES, begin=here).step is Step.TIME
    assert led(Sight.INTAKE, begin=here).step is Step.NUMBER
    assert led(Sight.SLIP, begin=here).step is Step.SLIP


def test_a_detour_changes_no_step_and_is_said() -> None:
    here = led(Sight.USABLE, Sight.OTHER)
    assert (here.step, here.is_on_its_way) == (Step.VERDICT, False)
    assert led(Sight.USABLE, begin=here).is_on_its_way
    refused_too_early = led(Sight.REFUSED)
    assert (refused_too_early.step, refused_too_early.is_on_its_way) == (Step.NUMBER, False)


def test_the_samples_that_are_to_be_looked_up_are_named() -> None:
    assert Tour().sample == "bookable"
    assert led(*WAY[1:6]).sample == "expired"
    assert led(Sight.USABLE).sample is None


def test_escape_twice_in_a_second_leaves_and_once_goes_back_only() -> None:
    here = Tour().pressed("escape", 10.0)
    assert here is not None
    assert here.pressed("escape", 10.0 + TWICE) is None
    assert here.pressed("escape", 10.1 + TWICE) is not None
    between = here.pressed("down", 10.2)
    assert between is not None
    assert between.pressed("escape", 10.4) is not None


def test_at_its_end_the_next_patient_or_a_single_escape_ends_it() -> None:
    end = led(*WAY[1:])
    assert end.step is Step.END
    assert end.pressed("escape", 0.0) is None
    assert end.at(Sight.USABLE) is None
    assert end.at(Sight.INTAKE) == end


@given(st.lists(st.sampled_from(Sight)))
def test_wherever_one_wanders_the_rest_of_the_way_leads_to_the_end(sights: list[Sight]) -> None:
    here: Tour | None = Tour()
    for sight in sights:
        here = here.at(sight) if here else None
    for sight in WAY * 2:
        if here is None or here.step is Step.END:
            break
        here = here.at(sight)
    assert here is None or here.step is Step.END


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_says_what_to_do_in_two_lines_of_a_small_terminal(lang: str) -> None:
    words = Words("en" if lang == "en" else "uk")
    for step in Step:
        said = tour.said(words, step.name, KEYS)
        assert 0 < len(said) <= 2 * 70, said
        assert "{" not in said
