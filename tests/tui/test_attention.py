"""Intake tells of booked visits whose referral no longer carries them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.desk.answers import Confirmed, Finding, Held, PatientDetails
from frontdesk.domain.appointment import State
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.verdict import Code
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.attention import SHOWN
from frontdesk.words import Lang, Words, attention

from .conftest import MORNING, AtDesk, Terminal

FEED = "event:read"


async def booked(terminal: Terminal) -> Number:
    """Of a referral under which a visit is booked."""
    desk, number = terminal.demo.desk, Number(terminal.number("bookable"))
    reading = Number.read(number.text)
    assert isinstance(reading, Readable)
    found = await desk.find(reading)
    assert isinstance(found, Finding)
    line = found.lines[0]
    (time,) = (await desk.timetable(desk.clinic.offers_for(line.referral))).earliest()
    held = await desk.hold(time, line)
    assert isinstance(held, Held)
    confirmed = await desk.confirm(held, PatientDetails("Іваненко Ольга"))
    assert isinstance(confirmed, Confirmed)
    settled = await desk.settle(confirmed.appointment.id, patience=5)
    assert settled.state is State.BOOKED
    return number


def recall(terminal: Terminal, number: Number) -> None:
    """What the referring doctor did a minute ago: the clock of these tests stands still."""
    backend = terminal.demo.backend
    backend.now = lambda: MORNING - timedelta(minutes=1)
    backend.recall(backend.numbered(number.text)[0].id)
    backend.now = lambda: MORNING


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_a_recalled_referral_is_told_without_the_patients_name(
    at_desk: AtDesk, lang: Lang
) -> None:
    async with at_desk(lang=lang, switches=Switches(job_seconds=0.0, more_scopes=FEED)) as terminal:
        number = await booked(terminal)
        recall(terminal, number)
        terminal.app.look_for_changes()
        await terminal.sees(attention.became(Words(lang), Code.RECALLED))
        (concern,) = terminal.app.session.concerns
        assert f"…{number.tail}" in terminal.seen()
        assert concern.visit.patient is not None
        assert concern.visit.patient.name.surname not in terminal.seen()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_three_of_many_are_shown_each_on_a_line_of_its_own(
    at_desk: AtDesk, size: tuple[int, int]
) -> None:
    async with at_desk(size=size, switches=Switches(job_seconds=0.0, more_scopes=FEED)) as terminal:
        number = await booked(terminal)
        recall(terminal, number)
        terminal.app.look_for_changes()
        await terminal.until(lambda: len(terminal.app.session.concerns) == 1)
        (concern,) = terminal.app.session.concerns
        codes = (Code.COMPLETED, Code.EXPIRED, Code.IN_WORK_ELSEWHERE, Code.ENTERED_IN_ERROR)
        terminal.app.session.concerns = tuple(replace(concern, code=it) for it in codes)
        terminal.app.renew()
        await terminal.sees(terminal.tr("Needs attention: {count}. Phone the patient.")[:16])
        words = terminal.app.session.words
        lines = [line for line in terminal.seen().split("\n") if f"…{number.tail}" in line]
        assert len(lines) == SHOWN
        for line, code in zip(lines, codes, strict=False):
            assert attention.became(words, code) in line


async def test_where_all_is_well_nothing_is_said(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await booked(terminal)
        terminal.app.look_for_changes()
        await terminal.app.workers.wait_for_complete()
        assert terminal.app.session.concerns == ()
        assert terminal.tr("Needs attention: {count}. Phone the patient.")[:16] not in (
            terminal.seen()
        )


async def test_the_program_may_be_left_while_it_looks(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        terminal.app.look_for_changes()
        terminal.app.show_concerns()
    assert terminal.app.failed is None
