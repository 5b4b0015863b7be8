"""argparse's own words, said in the clerk's language too.

argparse asks gettext's global domain for them, so ours is made the global one. The messages are
marked here for the catalogue: they must be argparse's, to the letter.
"""

from __future__ import annotations

import gettext
import os

from frontdesk.words.catalogue import LOCALE, N_, Lang

MESSAGES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)


def speak(lang: Lang) -> None:
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("frontdesk", LOCALE)
    gettext.textdomain("frontdesk")
