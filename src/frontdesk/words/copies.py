"""What the examination of a backup found."""

from __future__ import annotations

from collections.abc import Iterator

from frontdesk.store.examination import Examined, Fault
from frontdesk.words.catalogue import N_, Words

_FAULTS = {
    Fault.TORN: N_("the file is damaged"),
    Fault.SHORT: N_("the last entries of the journal are missing"),
    Fault.FOREIGN_KEY: N_("its referral numbers were sealed with another key"),
}


def verified(words: Words, examined: Examined) -> str:
    """What a sound copy was found to hold."""
    return words.tr(
        "Verified: the file is whole, {visits}, {journal}, {rules} without a violation.",
        visits=words.trn("{n} visit", "{n} visits", examined.rows["appointment"]),
        journal=words.trn("{n} journal row", "{n} journal rows", examined.rows["journal"]),
        rules=", ".join(it.id for it in examined.invariants),
    )


def faults(words: Words, examined: Examined) -> str:
    """What is wrong with the copy, in a row."""
    return "; ".join(_faults(words, examined))


def _faults(words: Words, examined: Examined) -> Iterator[str]:
    for fault in examined.faults:
        yield words.tr(_FAULTS[fault])
    for it in examined.invariants:
        if it.violations:
            violations = words.trn("{n} violation", "{n} violations", it.violations)
            yield f"{it.id}: {violations}"
