"""The registrar's documentation is of this program: its screens, pictures, verdicts and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from frontdesk.domain.verdict import Code
from frontdesk.tui import screens
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.words import LANGUAGES, Lang, Words, verdicts
from tools import key_tables
from tools.pictures import FOLDER, PICTURES, file_of

ROOT = Path(__file__).parent.parent
IMAGE = re.compile(r"!\[[^]]+]\(([^)]+)\)")
UNDOCUMENTED: frozenset[str] = frozenset()
"""Screens that need neither a picture nor a section."""

languages = pytest.mark.parametrize("lang", LANGUAGES)


def sections(lang: Lang) -> list[str]:
    """Beginning with their headings."""
    return re.split(
        r"^(?=##)", key_tables.FILES[lang].read_text(encoding="utf-8"), flags=re.MULTILINE
    )


def screen_classes() -> set[str]:
    """Those that are shown, not those that others are made of."""
    for module in iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    return {it.__name__ for it in _below(DeskScreen) if it.__module__.startswith("frontdesk.")}


def _below(kind: type) -> Iterator[type]:
    """The classes at the ends of the branches."""
    children: list[type] = kind.__subclasses__()
    for child in children:
        yield from _below(child)
    if not children:
        yield kind


def test_every_picture_that_is_named_exists() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for named in IMAGE.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / named).is_file(), f"{page.name}: {named}"


def test_every_picture_is_drawn_from_the_table_and_shown_somewhere() -> None:
    pages = (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    shown = {
        Path(named).name
        for page in pages
        for named in IMAGE.findall(page.read_text(encoding="utf-8"))
    }
    drawn = {file_of(it, lang).name for it in PICTURES for lang in LANGUAGES}
    assert {it.name for it in FOLDER.glob("*.svg")} == drawn == shown


@languages
def test_every_screen_has_a_picture_in_a_section_of_its_own(lang: Lang) -> None:
    seen = {
        picture.screen
        for section in sections(lang)
        for picture in PICTURES
        if f"(pictures/{file_of(picture, lang).name})" in section
    }
    assert screen_classes() - seen == UNDOCUMENTED


@languages
def test_the_table_of_keys_is_the_programs_own(lang: Lang) -> None:
    """Written anew by `tools/key_tables.py`."""
    text = key_tables.FILES[lang].read_text(encoding="utf-8")
    assert key_tables.with_table(text, lang) == text
    assert "|  |" not in key_tables.table(lang), "a place has no name in tools/key_tables.py"


@languages
def test_every_verdict_is_explained_under_its_own_name(lang: Lang) -> None:
    words = Words(lang)
    text = key_tables.FILES[lang].read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| [✔!✖?] ([^|]+) \|", text, flags=re.MULTILINE))
    assert explained == {verdicts.word_of(words, code) for code in Code}


def test_both_languages_have_the_same_sections() -> None:
    depths = [[it.split(" ")[0] for it in sections(lang)[1:]] for lang in LANGUAGES]
    assert depths[0] == depths[1]
