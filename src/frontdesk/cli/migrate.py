"""`frontdesk migrate`."""

from __future__ import annotations

import argparse

from frontdesk import config
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import cannot_open, say, settings_path
from frontdesk.words import Words, troubles
from frontdesk.workplace import migrate_database


def migrate(arguments: argparse.Namespace, words: Words) -> int:
    try:
        place = migrate_database(config.load(settings_path(arguments)))
    except troubles.CAUSES as error:
        return cannot_open(words, error)
    say(words.tr("{path} is ready for this version of frontdesk.", path=place))
    return Exit.DONE
