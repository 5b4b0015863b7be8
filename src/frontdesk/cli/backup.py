"""`frontdesk backup` and `frontdesk restore`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_store, complain, say
from frontdesk.settings import Settings
from frontdesk.site_key import Home, homes_of
from frontdesk.store.backup import Backup, back_up
from frontdesk.store.engine import Store
from frontdesk.store.restore import Occupied, Restored, Unsound
from frontdesk.store.restore import restore as put_back
from frontdesk.store.rotation import stem
from frontdesk.words import Words, copies
from frontdesk.workplace import copy_number_key, folder_for_copies, utc_now


def backup(arguments: argparse.Namespace, words: Words) -> int:
    """Exits 1 if the copy has faults."""

    def backed_up(store: Store, settings: Settings) -> Exit:
        path = arguments.path.absolute() if arguments.path else _new_name(store, settings)
        made = back_up(store, path)
        key = copy_number_key(settings, made.path) if arguments.with_key else None
        if arguments.json:
            contract.show(_document(made, key))
        else:
            _say(words, made)
            _say_key(words, settings, key)
        return Exit.DONE if made.examined.is_sound else Exit.REFUSED

    return at_store(arguments, words, backed_up)


def restore(arguments: argparse.Namespace, words: Words) -> int:
    """Exits 1 if nothing was restored."""

    def restored(store: Store, settings: Settings) -> Exit:
        before = _new_name(store, settings, "before-restore-")
        match put_back(store, arguments.file.absolute(), before, replace=arguments.replace):
            case Restored(examined, kept):
                if kept is not None:
                    say(words.tr("What was there is kept: {path}", path=kept.path))
                say(words.tr("Restored from {path}.", path=arguments.file))
                say(copies.verified(words, examined))
                return Exit.DONE
            case Unsound(examined):
                told = copies.faults(words, examined)
                complain(words.tr("The backup has faults: {faults}.", faults=told))
            case Occupied(visits):
                told = words.trn("{n} visit", "{n} visits", visits)
                complain(
                    words.tr(
                        "The database holds {visits}: close the terminals and add --replace.",
                        visits=told,
                    )
                )
        complain(words.tr("Nothing was changed."))
        return Exit.REFUSED

    return at_store(arguments, words, restored)


def _new_name(store: Store, settings: Settings, purpose: str = "") -> Path:
    """A file that is not there yet, named by the moment at the site."""
    now = utc_now().astimezone(ZoneInfo(settings.clinic.time_zone))
    return folder_for_copies(settings) / f"{stem(store)}-{purpose}{_moment(now)}.db"


def _moment(now: datetime) -> str:
    return f"{now:%Y-%m-%d-%H%M%S}"


def _say(words: Words, made: Backup) -> None:
    say(words.tr("Backup: {path}", path=made.path))
    if made.examined.is_sound:
        say(copies.verified(words, made.examined))
    else:
        told = copies.faults(words, made.examined)
        complain(words.tr("The backup has faults: {faults}.", faults=told))


def _say_key(words: Words, settings: Settings, key: Path | None) -> None:
    """The visits can be read without it, but no referral number."""
    homes = homes_of(settings)
    if key is not None:
        say(words.tr("The site's key for referral numbers: {path}", path=key))
        return
    match homes.need().home:
        case Home.FILE:
            path = homes.file
            say(words.tr("Keep the site's key for referral numbers too: {path}", path=path))
        case Home.ENVIRONMENT:
            say(words.tr("Keep the site's key for referral numbers too: it is in the environment."))
        case Home.KEYRING:
            told = words.tr("Keep the site's key for referral numbers too: --with-key copies it.")
            say(told)


def _document(made: Backup, key: Path | None) -> contract.Json:
    return {
        "path": str(made.path),
        "sound": made.examined.is_sound,
        "number_key": str(key) if key else None,
        **contract.examined(made.examined),
    }
