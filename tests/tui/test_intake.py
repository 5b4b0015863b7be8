"""The number field: typed, pasted, scanned, mistyped, cancelled."""

from __future__ import annotations

import asyncio

import pytest

from frontdesk.desk.answers import Ambiguous, Finding
from frontdesk.domain.number import Number, Readable
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.referral import ReferralScreen

from .conftest import AtDesk, Terminal

SLOW = Switches(latency_seconds=30.0, job_seconds=0.0)


def field_value(terminal: Terminal) -> str:
    return terminal.app._home.field.value


async def test_the_field_groups_by_four_as_one_types(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.type("6495733213")
        assert "6495-7332-13··-····" in terminal.seen()


async def test_backspace_steps_over_the_hyphen(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.type("64957")
        await terminal.press("backspace", "backspace")
        assert "649·-····-····-····" in terminal.seen()


async def test_a_symbol_can_be_mended_in_the_middle(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.type("64957")
        await terminal.press("left", "left", "backspace")
        await terminal.type("0")
        assert "6405-7···-····-····" in terminal.seen()


async def test_the_search_starts_by_itself_at_sixteen_symbols(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.type(terminal.number("bookable").replace("-", ""))
        await terminal.comes("ReferralScreen")


@pytest.mark.parametrize("hyphens", [True, False])
async def test_a_scan_that_ends_with_enter_is_one_entry_and_chooses_nothing(
    at_desk: AtDesk, hyphens: bool
) -> None:
    async with at_desk() as terminal:
        number = terminal.number("bookable")
        await terminal.type((number if hyphens else number.replace("-", "")) + "\r")
        await terminal.comes("ReferralScreen")
        await terminal.rests()
        assert terminal.screen_name == "ReferralScreen"


async def test_a_pasted_message_needs_no_cleaning(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        groups = terminal.number("bookable").split("-")
        await terminal.paste("№ " + " – ".join(groups) + "\n")
        await terminal.comes("ReferralScreen")


async def test_cyrillic_letters_are_replaced_and_said(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = next(
            it.number for it in terminal.demo.world.samples if "in Cyrillic" in it.shows_en
        )
        look_alikes = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")
        await terminal.look_up(number.translate(look_alikes))
        screen = terminal.app.screen
        assert isinstance(screen, ReferralScreen)
        assert screen.finding.number.text == number
        assert "→" in terminal.seen()


@pytest.mark.parametrize("typed", ["067 123 45 67", "1234", "6495-733-1362-2361", "64Q5"])
async def test_another_code_or_a_misprint_is_named_below_the_field(
    at_desk: AtDesk, typed: str
) -> None:
    async with at_desk() as terminal:
        await terminal.type(typed + "\r")
        assert "! " in terminal.seen()
        assert terminal.screen_name == "IntakeScreen"
        await terminal.press("backspace")
        assert "! " not in terminal.seen()


async def test_escape_cancels_a_lookup_and_leaves_the_field_usable(at_desk: AtDesk) -> None:
    async with at_desk(switches=SLOW) as terminal:
        await terminal.type(terminal.number("bookable").replace("-", ""))
        await terminal.sees(terminal.tr("Searching… (Esc: cancel)"))
        await terminal.press("escape")
        assert terminal.tr("Searching… (Esc: cancel)") not in terminal.seen()
        await terminal.press("escape")
        await terminal.type("1234")
        assert field_value(terminal) == "1234"


async def test_typing_goes_on_while_a_lookup_runs(at_desk: AtDesk) -> None:
    async with at_desk(switches=SLOW) as terminal:
        await terminal.type(terminal.number("bookable").replace("-", ""))
        await asyncio.sleep(0.1)
        await terminal.type("7")
        assert field_value(terminal) == "7"
        assert not [it for it in terminal.app.workers if it.group == "lookup"]


async def test_an_answer_for_another_number_than_the_one_typed_is_not_shown(
    at_desk: AtDesk,
) -> None:
    switches = Switches(latency_seconds=0.5, job_seconds=0.0)
    async with at_desk(switches=switches) as terminal:
        await terminal.paste(terminal.number("recalled"))
        await asyncio.sleep(0.1)
        await terminal.paste(terminal.number("bookable"))
        await terminal.comes("ReferralScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ReferralScreen)
        assert screen.finding.number.text == terminal.number("bookable")


async def test_the_first_sample_is_taken_with_down_and_enter(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("down", "enter")
        await terminal.comes("ReferralScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ReferralScreen)
        assert screen.finding.number.text == terminal.demo.world.samples[0].number


async def test_the_next_number_may_be_scanned_over_a_verdict(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("recalled"))
        await terminal.type(terminal.number("bookable").replace("-", ""))
        await terminal.until(
            lambda: (
                isinstance(terminal.app.screen, ReferralScreen)
                and terminal.app.screen.finding.number.text == terminal.number("bookable")
            )
        )


async def test_the_last_lookups_are_masked(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = terminal.demo.world.samples[-1].number
        await terminal.look_up(number)
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
        first, *_, last = number.split("-")
        assert f"11:00  {first}-····-····-{last}" in terminal.seen()
        assert number not in terminal.seen()


async def test_a_number_that_is_not_found_stays_to_be_corrected(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = terminal.number("not_found")
        await terminal.look_up(number)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        assert field_value(terminal) == number.replace("-", "")


async def test_a_silent_esoz_is_said_and_can_be_asked_again_under_both_layouts(
    at_desk: AtDesk,
) -> None:
    switches = Switches(silent=True, job_seconds=0.0)
    async with at_desk(switches=switches) as terminal:
        await terminal.look_up(terminal.number("bookable"))
        switches.silent = False
        await terminal.press("к")  # the key of the letter r
        await terminal.until(
            lambda: (
                isinstance(terminal.app.screen, ReferralScreen)
                and bool(terminal.app.screen.finding.lines)
            )
        )


async def test_of_two_numbers_that_exist_the_clerk_chooses_by_a_digit(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        desk = terminal.demo.desk
        findings = []
        for number in (terminal.number("recalled"), terminal.number("bookable")):
            reading = Number.read(number)
            assert isinstance(reading, Readable)
            found = await desk.find(reading)
            assert isinstance(found, Finding)
            findings.append(found)
        terminal.app._home._show(Ambiguous(tuple(findings)))
        await terminal.comes("ChoiceScreen")
        assert findings[0].number.text in terminal.seen()
        await terminal.press("2")
        await terminal.comes("ReferralScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ReferralScreen)
        assert screen.finding is findings[1]
