"""Writes the tables of keys in docs/registrar*.md from the table that the program works by.

.venv/bin/python tools/key_tables.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frontdesk.keyboard import ACTIONS, Action
from frontdesk.tui.keymap import Keymap
from frontdesk.words import Lang, Words

DOCS = Path(__file__).parent.parent / "docs"
FILES: dict[Lang, Path] = {"uk": DOCS / "registrar.uk.md", "en": DOCS / "registrar.md"}
BEGIN, END = "<!-- keys: tools/key_tables.py -->", "<!-- /keys -->"
EVERYWHERE = {"uk": "Усюди", "en": "Everywhere"}
PLACES = {
    "intake": {"uk": "Прийом", "en": "Intake"},
    "referral": {"uk": "Направлення", "en": "Referral"},
    "booking": {"uk": "Запис", "en": "Booking"},
    "slip": {"uk": "Підтвердження", "en": "Slip"},
    "services": {"uk": "Без направлення", "en": "Without a referral"},
    "agenda": {"uk": "Розклад дня", "en": "Agenda"},
    "affected": {"uk": "Візити в час відсутності", "en": "Visits in an absence"},
    "patients": {"uk": "Пацієнти", "en": "Patients"},
    "patient": {"uk": "Картка пацієнта", "en": "Patient's card"},
    "waiting": {"uk": "Лист очікування", "en": "Waiting list"},
}
"""How the docs call a screen that has keys of its own."""
HEADS = {
    "uk": "| Де | Клавіша | Що робить |\n|---|---|---|",
    "en": "| Where | Key | What it does |\n|---|---|---|",
}


def table(lang: Lang) -> str:
    """Every action with all its keys, as they are unless the configuration has others."""
    return "\n".join((HEADS[lang], *_rows(lang)))


def _rows(lang: Lang) -> Iterator[str]:
    words, keymap = Words(lang), Keymap()
    for action in ACTIONS:
        keys = keymap.all_named(action).replace(", ", "`, `")
        yield f"| {_where(action, lang)} | `{keys}` | {words.tr(action.label)} |"


def _where(action: Action, lang: Lang) -> str:
    if not action.places:
        return EVERYWHERE[lang]
    return ", ".join(names[lang] for place, names in PLACES.items() if place in action.places)


def with_table(text: str, lang: Lang) -> str:
    """`text` with the table between the two remarks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(lang)}\n{END}{after}"


if __name__ == "__main__":
    for language, path in FILES.items():
        written = with_table(path.read_text(encoding="utf-8"), language)
        path.write_text(written, encoding="utf-8")
