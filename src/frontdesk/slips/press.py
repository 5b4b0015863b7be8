"""All that this terminal needs for its slips: templates, paper, and a printer."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.slips.escpos import UKRAINIAN, CodePage, escpos
from frontdesk.slips.layout import as_text, laid_out
from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.slips.pdf import pdf
from frontdesk.slips.printers import Format, Printer, send
from frontdesk.slips.slip import Slip
from frontdesk.slips.template import Row, Style, Template, default


@dataclass(frozen=True, slots=True)
class Press:
    printer: Printer | None = None
    format: Format = Format.TEXT
    columns: int = 48
    """Of text and ESC/POS: 48 on paper of 80 mm, 32 on 58 mm."""
    code_page: CodePage = UKRAINIAN
    seconds: float = 5.0
    """For the printer to take a slip."""
    slip_template: Template | None = None
    """The clinic's own; that of the language if None."""
    message_template: Template | None = None

    def text(self, slip: Slip, lang: str) -> str:
        """The slip as lines of plain text."""
        return as_text(self._rows(slip, lang), self.columns)

    def message(self, slip: Slip, lang: str) -> str:
        """What can be sent to the patient; by default it names neither them nor the service.

        A phone may be somebody else's by now.
        """
        rows = (self.message_template or default("message", lang)).filled(slip)
        return "\n".join(row.text for row in rows if row.style is not Style.RULE)

    def pdf(self, slip: Slip, lang: str) -> bytes | None:
        """The slip as a document; None if the extra `slips` is not installed."""
        return pdf(self._rows(slip, lang))

    def print(self, slip: Slip, lang: str) -> Printed | NotPrinted:
        """Prints the slip. Blocks, for `seconds` at most."""
        if self.printer is None:
            return NotPrinted(Why.NO_PRINTER)
        made = self._made(slip, lang)
        if made is None:
            return NotPrinted(Why.NO_PDF)
        content, lost = made
        return send(self.printer, content, self.format, self.seconds) or Printed(lost)

    def _made(self, slip: Slip, lang: str) -> tuple[bytes, str] | None:
        """What the printer gets, and the characters that it has not; None without PDF."""
        match self.format:
            case Format.TEXT:
                return self.text(slip, lang).encode(), ""
            case Format.ESCPOS:
                return escpos(laid_out(self._rows(slip, lang), self.columns), self.code_page)
            case Format.PDF:
                document = self.pdf(slip, lang)
                return None if document is None else (document, "")

    def _rows(self, slip: Slip, lang: str) -> tuple[Row, ...]:
        return (self.slip_template or default("slip", lang)).filled(slip)
