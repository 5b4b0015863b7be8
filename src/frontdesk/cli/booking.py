"""`frontdesk book`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.grounds import on_ground, recognised
from frontdesk.cli.request import Request
from frontdesk.cli.running import at_desk, complain, say
from frontdesk.cli.verify import exit_of, not_a_number
from frontdesk.desk import Desk
from frontdesk.desk.answers import (
    AlreadyBooked,
    Ambiguous,
    Confirmed,
    ConfirmedCourse,
    Finding,
    Held,
    HeldCourse,
    HoldAnswer,
    HoldLapsed,
    JustTaken,
    Line,
    MayNotOverbook,
    NotBookable,
    NotOffered,
    NotThisTime,
    PatientDetails,
    TimesCollide,
    TooManyVisits,
    WrongDetails,
)
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer
from frontdesk.domain.course import suggest
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Misread, Number, Readable
from frontdesk.domain.verdict import Code
from frontdesk.words import Words, refusals, slips, verdicts

ALTERNATIVES = 5
PATIENCE = 60.0
"""Seconds that `--wait` waits for ЕСОЗ."""


def book(arguments: argparse.Namespace, words: Words) -> int:
    misused = _misused(arguments, words)
    if misused is not None:
        complain(misused)
        return Exit.USAGE
    if arguments.ground:
        return at_desk(arguments, words, lambda desk: _on_ground(desk, arguments, words))
    reading = Number.read(arguments.number)
    if isinstance(reading, Misread):
        return not_a_number(arguments, words, arguments.number, reading)
    return at_desk(arguments, words, lambda desk: _by_number(desk, reading, arguments, words))


def _misused(arguments: argparse.Namespace, words: Words) -> str | None:
    """Which options do not go together."""
    if arguments.sessions and not (arguments.number and arguments.earliest):
        return words.tr("--sessions goes with --number and --earliest.")
    if arguments.sessions and arguments.overbook is not None:
        return words.tr("A course is not overbooked: --sessions or --overbook.")
    is_paper = arguments.ground == Ground.PAPER_REFERRAL
    if not is_paper and any(it for name, it in vars(arguments).items() if name.startswith("paper")):
        return words.tr("What begins with --paper goes with --ground paper_referral.")
    return None


async def _by_number(
    desk: Desk, reading: Readable, arguments: argparse.Namespace, words: Words
) -> Exit:
    found = await desk.find(reading)
    nothing = Request(desk, arguments, words, None, Ground.E_REFERRAL, ())
    if isinstance(found, Ambiguous):
        text = words.tr("The number can be read in two ways and both exist: write Latin letters.")
        return nothing.misused("ambiguous", text)
    line = _chosen(found, arguments.referral)
    if line is None and found.lines:
        return nothing.refuse(Code.NOT_FOUND, words.tr("No such referral."))
    if line is None:
        problem = contract.problem_of(words, found) or {}
        nothing.refuse(found.verdict.code, str(problem.get("text", "")))
        return exit_of(found)
    offers = _of_service(desk, desk.clinic.offers_for(line.referral), arguments.service)
    request = Request(desk, arguments, words, line, Ground.E_REFERRAL, offers)
    return await _book(request) if arguments.sessions is None else await _course(request, line)


async def _on_ground(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    asked = await on_ground(desk, arguments, words)
    return await _book(await recognised(asked)) if isinstance(asked, Request) else asked


def _of_service(desk: Desk, offers: Sequence[Offer], code: str | None) -> Sequence[Offer]:
    """Those of one service, if a code is given: a referral may name a whole group."""
    return [it for it in offers if code in {None, desk.clinic.services[it.service_id].code}]


def _chosen(found: Finding, referral_id: str | None) -> Line | None:
    if referral_id is None:
        return found.selected
    return next((line for line in found.lines if line.referral.id == referral_id), None)


async def _book(request: Request) -> Exit:
    time = await _time(request)
    if time is None:
        text = request.words.tr("There is no such free time.")
        return request.refuse(_nothing_free(request), text)
    answer = await request.desk.hold(
        time,
        request.line,
        ground=request.ground,
        consent=request.arguments.here,
        overbooking=request.arguments.overbook,
    )
    if not isinstance(answer, Held):
        return await _not_held(request, answer)
    return await _confirm(request, answer)


async def _course(request: Request, line: Line) -> Exit:
    table = await request.desk.timetable(request.offers, last_day=line.last_day)
    times = suggest(table, request.arguments.sessions, request.arguments.every)
    if times is None:
        text = request.words.tr("There are not so many free times.")
        return request.refuse(_nothing_free(request), text)
    held = await request.desk.hold_course(times, line, consent=request.arguments.here)
    match held:
        case HeldCourse():
            return await _confirm_course(request, held)
        case NotThisTime(_, why):
            return await _not_held(request, why)
        case TooManyVisits(left):
            text = refusals.too_many_visits(request.words, left)
            return request.refuse(Code.NOTHING_LEFT, text)
        case TimesCollide():
            raise AssertionError("suggested times lie on different days")
        case _:
            return await _not_held(request, held)


def _nothing_free(request: Request) -> str:
    """The verdict is the reason if it forbids the booking anyway."""
    verdict = request.line.verdict if request.line else None
    return verdict.code if verdict and not verdict.may_book else "bad_slot"


async def _time(request: Request) -> FreeTime | None:
    if not request.arguments.earliest:
        return _named_time(request.arguments.slot, request.offers)
    return next(iter(await _earliest(request, 1)), None)


async def _earliest(request: Request, limit: int) -> Sequence[FreeTime]:
    last_day = request.line.last_day if request.line else None
    overbooking = request.arguments.overbook is not None
    table = await request.desk.timetable(request.offers, last_day=last_day, overbooking=overbooking)
    return table.earliest(limit)


def _named_time(slot: str, offers: Sequence[Offer]) -> FreeTime | None:
    """`DOCTOR@2026-11-25T14:20` among the offers, in the clinic's wall time."""
    doctor, _, moment = slot.rpartition("@")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if at.tzinfo is not None:
        return None
    offer = next((offer for offer in offers if offer.doctor.id == doctor), None)
    return FreeTime(offer, at.date(), at.hour * 60 + at.minute) if offer else None


async def _not_held(request: Request, answer: HoldAnswer) -> Exit:
    words = request.words
    match answer:
        case JustTaken(alternatives):
            return request.refuse("just_taken", refusals.just_taken(words), alternatives)
        case NotOffered(alternatives):
            return request.refuse("bad_slot", refusals.not_offered(words), alternatives)
        case NotBookable(verdict):
            referral = request.line.referral if request.line else None
            text = verdicts.headline(words, referral, verdict, request.desk.clinic)
            return request.refuse(verdict.code, text)
        case AlreadyBooked():
            return await _already_booked(request, answer)
        case MayNotOverbook(has_right):
            return request.refuse(
                "may_not_overbook", refusals.may_not_overbook(words, has_right=has_right)
            )
        case Held():
            raise AssertionError("a held time is not a refusal")


async def _confirm(request: Request, held: Held) -> Exit:
    answer = await request.desk.confirm(held, _details(request, held), request.paper)
    match answer:
        case Confirmed(appointment):
            return await _settled(request, [appointment])
        case WrongDetails():
            await request.desk.let_go(held)
            return await _not_confirmed(request, answer)
        case _:
            return await _not_confirmed(request, answer)


async def _confirm_course(request: Request, held: HeldCourse) -> Exit:
    answer = await request.desk.confirm_course(held, _details(request, held.visits[0]))
    match answer:
        case ConfirmedCourse(appointments):
            return await _settled(request, appointments)
        case WrongDetails():
            await request.desk.let_course_go(held)
            return await _not_confirmed(request, answer)
        case _:
            return await _not_confirmed(request, answer)


async def _not_confirmed(
    request: Request, answer: WrongDetails | HoldLapsed | AlreadyBooked
) -> Exit:
    match answer:
        case WrongDetails(fields):
            return request.misused("bad_patient", refusals.wrong_details(request.words, fields))
        case HoldLapsed():
            return request.refuse("just_taken", refusals.just_taken(request.words))
        case AlreadyBooked():
            return await _already_booked(request, answer)


def _details(request: Request, held: Held) -> PatientDetails:
    arguments = request.arguments
    return PatientDetails(
        _name(request, held),
        arguments.phone,
        arguments.birth_date,
        request.patient,
        representative=arguments.representative,
    )


async def _already_booked(request: Request, answer: AlreadyBooked) -> Exit:
    """The alternatives are the earliest times to which that visit could be moved."""
    text = refusals.already_booked(request.words, answer.appointment)
    return request.refuse(Code.BOOKED_HERE, text, await _earliest(request, ALTERNATIVES))


def _name(request: Request, held: Held) -> str:
    """As the clinic's register has it, as given, or as far as the referral tells."""
    if request.patient is not None:
        return request.patient.name.full
    if request.arguments.patient:
        return str(request.arguments.patient)
    if held.patient is not None:
        return held.patient.name.full
    identity = request.line.referral.identity if request.line else None
    return " ".join((identity.surname or "", identity.initials)) if identity else ""


async def _settled(request: Request, appointments: Sequence[Appointment]) -> Exit:
    """What became of the visits; one referral is claimed once, so the first tells most."""
    if request.arguments.wait:
        appointments = await _waited(request.desk, appointments)
    first = appointments[0]
    if first.state is State.CANCELLED:
        reason = first.reason or ""
        return request.refuse(_code(reason), refusals.lost(request.words, reason))
    await _tell(request, appointments)
    if first.claim is Claim.MANUAL and first.reason:
        complain(refusals.left_to_a_person(request.words, first.reason))
    if request.note:
        complain(request.note)
    waiting = request.arguments.wait and any(it.state is State.CLAIMING for it in appointments)
    return Exit.BACKEND if waiting else Exit.DONE


async def _waited(desk: Desk, appointments: Sequence[Appointment]) -> list[Appointment]:
    settled, patience = [], PATIENCE
    for it in appointments:
        settled.append(await desk.settle(it.id, patience))
        if settled[-1].state is State.CLAIMING:
            patience = 0.0  # the others stand behind it
    return settled


async def _tell(request: Request, appointments: Sequence[Appointment]) -> None:
    found = [await request.desk.visit(it.id) for it in appointments]
    visits = [it for it in found if it is not None]
    if request.arguments.json:
        listed = [contract.visit(it) for it in visits]
        contract.show({"appointment": listed[0], "appointments": listed})
        return
    for visit in visits:
        say(slips.heading(request.words, visit))
        for label, value in slips.lines(request.words, visit, request.desk.clinic):
            say(f"  {label}: {value}")


def _code(reason: str) -> str:
    """A verdict code if the loss is one of ours, else that ЕСОЗ did not allow it."""
    return reason if reason in set(Code) else Code.NOT_QUALIFIED
