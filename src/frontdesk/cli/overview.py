"""`frontdesk --help`: the whole program on a page, said without the weight of a parser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frontdesk.words.catalogue import N_, Words

USAGE = "frontdesk [--config PATH] [--lang uk|en] [COMMAND ...]"
_OPTIONS = {
    "-h, --help": N_("show this help message and exit"),
    "--version": N_("show the version and exit"),
    "--config PATH": N_("configuration file"),
    "--lang uk|en": N_("language of this run"),
}
SUMMARIES = {
    "demo": N_("open the terminal program with a simulated ESOZ and a sample clinic"),
    "samples": N_("list the demo's numbers and what each shows"),
    "verify": N_("say whether a referral number is usable and free of charge"),
    "slots": N_("list free times"),
    "book": N_("book a visit"),
    "agenda": N_("the visits of a day"),
    "import": N_("take in the clinic's tables of hours, services and patients (CSV)"),
    "export": N_("write the visits of some days as a table (CSV)"),
    "worklist": N_("what needs a person: whom to phone, what is not verified"),
    "slip": N_("show, print or save the slip of a visit"),
    "check": N_("run the invariants on the live database and count violations"),
    "sync": N_("copy services, employees and other registers from ESOZ"),
    "migrate": N_("make or update the database's tables for this version of frontdesk"),
    "journal": N_("verify or show the journal of all changes"),
    "backup": N_("copy the database while work goes on, and verify the copy"),
    "restore": N_("put a backup back; first close the terminals"),
    "login": N_("sign in to ESOZ; the session is kept in this computer's keyring"),
    "logout": N_("end the session in ESOZ and forget it here"),
    "config": N_("where the configuration is, whether it is right, its secrets"),
    "pin": N_("set or remove the PIN of the lock, for this user of the computer"),
    "simulator": N_("serve a simulated ESOZ over HTTP on this machine"),
}


def overview(words: Words) -> str:
    """Lines of at most 80 columns."""
    tr = words.tr
    return "\n".join(
        [
            tr("usage: ") + USAGE,
            "",
            tr("The registrar's desk: referral number, verdict, booking."),
            "",
            f"{tr('options')}:",
            *_listed(words, _OPTIONS),
            "",
            f"{tr('commands')}:",
            *_listed(words, SUMMARIES),
            "",
            tr("Without a command the terminal program opens; `frontdesk demo` needs nothing."),
            "",
        ]
    )


def _listed(words: Words, told: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, told))
    return (f"  {name:{width}}  {words.tr(summary)}" for name, summary in told.items())
