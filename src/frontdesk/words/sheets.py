"""The clinic's tables: the heads of their columns, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frontdesk.desk.taking_in import Bad, Plan
from frontdesk.domain.sheets import Column, Fault, Sheet, Weekdays
from frontdesk.words import dates
from frontdesk.words.catalogue import LANGUAGES, N_, Words

_HEADS = {
    Column.DOCTOR: N_("Doctor"),
    Column.ROOM: N_("Room"),
    Column.DEVICE: N_("Device"),
    Column.DAYS: N_("Days"),
    Column.START: N_("Start"),
    Column.END: N_("End"),
    Column.VALID_FROM: N_("In force from"),
    Column.VALID_UNTIL: N_("In force until"),
    Column.CODE: N_("Code"),
    Column.MINUTES: N_("Minutes"),
    Column.AT_ONCE: N_("At once"),
    Column.AT_MOST: N_("With overbooking"),
    Column.PATIENT: N_("Patient"),
    Column.BIRTH_DATE: N_("Date of birth"),
    Column.PHONE: N_("Phone"),
}

_FAULTS = {
    Fault.EMPTY: N_("nothing stands here"),
    Fault.ONE_OF_THREE: N_("exactly one of doctor, room and device must be named"),
    Fault.NO_DAYS: N_("not days of the week; they are written Mon-Fri or Tue, Thu"),
    Fault.NO_TIME: N_("not a time of the day; it is written 9:00"),
    Fault.OFF_GRID: N_("times go by five minutes"),
    Fault.ENDS_BEFORE_IT_STARTS: N_("the end is not after the beginning"),
    Fault.NO_DATE: N_("not a date; it is written 25.11.2026"),
    Fault.NO_NUMBER: N_("not a number that can be"),
    Fault.FEWER_AT_MOST: N_("fewer than without overbooking"),
    Fault.NO_PHONE: N_("not a Ukrainian phone"),
    Fault.NOBODY_TO_TELL_APART: N_("a phone or a date of birth is needed"),
    Fault.UNKNOWN_SERVICE: N_(
        "no service has this code in the copy of ESOZ's catalogue; `frontdesk sync` brings it"
    ),
    Fault.SEVERAL: N_("several are called so; write the employee's ID in ESOZ instead of the name"),
    Fault.TWICE: N_("the same stands in an earlier row"),
}


def heads() -> Mapping[str, Column]:
    """The columns by their heads in every language, in small letters."""
    spoken = [Words(lang) for lang in LANGUAGES]
    return {words.tr(head).casefold(): it for words in spoken for it, head in _HEADS.items()}


def weekdays() -> Weekdays:
    """The days of the week by their names, whole and short, in every language."""
    spoken = [Words(lang) for lang in LANGUAGES]
    return {name: day for words in spoken for name, day in dates.weekday_names(words).items()}


def expected(words: Words) -> Iterator[str]:
    """Which columns make a table that is known."""
    yield words.tr("hours: {columns}", columns=_said(words, *_OF_HOURS))
    yield words.tr("services: {columns}", columns=_said(words, *_OF_SERVICES))
    yield words.tr("places: {columns}", columns=_said(words, *_OF_PLACES))
    yield words.tr("patients: {columns}", columns=_said(words, *_OF_PATIENTS))


def fault(words: Words, bad: Bad) -> str:
    """«розклад.csv:7, Дні: …», without what stands there."""
    where = f"{bad.place.file}:{bad.place.line}"
    return f"{where}, {words.tr(_HEADS[bad.column])}: {words.tr(_FAULTS[bad.fault])}"


def summary(words: Words, it: Plan) -> Iterator[str]:
    """What the right rows brought, and what to look at."""
    yield words.tr("Imported: {what}.", what=", ".join(_brought(words, it)) or "0")
    if it.known:
        yield words.trn(
            "{n} patient was known already", "{n} patients were known already", it.known
        )
    if it.strangers:
        yield words.tr(
            "Not among the employees in ESOZ: {names}. Are their names written so there?",
            names=", ".join(it.strangers),
        )


def displaced(words: Words, it: Plan) -> Iterator[str]:
    """Whose patients must be phoned: when and with whom, without their names."""
    if it.displaced:
        yield words.trn(
            "{n} visit to come is outside the new hours; the agenda shows whom to phone:",
            "{n} visits to come are outside the new hours; the agenda shows whom to phone:",
            len(it.displaced),
        )
    for visit in it.displaced:
        at = visit.appointment
        yield f"  {dates.numeric(at.day)} {dates.clock(at.start)}  {visit.doctor.name}"


def _brought(words: Words, it: Plan) -> Iterator[str]:
    if n := it.rows.get(Sheet.PLACES, 0):
        yield words.trn("{n} row of places", "{n} rows of places", n)
    if n := it.rows.get(Sheet.HOURS, 0):
        yield words.trn("{n} row of hours", "{n} rows of hours", n)
    if n := it.rows.get(Sheet.OFFERS, 0):
        yield words.trn("{n} row of services", "{n} rows of services", n)
    if it.patients:
        yield words.trn("{n} new patient", "{n} new patients", len(it.patients))


_WHOSE = (Column.DOCTOR, Column.ROOM, Column.DEVICE)
_OF_HOURS = (
    *_WHOSE,
    Column.DAYS,
    Column.START,
    Column.END,
    Column.VALID_FROM,
    Column.VALID_UNTIL,
)
_OF_SERVICES = (Column.DOCTOR, Column.CODE, Column.MINUTES, Column.ROOM, Column.DEVICE)
_OF_PLACES = (*_WHOSE, Column.AT_ONCE, Column.AT_MOST)
_OF_PATIENTS = (Column.PATIENT, Column.BIRTH_DATE, Column.PHONE)


def _said(words: Words, *columns: Column) -> str:
    return "; ".join(words.tr(_HEADS[it]) for it in columns)
