"""What was repaired in a typed number, or what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.domain.number import Misread, Problem, Repair, RepairKind
from frontdesk.words.catalogue import N_, Words

_SAID = {
    RepairKind.LOOK_ALIKE: N_("Cyrillic letters replaced: {changes}"),
    RepairKind.LAYOUT: N_("Typed in the Ukrainian layout, turned back: {changes}"),
}

_PROBLEMS = {
    Problem.EMPTY: N_("Type, paste or scan the 16 symbols of the number."),
    Problem.TOO_LONG: N_("{count} symbols typed, a referral number has 16."),
    Problem.FOREIGN_SYMBOL: N_(
        "“{symbol}” cannot stand in a referral number: group {group}, position {position}."
    ),
    Problem.PHONE: N_("This is a phone number. Ask for the message “Your referral”: 16 symbols."),
    Problem.PRESCRIPTION: N_(
        "This looks like a prescription number. Ask for the message “Your referral”."
    ),
    Problem.CONFIRMATION_CODE: N_(
        "Four digits are a confirmation code. The referral number has 16 symbols."
    ),
    Problem.DECLARATION: N_(
        "This looks like a declaration number. Ask for the message “Your referral”."
    ),
}


def repairs(words: Words, made: Iterable[Repair]) -> str:
    """What was changed, said aloud; empty if nothing was."""
    sentences = []
    for kind, message in _SAID.items():
        changes = dict.fromkeys(str(it) for it in made if it.kind is kind)
        if changes:
            sentences.append(words.tr(message, changes=", ".join(changes)))
    return " · ".join(sentences)


def misread(words: Words, wrong: Misread) -> str:
    """Which group and position, or which other code it is."""
    if wrong.problem is Problem.TOO_SHORT:
        return words.trn(
            "{n} symbol of 16 typed, group {group} is short.",
            "{n} symbols of 16 typed, group {group} is short.",
            wrong.count or 0,
            group=wrong.group,
        )
    return words.tr(
        _PROBLEMS[wrong.problem],
        group=wrong.group,
        position=wrong.position,
        symbol=wrong.symbol,
        count=wrong.count,
    )
