"""Why the program cannot start: one clear sentence for the person at the terminal."""

from __future__ import annotations

from frontdesk.config_faults import ConfigError, Fault
from frontdesk.keys import STORED, SecretError
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.words.catalogue import N_, Words

_STORE = {
    Trouble.BAD_URL: N_("The database's address must be sqlite:///path or postgresql://…"),
    Trouble.NETWORK_FS: N_(
        "{path} is on a network disk, where SQLite would lose bookings. "
        "Several computers need PostgreSQL: set database.url to postgresql://…"
    ),
    Trouble.ENGINE_TOO_OLD: N_("SQLite on this computer is too old: install the extra `secure`."),
    Trouble.WAL_ON_OLD_ENGINE: N_(
        "{path} was made by a newer SQLite, and this one could damage it: "
        "install the extra `secure`."
    ),
    Trouble.NO_CIPHER: N_("The database is encrypted: install the extra `secure`."),
    Trouble.NEWER_SCHEMA: N_(
        "{path} was written by a newer frontdesk. Update this one; nothing was changed."
    ),
    Trouble.UNREADABLE: N_("{path} cannot be read as frontdesk's database; nothing was changed."),
    Trouble.READ_ONLY: N_("{path} may only be read: allow writing to it."),
    Trouble.FULL_DISK: N_("There is no room on the disk for {path}."),
    Trouble.BUSY: N_("{path} is locked by another program."),
    Trouble.NO_DRIVER: N_("The schedule is on PostgreSQL: install the extra `postgres`."),
    Trouble.SERVER_TOO_OLD: N_("PostgreSQL at {path} is too old: at least version 14 is needed."),
    Trouble.NOT_MIGRATED: N_(
        "{path} is not ready for this version of frontdesk: run `frontdesk migrate`."
    ),
    Trouble.SHUT_OUT: N_(
        "{path} does not let us in: the database, the user or the password is wrong."
    ),
    Trouble.UNSAFE: N_(
        "{path} offers no encrypted connection that can be trusted: "
        "see sslmode in docs/database.md."
    ),
    Trouble.NO_RIGHTS: N_("{path}: the user may not do this there, or has no schema."),
    Trouble.SILENT: N_("{path} does not respond. Try again."),
    Trouble.FOREIGN_KEY: N_(
        "{path} was used with another key for referral numbers: give this computer the same one."
    ),
    Trouble.OCCUPIED: N_("{path} is another file: choose another name for the backup."),
    Trouble.UNSOUND: N_("{path} is a copy with faults: see `frontdesk backup`, `frontdesk check`."),
    Trouble.UNCERTAIN: N_(
        "{path} fell silent while saving. When it responds again, look whether the visit is there."
    ),
}

_FAULTS = {
    "does not exist": N_("does not exist"),
    "cannot be read": N_("cannot be read"),
    "is not TOML": N_("is not TOML"),
    "is missing": N_("is missing"),
    "is not a setting of frontdesk": N_("is not a setting of frontdesk"),
    "must be text in quotes": N_("must be text in quotes"),
    "must be true or false": N_("must be true or false"),
    "must be a date, such as 2026-01-01": N_("must be a date, such as 2026-01-01"),
    "must be a list": N_("must be a list"),
    "must be a number": N_("must be a number"),
    "must be a whole number": N_("must be a whole number"),
    "is too small": N_("is too small"),
    "is too large": N_("is too large"),
    "is none of the values that are possible here": N_(
        "is none of the values that are possible here"
    ),
    "must be a section": N_("must be a section"),
    "must be a list of sections": N_("must be a list of sections"),
    "has a port that there is not": N_("has a port that there is not"),
    "must be https:// (http:// is accepted for loopback addresses only)": N_(
        "must be https:// (http:// is accepted for loopback addresses only)"
    ),
    "must be an address without “?” and “#”": N_("must be an address without “?” and “#”"),
    "is not a time zone, such as Europe/Kyiv": N_("is not a time zone, such as Europe/Kyiv"),
    "must begin with sqlite:/// or postgresql://": N_(
        "must begin with sqlite:/// or postgresql://"
    ),
    "must be none, system, system:NAME, tcp://host:9100 or file:///dev/usb/lp0": N_(
        "must be none, system, system:NAME, tcp://host:9100 or file:///dev/usb/lp0"
    ),
    "must be cp866, cp1125 or cp1251, perhaps with a number: cp1251:73": N_(
        "must be cp866, cp1125 or cp1251, perhaps with a number: cp1251:73"
    ),
    "names a file that cannot be read": N_("names a file that cannot be read"),
    "is not a field of a slip": N_("is not a field of a slip"),
    "“simulator” is for loopback addresses only": N_("“simulator” is for loopback addresses only"),
    "has the key {key}, which “{other}” has too": N_("has the key {key}, which “{other}” has too"),
    "has the key {key}, which is in use already": N_("has the key {key}, which is in use already"),
    "has the key {key}, which terminals do not send": N_(
        "has the key {key}, which terminals do not send"
    ),
    "has the key {key}, which is typed into fields": N_(
        "has the key {key}, which is typed into fields"
    ),
    "cannot be written": N_("cannot be written"),
    "stands above the file, which was left as it is": N_(
        "stands above the file, which was left as it is"
    ),
}


CannotOpen = ConfigError | StoreError | SecretError
"""The expected reasons; to be caught with `except CAUSES`."""
CAUSES = (ConfigError, StoreError, SecretError)


def sentence(words: Words, error: CannotOpen) -> str:
    match error:
        case StoreError():
            return words.tr(_STORE[error.code], path=error.place)
        case SecretError():
            return _secret(words, str(error))
        case ConfigError():
            return _configuration(words, error)


def _secret(words: Words, name: str) -> str:
    said = words.tr("The secret {name} is not set in the environment, or is damaged.", name=name)
    if name not in STORED:
        return said
    remedy = words.tr("`frontdesk config secrets` stores it on this computer.")
    return f"{said} {remedy}"


def _configuration(words: Words, error: ConfigError) -> str:
    lines = [_fault(words, error, fault) for fault in error.faults]
    if not error.path.exists():
        lines.append(
            words.tr("`frontdesk config init` writes one; `frontdesk demo` opens without any.")
        )
    return "\n".join(lines)


def _fault(words: Words, error: ConfigError, fault: Fault) -> str:
    place = f"{error.path}:{fault.line}" if fault.line else str(error.path)
    what = words.tr(_FAULTS[fault.what], **fault.values) if fault.what in _FAULTS else fault.what
    return " ".join(part for part in (f"{place}:", fault.where, what) if part)
