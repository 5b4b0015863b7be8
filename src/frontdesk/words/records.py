"""Rows of the journal, said shortly: what was done to a visit, and what is different now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from frontdesk.domain.appointment import Claim, State
from frontdesk.store.journal import Action, Record
from frontdesk.words import dates, labels
from frontdesk.words.catalogue import N_, Words

_ACTIONS: Mapping[str, str] = {
    Action.HOLD: N_("time held"),
    Action.CONFIRM: N_("visit confirmed"),
    Action.WIN: N_("referral received"),
    Action.LOSE: N_("referral not received"),
    Action.HAND_OVER: N_("left to the registrar"),
    Action.CANCEL: N_("visit cancelled"),
    Action.MOVE: N_("visit moved"),
    Action.ARRIVE: N_("patient arrived"),
    Action.MISS: N_("patient did not come"),
    Action.FULFIL: N_("patient seen"),
    Action.BE_LATE: N_("patient is late"),
    Action.ABSENCE: N_("doctor's absence entered"),
    Action.PRESENCE: N_("doctor's absence taken back"),
    Action.RELEASE: N_("referral given back"),
    Action.NOTICE: N_("referral changed in ESOZ"),
    Action.LET_GO: N_("time let go"),
    Action.EXPIRE: N_("hold ran out"),
    Action.ENTER: N_("patient entered"),
    Action.AMEND: N_("patient's details changed"),
    Action.MERGE: N_("two entries of a patient merged"),
    Action.ADOPT: N_("referral found by its number"),
    Action.URGENT: N_("urgent contact"),
    Action.IDENTIFY: N_("urgent patient identified"),
    Action.SEE_TO: N_("seen to by the registrar"),
    Action.TAKE_UP: N_("claim tried again"),
    Action.WAIT: N_("put on the waiting list"),
    Action.OFFER: N_("freed time offered"),
    Action.DECLINE: N_("freed time not taken"),
    Action.LEAVE: N_("off the waiting list"),
    Action.FURNISH: N_("visit entered at the beginning"),
    Action.ARRANGE: N_("imported from a table"),
    Action.FORGET_PIN: N_("PIN of the lock removed"),
}
_CLAIMS: Mapping[str, str] = {
    Claim.NONE: N_("not ours"),
    Claim.DEFERRED: N_("to be made later"),
    Claim.PENDING: N_("being sent to ESOZ"),
    Claim.OURS: N_("ours"),
    Claim.LOST: N_("lost"),
    Claim.RELEASING: N_("being given back"),
    Claim.MANUAL: N_("left to the registrar"),
}
_STATES = {it.value: it for it in State}
_FACTS = {
    "state": N_("visit"),
    "claim": N_("claim"),
    "day": N_("day"),
    "start": N_("start"),
    "doctor_id": N_("doctor"),
    "patient_id": N_("patient"),
    "referral_id": N_("referral"),
    "details": N_("details"),
    "hours": N_("rows of hours"),
    "offers": N_("services given"),
    "at_once": N_("visits at once"),
}
"""What is shown of a change, in this order; a script gets all of it."""
_DETAILS = {
    "surname": N_("surname"),
    "first_name": N_("first name"),
    "patronymic": N_("patronymic"),
    "birth_date": N_("date of birth"),
    "phone": N_("phone"),
    "esoz_id": N_("person in ESOZ"),
    "sex": N_("sex"),
}


def action(words: Words, record: Record) -> str:
    """One that this version does not know stays as it is written."""
    name = _ACTIONS.get(record.action)
    return words.tr(name) if name else record.action


def change(words: Words, record: Record) -> str:
    """What is different since, without anybody's name: «візит: час тримаємо → записано»."""
    return "; ".join(
        f"{words.tr(label)}: {_step(words, name, record)}"
        for name, label in _FACTS.items()
        if record.after.get(name) is not None or record.before.get(name) is not None
    )


def _step(words: Words, name: str, record: Record) -> str:
    values = (record.before.get(name), record.after.get(name))
    was, is_ = ("—" if it is None else _value(words, name, it) for it in values)
    return is_ if name not in record.before else f"{was} → {is_}"


def _value(words: Words, name: str, value: str | int) -> str:
    match name, value:
        case "state", str() if value in _STATES:
            return labels.state(words, _STATES[value], Claim.NONE)
        case "claim", str() if value in _CLAIMS:
            return words.tr(_CLAIMS[value])
        case "day", str():
            return dates.numeric(date.fromisoformat(value))
        case "details", str():
            return ", ".join(words.tr(_DETAILS.get(it, it)) for it in value.split())
        case "start", int():
            return dates.clock(value)
        case _:
            return str(value)
