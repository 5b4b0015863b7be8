"""`frontdesk pin`: the PIN of the lock, for this user of the computer."""

from __future__ import annotations

import argparse
import getpass

from frontdesk import log, paths
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_store, complain, hidden, say
from frontdesk.domain.pin import unfit
from frontdesk.pin import Opens, PinFile, TooSoon, Wrong
from frontdesk.settings import Settings
from frontdesk.store import journal
from frontdesk.store.engine import Store
from frontdesk.store.journal import Action, Entry
from frontdesk.words import Words, locking
from frontdesk.workplace import actor_of, utc_now


def set_pin(_: argparse.Namespace, words: Words) -> int:
    """Asks for the old PIN if there is one, and for the new one twice."""
    file = PinFile(paths.pin(), utc_now)
    if file.is_set and not _knows_the_old_one(file, words):
        return Exit.REFUSED
    pin = hidden(words.tr("New PIN:"))
    why = unfit(pin)
    if why is not None:
        complain(locking.unfit(words, why))
        return Exit.REFUSED
    if hidden(words.tr("Once more:")) != pin:
        complain(words.tr("These are two different PINs: nothing was changed."))
        return Exit.REFUSED
    try:
        file.set(pin)
    except OSError:
        return _not_written(words)
    log.note(log.Event.PIN_SET)
    say(words.tr("The PIN is set. Ctrl+L locks the screen; a start asks for the PIN, too."))
    return Exit.DONE


def reset_pin(arguments: argparse.Namespace, words: Words) -> int:
    """Removes the PIN, once the journal has it."""

    def removed(store: Store, settings: Settings) -> Exit:
        file = PinFile(paths.pin(), utc_now)
        if not file.is_set:
            say(words.tr("No PIN is set."))
            return Exit.DONE
        actor, account = actor_of(settings), getpass.getuser()
        store.write(
            lambda db: journal.append(
                db, [Entry(store.now(db), actor, Action.FORGET_PIN, account, {}, {})]
            )
        )
        try:
            file.remove()
        except OSError:
            return _not_written(words)
        log.note(log.Event.PIN_RESET)
        say(words.tr("The PIN is removed; the journal says so. A new one: frontdesk pin set"))
        return Exit.DONE

    return at_store(arguments, words, removed)


def _knows_the_old_one(file: PinFile, words: Words) -> bool:
    answer = file.attempt(hidden(words.tr("Old PIN:")))
    match answer:
        case Opens():
            return True
        case Wrong(wait=wait) | TooSoon(wait=wait):
            log.note(log.Event.PIN_REFUSED)
            complain(locking.refusal(words, answer))
            if wait:
                complain(locking.pause(words, wait))
        case _:
            complain(locking.refusal(words, answer))
    return False


def _not_written(words: Words) -> Exit:
    complain(words.tr("{path} cannot be written.", path=paths.pin()))
    return Exit.USAGE
