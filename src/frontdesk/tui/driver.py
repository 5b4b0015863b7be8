"""Linux and macOS terminals: a lone Esc is known after 50 ms, and a closed terminal is left.

Textual looks only every 100 ms whether an Esc that began nothing else has stayed alone. Once the
terminal is closed its writer dies, and the program waits for ever to be rid of what it draws.
"""

from __future__ import annotations

import io
import os
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

STEP = 0.01
"""Seconds between two looks while an Esc may still become another key."""
STANDARD_ERROR = 2
"""Where Textual draws: the standard output may lead elsewhere."""
IDLE = 0.1
"""Seconds between two looks whether the program is being left."""


class _Outlet(io.TextIOWrapper):
    """Where it draws; what a closed terminal does not take is for nobody any more."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


class TerminalDriver(LinuxDriver):
    """Textual's own driver but for how long it waits, and how it ends."""

    def start_application_mode(self) -> None:
        screen = open(STANDARD_ERROR, "wb", closefd=False)  # noqa: SIM115 - the program's own to its end
        self._file = _Outlet(screen, encoding="utf-8", errors="replace")
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own

    def run_input_thread(self) -> None:
        """Reads keys until the program is left, which it is when the terminal is closed."""
        parser, decode = XTermParser(), getincrementaldecoder("utf-8")().decode
        alone = 0.0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(STEP if alone > 0 else IDLE):
                    read = self._read()
                    if not read:
                        if self.input_tty:
                            self._loop.call_soon_threadsafe(self._app.exit, 0)
                        return
                    typed = decode(read)
                    alone = constants.ESCAPE_DELAY + STEP if typed else 0.0
                    for message in parser.feed(typed) if typed else ():
                        self.process_message(message)
                alone -= STEP
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes:
        """What was typed; nothing if the terminal is gone."""
        try:
            return os.read(self.fileno, 1 << 12)
        except OSError:
            return b""
