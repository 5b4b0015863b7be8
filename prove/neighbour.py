"""Somebody else who books in the same clinic all the time, with a command of his own."""

from __future__ import annotations

import subprocess
from threading import Event, Thread
from typing import Self

from frontdesk.cli.exits import Exit
from prove.killing import PROGRAM, House

BREATH = 2.0
"""Seconds between two commands."""


class Neighbour:
    """Books for one patient after another while the block runs; tries again what did not succeed.

    `numbers` are the patients who were acknowledged, `tried` all.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._over = Event()
        self._thread = Thread(target=self._work, name="neighbour")
        self.tried: list[str] = []
        self.booked: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.is_set():
            number = self._house.next_number()
            self.tried.append(number)
            while not self._over.wait(BREATH):
                if self._is_done(number):
                    break

    def _is_done(self, number: str) -> bool:
        """Whether this patient needs no other try: booked now, or by a try before."""
        house = self._house
        argv = [*PROGRAM, "book", *house.desk, "--number", number, "--earliest", "--wait"]
        code = subprocess.run(argv, env=house.env, capture_output=True, check=False).returncode
        if code == Exit.DONE:
            self.booked.append(number)
        return code in {Exit.DONE, Exit.REFUSED}
