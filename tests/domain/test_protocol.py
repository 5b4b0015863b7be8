"""The claim's step function: nothing is assumed, nothing is repeated blindly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.protocol import (
    LONGEST_PAUSE,
    LONGEST_POLL,
    LOOKS,
    Accepted,
    Effect,
    Forbidden,
    HandedOver,
    JobEnded,
    JobPending,
    Kind,
    LetGo,
    Lost,
    Observation,
    Operation,
    PickedUp,
    Poll,
    Progress,
    Qualified,
    Qualify,
    Read,
    Refused,
    Release,
    Rest,
    Seen,
    Settlement,
    SignedOut,
    Silence,
    Standing,
    Unqualified,
    Use,
    Won,
    step,
)

CLAIM = Operation("o1", Kind.CLAIM, "a1", "r1")
VERIFY = replace(CLAIM, kind=Kind.VERIFY)
SENT = replace(CLAIM, progress=Progress.SENT)
IN_JOB = replace(CLAIM, progress=Progress.JOB, job_id="j1")


def test_every_claim_begins_with_a_question() -> None:
    assert step(CLAIM, PickedUp()).effect == Read()


def test_a_free_referral_is_asked_for_only_after_the_sending_is_written_down() -> None:
    taken = step(CLAIM, Seen(Standing.FREE))
    assert (taken.operation.progress, taken.effect) == (Progress.SENT, Use())


def test_a_crash_after_sending_is_followed_by_a_question_not_by_a_second_request() -> None:
    assert step(SENT, PickedUp()).effect == Read()


def test_a_lost_answer_that_took_effect_is_recognised_as_ours() -> None:
    assert step(SENT, Seen(Standing.OURS)).settlement == Won()


def test_a_lost_request_is_looked_for_once_more_before_it_is_sent_again() -> None:
    waiting = step(SENT, Seen(Standing.FREE))
    assert isinstance(waiting.effect, Rest)
    assert waiting.settlement is None
    assert step(waiting.operation, PickedUp()).effect == Read()
    assert step(waiting.operation, Seen(Standing.FREE)).effect == Use()


def test_an_accepted_request_is_followed_through_its_job() -> None:
    taken = step(SENT, Accepted("j1"))
    assert taken.operation.job_id == "j1"
    assert taken.effect == Poll("j1", 0.5)
    assert step(taken.operation, PickedUp()).effect == Poll("j1", 0.0)


def test_the_job_is_asked_ever_more_slowly() -> None:
    operation, pauses = IN_JOB, []
    for _ in range(9):
        taken = step(operation, JobPending())
        assert isinstance(taken.effect, Poll)
        pauses.append(taken.effect.pause)
        operation = taken.operation
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_POLL, LONGEST_POLL, LONGEST_POLL]


def test_the_end_of_a_job_proves_nothing_until_the_referral_is_read() -> None:
    taken = step(IN_JOB, JobEnded())
    assert (taken.settlement, taken.effect) == (None, Read())


def test_a_job_that_says_already_used_is_a_success_if_it_is_ours() -> None:
    refused = step(IN_JOB, Refused("Service request is already used"))
    assert (refused.settlement, refused.effect) == (None, Read())
    assert step(refused.operation, Seen(Standing.OURS)).settlement == Won()


def test_a_refusal_loses_the_referral_only_when_it_still_reads_free() -> None:
    refused = step(SENT, Refused("Service request is expired"))
    lost = step(refused.operation, Seen(Standing.FREE))
    assert lost.settlement == Lost("Service request is expired")
    assert lost.operation.progress is Progress.DONE


def test_a_referral_that_another_clinic_took_is_lost_with_the_reason() -> None:
    lost = step(CLAIM, Seen(Standing.TAKEN, "in_work_elsewhere"))
    assert lost.settlement == Lost("in_work_elsewhere")


def test_a_provisional_visit_is_qualified_before_its_claim_is_sent() -> None:
    assert step(VERIFY, Seen(Standing.FREE)).effect == Qualify()
    assert step(VERIFY, Qualified()).effect == Use()
    assert step(VERIFY, Unqualified("no contract")).settlement == Lost("no contract")


def test_silence_is_waited_out_ever_longer_but_never_for_ever() -> None:
    operation, pauses = CLAIM, []
    for _ in range(12):
        taken = step(operation, Silence())
        assert isinstance(taken.effect, Rest)
        pauses.append(taken.effect.seconds)
        operation = taken.operation
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (1.0, LONGEST_PAUSE)


def test_the_backends_own_wish_to_wait_is_honoured() -> None:
    assert step(CLAIM, Silence(retry_after=40)).effect == Rest(40)


def test_a_dead_session_sends_nothing_and_forgets_nothing() -> None:
    taken = step(IN_JOB, SignedOut())
    assert taken.operation == IN_JOB
    assert isinstance(taken.effect, Rest)


def test_a_missing_right_is_left_to_a_person() -> None:
    taken = step(CLAIM, Forbidden("Missing allowances: service_request:use"))
    assert taken.operation.progress is Progress.MANUAL
    assert isinstance(taken.settlement, HandedOver)


def test_a_claim_whose_visit_was_cancelled_is_never_sent_any_more() -> None:
    watching = replace(SENT, kind=Kind.WATCH)
    assert isinstance(step(watching, Seen(Standing.FREE)).effect, Rest)
    assert step(watching, Seen(Standing.TAKEN)).settlement == LetGo()


def test_a_request_that_may_be_under_way_is_looked_for_but_not_for_ever() -> None:
    operation = replace(SENT, kind=Kind.WATCH)
    for _ in range(LOOKS):
        taken = step(operation, Seen(Standing.FREE))
        assert taken.settlement is None
        operation = taken.operation
    assert step(operation, Seen(Standing.FREE)).settlement == LetGo()


def test_a_watch_that_finds_the_referral_ours_lets_it_go() -> None:
    taken = step(replace(SENT, kind=Kind.WATCH), Seen(Standing.OURS))
    assert (taken.operation.kind, taken.effect) == (Kind.RELEASE, Release())
    assert taken.operation.progress is Progress.SENT, "durable before the request leaves"


def test_a_referral_that_was_let_go_is_nobodys_worry() -> None:
    assert step(replace(SENT, kind=Kind.RELEASE), Seen(Standing.FREE)).settlement == LetGo()


def test_a_release_that_esoz_refuses_is_left_to_a_person() -> None:
    refused = step(replace(SENT, kind=Kind.RELEASE), Refused("Invalid program processing status"))
    assert (refused.settlement, refused.effect) == (None, Read())
    handed_over = step(refused.operation, Seen(Standing.OURS))
    assert handed_over.settlement == HandedOver("Invalid program processing status")
    assert handed_over.operation.progress is Progress.MANUAL


class Backend:
    """A referral in ЕСОЗ that may lose requests and answers, and be taken by another clinic."""

    def __init__(self, *, releases: bool = True) -> None:
        self.user: str | None = None
        self.uses = 0
        self.releases = releases

    def use(self, *, request_lost: bool, answer_lost: bool) -> Observation:
        if request_lost:
            return Silence()
        self.uses += 1
        answer: Observation = Accepted("j1")
        if self.user is None:
            self.user = "us"
        else:
            answer = Refused("Service request is already used")
        return Silence() if answer_lost else answer

    def release(self, *, request_lost: bool, answer_lost: bool) -> Observation:
        if request_lost:
            return Silence()
        if self.releases and self.user == "us":
            self.user = None
            return Silence() if answer_lost else Accepted("j2")
        return Silence() if answer_lost else Refused("Invalid program processing status")

    def read(self) -> Observation:
        standings = {None: Standing.FREE, "us": Standing.OURS, "others": Standing.TAKEN}
        return Seen(standings[self.user])


FAULTS = st.lists(
    st.sampled_from(["", "request", "answer", "silence", "crash", "steal"]), max_size=25
)
LONG_ENOUGH = 200
"""Steps after which every claim must have ended: the faults have run out long before."""


class Life:
    """The life of one claim: its stored operation, the backend, and the faults that befall it."""

    def __init__(self, kind: Kind, faults: list[str], *, releases: bool = True) -> None:
        self.stored = replace(CLAIM, kind=kind)
        self.backend = Backend(releases=releases)
        self._faults = iter(faults)

    def live(self, steps: int = LONG_ENOUGH) -> Settlement | None:
        observed: Observation = PickedUp()
        for _ in range(steps):
            taken = step(self.stored, observed)
            self.stored = taken.operation
            if taken.settlement is not None:
                return taken.settlement
            observed = self._meet(taken.effect)
        return None

    def _meet(self, effect: Effect) -> Observation:
        fault = next(self._faults, "")
        if fault == "steal" and self.backend.user is None:
            self.backend.user = "others"
        if fault == "crash":
            return PickedUp()
        return Silence() if fault == "silence" else self._carry_out(effect, fault)

    def _carry_out(self, effect: Effect, fault: str) -> Observation:
        match effect:
            case Read():
                return self.backend.read()
            case Qualify():
                return Qualified()
            case Use():
                assert self.stored.progress is Progress.SENT, "durable before the request leaves"
                return self.backend.use(
                    request_lost=fault == "request", answer_lost=fault == "answer"
                )
            case Release():
                return self.backend.release(
                    request_lost=fault == "request", answer_lost=fault == "answer"
                )
            case Poll():
                return JobEnded()
            case Rest():
                return PickedUp()


@pytest.mark.parametrize("kind", [Kind.CLAIM, Kind.VERIFY, Kind.TAKE_OVER])
@given(faults=FAULTS)
def test_whatever_is_lost_the_claim_ends_as_the_backend_has_it(
    kind: Kind, faults: list[str]
) -> None:
    life = Life(kind, faults)
    assert (life.live() == Won()) == (life.backend.user == "us")
    assert life.stored.progress is Progress.DONE


@given(faults=FAULTS, steps=st.integers(0, 12), releases=st.booleans())
def test_whatever_is_lost_a_cancelled_visit_keeps_no_referral_unless_a_person_knows(
    faults: list[str], steps: int, *, releases: bool
) -> None:
    life = Life(Kind.CLAIM, faults, releases=releases)
    if life.live(steps) is None:
        life.stored = replace(life.stored, kind=Kind.WATCH)
    else:
        life.stored = replace(life.stored, kind=Kind.RELEASE, progress=Progress.NEW, refusal=None)
    settlement = life.live()
    assert settlement is not None
    assert isinstance(settlement, HandedOver) == (life.backend.user == "us")
