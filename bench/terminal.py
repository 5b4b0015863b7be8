"""A program in a terminal of its own: keys go in, the screen and its times come out.

The pseudo-terminal is the only way in: nothing here knows what program it is.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.screen import Answers, Screen

PATIENCE = 30.0
"""Seconds after which something that should come is taken for missing."""
STILL = 0.05
"""Seconds without output after which a screen has settled."""
PIECES = 0.005
"""Seconds between pieces of one frame: all are read before any is interpreted."""
FAREWELL = 5.0
"""Seconds that a program has to leave when it is asked to."""


class NeverShownError(TimeoutError):
    """What was waited for did not come; the message shows the screen as it was."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(f"the screen stayed like this:\n{screen.text}")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of output, and when it came (`time.perf_counter`)."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What one key brought forth."""

    first: float
    """Seconds from the key to the first byte."""
    settled: float
    """Seconds from the key to the last byte before the output went still."""
    size: int
    """Bytes."""


class Terminal:
    """Runs `argv` from `with` on; after it the program is gone, whatever it did."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] = os.environ,
    ) -> None:
        self.argv = tuple(argv)
        self.size = (columns, lines)
        # The size that a parent announces would go before the terminal's own.
        kept = {name: value for name, value in env.items() if name not in {"COLUMNS", "LINES"}}
        self.env = {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.screen = Screen(columns, lines)
        self.output = bytearray()
        """Everything written so far."""
        self._unseen: list[Chunk] = []
        """Came, but not yet fed to the screen: interpreting is kept off the clock."""
        self._answers = Answers()
        self._status: int | None = None

    def __enter__(self) -> Self:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            self._become_program()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is None:
            self.kill(signal.SIGTERM)
            with suppress(TimeoutError):
                self.wait()
        if self._status is None:
            self.kill(signal.SIGKILL)
            self.wait()
        os.close(self._fd)

    def _become_program(self) -> None:
        try:
            columns, lines = self.size
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execvpe(self.argv[0], self.argv, self.env)
        finally:
            os._exit(127)

    def send(self, keys: bytes | str) -> None:
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    def paste(self, text: str) -> None:
        """As a terminal pastes into a program that asked for bracketed paste."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def kill(self, signal_number: signal.Signals) -> None:
        os.kill(self.pid, signal_number)

    def hang_up(self) -> None:
        """Closes the terminal, as a window is closed or a line breaks."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDWR)

    def wait(self, patience: float = FAREWELL) -> int:
        """The exit code, negative for a signal. Raises TimeoutError if the program stays."""
        deadline = time.perf_counter() + patience
        while self._status is None and time.perf_counter() < deadline:
            self._read(STILL)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if pid else None
        if self._status is None:
            raise TimeoutError("the program does not leave")
        while self._read(0.0):
            pass
        return os.waitstatus_to_exitcode(self._status)

    def wait_for(self, *texts: str) -> str:
        """Until all of `texts` are on the screen and it has settled; returns the screen's words.

        Raises:
            NeverShownError: they did not come.
        """
        return self.wait_until(lambda words: all(it in words for it in texts))

    def wait_until(self, shows: Callable[[str], bool]) -> str:
        """Until the screen's words are as wanted and it has settled; returns them.

        Raises:
            NeverShownError: they never were.
        """
        self._until(shows)
        self.settle()
        return self._until(shows)[1]

    def first_shown(self, *texts: str) -> float:
        """When (`time.perf_counter`) all of `texts` first stood on the screen together.

        Raises:
            NeverShownError: they did not come.
        """
        return self._until(lambda words: all(it in words for it in texts))[0]

    def _until(self, shows: Callable[[str], bool]) -> tuple[float, str]:
        now = time.perf_counter()
        deadline = now + PATIENCE
        while not shows(words := self.screen.words):
            if not self._unseen and not self._read(max(0.0, deadline - time.perf_counter())):
                raise NeverShownError(self.screen)
            while self._read(PIECES):
                pass
            chunk = self._unseen.pop(0)
            self.screen.feed(chunk.data)
            now = chunk.at
        return now, words

    def settle(self, still: float = STILL) -> None:
        """Until nothing has come for `still` seconds."""
        while self._read(still):
            pass
        for chunk in self._unseen:
            self.screen.feed(chunk.data)
        self._unseen.clear()

    def press(self, key: bytes | str, still: float = STILL) -> Response:
        """One key, and what came of it until the output went still.

        Raises:
            NeverShownError: nothing came.
        """
        self.settle(0.0)
        pressed = time.perf_counter()
        self.send(key)
        if not self._read(PATIENCE):
            raise NeverShownError(self.screen)
        while self._read(still):
            pass
        size = sum(len(chunk.data) for chunk in self._unseen)
        first, last = self._unseen[0].at, self._unseen[-1].at
        return Response(first - pressed, last - pressed, size)

    def _read(self, patience: float) -> bool:
        """Takes in what the program wrote; False if nothing came, or it is gone."""
        ready, _, _ = select.select([self._fd], [], [], patience)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # how Linux says that nobody holds the other side any more
            return False
        at = time.perf_counter()
        if not data:
            return False
        self.output += data
        self._unseen.append(Chunk(at, data))
        reply = self._answers.to(data)
        if reply:
            with suppress(OSError):  # it has left without waiting for the answer
                self.send(reply)
        return True

    def memory(self) -> int:
        """Bytes in RAM."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        line = next(it for it in status.splitlines() if it.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024
