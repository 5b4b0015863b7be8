"""A registrar who signs in: the keyring, the browser, and what ЕСОЗ is told to do."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from bench.terminal import Terminal
from frontdesk import config
from frontdesk.keychain import Entry
from frontdesk.signing import keychain_of
from frontdesk.simulator.credentials import API_KEY, CLIENT_SECRET, PSK
from tests.file_keyring import FileKeyring
from tests.program.place import PROGRAM, Clinic

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def answered(page: str, button: str = "approve") -> str:
    """Presses a button on ЕСОЗ's page; returns the address to which the browser is sent."""
    sent = httpx.get(f"{page}&{button}=1", timeout=PATIENCE)
    assert sent.status_code == 303
    return sent.headers["location"]


@dataclass
class SignedPlace:
    """A registrar's own home and keyring, at the desk of a clinic."""

    clinic: Clinic
    home: Path
    more: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment."""

    def __post_init__(self) -> None:
        self.browser = self.home / "browser.sh"
        self.browser.write_text(
            f'#!/bin/sh\nprintf %s "$1" > "{self.opened}.new"\n'
            f'mv "{self.opened}.new" "{self.opened}"\necho noise; echo noise >&2\n'
        )
        self.browser.chmod(self.browser.stat().st_mode | stat.S_IXUSR)

    @cached_property
    def keyring(self) -> Path:
        return self.home / "keyring.json"

    @cached_property
    def opened(self) -> Path:
        """Where the browser writes what it was told to open."""
        return self.home / "opened"

    @property
    def env(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK_", "XDG_"))}
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        return kept | {
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "PYTHONPATH": path,
            "PYTHON_KEYRING_BACKEND": "tests.file_keyring.FileKeyring",
            "FILE_KEYRING": str(self.keyring),
            "FRONTDESK_ESOZ__AUTH": "sign_in",
            "BROWSER": str(self.browser),
            **self.more,
        }

    def terminal(self) -> Terminal:
        """The terminal program, still to be entered by `with`."""
        return Terminal([*PROGRAM, *self.clinic.desk], columns=120, lines=36, env=self.env)

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        command = [*PROGRAM, *self.clinic.desk, "--lang", "en", *arguments]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, env=self.env, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        ) as program:
            try:
                yield program
            finally:
                program.kill()

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        with self.started(*arguments) as program:
            out, err = program.communicate(typed, timeout=PATIENCE)
            return subprocess.CompletedProcess(arguments, program.returncode, out, err)

    def json(self, *arguments: str) -> Any:
        return self.document(self.run(*arguments, "--json").stdout)

    @staticmethod
    def document(printed: str) -> Any:
        return json.loads(printed)

    def store_secrets(self) -> None:
        """As `frontdesk config secrets` leaves them."""
        settings = config.load(self.clinic.configuration, {})
        service = keychain_of(settings).service
        kept = {Entry.API_KEY: API_KEY, Entry.PSK: PSK, Entry.CLIENT_SECRET: CLIENT_SECRET}
        for entry, secret in kept.items():
            FileKeyring(self.keyring).set_password(service, entry, secret)

    def login(self) -> str:
        """By pasting, as over SSH; returns what it said last."""
        with self.started("login", "--paste") as program:
            landed = answered(self.page_of(program))
            out, err = program.communicate(f"{landed}\n", timeout=PATIENCE)
            assert (program.returncode, err) == (0, ""), out
        return out

    def page_of(self, program: subprocess.Popen[str]) -> str:
        """The address that `login --paste` prints."""
        assert program.stdout is not None
        program.stdout.readline()
        return program.stdout.readline().strip()

    def page_in_browser(self) -> str:
        """The address that the browser was told to open."""
        deadline = monotonic() + PATIENCE
        while not self.opened.exists():
            assert monotonic() < deadline, "no browser was opened"
            sleep(0.05)
        return self.opened.read_text()

    @property
    def tokens(self) -> list[str]:
        """The secrets of the session that the keyring holds now."""
        if not self.keyring.exists():
            return []
        kept = json.loads(self.keyring.read_text())
        token: dict[str, str] = next(
            (json.loads(v) for k, v in kept.items() if k.endswith(" token")), {}
        )
        return [token[name] for name in ("access", "refresh") if name in token]

    def change_token(self, **changes: object) -> None:
        """As if ЕСОЗ had given another one."""
        kept = json.loads(self.keyring.read_text())
        name = next(it for it in kept if it.endswith(" token"))
        kept[name] = json.dumps(json.loads(kept[name]) | changes)
        self.keyring.write_text(json.dumps(kept))

    @cached_property
    def esoz_url(self) -> str:
        settings = tomllib.loads(self.clinic.configuration.read_text(encoding="utf-8"))
        return str(settings["esoz"]["base_url"])

    def admin(self, path: str, **body: object) -> None:
        """Tells something to who plays ЕСОЗ."""
        told = httpx.post(f"{self.esoz_url}/_admin{path}", json=body, timeout=PATIENCE)
        assert told.is_success

    def count(self, what: str) -> int:
        """Of the `jobs` that ЕСОЗ was asked for, or of the living `sessions`."""
        return int(httpx.get(f"{self.esoz_url}/_admin", timeout=PATIENCE).json()[what])

    def wait_for_job(self, before: int) -> float:
        """Until ЕСОЗ was asked to take one more referral into work; returns when (monotonic)."""
        deadline = monotonic() + PATIENCE
        while self.count("jobs") == before:
            assert monotonic() < deadline, "ЕСОЗ was not asked"
            sleep(0.02)
        return monotonic()

    def turn(self, **switches: object) -> None:
        self.admin("/switches", **switches)


def argv_of(program: subprocess.Popen[str]) -> str:
    return Path(f"/proc/{program.pid}/cmdline").read_bytes().decode()


HAS_PROC = sys.platform == "linux"
