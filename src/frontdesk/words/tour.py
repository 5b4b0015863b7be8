"""What the demo says to a newcomer: its greeting, and what to do at each step of the tour."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.words.catalogue import N_, Words

_STEPS = {
    "NUMBER": N_(
        "Scan or type a referral number. One of the samples is chosen for you: press ↓ and Enter."
    ),
    "VERDICT": N_(
        "✔: it can be booked. Say the sentence under the block, and compare the name with the "
        "document. Then Enter."
    ),
    "TIME": N_(
        "The earliest free time is chosen already, and Enter holds it. Arrows go to another "
        "doctor, day or time."
    ),
    "PATIENT": N_(
        "The time is held for this patient. Compare the name with the document, complete name and "
        "phone. Enter books."
    ),
    "SLIP": N_(
        "Booked. Tell the patient day, time and room; {copy} copies a message. Enter: next patient."
    ),
    "ANOTHER": N_(
        "Now one that cannot be booked: a referral that has expired is chosen below. Press ↓ and "
        "Enter."
    ),
    "REFUSAL": N_(
        "✖: not with this one. The block says why; the sentence under it is for the patient. Enter "
        "goes on."
    ),
    "HELP": N_("Not sure what to do? {help} answers that on every screen. Press {help}."),
    "WHAT_NOW": N_(
        "First what to do now, then the keys. Esc goes back, here and everywhere: it never does "
        "harm."
    ),
    "ACTIONS": N_("A key has slipped your mind? {palette} finds it by name. Press {palette}."),
    "BY_NAME": N_(
        "Type a part of the name, in any layout; Enter does it. For now go back with Esc."
    ),
    "END": N_(
        "That is all: number, Enter, Enter, Enter; the keys above lead to the rest. {tour}: once "
        "more. Esc takes these lines away."
    ),
}
"""By the name of the step."""


def greeting(words: Words) -> tuple[str, str]:
    """What the demo is, and what it offers."""
    return (
        words.tr("Welcome! ESOZ, clinic and patients are invented here: nothing can be spoilt."),
        words.tr("A two-minute tour of the program? Enter: yes. Esc: no, and never ask again."),
    )


def title(words: Words, step: int, steps: int) -> str:
    return words.tr("Guided tour, {step} of {steps}", step=step, steps=steps)


def said(words: Words, step: str, keys: Mapping[str, str]) -> str:
    """What is done at this step; `keys`: how the keys are called here, by action."""
    return words.tr(_STEPS[step], **keys)


def detour(words: Words) -> str:
    return words.tr("The tour waits. Look around as long as you like; Esc goes back to it.")
