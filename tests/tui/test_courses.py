"""Several visits under one referral by the keyboard, and a visit beside another one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from frontdesk.desk.answers import Held, HeldCourse
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.visit import Visit
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.tui.screens.news import News
from frontdesk.tui.screens.overbooking import REASONS
from frontdesk.words import refusals

from .conftest import AtDesk, Terminal

COURSE = "five visits, three left"


@asynccontextmanager
async def at_the_times(at_desk: AtDesk) -> AsyncIterator[tuple[Terminal, BookingScreen]]:
    """A referral for five visits, three of which are left, before its free times."""
    async with at_desk() as terminal:
        samples = terminal.demo.world.samples
        await terminal.look_up(next(it.number for it in samples if COURSE in it.shows_en))
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        yield terminal, screen


async def confirmed(terminal: Terminal) -> Sequence[FreeTime]:
    """Enter and Enter: what was held for it."""
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")
    screen = terminal.app.screen
    assert isinstance(screen, ConfirmScreen)
    course = screen.course
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    return [it.time for it in course.visits]


async def test_every_week_at_the_same_hour_is_a_key(at_desk: AtDesk) -> None:
    async with at_the_times(at_desk) as (terminal, screen):
        first = screen.panes.current
        await terminal.press("f3")
        await terminal.until(lambda: len(screen.course.times) == 3)
        times = screen.course.times
        assert times[0] == first
        assert [(it.day - times[0].day).days // 7 for it in times] == [0, 1, 2]
        assert len({(it.start, it.offer.doctor.id) for it in times}) == 1
        assert await confirmed(terminal) == list(times)
        await terminal.sees(f"✔ {terminal.tr('Booked')}")
        visits = terminal.app.session.visits.values()
        await terminal.until(lambda: {it.appointment.claim for it in visits} == {Claim.OURS})
        for time in times[1:]:
            assert f"{time.day:%d.%m}" in terminal.seen()


async def test_a_course_that_comes_to_nothing_is_one_line_on_intake(at_desk: AtDesk) -> None:
    async with at_the_times(at_desk) as (terminal, screen):
        await terminal.press("f3")
        await terminal.until(lambda: len(screen.course.times) == 3)
        await confirmed(terminal)
        session = terminal.app.session
        await terminal.until(
            lambda: {it.appointment.claim for it in session.visits.values()} == {Claim.OURS}
        )
        session.lost = [lost(it) for it in session.visits.values()]
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        news = terminal.app.screen.query_one(News)
        told = [it.plain for it in news._told(200) if it.plain.startswith("✖")]
        assert len(told) == 1
        assert "(3 записи)" in told[0]


def lost(visit: Visit) -> Visit:
    """The same, had ЕСОЗ not given the referral."""
    appointment = replace(
        visit.appointment, state=State.CANCELLED, claim=Claim.LOST, reason="expired"
    )
    return replace(visit, appointment=appointment)


async def test_space_marks_times_one_by_one_and_takes_marks_away(at_desk: AtDesk) -> None:
    async with at_the_times(at_desk) as (terminal, screen):
        await terminal.press("space", "right", "space")
        one, two = screen.course.times
        assert "✔" in terminal.seen()
        await terminal.press("space")
        assert list(screen.course.times) == [one]
        await terminal.press("f4", "right", "right")
        await terminal.until(lambda: len(screen.course.times) == 3)
        await terminal.press("space")
        assert refusals.too_many_visits(screen.words, 3) in terminal.seen()
        await terminal.press("escape")
        assert not screen.course.times
        await terminal.press("escape")
        await terminal.comes("ReferralScreen")
        assert two != one


async def test_a_time_of_the_course_that_is_gone_is_put_right(at_desk: AtDesk) -> None:
    async with at_the_times(at_desk) as (terminal, screen):
        await terminal.press("space", "right", "space")
        kept, gone = screen.course.times
        assert isinstance(await terminal.demo.desk.hold(gone, None, ground=Ground.PAID), Held)
        await terminal.press("enter")
        await terminal.until(lambda: gone not in screen.course.times)
        assert len(screen.course.times) == 2
        assert kept in screen.course.times
        assert len(await confirmed(terminal)) == 2


async def test_a_course_is_gone_on_with(at_desk: AtDesk) -> None:
    async with at_the_times(at_desk) as (terminal, screen):
        assert screen.errand.line is not None
        number = screen.errand.line.referral.number
        await confirmed(terminal)
        await terminal.sees(f"✔ {terminal.tr('Booked')}")
        await terminal.look_up(number)
        assert terminal.tr("choose further times") in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        further = terminal.app.screen
        assert isinstance(further, BookingScreen)
        assert further.course.most == 2
        await terminal.press("f4")
        await terminal.until(lambda: len(further.course.times) == 2)
        assert len(await confirmed(terminal)) == 2


async def test_without_the_right_no_key_leads_beside_other_visits(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        assert terminal.tr("overbook") not in terminal.seen()
        await terminal.press("f2")
        assert terminal.tr("Beside others") not in terminal.seen()


async def test_a_visit_stands_beside_another_one_only_with_a_reason(at_desk: AtDesk) -> None:
    async with at_desk(may_overbook=True) as terminal:
        await terminal.choose_time()
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        taken = screen.panes.current
        assert taken is not None
        assert isinstance(await terminal.demo.desk.hold(taken, None, ground=Ground.PAID), Held)
        await terminal.press("f2")
        await terminal.sees(terminal.tr("Beside others"))
        beside = screen.panes.current
        assert beside is not None
        assert beside.offer == taken.offer
        assert f"{beside.start // 60:02}:{beside.start % 60:02} " in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("ReasonScreen")
        await terminal.press("enter")
        assert refusals.may_not_overbook(screen.words, has_right=True) in terminal.seen()
        await terminal.press("2")
        await terminal.comes("ConfirmScreen")
        confirm = terminal.app.screen
        assert isinstance(confirm, ConfirmScreen)
        assert isinstance(confirm.course, HeldCourse)
        held = confirm.held.appointment
        assert (held.state, held.overbooked_because) == (State.HELD, terminal.tr(REASONS[1]))
