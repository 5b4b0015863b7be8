"""The keyboard of Linux and macOS terminals, on which a lone Esc is known after 50 ms.

Textual looks only every 100 ms whether an Esc that began nothing else has stayed alone.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

STEP = 0.01
"""Seconds between two looks while an Esc may still become another key."""
IDLE = 0.1
"""Seconds between two looks whether the program is being left."""


class QuickEscape(LinuxDriver):
    """Textual's own driver but for how long it waits."""

    def run_input_thread(self) -> None:
        """Reads keys until the program is left."""
        parser, decode = XTermParser(), getincrementaldecoder("utf-8")().decode
        alone = 0.0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(STEP if alone > 0 else IDLE):
                    typed = decode(os.read(self.fileno, 1 << 12))
                    alone = constants.ESCAPE_DELAY + STEP if typed else 0.0
                    for message in parser.feed(typed) if typed else ():
                        self.process_message(message)
                alone -= STEP
                for message in parser.tick():
                    self.process_message(message)
