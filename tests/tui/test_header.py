"""The header warns of a wrong clock, and says how ЕСОЗ is all the same."""

from __future__ import annotations

import pytest

from frontdesk.desk import Desk
from frontdesk.desk.answers import Backend, BackendState

from .conftest import MORNING, AtDesk, Terminal


def header(terminal: Terminal) -> str:
    terminal.app.renew()
    return terminal.seen().split("\n")[0]


def became(monkeypatch: pytest.MonkeyPatch, backend: Backend) -> None:
    """No simulated ЕСОЗ can turn this computer's clock."""
    monkeypatch.setattr(Desk, "backend", property(lambda _: backend))


@pytest.mark.parametrize(
    ("ahead", "width", "said"),
    [
        (180.0, 120, "годинник цього компʼютера поспішає на 3 хв"),
        (-130.0, 120, "годинник цього компʼютера відстає на 2 хв"),
        (180.0, 80, "годинник поспішає на 3 хв"),
        (-3600.0, 80, "годинник відстає на 60 хв"),
        (180.0, 60, "годинник +3 хв"),
        (-180.0, 60, "годинник −3 хв"),
    ],
)
@pytest.mark.parametrize("state", list(BackendState))
async def test_a_wrong_clock_is_said_beside_the_state_of_esoz(
    at_desk: AtDesk,
    monkeypatch: pytest.MonkeyPatch,
    *,
    ahead: float,
    width: int,
    said: str,
    state: BackendState,
) -> None:
    since = MORNING if state is BackendState.SILENT else None
    async with at_desk(size=(width, 24)) as terminal:
        became(monkeypatch, Backend(state, since))
        right = "  ".join(header(terminal).split("  ")[-2:])
        assert "ЕСОЗ" in right
        became(monkeypatch, Backend(state, since, ahead))
        assert (said if state is BackendState.CONNECTED else said[-4:]) in header(terminal)
        assert header(terminal).endswith(right)


async def test_a_right_clock_is_not_mentioned(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk() as terminal:
        became(monkeypatch, Backend(BackendState.CONNECTED))
        assert "годинник" not in header(terminal)
