"""Signing in: the browser is asked, and what waited for the session goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from httpx import ASGITransport

from frontdesk import browser
from frontdesk.demo import INSIDE
from frontdesk.domain.appointment import Claim, State
from frontdesk.simulator.app import build_app
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.sign_in import SignInScreen

from .conftest import AtDesk, Terminal

NOBODY = "Nobody is signed in to ESOZ. Enter: sign in."
DAY = 86400.0


class Browser:
    """The registrar's browser: shows ЕСОЗ's page, where the registrar answers."""

    def __init__(self, terminal: Terminal, answer: str = "approve") -> None:
        self._app = build_app(terminal.demo.backend)
        self._answer = answer
        self._loop = asyncio.get_running_loop()

    def __call__(self, address: str) -> bool:
        asyncio.run_coroutine_threadsafe(self.visit(address), self._loop)
        return True

    async def visit(self, address: str) -> None:
        target = await self.target(address)
        async with httpx.AsyncClient(trust_env=False) as http:
            page = await http.get(target)
        assert page.status_code == 200

    async def target(self, address: str) -> str:
        """The address to which ЕСОЗ sends the browser."""
        transport = ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url=INSIDE) as http:
            answered = await http.get(f"{address}&{self._answer}=1")
        assert answered.status_code == 303
        return answered.headers["location"]


def has_browser(monkeypatch: pytest.MonkeyPatch, show: Callable[[str], bool] | None) -> None:
    monkeypatch.setattr(browser, "graphical", lambda: show)


async def begins(terminal: Terminal) -> SignInScreen:
    """From the sign-in screen that comes to an attempt that can be answered."""
    await terminal.comes("SignInScreen")
    screen = terminal.app.screen
    assert isinstance(screen, SignInScreen)
    await terminal.until(lambda: screen._attempt is not None and screen._attempt.listens)
    return screen


def address(screen: SignInScreen) -> str:
    assert screen._attempt is not None
    return screen._attempt.address


async def test_a_terminal_where_nobody_is_signed_in_says_so_and_how_to(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(lang="en", auth="sign_in") as terminal:
        has_browser(monkeypatch, Browser(terminal))
        await terminal.sees(NOBODY)
        assert "○ sign in to ESOZ" in terminal.seen()
        await terminal.press("enter")
        await begins(terminal)
        await terminal.sees("Enter opens ESOZ's page")
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.sees("session until 07.12")
        assert NOBODY not in terminal.seen()


async def test_a_number_that_waited_for_the_session_is_asked_about_by_itself(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(lang="en", auth="sign_in") as terminal:
        has_browser(monkeypatch, Browser(terminal))
        await terminal.look_up(terminal.number("bookable"))
        await terminal.sees("sign in and ask again")
        await terminal.press("enter")
        await begins(terminal)
        await terminal.press("enter")
        await terminal.comes("ReferralScreen")
        await terminal.sees("CAN BE BOOKED")


async def test_a_booking_that_waited_for_the_session_is_finished(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(lang="en", auth="sign_in") as terminal:
        has_browser(monkeypatch, Browser(terminal))
        await terminal.press("enter")
        await begins(terminal)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.choose_time()
        terminal.demo.backend.grants.revoke_all()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        session = terminal.app.session
        (id_,) = session.followed
        await terminal.until(lambda: not session.desk.is_signed_in)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        assert session.visits[id_].appointment.state is State.CLAIMING
        await terminal.press("enter")
        await begins(terminal)
        await terminal.press("enter")
        await terminal.until(lambda: session.visits[id_].appointment.claim is Claim.OURS)


async def test_without_a_browser_the_answer_is_pasted(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_browser(monkeypatch, None)
    async with at_desk(lang="en", auth="sign_in") as terminal:
        await terminal.press("enter")
        screen = await begins(terminal)
        await terminal.sees("Open this address in a browser")
        await terminal.paste("https://127.0.0.1/callback?code=abc&state=another")
        assert "abc" not in terminal.seen()
        await terminal.press("enter")
        await terminal.sees("This is the answer to another attempt")
        await terminal.paste(await Browser(terminal).target(address(screen)))
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.sees("session until")


async def test_who_refuses_in_the_browser_is_told_and_may_try_again(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(lang="en", auth="sign_in") as terminal:
        has_browser(monkeypatch, Browser(terminal, "refuse"))
        await terminal.press("enter")
        first = address(await begins(terminal))
        await terminal.press("enter")
        await terminal.sees("In the browser you did not allow it")
        screen = await begins(terminal)
        assert address(screen) != first
        await Browser(terminal).visit(address(screen))
        await terminal.comes("IntakeScreen")


async def test_esc_leaves_everything_as_it_was(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_browser(monkeypatch, None)
    async with at_desk(lang="en", auth="sign_in") as terminal:
        await terminal.press("enter")
        await begins(terminal)
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
        await terminal.sees(NOBODY)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(14 * DAY, "session until 07.12"), (0.9 * DAY, "! ESOZ session ends 24.11 08:36")],
)
async def test_the_header_says_how_long_the_session_lasts_and_warns_a_day_before(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch, seconds: float, said: str
) -> None:
    switches = Switches(job_seconds=0.0, token_seconds=seconds)
    async with at_desk(lang="en", auth="sign_in", switches=switches) as terminal:
        has_browser(monkeypatch, Browser(terminal))
        await terminal.press("enter")
        await begins(terminal)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.sees(said)


async def test_where_the_session_is_given_nobody_is_asked_to_sign_in(at_desk: AtDesk) -> None:
    async with at_desk(lang="en") as terminal:
        await terminal.press("enter")
        assert terminal.screen_name == "IntakeScreen"
        assert "session" not in terminal.seen()
