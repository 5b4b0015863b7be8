"""What needs a person is found by indexes of the few rows that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Select, text, update

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.matter import Kind, Sign
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.protocol import Kind as Owed
from frontdesk.domain.protocol import Operation, Progress
from frontdesk.domain.referral import Referral
from frontdesk.domain.unsettled import OpenOperation
from frontdesk.store import (
    appointments,
    journal,
    operations,
    patients,
    referrals,
    tables,
    worklist,
)
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Action, Actor
from frontdesk.store.sealing import NumberKey

Draft = Callable[..., Appointment]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def provisional(
    clinic: Store, referral: Referral, draft: Draft, key: NumberKey, actor: Actor
) -> Referral:
    """A visit booked provisionally, `a1`; its verification is owed."""
    with clinic.writing() as db:
        referrals.remember(db, referral, NOW, key)
        appointments.hold(db, draft(referral_id=referral.id), actor)
        appointments.confirm(db, "a1", "p1", Claim.DEFERRED, actor)
        operations.open_operation(db, Operation("o1", Owed.VERIFY, "a1", referral.id))
    return referral


def furnished(store: Store, visits: Iterable[Appointment], actor: Actor) -> None:
    with store.writing() as db:
        furnish(db, Furnishing(visits=tuple(visits)), actor)


def test_an_unsettled_claim_comes_with_what_is_owed_and_since_when(
    clinic: Store, provisional: Referral
) -> None:
    with clinic.reading() as db:
        (found,) = worklist.unsettled(db, NOW)
        assert worklist.number_tails(db, ["a1", "a9"]) == {"a1": provisional.number[-4:]}
    assert (found.appointment_id, found.state, found.claim) == ("a1", State.BOOKED, Claim.DEFERRED)
    assert found.since == NOW
    assert found.owed == OpenOperation(Owed.VERIFY, 0, NOW, NOW)


def test_what_is_settled_or_past_hope_is_not_read(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    moments = {"a1": (State.BOOKED, Claim.OURS), "a2": (State.BOOKED, Claim.NONE)}
    moments |= {"a3": (State.CANCELLED, Claim.LOST), "a4": (State.CANCELLED, Claim.OURS)}
    furnished(
        clinic,
        (
            draft(id_, state=state, claim=claim, start=540 + 20 * at)
            for at, (id_, (state, claim)) in enumerate(moments.items())
        ),
        actor,
    )
    with clinic.reading() as db:
        assert [it.appointment_id for it in worklist.unsettled(db, NOW)] == ["a3", "a4"]
        later = NOW + timedelta(days=3)
        assert [it.appointment_id for it in worklist.unsettled(db, later)] == ["a4"]


def test_a_patient_without_a_phone_is_listed_once_by_the_first_visit_to_come(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    visits = [
        draft("a0", state=State.BOOKED, start=520, patient_id="p3"),
        draft("a1", state=State.BOOKED, start=600, patient_id="p2"),
        draft("a2", state=State.BOOKED, start=540, patient_id="p2"),
        draft("a3", state=State.BOOKED, start=660, patient_id="p1"),
        draft("a4", state=State.CANCELLED, start=700, patient_id="p2"),
    ]
    with clinic.writing() as db:
        patients.remember(db, Patient("p3", Name("Ткач")))
    furnished(clinic, visits, actor)
    with clinic.reading() as db:
        found = worklist.without_phone(db, NOW, 9)
        assert [(it.kind, it.appointment_id) for it in found] == [
            (Kind.NO_PHONE, "a0"),
            (Kind.NO_PHONE, "a2"),
        ]
        assert len(worklist.without_phone(db, NOW, 1)) == 1
        assert worklist.without_phone(db, NOW + timedelta(days=3), 9) == ()


def test_a_note_is_kept_once_and_is_one_row_of_the_journal(
    clinic: Store, provisional: Referral, actor: Actor
) -> None:
    sign = Sign(Kind.NOT_VERIFIED, "a1", NOW)
    with clinic.writing() as db:
        first = worklist.note(db, sign, actor)
    with clinic.writing() as db:
        again = worklist.note(db, sign, actor)
        assert worklist.notes(db, ["a1", "a9"]) == {("a1", sign.about)}
        told = journal.latest(db, 9, subject="a1")
    assert first is not None
    assert again is not None
    assert again.version == first.version + 1
    assert [it.action for it in told][-2:] == [Action.SEE_TO, Action.SEE_TO]


def test_a_claim_left_to_a_person_is_taken_up_as_one_that_may_have_been_sent(
    clinic: Store, provisional: Referral, actor: Actor
) -> None:
    given_up = replace(
        Operation("o1", Owed.VERIFY, "a1", provisional.id), progress=Progress.MANUAL, tries=4
    )
    with clinic.writing() as db:
        (leased,) = operations.due(db, actor.terminal, 60)
        assert operations.keep(
            db, replace(leased, progress=Progress.MANUAL), actor, lease=1, rest=1
        )
        appointments.hand_over(db, "a1", "Access denied", actor)
    with clinic.writing() as db:
        again = worklist.take_up(db, "a1", actor)
        assert worklist.take_up(db, "a1", actor) is None, "it is being tried already"
        owed = operations.operation(db, "o1")
    assert again is not None
    assert (again.state, again.claim, again.reason) == (State.BOOKED, Claim.PENDING, None)
    assert owed == replace(given_up, progress=Progress.SENT, tries=0)


def test_a_cancelled_visit_gets_no_new_claim(
    clinic: Store, provisional: Referral, actor: Actor
) -> None:
    with clinic.writing() as db:
        db.execute(update(tables.operation).values(progress=Progress.MANUAL, due_at=None))
        appointments.hand_over(db, "a1", "Access denied", actor)
        appointments.cancel(db, "a1", "a call", actor)
        assert worklist.take_up(db, "a1", actor) is None


def test_both_questions_run_over_their_indexes(clinic: Store) -> None:
    with clinic.reading() as db:
        assert "ix_appointment_unsettled" in plan(db, worklist._UNSETTLED)
        assert "ix_patient_without_phone" in plan(db, worklist._WITHOUT_PHONE)


def plan(db: Connection, question: Select[*tuple[object, ...]]) -> str:
    """How the engine would answer, were its tables not so small."""
    asked = question.params(moment=NOW, most=9)
    told = asked.compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN"
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN"
    return "\n".join(str(row) for row in db.exec_driver_sql(f"{explain} {told}"))
