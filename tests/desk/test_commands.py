"""`frontdesk book` where ЕСОЗ is in trouble: what a script is told when nothing is simple."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk.cli import booking
from frontdesk.cli.exits import Exit
from frontdesk.cli.parser import parse
from frontdesk.cli.request import Request
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number, Readable
from frontdesk.simulator.referrals import Obstacle, Snag

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar


@dataclass(frozen=True)
class Said:
    code: Exit
    document: Any


Book = Callable[..., Awaitable[Said]]


@pytest.fixture
def book(registrar: Registrar, capsys: pytest.CaptureFixture[str]) -> Book:
    """`frontdesk book` at a desk whose ЕСОЗ the test holds in its hands."""

    async def command(typed: str, *options: str) -> Said:
        asked = ["book", "--number", typed, "--earliest", "--json", "--lang", "en", *options]
        arguments, words = parse([*asked, "--patient", "Мороз Ірина Павлівна"])
        reading = Number.read(typed)
        assert isinstance(reading, Readable)
        code = await booking._by_number(registrar.desk, reading, arguments, words)
        said = capsys.readouterr()
        assert said.err == ""
        return Said(code, json.loads(said.out))

    return command


async def test_a_number_that_two_patients_could_have_is_not_guessed(
    house: House, book: Book
) -> None:
    bookable = house.behind(house.number("bookable"))
    for letter in "PH":
        house.put(replace(bookable, id=letter, requisition=f"1234-5678-1234-567{letter}"))
    said = await book("1234-5678-1234-567Р")
    assert (said.code, said.document["refused"]["code"]) == (Exit.USAGE, "ambiguous")


async def test_waiting_ends_with_its_own_exit_code_while_esoz_is_silent(
    house: House, registrar: Registrar, book: Book
) -> None:
    house.switches.job_seconds = 10_000
    said = await book(house.number("bookable").text, "--wait")
    assert said.code is Exit.BACKEND
    assert said.document["appointment"]["state"] == "claiming"


async def test_a_lost_answer_is_waited_out(house: House, book: Book) -> None:
    house.switches.loses_answers = True
    said = await book(house.number("bookable").text, "--wait")
    assert (said.code, said.document["appointment"]["claim"]) == (Exit.DONE, "ours")


@pytest.mark.parametrize(
    ("spoilt", "code", "text"),
    [
        ("recalled", "recalled", "ecalled"),
        ("suspended", "not_qualified", "contract is suspended"),
        ("strange", "not_qualified", "“Something nobody has documented”"),
    ],
)
async def test_a_claim_that_is_lost_is_a_refusal_with_its_reason(
    *,
    house: House,
    registrar: Registrar,
    clock: Clock,
    book: Book,
    spoilt: str,
    code: str,
    text: str,
) -> None:
    """Spoilt while the desk waits for the job, that is after the verdict."""
    number = house.number("bookable")
    messages = {
        "suspended": "Contract is suspended and should be updated",
        "strange": "Something nobody has documented",
    }

    async def pause(seconds: float) -> None:
        clock.advance(seconds)
        if spoilt == "recalled":
            house.put(replace(house.behind(number), status="recalled", status_reason="default"))
        else:
            conflict = Obstacle(Snag.CONFLICT, messages[spoilt])
            house.put(replace(house.behind(number), obstacle=conflict))

    registrar.desk._context.pause = pause
    said = await book(number.text, "--wait")
    assert (said.code, said.document["refused"]["code"]) == (Exit.REFUSED, code)
    assert text in said.document["refused"]["text"]


async def test_a_provisional_booking_is_told_as_such(house: House, book: Book) -> None:
    said = await book(house.number("unverified", 1).text, "--wait")
    appointment = said.document["appointment"]
    assert (said.code, appointment["state"], appointment["claim"]) == (
        Exit.DONE,
        "booked",
        "deferred",
    )


async def test_a_hold_that_ran_out_before_it_was_confirmed_is_a_lost_time(
    house: House, registrar: Registrar, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal hung between the two, and the hold was swept."""
    asked = ["book", "--number", "1", "--earliest", "--json", "--patient", "Мороз Ірина"]
    arguments, words = parse(asked)
    held = await registrar.hold(house.number("bookable"))
    clock.advance(91)
    await registrar.desk.recover()
    request = Request(registrar.desk, arguments, words, None, Ground.E_REFERRAL, ())
    assert await booking._confirm(request, held) is Exit.REFUSED
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "just_taken"
