"""Nothing from outside is ever markup, an escape sequence or an action."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

import frontdesk.tui
from frontdesk.tui import safe

ROOM = Path(frontdesk.tui.__file__).parent
SAFE = ROOM / "safe.py"
MODULES = sorted(it for it in ROOM.rglob("*.py") if it != SAFE)

PARSERS = {"from_markup", "from_rich_text", "from_text", "assemble", "escape", "to_content"}
"""Ways in which a string is read as markup, or mended with a broken escape."""
CONSTRUCTORS = {"Content", "Text", "Static", "Label", "Markdown", "Pretty", "RichLog", "Log"}
"""Widgets and texts that take a string as it is."""
TITLES = {"border_title", "border_subtitle", "tooltip", "sub_title"}
"""Attributes that Textual reads as markup."""
LOUD = {"notify", "run_action", "open_url", "copy_to_clipboard"}


def faults(source: str) -> list[str]:
    """What in a module of the screens would show a string otherwise than through `safe`."""
    return [fault for node in ast.walk(ast.parse(source)) for fault in _faults_of(node)]


def _faults_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CONSTRUCTORS | {"escape", "print"}:
            found = f"{name}()"
        case ast.Call(func=ast.Attribute(attr=name)) if name in PARSERS | LOUD | CONSTRUCTORS:
            found = f".{name}()"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"), attr=name)):
            found = f"Content.{name}()"
        case ast.keyword(arg="markup", value=value) if not _is_false(value):
            found = "markup that is not off"
        case ast.Assign(targets=[ast.Attribute(attr=name)]) if name in TITLES:
            found = name
        case ast.FunctionDef(name="render"):
            found = "render(), where widgets draw lines"
        case _:
            return []
    return [f"{found} at line {getattr(node, 'lineno', 0)}"]


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


@pytest.mark.parametrize("module", MODULES, ids=lambda it: it.relative_to(ROOM).as_posix())
def test_a_module_builds_text_through_the_safe_constructor_only(module: Path) -> None:
    assert faults(module.read_text()) == []


@pytest.mark.parametrize(
    "unsafe",
    [
        'Static(f"{name}")',
        "Label(name)",
        "Text.from_markup(name)",
        "Content.from_markup(name)",
        "Content(name)",
        "Content.styled(name)",
        "self.notify(name)",
        "markup.escape(name)",
        "Input(markup=True)",
        "self.border_title = name",
        "def render(self): return name",
    ],
)
def test_the_rule_finds_each_unsafe_way(unsafe: str) -> None:
    assert faults(unsafe)


def assert_harmless(seen: str) -> None:
    assert all(it.isprintable() for it in seen.replace("\n", ""))
    assert not set(seen) & set("\u202e\u200b\ufeff\x9b")


@given(st.text())
def test_text_is_one_line_of_what_can_be_seen(string: str) -> None:
    shown = safe.text(string, "quiet")
    assert all(it.isprintable() for it in shown.plain)
    assert all(isinstance(span.style, str) for span in shown.spans)


@given(st.text(max_size=40), st.integers(min_value=1, max_value=60))
def test_cut_takes_exactly_its_cells(string: str, width: int) -> None:
    assert safe.cut(safe.text(string), width).cell_length == width


@given(st.text(max_size=80), st.integers(min_value=4, max_value=40))
def test_wrapped_lines_fit(string: str, width: int) -> None:
    lines: list[Content] = safe.wrapped(safe.text(string), width)
    assert all(line.cell_length <= width for line in lines)
