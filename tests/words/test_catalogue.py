"""Both languages say everything: what the code asks for, the catalogue has, and nothing else."""

from __future__ import annotations

import argparse
import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from frontdesk.cli.usage import MESSAGES
from frontdesk.words import Words
from frontdesk.words.catalogue import LOCALE

PACKAGE = Path(LOCALE).parent
UKRAINIAN = PACKAGE / "locale" / "uk" / "LC_MESSAGES" / "frontdesk.po"
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
MARKS = {"tr": 1, "trn": 2, "N_": 1}
"""How many of its first arguments a call gives to the catalogue."""

HOLDS_CYRILLIC = ("words/", "simulator/", "data/", "demo.py")
"""The rooms of invented people, and of Ukrainian names that are data."""
ALPHABETS = (
    "domain/number.py",
    "domain/patient.py",
    "domain/lookup.py",
    "slips/escpos.py",
    "tui/keymap.py",
)
"""These read what people type, or spell it for a printer, so they name its letters."""
NAMES = re.compile("ЕСОЗ|Українська")
"""Said alike in every language."""

MessageId = str | tuple[str, str]


@cache
def asked_for() -> frozenset[MessageId]:
    """Every message that the sources mark, also inside an f-string."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return frozenset(
        told[0] if len(told) == 1 else (told[0], told[1])
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        if (told := _literals(call.args[: MARKS.get(called(call), 0)]))
    )


def _literals(arguments: list[ast.expr]) -> list[str]:
    values = (it.value for it in arguments if isinstance(it, ast.Constant))
    return [it for it in values if isinstance(it, str)]


@cache
def catalogue() -> Catalog:
    with UKRAINIAN.open("rb") as file:
        return read_po(file, locale="uk")


def translated() -> Iterator[Message]:
    return (message for message in catalogue() if message.id)


def forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def placeholders(text: str) -> set[str]:
    """`{name}` of ours, `%(name)s` and `%s` of argparse's."""
    percent = re.findall(r"%(?:\([a-z_]+\))?[sr]", text)
    return {*percent, *(name for _, name, _, _ in Formatter().parse(text) if name)}


def test_the_code_speaks() -> None:
    assert len(asked_for()) > 250


def test_no_message_is_missing_in_ukrainian() -> None:
    assert asked_for() - {message.id for message in translated()} == set()


def test_no_message_is_kept_that_nobody_says() -> None:
    assert {message.id for message in translated()} - asked_for() == set()


def test_every_message_is_really_translated() -> None:
    wrong = [message.id for message in translated() if message.fuzzy or not all(forms(message))]
    assert wrong == []
    silent = {
        message.id
        for message in translated()
        if not all(CYRILLIC.search(form) for form in forms(message))
        and re.search("[A-Za-z]{3}", re.sub(r"%\([a-z_]+\)s|{[a-z_]+}", "", str(message.id)))
    }
    assert silent == set()


def test_english_is_english() -> None:
    assert [it for it in asked_for() if CYRILLIC.search(str(it))] == []


def test_both_languages_have_the_same_placeholders() -> None:
    wrong = [
        message.id
        for message in translated()
        for form in forms(message)
        for source in (message.id if message.pluralizable else (message.id,))
        if placeholders(form) != placeholders(str(source))
    ]
    assert wrong == []


def test_every_plural_has_its_three_forms() -> None:
    counted = [message for message in translated() if message.pluralizable]
    assert counted
    assert [len(forms(message)) for message in counted] == [3] * len(counted)


def test_ukrainian_is_written_with_its_own_apostrophe() -> None:
    """ʼ joins the parts of one word; the ASCII one would cut it for every search and sort."""
    wrong = [form for it in translated() for form in forms(it) if re.search(r"\w['’]\w", form)]
    assert wrong == []


def test_what_is_compiled_is_what_is_written() -> None:
    file = BytesIO()
    write_mo(file, catalogue())
    file.seek(0)
    fresh = vars(gettext.GNUTranslations(file))["_catalog"]
    compiled = vars(gettext.translation("frontdesk", LOCALE, languages=["uk"]))["_catalog"]
    assert compiled | {"": fresh[""]} == fresh


def test_argparse_really_says_what_is_translated_for_it() -> None:
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    spoken = {it.value for it in ast.walk(ast.parse(source)) if isinstance(it, ast.Constant)}
    assert set(MESSAGES) - spoken == set()


def test_a_message_without_values_is_said_as_it_stands() -> None:
    assert Words("en").tr("100 % {sure}") == "100 % {sure}"


def literals(path: Path) -> Iterator[ast.Constant]:
    """The texts in a module, but for docstrings: those are statements of their own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(it.value) for it in ast.walk(tree) if isinstance(it, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node


def test_no_ukrainian_stands_in_the_code_outside_the_catalogue() -> None:
    wrong = [
        f"{place}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for place in (path.relative_to(PACKAGE).as_posix(),)
        if not place.startswith(HOLDS_CYRILLIC) and place not in ALPHABETS
        for node in literals(path)
        if CYRILLIC.search(NAMES.sub("", str(node.value)))
    ]
    assert wrong == []


def test_nothing_is_said_past_the_catalogue() -> None:
    """Two words of a language in what is printed or drawn: a sentence that nobody translated."""
    speaking = {"print", "say", "complain", "text", "notify"}
    wrong = [
        f"{path.name}:{node.lineno} {part}"
        for room in ("cli", "tui")
        for path in (PACKAGE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node) in speaking
        for part in direct_texts(node)
        if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", part)
    ]
    assert wrong == []


def called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def direct_texts(call: ast.Call) -> Iterator[str]:
    """The literal parts of its arguments, also inside f-strings; not those of calls in them."""
    for argument in call.args:
        parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
