"""P and C on the slip: on paper, and as a message for the patient."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import pytest

from frontdesk.simulator.switches import Switches
from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.slips.press import Press
from frontdesk.slips.printers import NetworkPrinter, Printer
from frontdesk.slips.template import Template
from frontdesk.tui import printing as tui_printing
from frontdesk.words import Lang, Words, printing

from .conftest import AtDesk, Terminal
from .test_main_path import booked

PRINT, COPY = "P", "C"


class Paper:
    """What a network printer on this machine has received."""

    def __init__(self) -> None:
        self.received: list[str] = []


@contextmanager
def network_printer(paper: Paper) -> Iterator[NetworkPrinter]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            while True:
                connection, _ = server.accept()
                with connection, connection.makefile("rb") as file:
                    if not (slip := file.read()):
                        return
                    paper.received.append(slip.decode())

        thread = threading.Thread(target=serve)
        thread.start()
        address = server.getsockname()
        try:
            yield NetworkPrinter("127.0.0.1", address[1])
        finally:
            socket.create_connection(address).close()
            thread.join()


@asynccontextmanager
async def desk_with(
    at_desk: AtDesk, printer: Printer | None, lang: Lang = "uk", switches: Switches | None = None
) -> AsyncIterator[Terminal]:
    async with at_desk(lang=lang, switches=switches) as terminal:
        opened = terminal.app.session.opened
        assert opened is not None
        terminal.app.session.opened = replace(opened, press=Press(printer))
        yield terminal


def keys(terminal: Terminal) -> str:
    return terminal.seen().split("\n")[-1]


def said(terminal: Terminal, outcome: Printed | NotPrinted) -> str:
    return printing.sentence(terminal.app.session.words, outcome)


async def settled(terminal: Terminal) -> None:
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


@pytest.mark.parametrize("key", ["f11", "p", "P", "з", "З"])
async def test_the_key_prints_in_either_layout(at_desk: AtDesk, key: str) -> None:
    paper = Paper()
    with network_printer(paper) as printer:
        async with desk_with(at_desk, printer) as terminal:
            number = terminal.number("bookable")
            await booked(terminal, number)
            await settled(terminal)
            assert f"{PRINT} {terminal.tr('print')}" in keys(terminal)
            await terminal.press(key)
            await terminal.sees(said(terminal, Printed()))
    (slip,) = paper.received
    assert "Записано" in slip
    assert number not in slip
    assert number.replace("-", "") not in slip


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_the_slip_speaks_the_language_of_the_screen(at_desk: AtDesk, lang: Lang) -> None:
    paper = Paper()
    with network_printer(paper) as printer:
        async with desk_with(at_desk, printer, lang) as terminal:
            await booked(terminal, terminal.number("bookable"))
            await settled(terminal)
            await terminal.press("p")
            await terminal.sees(said(terminal, Printed()))
    assert Words(lang).tr("Booked") in paper.received[0].splitlines()


async def test_a_slip_wanted_too_soon_waits_for_esoz_and_the_clerk_does_not(
    at_desk: AtDesk,
) -> None:
    """«Записано» stands on paper only when the referral is ours."""
    paper = Paper()
    with network_printer(paper) as printer:
        slow = Switches(job_seconds=1.0)
        async with desk_with(at_desk, printer, switches=slow) as terminal:
            id_ = await booked(terminal, terminal.number("bookable"))
            await terminal.press("p")
            await terminal.sees(terminal.tr("Printing the slip…"))
            assert terminal.tr("print") not in keys(terminal)
            assert paper.received == []
            await terminal.press("enter")
            await terminal.comes("IntakeScreen")
            await terminal.until(lambda: terminal.app.session.printed[id_] == Printed())
    assert "Записано" in paper.received[0].splitlines()


async def test_while_esoz_goes_on_being_silent_the_slip_says_provisionally(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tui_printing, "WAIT", 0.2)
    paper = Paper()
    with network_printer(paper) as printer:
        slow = Switches(job_seconds=5.0)
        async with desk_with(at_desk, printer, switches=slow) as terminal:
            await booked(terminal, terminal.number("bookable"))
            await terminal.press("p")
            await terminal.sees(said(terminal, Printed()))
    assert "Записано" not in paper.received[0].splitlines()
    assert "Записано попередньо" in paper.received[0]


async def test_a_booking_that_came_to_nothing_is_not_printed(at_desk: AtDesk) -> None:
    paper = Paper()
    with network_printer(paper) as printer:
        slow = Switches(job_seconds=0.5)
        async with desk_with(at_desk, printer, switches=slow) as terminal:
            number = terminal.number("bookable")
            await booked(terminal, number)
            backend = terminal.demo.backend
            for referral in backend.numbered(number):
                backend.referrals[referral.id] = replace(
                    referral, used_by="another-clinic", processing="in_progress"
                )
            await terminal.press("p")
            await terminal.sees(said(terminal, NotPrinted(Why.NO_VISIT)))
            assert terminal.tr("print") not in keys(terminal)
            assert terminal.tr("message") not in keys(terminal)
            await terminal.press("c")
            assert terminal.app.clipboard == ""
    assert paper.received == []


async def test_a_printer_that_is_off_is_said_and_can_be_tried_again(at_desk: AtDesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        off = NetworkPrinter("127.0.0.1", server.getsockname()[1])
    async with desk_with(at_desk, off) as terminal:
        await booked(terminal, terminal.number("bookable"))
        await settled(terminal)
        await terminal.press("p")
        await terminal.sees(said(terminal, NotPrinted(Why.NOT_THERE)))
        assert terminal.tr("print") in keys(terminal)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        assert terminal.tr("! No slip: {visit}. {why}").partition(":")[0] in terminal.seen()
        await terminal.press("escape")
        assert "! " not in terminal.seen()


async def test_without_a_printer_the_key_is_not_offered(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        id_ = await booked(terminal, terminal.number("bookable"))
        await settled(terminal)
        assert terminal.tr("print") not in keys(terminal)
        await terminal.press("p", "f11")
        assert terminal.screen_name == "SlipScreen"
        assert id_ not in terminal.app.session.printed


@pytest.mark.parametrize("key", ["c", "C", "с", "С"])
async def test_the_message_is_copied_and_shown_to_copy_by_hand(at_desk: AtDesk, key: str) -> None:
    async with at_desk() as terminal:
        number = terminal.number("bookable")
        id_ = await booked(terminal, number)
        await settled(terminal)
        assert f"{COPY} {terminal.tr('message')}" in keys(terminal)
        await terminal.press(key)
        told = terminal.app.clipboard
        visit = terminal.app.session.visits[id_]
        assert visit.patient is not None
        assert visit.doctor.name in told
        assert visit.patient.name.surname not in told
        assert number not in told
        for line in told.splitlines():
            await terminal.sees(line)


async def test_on_a_small_terminal_all_of_the_visit_can_be_scrolled_to(at_desk: AtDesk) -> None:
    async with at_desk(size=(60, 20)) as terminal:
        await booked(terminal, terminal.number("bookable"))
        await settled(terminal)
        await terminal.press("c")
        await terminal.sees(terminal.app.clipboard.splitlines()[-1])
        await terminal.press("up")
        await terminal.sees(terminal.tr("Patient"))


async def test_the_message_of_the_clinic_is_cleaned_like_any_text(at_desk: AtDesk) -> None:
    template = Template.read("{doctor}\n{clinic}\x1b]52;c;cGF5\x07")
    assert isinstance(template, Template)
    async with at_desk() as terminal:
        opened = terminal.app.session.opened
        assert opened is not None
        terminal.app.session.opened = replace(opened, press=Press(message_template=template))
        await booked(terminal, terminal.number("bookable"))
        await terminal.press("c")
        assert all(line.isprintable() for line in terminal.app.clipboard.split("\n"))
        assert len(terminal.app.clipboard.split("\n")) == 2
