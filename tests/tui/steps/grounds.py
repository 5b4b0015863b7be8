"""Without an e-referral: to whom, on what ground; on paper; urgent."""

from __future__ import annotations

from frontdesk.domain.appointment import State
from frontdesk.tui.screens.urgent import UrgentScreen
from tests.tui.conftest import Terminal
from tests.tui.layout import END, TAIL

from .register import MANY, listed
from .trouble import failing_database

PAPER = "00032129\tПетренко І. І.\t20.11.2026\tКНП «Лікарня № 4»\t17/4\tприйти натще"


async def _services(terminal: Terminal, typed: str) -> None:
    await terminal.press("f2")
    await terminal.comes("WithoutReferralScreen")
    await terminal.type(typed)


async def not_needed(terminal: Terminal) -> None:
    await _services(terminal, "гін")


async def needed(terminal: Terminal) -> None:
    await _services(terminal, "невр")


async def whom(terminal: Terminal) -> None:
    """Nothing is typed yet."""
    await _services(terminal, "")


async def no_such_service(terminal: Terminal) -> None:
    await _services(terminal, "щщщ")


async def others(terminal: Terminal) -> None:
    await needed(terminal)
    await terminal.press("enter")
    await terminal.comes("GroundsScreen")


async def all_grounds(terminal: Terminal) -> None:
    """Also the one for which nothing is needed."""
    await not_needed(terminal)
    await terminal.press("f2")
    await terminal.comes("GroundsScreen")


async def choosing_patient(terminal: Terminal) -> None:
    await others(terminal)
    await terminal.press("1")
    await terminal.comes("PatientChoiceScreen")
    await terminal.type(MANY)
    await listed(terminal, "#found")


async def not_observed(terminal: Terminal) -> None:
    seen = {
        it.patient.id
        for it in terminal.demo.world.visits
        if it.offer.doctor.speciality == "NEUROLOGY"
    }
    stranger = next(it for it in terminal.demo.world.patients if it.id not in seen)
    await others(terminal)
    await _take(terminal, "2", stranger.phone)
    await terminal.sees("✖")


async def observed(terminal: Terminal) -> None:
    past = next(
        it
        for it in terminal.demo.world.visits
        if it.offer.doctor.speciality == "NEUROLOGY" and it.state is State.BOOKED
    )
    await terminal.demo.desk.arrive(past.id)
    await others(terminal)
    await _take(terminal, "1", past.patient.phone)
    await terminal.sees("✔")


async def _take(terminal: Terminal, ground: str, phone: str) -> None:
    await terminal.press(ground)
    await terminal.comes("PatientChoiceScreen")
    await terminal.type(phone[-9:])
    await listed(terminal, "#found")
    await terminal.press("enter")
    await terminal.comes("GroundsScreen")


async def paid_times(terminal: Terminal) -> None:
    """Nobody knows yet who will come."""
    await others(terminal)
    await terminal.press("3")
    await terminal.comes("BookingScreen")
    await terminal.until(lambda: "▸" in terminal.seen())


# Паперове


async def empty_paper(terminal: Terminal) -> None:
    await terminal.press("f3")
    await terminal.comes("PaperScreen")


async def paper(terminal: Terminal) -> None:
    await empty_paper(terminal)
    await terminal.type(PAPER)


async def wrong_paper(terminal: Terminal) -> None:
    """The last digit of the number is mistyped, the date to come, the doctor missing."""
    await empty_paper(terminal)
    await terminal.type("00032128\t\t30.11.2027")
    await terminal.press("enter")
    await terminal.sees("✖")


async def longest_paper(terminal: Terminal) -> None:
    await empty_paper(terminal)
    for typed in ("00032129", f"Петренко{TAIL}", "20.11.2026", f"КНП{TAIL}", "9" * 60, TAIL):
        await terminal.paste(f"{typed}{END}" if typed.endswith("ж") else typed)
        await terminal.press("tab")
    await terminal.press("shift+tab")


async def service_of_paper(terminal: Terminal) -> None:
    await paper(terminal)
    await terminal.press("enter")
    await terminal.comes("ServiceChoiceScreen")
    await terminal.type("кард")


async def no_service_of_paper(terminal: Terminal) -> None:
    await service_of_paper(terminal)
    await terminal.type("щщщ")


# Невідкладно


async def urgent(terminal: Terminal) -> None:
    await terminal.press("f4")
    await terminal.comes("UrgentScreen")
    await terminal.pilot.pause(0.1)


async def recorded(terminal: Terminal) -> None:
    await urgent(terminal)
    screen = terminal.app.screen
    assert isinstance(screen, UrgentScreen)
    await terminal.press("enter")
    # Whatever shows the screen anew tells that it is recorded; the list is read after that.
    await terminal.until(lambda: screen._recorded in screen.contacts.items)
    await terminal.sees("✔")


async def not_recorded(terminal: Terminal) -> None:
    await urgent(terminal)
    await failing_database(terminal)


async def many_recorded(terminal: Terminal) -> None:
    for _ in range(30):
        await terminal.demo.desk.urgent.record()
    await recorded(terminal)
    await terminal.press("down", "end")


async def details(terminal: Terminal) -> None:
    await recorded(terminal)
    await terminal.press("down", "enter")
    await terminal.comes("UrgentDetailsScreen")


async def told_details(terminal: Terminal) -> None:
    """The register offers who may be meant."""
    await details(terminal)
    await terminal.paste(terminal.demo.world.patients[0].surname)
    await listed(terminal, "#candidates")


async def wrong_details(terminal: Terminal) -> None:
    await details(terminal)
    await terminal.press("enter")
    await terminal.sees("✖")
