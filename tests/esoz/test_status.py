from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.status import REMEMBERED, SLOW, Backend, BackendState, Status
from tests.esoz.clock import MORNING, Clock

FINE = Reply(200, {"data": []})


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (FINE, "connected"),
        (Reply(303, {"data": {}}), "connected"),
        (Reply(404, {"error": {}}), "connected"),
        (Reply(409, {"error": {}}), "connected"),
        (Reply(401, {"error": {}}), "signed_out"),
        (Reply(500, {"error": {}}), "silent"),
        (Reply(500, {"data": {"status": "failed"}}), "connected"),
        (Failure(FailureKind.SILENT), "silent"),
        (Failure(FailureKind.BROKEN), "silent"),
        (Failure(FailureKind.BUSY), "silent"),
        (Failure(FailureKind.UNREADABLE), "silent"),
        (Failure(FailureKind.UNAUTHORISED), "signed_out"),
    ],
)
def test_every_end_of_a_call_says_how_esoz_is(answer: Reply | Failure, state: str) -> None:
    status = Status(Clock().now)
    assert status.backend == Backend(BackendState.UNKNOWN)
    status.heard(answer, 0.1)
    assert status.backend == Backend(BackendState(state), MORNING)


def test_silence_is_counted_from_its_first_call() -> None:
    clock = Clock()
    status = Status(clock.now)
    for _ in range(3):
        status.heard(Failure(FailureKind.SILENT), 10)
        clock.seconds += 60
    assert status.backend.since == MORNING
    status.heard(FINE, 0.1)
    assert status.backend == Backend(BackendState.CONNECTED, clock.now())


def test_one_slow_answer_makes_nothing_slow_but_most_of_them_do() -> None:
    status = Status(Clock().now)
    states = []
    for seconds in (0.1, SLOW, SLOW, 0.1, SLOW):
        status.heard(FINE, seconds)
        states.append(status.backend.state.value)
    assert states[0] == states[3] == "connected"
    assert states[-1] == "slow"
    for _ in range(REMEMBERED):
        status.heard(FINE, 0.1)
    assert status.backend.state is BackendState.CONNECTED


@pytest.mark.parametrize(
    ("ahead", "told"), [(0, None), (60, None), (-60, None), (61, 61.0), (-7200, -7200.0)]
)
def test_a_clock_is_told_to_be_wrong_only_beyond_a_minute(ahead: int, told: float | None) -> None:
    status = Status(Clock().now)
    status.heard(Reply(200, {}, date=MORNING - timedelta(seconds=ahead)), 0.1)
    assert status.backend.clock_ahead == told


def test_an_answer_without_a_date_leaves_what_is_known_of_the_clock() -> None:
    status = Status(Clock().now)
    status.heard(Reply(200, {}, date=MORNING - timedelta(hours=2)), 0.1)
    status.heard(Failure(FailureKind.SILENT), 0.1)
    assert status.backend.clock_ahead == 7200
    status.heard(Reply(200, {}, date=MORNING), 0.1)
    assert status.backend.clock_ahead is None
