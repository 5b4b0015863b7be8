"""`frontdesk config secrets`: into the keyring, and never out of it again."""

from __future__ import annotations

import argparse

from frontdesk import config, keys
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import cannot_open, complain, hidden, say, settings_path
from frontdesk.keychain import Entry
from frontdesk.signing import KEPT, keychain_of
from frontdesk.site_key import Home, Homes, homes_of, key_of, try_key
from frontdesk.words import Words, troubles


def store_secrets(arguments: argparse.Namespace, words: Words) -> int:
    """Asks for the program's secrets; an empty answer keeps what is there."""
    try:
        settings = config.load(settings_path(arguments))
        keychain, homes = keychain_of(settings), homes_of(settings)
        if not keychain.is_usable:
            say(_where(words, homes))
            complain(words.tr("This computer has no keyring: set {names}.", names=_variables()))
            return Exit.USAGE
        given = {entry: _asked(words, entry) for entry in KEPT}
        number_key = _asked_number_key(words, homes)
        if number_key:
            try_key(settings, key_of(number_key))
        kept = all(keychain.write(entry, secret) for entry, secret in given.items() if secret)
        if not (kept and (not number_key or homes.keep(number_key))):
            complain(words.tr("The keyring did not take it."))
            return Exit.USAGE
        say(words.tr("The keyring has the secrets of {service}.", service=keychain.service))
        say(_where(words, homes))
    except troubles.CAUSES as error:
        return cannot_open(words, error)
    return Exit.DONE


def _asked(words: Words, entry: Entry) -> str:
    """A secret as typed; empty if what is there shall stay."""
    names = {
        Entry.API_KEY: words.tr("API key of the program (Enter keeps it):"),
        Entry.PSK: words.tr("Pre-shared key X-Custom-PSK (Enter keeps it):"),
        Entry.CLIENT_SECRET: words.tr("Client secret of the clinic (Enter keeps it):"),
    }
    typed = hidden(names[entry]).strip()
    return keys.sound(KEPT[entry], typed) if typed else ""


def _asked_number_key(words: Words, homes: Homes) -> str:
    """As typed; a rehearsal has no place for it."""
    if homes.keychain is None:
        return ""
    return hidden(words.tr("The site's key for referral numbers (Enter keeps it):")).strip()


def _where(words: Words, homes: Homes) -> str:
    """Where the key for referral numbers is, never what it is."""
    found = homes.find()
    match found.home if found else None:
        case Home.ENVIRONMENT:
            return words.tr("The site's key for referral numbers is in the environment.")
        case Home.FILE:
            return words.tr("The site's key for referral numbers: {path}", path=homes.file)
        case Home.KEYRING:
            return words.tr("The site's key for referral numbers is in the keyring.")
        case None:
            return words.tr("The site's key for referral numbers is not set.")


def _variables() -> str:
    return ", ".join([*KEPT.values(), keys.NUMBER_KEY])
