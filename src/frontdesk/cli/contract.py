"""The JSON contract with scripts: additions are allowed, renames are not (PRODUCT 7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from frontdesk.desk.answers import Finding, Line
from frontdesk.desk.sync import Counts, Synced
from frontdesk.desk.taking_in import Plan
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.matter import FreedMatter, Matter, VisitMatter
from frontdesk.domain.number import Misread
from frontdesk.domain.patient import Patient
from frontdesk.domain.reference import Register
from frontdesk.domain.referral import Referral
from frontdesk.domain.sheets import Sheet
from frontdesk.domain.unsettled import Gauge
from frontdesk.domain.visit import Visit
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.store.examination import Examined
from frontdesk.store.invariants import Invariant
from frontdesk.store.journal import Record
from frontdesk.words import Words, dates, failures, readings, sheets, verdicts, worklist

Json = Mapping[str, object]


def show(document: Json | Sequence[Json]) -> None:
    """Prints the one document."""
    print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201 - this is the output


def finding(words: Words, found: Finding, clinic: Clinic) -> Json:
    return {
        "number": found.number.text,
        "repairs": [str(repair) for repair in found.repairs],
        "backend": backend(found.trouble),
        "verdict": found.verdict.code,
        "referrals": [_line(words, line, clinic) for line in found.lines],
        "problem": problem_of(words, found),
    }


def unreadable_number(words: Words, typed: str, wrong: Misread) -> Json:
    return {
        "number": typed,
        "repairs": [],
        "backend": "ok",
        "verdict": None,
        "referrals": [],
        "problem": {
            "code": "bad_number",
            "kind": wrong.problem,
            "text": readings.misread(words, wrong),
            "group": wrong.group,
            "position": wrong.position,
        },
    }


def backend(trouble: Failure | None) -> str:
    match trouble.kind if trouble else None:
        case None:
            return "ok"
        case FailureKind.UNAUTHORISED | FailureKind.FORBIDDEN:
            return "unauthorised"
        case FailureKind.UNREADABLE | FailureKind.REFUSED | FailureKind.NOT_FOUND:
            return "unreadable"
        case _:
            return "silent"


def problem_of(words: Words, found: Finding) -> Json | None:
    if found.trouble is not None:
        code, text = f"backend_{backend(found.trouble)}", failures.sentence(words, found.trouble)
    elif not found.lines:
        code, text = "not_found", verdicts.say(words, None, found.verdict)
    else:
        return None
    return {"code": code, "text": text, "group": None, "position": None}


def _line(words: Words, line: Line, clinic: Clinic) -> Json:
    referral, verdict = line.referral, line.verdict
    return {
        "id": referral.id,
        "service": {"code": line.service_code, "name": line.service_name},
        "category": referral.category,
        "priority": referral.priority,
        "verdict": verdict.code,
        "headline": verdicts.headline(words, referral, verdict, clinic),
        "say": verdicts.say(words, referral, verdict),
        "reason": verdicts.reason(words, verdict),
        "valid_until": iso(referral.last_day),
        "patient": {
            "surname": referral.identity.surname,
            "initials": referral.identity.initials or None,
            "sex": referral.identity.sex,
            "age": referral.identity.age,
        },
        "used_by": _user(referral, clinic),
        "programme": _programme(referral, clinic),
        "remaining": referral.remaining,
    }


def _user(referral: Referral, clinic: Clinic) -> str | None:
    if referral.used_by is None:
        return None
    return "us" if referral.used_by == clinic.legal_entity_id else "other"


def _programme(referral: Referral, clinic: Clinic) -> Json | None:
    if referral.programme_id is None:
        return None
    known = clinic.programmes.get(referral.programme_id)
    name = referral.programme_name or (known.name if known else None)
    return {"id": referral.programme_id, "name": name, "free": known is not None and known.free}


def slots(times: Iterable[FreeTime]) -> list[Json]:
    return [
        {
            "resource": time.offer.doctor.id,
            "doctor": time.offer.doctor.name,
            "speciality": time.offer.doctor.speciality,
            "room": time.offer.room.name if time.offer.room else None,
            "date": time.day.isoformat(),
            "start": dates.clock(time.start),
            "end": dates.clock(time.end),
        }
        for time in times
    ]


def visit(it: Visit) -> Json:
    appointment = it.appointment
    return {
        "id": appointment.id,
        "state": appointment.state,
        "claim": appointment.claim,
        "doctor": it.doctor.name,
        "room": it.room.name if it.room else None,
        "date": appointment.day.isoformat(),
        "start": dates.clock(appointment.start),
        "end": dates.clock(appointment.end),
        "ground": appointment.ground,
        "patient": _patient(it.patient),
        "service": {"code": it.service_code, "name": it.service_name},
    }


def _patient(patient: Patient | None) -> str | None:
    return patient.name.full if patient else None


def invariants(checked: Iterable[Invariant]) -> Json:
    return {
        "invariants": [
            {"id": it.id, "checked": it.checked, "violations": it.violations} for it in checked
        ]
    }


def matters(words: Words, listed: Iterable[Matter], measured: Gauge) -> Json:
    return {"matters": [_matter(words, it) for it in listed], "discrepancies": gauge(measured)}


def _matter(words: Words, it: Matter) -> Json:
    """With the visit or the free time that it is about; an urgent contact has neither."""
    patient, of_visit = it.patient, it if isinstance(it, VisitMatter) else None
    tail = of_visit.number_tail if of_visit else None
    return {
        "kind": it.kind,
        "reason": of_visit.sign.reason if of_visit else None,
        "text": worklist.line(words, it),
        "since": it.since.isoformat().replace("+00:00", "Z") if it.since else None,
        "number": f"····-····-····-{tail}" if tail else None,
        "patient": worklist.who(it),
        "phone": patient.phone.masked if patient and patient.phone else None,
        "appointment": of_visit and {**visit(of_visit.visit), "patient": worklist.who(it)},
        "slot": slots([it.time])[0] if isinstance(it, FreedMatter) else None,
    }


def gauge(measured: Gauge) -> Json:
    return {
        "claims_without_visit": measured.claims_without_visit,
        "visits_without_claim": measured.visits_without_claim,
    }


def synced(words: Words, it: Synced) -> Json:
    return {
        "backend": backend(it.trouble),
        "registers": {
            register.value: _register(words, it.outcomes.get(register)) for register in Register
        },
        "unlisted_programmes": [{"id": one.id, "name": one.name} for one in it.unlisted],
    }


def _register(words: Words, outcome: Counts | Failure | None) -> Json | None:
    """None: not asked for, as the reading was cut off before."""
    match outcome:
        case None:
            return None
        case Counts(added, changed, gone, unreadable):
            counted = {"added": added, "changed": changed, "gone": gone, "unreadable": unreadable}
            return {**counted, "problem": None}
        case Failure():
            return {"problem": {"code": outcome.kind, "text": failures.sentence(words, outcome)}}


def taken_in(words: Words, it: Plan, *, is_written: bool) -> Json:
    return {
        "imported": is_written,
        "rows": {sheet.value: it.rows.get(sheet, 0) for sheet in Sheet},
        "known_patients": it.known,
        "not_in_esoz": list(it.strangers),
        "outside_the_hours": [visit(one) for one in it.displaced],
        "bad": [
            {
                "file": bad.place.file,
                "line": bad.place.line,
                "column": bad.column,
                "code": bad.fault,
                "text": sheets.fault(words, bad),
            }
            for bad in it.bad
        ],
    }


def record(it: Record) -> Json:
    return {
        "seq": it.seq,
        "at": it.at.isoformat().replace("+00:00", "Z"),
        "actor": it.actor.name,
        "terminal": it.actor.terminal,
        "action": it.action,
        "subject": it.subject,
        "before": it.before,
        "after": it.after,
    }


def examined(it: Examined) -> Json:
    return {
        "revision": it.revision,
        "rows": it.rows,
        "faults": list(it.faults),
        **invariants(it.invariants),
    }


def refused(code: str, text: str, alternatives: Iterable[FreeTime] = ()) -> Json:
    return {"refused": {"code": code, "text": text, "alternatives": slots(alternatives)}}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
