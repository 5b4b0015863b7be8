"""The ways of booking without an e-referral, as screens open them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from frontdesk import keyboard
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session

Result = TypeVar("Result")
Other = TypeVar("Other")
"""With what the screen ends to which one goes: nobody waits for it."""

WAYS = (keyboard.WITHOUT_REFERRAL, keyboard.PAPER, keyboard.URGENT)


class WaysScreen(DeskScreen[Result]):
    """A screen from which one can go on without an e-referral."""

    def action_without_referral(self) -> None:
        from frontdesk.tui.screens.without_referral import WithoutReferralScreen

        self.go(WithoutReferralScreen)

    def action_paper(self) -> None:
        from frontdesk.tui.screens.paper import PaperScreen

        self.go(PaperScreen)

    def action_urgent(self) -> None:
        from frontdesk.tui.screens.urgent import UrgentScreen

        self.go(UrgentScreen)

    def go(self, screen: Callable[[Session], DeskScreen[Other]]) -> None:
        self.app.push_screen(screen(self.session))
