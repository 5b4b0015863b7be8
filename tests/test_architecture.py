"""Who may import what, and when: the arrows of the house, and a start that does not wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import frontdesk

PACKAGE = Path(frontdesk.__file__).parent
HEAVY = {
    "httpx",
    "pydantic",
    "sqlalchemy",
    "alembic",
    "babel",
    "keyring",
    "starlette",
    "uvicorn",
    "tomli_w",
    "tomlkit",
    "reportlab",
}

Import = tuple[str, bool]
"""The module, and whether it is imported as soon as its importer is."""


def modules() -> dict[str, Path]:
    """By dotted name below the package."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = path
    return found


def imports_of(path: Path) -> Iterator[Import]:
    return _imports(ast.parse(path.read_text(encoding="utf-8")).body, at_once=True)


def _imports(body: list[ast.stmt], *, at_once: bool) -> Iterator[Import]:
    for node in body:
        match node:
            case ast.Import(names):
                yield from ((it.name, at_once) for it in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield (module, at_once)
                yield from ((f"{module}.{it.name}", at_once) for it in names)
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _imports(node.body, at_once=False)
            case _:
                inner = [it for it in ast.iter_child_nodes(node) if isinstance(it, ast.stmt)]
                yield from _imports(inner, at_once=at_once)


def outside(module: str) -> str:
    return module.partition(".")[0]


def loaded_with(name: str) -> set[str]:
    """Everything that is imported at once with a module of ours, however far."""
    ours, seen, todo = modules(), set[str](), [name]
    while todo:
        current = todo.pop()
        if current in seen or current not in ours:
            continue
        seen.add(current)
        parents = current.split(".")
        todo += [".".join(parents[:length]) for length in range(1, len(parents))]
        for module, at_once in imports_of(ours[current]):
            if at_once and module.startswith("frontdesk"):
                todo.append(module.removeprefix("frontdesk").lstrip("."))
            elif at_once:
                seen.add(f"/{outside(module)}")
    return {it.removeprefix("/") for it in seen if it.startswith("/")}


def importers(library: str) -> set[str]:
    return {
        name
        for name, path in modules().items()
        if any(outside(module) == library for module, _ in imports_of(path))
    }


@pytest.mark.parametrize(
    "module",
    ["cli", "cli.parser", "cli.language", "cli.terminal", "words.catalogue", "paths", "tui.app"],
)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    assert module in modules()
    assert loaded_with(module) & HEAVY == set()


def test_the_measure_finds_what_is_heavy() -> None:
    assert {"httpx", "pydantic", "sqlalchemy"} <= loaded_with("workplace")


@pytest.mark.parametrize("module", ["cli", "cli.parser", "cli.terminal", "words.catalogue"])
def test_the_command_line_needs_no_textual(module: str) -> None:
    assert not {"textual", "rich"} & loaded_with(module)


def test_there_is_one_door_to_http() -> None:
    """`workplace` and `demo` only name the transport that they hand over."""
    speaking = {name for name in importers("httpx") if name.startswith("esoz")}
    assert importers("httpx") - speaking == {"workplace", "demo"}
    assert "esoz.door" in speaking


def test_a_pdf_is_made_in_one_place() -> None:
    assert importers("reportlab") == {"slips.pdf"}


def test_sql_stays_in_the_store() -> None:
    asking = {name for name in importers("sqlalchemy") if not name.startswith("store")}
    assert asking
    for name in asking:
        used = {it for it, _ in imports_of(modules()[name]) if outside(it) == "sqlalchemy"}
        assert used == {"sqlalchemy", "sqlalchemy.Connection"}, name
        assert name.startswith("desk.") or name == "workplace"


def test_only_the_screens_know_textual() -> None:
    for library in ("textual", "rich"):
        assert {name for name in importers(library) if not name.startswith("tui")} == set()


def test_the_domain_is_pure() -> None:
    lawful = {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "frontdesk",
        "functools",
        "itertools",
        "re",
        "typing",
        "unicodedata",
        "zoneinfo",
    }
    used = {
        outside(module)
        for name, path in modules().items()
        if name.startswith("domain")
        for module, _ in imports_of(path)
    }
    assert used - lawful == set()


LAYERS = ["domain", "esoz slips store", "desk", "words", "workplace", "demo", "tui", "cli"]
"""From the ground up: each may use what lies below it."""


def test_imports_go_downwards_only() -> None:
    heights = {room: height for height, rooms in enumerate(LAYERS) for room in rooms.split()}
    wrong = [
        f"{name} → {module}"
        for name, path in modules().items()
        for module, _ in imports_of(path)
        for here in (heights.get(outside(name)),)
        for there in (heights.get(outside(module.removeprefix("frontdesk.") + ".")),)
        if module.startswith("frontdesk.") and here is not None and there is not None
        if there > here or (there == here and outside(name) != outside(module[10:]))
    ]
    assert wrong == []


def test_the_simulator_shares_nothing_with_what_it_must_test() -> None:
    strangers = ("esoz", "store", "desk", "tui", "cli", "words")
    wrong = [
        f"{name} → {module}"
        for name, path in modules().items()
        if name.startswith("simulator")
        for module, _ in imports_of(path)
        if module.startswith(tuple(f"frontdesk.{room}" for room in strangers))
    ]
    assert wrong == []
