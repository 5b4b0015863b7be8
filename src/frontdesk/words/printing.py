"""What became of a slip that was to be printed."""

from __future__ import annotations

from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.words.catalogue import N_, Words

_WHY = {
    Why.NO_PRINTER: N_("No printer is set: desk.slip_printer in the configuration."),
    Why.NO_VISIT: N_("There is no visit to come to, so there is no slip."),
    Why.NO_SPOOLER: N_("This computer has no printing: neither lp nor lpr is installed."),
    Why.REFUSED: N_("The system did not accept the slip for printing."),
    Why.NOT_THERE: N_("The printer cannot be reached: is it switched on and connected?"),
    Why.NO_ACCESS: N_("This user may not write to the printer's device."),
    Why.SILENT: N_("The printer does not take the slip: look at its paper and lights."),
    Why.NO_PDF: N_("PDF needs the extra `slips` to be installed."),
    Why.NO_RAW: N_("Windows takes ESC/POS only through a shared printer: see docs/slips.md."),
}


def sentence(words: Words, outcome: Printed | NotPrinted) -> str:
    match outcome:
        case Printed(""):
            return words.tr("The slip is sent to the printer.")
        case Printed(lost):
            return words.tr(
                "The slip is sent; the printer has no letters {lost}, “?” stands for them.",
                lost=" ".join(lost),
            )
        case NotPrinted(why, detail):
            return " ".join(it for it in (words.tr(_WHY[why]), detail) if it)
