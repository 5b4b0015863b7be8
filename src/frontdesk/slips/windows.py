"""Windows' spooler, by the way that every installation has: the file type's own print verb.

Text goes through Notepad, PDF through whichever program opens PDF. ESC/POS bytes would be garbled
by them: such a printer is shared, and written to as a file.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.slips.outcome import NotPrinted, Why

if TYPE_CHECKING:
    from frontdesk.slips.printers import Format


def shell_print(content: bytes, format_: Format, printer: str | None) -> NotPrinted | None:
    """Has the shell print it on `printer`, or on the user's default one."""
    if sys.platform == "win32" and format_ != "escpos":
        import os

        # The shell reads the file after this call, so it is kept until the program ends.
        folder = Path(tempfile.mkdtemp(prefix="frontdesk-slip-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        is_pdf = format_ == "pdf"
        file = folder / ("slip.pdf" if is_pdf else "slip.txt")
        try:
            file.write_bytes(content if is_pdf else b"\xef\xbb\xbf" + content)
            if printer is None:
                os.startfile(file, "print")  # noqa: S606 - the file is ours
            else:
                os.startfile(file, "printto", f'"{printer}"')  # noqa: S606 - the file is ours
        except OSError:
            return NotPrinted(Why.REFUSED)
        return None
    return NotPrinted(Why.NO_RAW)
