"""One registrar's place: the settings turned into an open desk."""

from __future__ import annotations

import asyncio
import getpass
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from httpx import AsyncBaseTransport
from sqlalchemy import Connection

from frontdesk import keys, paths, signing
from frontdesk.desk import Desk
from frontdesk.desk.context import Context
from frontdesk.desk.thread import StoreThread
from frontdesk.domain.claim_policy import ClaimAt
from frontdesk.domain.clinic import Clinic, Programme
from frontdesk.domain.walltime import minute_of
from frontdesk.esoz.access import Access
from frontdesk.esoz.calls import Calls, Patience
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door, Timeouts
from frontdesk.esoz.oauth import OAuth
from frontdesk.esoz.renewal import Renewal
from frontdesk.esoz.signed import Signed
from frontdesk.esoz.surroundings import Surroundings
from frontdesk.settings import EsozSection, Settings
from frontdesk.site_key import Home, homes_of
from frontdesk.store import catalogue, instants, key_mark
from frontdesk.store.backup import keep, written
from frontdesk.store.engine import Store, file_of, migrate
from frontdesk.store.failure import StoreError, Trouble, trouble_of_file
from frontdesk.store.journal import Actor
from frontdesk.store.rotation import back_up_daily
from frontdesk.store.sealing import NumberKey

BACKUPS = "backups"
"""The folder of the backups, unless another one is named."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return str(uuid4())


async def open_desk(
    settings: Settings,
    *,
    transport: AsyncBaseTransport | None = None,
    now: Clock | None = None,
    environment: Mapping[str, str] = os.environ,
    surroundings: Surroundings | None = None,
) -> Desk:
    """Opens the database (away from the event loop) and readies the way to ЕСОЗ.

    `now` replaces both clocks, the terminal's and the database's; `surroundings` the waits too.

    Raises:
        StoreError: the database cannot be used; nothing in it has been changed.
        SecretError: a secret of the program is missing or damaged. A missing session is no error.
    """
    around = surroundings or Surroundings(now=now or utc_now)
    session = await signing.session_of(settings, environment, around.now)
    door = partial(Door, timeouts=_timeouts(settings.esoz), transport=transport)
    registration = signing.registration_of(settings)
    oauth = OAuth(registration, session.secrets, partial(door, registration.auth_url), around.now)
    renewal = Renewal(session, oauth, around)
    way = Signed(door(settings.esoz.base_url, session.headers), session, renewal, around)
    calls = Calls(way, _patience(settings.esoz), around)
    store = await asyncio.to_thread(_open_for_numbers, settings, now, environment)
    thread = StoreThread(store)
    clinic = await thread.read(lambda db: clinic_of(settings, db))
    await _follow_the_zone(thread, minute_of(around.now(), ZoneInfo(clinic.time_zone))[0])
    context = Context(
        clinic=clinic,
        esoz=EsozClient(calls, clinic.legal_entity_id),
        access=Access(session, oauth, renewal, signing.pages_in),
        store=thread,
        number_key=store.key,
        actor=actor_of(settings),
        now=around.now,
        new_id=new_id,
        pause=around.pause,
        claim_at=ClaimAt(settings.esoz.claim_at),
        may_overbook=settings.desk.may_overbook,
    )
    return Desk(context)


def open_store(
    settings: Settings, clock: Clock | None = None, environment: Mapping[str, str] = os.environ
) -> Store:
    """The clinic's database, with the site's keys. `clock` replaces the database's own.

    Raises:
        StoreError: the database cannot be used; nothing in it has been changed.
        SecretError: a key is damaged.
    """
    url = settings.database.url
    return Store.open(
        url,
        key=NumberKey(homes_of(settings, environment).need().secret),
        clock=clock,
        cipher_key=keys.cipher_key(environment),
    )


def _open_for_numbers(
    settings: Settings, clock: Clock | None, environment: Mapping[str, str]
) -> Store:
    """The database, if its referral numbers are under the key of this computer."""
    store = open_store(settings, clock, environment)
    try:
        key_mark.adopt(store)
    except StoreError:
        store.close()
        raise
    return store


def migrate_database(settings: Settings, environment: Mapping[str, str] = os.environ) -> Path | str:
    """Brings the clinic's database up to date with this program; returns where it is.

    Raises:
        StoreError: that can't be done; nothing has been changed.
        SecretError: a key is damaged.
    """
    if file_of(settings.database.url) is None:
        return migrate(settings.database.url)
    store = open_store(settings, environment=environment)
    store.close()
    return store.place


async def _follow_the_zone(thread: StoreThread, today: date) -> None:
    """After a change of the zone's rules a visit to come has another instant, at the same hour."""
    days = await thread.read(lambda db: instants.outdated_days(db, today))
    if days:
        await thread.write(lambda db: instants.renew(db, days))


def backup_folder(settings: Settings) -> Path | None:
    """Where the daily backups lie; None if there are to be none.

    A relative folder lies beside the SQLite file, or beside where one would be.
    """
    database, folder = file_of(settings.database.url), settings.database.backups
    if folder == "" or (folder is None and database is None):
        return None
    return (database or paths.database()).parent / (folder or BACKUPS)


def folder_for_copies(settings: Settings) -> Path:
    """Where a backup goes that somebody asked for without saying where."""
    return backup_folder(settings) or paths.database().parent / BACKUPS


def copy_number_key(
    settings: Settings, backup: Path, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Puts the site's key beside the backup, and returns where; None if the environment has it.

    Raises:
        StoreError: it can't be written there, or another key has that name.
        SecretError: it is damaged.
    """
    found, copy = homes_of(settings, environment).need(), backup.with_suffix(".key")
    if found.home is Home.ENVIRONMENT:
        return None
    try:
        if not copy.exists():
            with written(copy) as draft:
                draft.write_bytes(found.secret)
                keep(draft, copy)
        elif copy.read_bytes() != found.secret:
            raise StoreError(Trouble.OCCUPIED, copy)
    except OSError as error:
        raise StoreError(trouble_of_file(error), copy) from None
    return copy


def back_up_today(
    settings: Settings, now: Clock = utc_now, environment: Mapping[str, str] = os.environ
) -> StoreError | keys.SecretError | None:
    """Makes the backup of this day at the site, unless there is one; what went wrong, if anything.

    It has a connection of its own, so that nobody at the desk waits for it.
    """
    folder = backup_folder(settings)
    if folder is None:
        return None
    today = now().astimezone(ZoneInfo(settings.clinic.time_zone)).date()
    try:
        with closing(open_store(settings, environment=environment)) as store:
            back_up_daily(store, folder, today, settings.database.keep_backups)
    except (StoreError, keys.SecretError) as error:
        return error
    return None


def clinic_of(settings: Settings, db: Connection) -> Clinic:
    """The clinic as the settings name it and the database furnishes it."""
    return Clinic(
        legal_entity_id=settings.clinic.legal_entity,
        name=settings.clinic.name,
        time_zone=settings.clinic.time_zone,
        division_id=settings.clinic.division,
        programmes={
            it.id: Programme(it.id, it.name, free=it.free) for it in settings.esoz.programmes
        },
        services=catalogue.services(db),
        group_names=catalogue.group_names(db),
        offers=catalogue.offers(db),
    )


def actor_of(settings: Settings) -> Actor:
    """Who works here, as the journal names them."""
    return Actor(name=settings.desk.registrar or getpass.getuser(), terminal=terminal())


def terminal() -> str:
    """This process, as the journal and the leases name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _patience(esoz: EsozSection) -> Patience:
    return Patience(esoz.retries, esoz.total_seconds * esoz.patience, esoz.calls_per_minute)


def _timeouts(esoz: EsozSection) -> Timeouts:
    return Timeouts(connect=esoz.connect_seconds, read=esoz.total_seconds, total=esoz.total_seconds)
