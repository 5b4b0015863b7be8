"""What came of bringing the copies of ЕСОЗ's registers up to date."""

from __future__ import annotations

from collections.abc import Iterator

from frontdesk.desk.sync import Counts, Step, Synced
from frontdesk.domain.reference import Register
from frontdesk.esoz.failure import Failure
from frontdesk.words import failures
from frontdesk.words.catalogue import N_, Words

_REGISTERS = {
    Register.SERVICES: N_("Services"),
    Register.PROGRAMMES: N_("Programmes"),
    Register.EMPLOYEES: N_("Employees"),
    Register.DIVISIONS: N_("Places of service"),
    Register.HEALTHCARE_SERVICES: N_("Healthcare services"),
    Register.EMPLOYEE_ROLES: N_("Roles of employees"),
}


def step(words: Words, it: Step) -> str:
    name = words.tr(_REGISTERS[it.register])
    if it.pages is None:
        return words.tr("{register}: page {page}", register=name, page=it.page)
    return words.tr(
        "{register}: page {page} of {pages}", register=name, page=it.page, pages=it.pages
    )


def summary(words: Words, synced: Synced) -> Iterator[str]:
    """A line for each register, and what else an administrator must know."""
    for register in Register:
        outcome = synced.outcomes.get(register)
        yield f"{words.tr(_REGISTERS[register])}: {_outcome(words, outcome)}"
    for programme in synced.unlisted:
        yield words.tr(
            "ESOZ does not list this programme of the settings: {name} ({id}).",
            name=programme.name,
            id=programme.id,
        )


def elsewhere(words: Words) -> str:
    return words.tr("Another terminal is reading the registers of ESOZ now.")


def _outcome(words: Words, outcome: Counts | Failure | None) -> str:
    match outcome:
        case None:
            return words.tr("not asked for: the reading was cut off and goes on next time.")
        case Failure():
            return words.tr("not read. {why}", why=failures.sentence(words, outcome))
        case Counts():
            return _counted(words, outcome)


def _counted(words: Words, it: Counts) -> str:
    parts = [
        words.tr(said, n=n)
        for said, n in (
            (N_("new: {n}"), it.added),
            (N_("changed: {n}"), it.changed),
            (N_("no longer listed: {n}"), it.gone),
            (N_("could not be read: {n}"), it.unreadable),
        )
        if n
    ]
    return ", ".join(parts) or words.tr("nothing has changed")
