"""Textual's own table of free times: what a list of them costs without a widget of ours."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static


class BareTable(App[None]):
    CSS = "DataTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Static("READY")
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Doctor", "Day", "Time", "Room")
        table.add_rows(
            ("Мельник Олена Степанівна", "пн 23.11", f"{hour:02}:{minute}", "каб. 207")
            for hour in range(8, 18)
            for minute in ("00", "20", "40")
        )
        table.focus()


BareTable().run()
