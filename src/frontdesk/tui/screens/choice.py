"""Two readings of one typed number exist: the clerk chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events, getters
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Ambiguous, Finding
from frontdesk.tui.safe import row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import labels, readings, verdicts


class ChoiceScreen(DeskScreen[Finding]):
    """Dismissed with the finding that the patient meant."""

    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "ChoiceScreen #why, ChoiceScreen LineList { margin: 1 2 0 2; }"

    lines = getters.query_one(LineList)

    def __init__(self, session: Session, found: Ambiguous) -> None:
        super().__init__(session)
        self.found = found

    def body(self) -> Iterable[Widget]:
        yield Lines(self._why, id_="why")
        yield LineList(self._finding)

    def on_mount(self) -> None:
        self.lines.show(self.found.findings)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (("1 2", tr("this number")), ("↑↓ Enter", tr("choose")), ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        return (
            self.words.tr(
                "Ask the patient which of the two numbers it is. ↑ ↓ and Enter take it, or its "
                "digit does."
            ),
            self.words.tr("A letter can be read in two ways, and both numbers exist."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._choose(self.lines.current)
            case digit if digit.isdigit() and 0 < int(digit) <= len(self.found.findings):
                self._choose(self.found.findings[int(digit) - 1])
            case _:
                return
        event.stop()

    def _choose(self, finding: object) -> None:
        if isinstance(finding, Finding):
            self.dismiss(finding)

    def _why(self, width: int) -> Sequence[Content]:
        said = self.words.tr("The letter can be read in two ways, and both numbers exist.")
        return wrapped(text(said, "warn"), width)

    def _finding(self, finding: Finding, _width: int) -> Content:
        place = self.found.findings.index(finding) + 1
        verdict = finding.verdict
        person = finding.selected.referral.identity if finding.selected else None
        return row(
            text(f"{place}  {finding.number.text}  ", "strong"),
            text(f"{verdicts.sign(verdict)} ", verdicts.tone(verdict)),
            text(labels.identity(self.words, person) if person else ""),
            text(f"  {readings.repairs(self.words, finding.repairs)}", "quiet"),
        )
