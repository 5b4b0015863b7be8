"""`frontdesk slots`: the free times of a service."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, say
from frontdesk.desk import Desk
from frontdesk.desk.booking import HORIZON
from frontdesk.domain.freetime import FreeTime
from frontdesk.words import Words, dates


def slots(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _slots(desk, arguments, words))


async def _slots(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    offers = [
        offer
        for offer in desk.clinic.offers_of_service(arguments.service)
        if arguments.doctor in {None, offer.doctor.id}
    ]
    first = arguments.__dict__["from"] or desk.today()
    days = (arguments.to - first).days + 1 if arguments.to else HORIZON
    table = await desk.timetable(offers, first=first, days=days)
    times = table.earliest(arguments.limit)
    if arguments.json:
        contract.show({"slots": contract.slots(times)})
    else:
        tell(words, times)
    return Exit.DONE if times else Exit.REFUSED


def tell(words: Words, times: Iterable[FreeTime]) -> None:
    """One line for each time, ending with what `book` takes to book it."""
    for time in times:
        room = f", {time.offer.room.name}" if time.offer.room else ""
        when = f"{dates.short(words, time.day)} {dates.clock(time.start)}"
        moment = f"{time.day.isoformat()}T{dates.clock(time.start)}"
        say(f"{when}  {time.offer.doctor.name}{room}  --slot {time.offer.doctor.id}@{moment}")
