"""The documented example is the whole truth about the settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from frontdesk import keyboard, keys
from frontdesk.config import dump, load
from frontdesk.config_faults import ConfigError
from frontdesk.settings import Settings

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def sections_of(annotation: object) -> Iterator[type[BaseModel]]:
    """The model in `X`, `X | None` or `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from sections_of(part)


def settings_of(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every setting there is: `section.key`, `section.list.key`."""
    for name, field in model.model_fields.items():
        inner = list(sections_of(field.annotation))
        for section in inner:
            yield from settings_of(section, f"{prefix}{name}.")
        if not inner:
            yield f"{prefix}{name}"


def keys_of(tree: Any, prefix: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from keys_of(value, f"{prefix}.{name}" if prefix else name)
    elif isinstance(tree, list):
        for item in tree:
            yield from keys_of(item, prefix)
    else:
        yield prefix


def test_the_example_is_right() -> None:
    assert load(EXAMPLE, {}).clinic.time_zone == "Europe/Kyiv"


def test_the_example_has_every_setting_and_no_other() -> None:
    written = set(keys_of(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))))
    keys_by_action = {f"keys.{it.name}" for it in keyboard.ACTIONS}
    assert written == set(settings_of(Settings)) - {"keys"} | keys_by_action


def test_every_setting_is_explained_by_the_comment_above_it() -> None:
    """Keys of one list of sections are explained together, above its first section."""
    unexplained, above, list_explained = [], "", False
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("[["):
            list_explained = above.startswith("#") or list_explained
        elif line.startswith("["):
            list_explained = False
        elif re.match(r"\w+ *=", line) and not above.startswith("#") and not list_explained:
            unexplained.append(line)
        above = line
    assert unexplained == []


def test_every_secret_is_named_in_the_example_and_none_has_a_value() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for name in (
        keys.ACCESS_TOKEN,
        keys.API_KEY,
        keys.PSK,
        keys.CLIENT_SECRET,
        keys.NUMBER_KEY,
        keys.DATABASE_KEY,
    ):
        assert re.search(rf"^#.*\b{name}\b", text, re.MULTILINE)
        assert f"{name}=" not in text


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    """What is left out is what the example says, but for the places of files."""
    short = tmp_path / "short.toml"
    short.write_text(
        '[clinic]\nname = "А"\nlegal_entity = "a"\n[esoz]\nbase_url = "https://esoz.example"\n',
        encoding="utf-8",
    )
    default, example = load(short, {}), load(EXAMPLE, {})
    assert default.desk == example.desk
    assert keyboard.in_force(default.keys) == example.keys
    assert default.clinic.time_zone == example.clinic.time_zone
    named_by_others = {"base_url": "", "auth_url": None, "client_id": None, "programmes": ()}
    ours, shown = (it.esoz.model_copy(update=named_by_others) for it in (default, example))
    assert ours == shown
    assert default.database.url.startswith("sqlite:///")
    assert default.database.url.endswith("clinic.db")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    settings = load(EXAMPLE, {})
    path = tmp_path / "written.toml"
    path.write_text(dump(settings), encoding="utf-8")
    assert load(path, {}) == settings


def test_the_environment_stands_above_the_file() -> None:
    settings = load(
        EXAMPLE,
        {
            "FRONTDESK_CLINIC__NAME": "Інша",
            "FRONTDESK_ESOZ__TOTAL_SECONDS": "5",
            "FRONTDESK_DESK__LANGUAGE": "en",
            "FRONTDESK_CONFIG": "/elsewhere.toml",
            "OTHER_PROGRAM__KEY": "1",
            keys.PSK: "a secret is no setting",
            keys.DATABASE_KEY: "a secret is no setting",
        },
    )
    assert settings.clinic.name == "Інша"
    assert settings.esoz.total_seconds == 5.0
    assert settings.desk.language == "en"


def test_a_section_may_come_from_the_environment_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[esoz]\nbase_url = "https://esoz.example/"\n', encoding="utf-8")
    clinic = {"FRONTDESK_CLINIC__NAME": "А", "FRONTDESK_CLINIC__LEGAL_ENTITY": "a"}
    settings = load(path, clinic)
    assert (settings.clinic.name, settings.esoz.base_url) == ("А", "https://esoz.example")
    with pytest.raises(ConfigError) as wrong:
        load(path, {"FRONTDESK_CLINIC__NAME": "А"})
    assert [it.where for it in wrong.value.faults] == ["clinic.legal_entity"]


@pytest.mark.parametrize(
    "url",
    [
        "http://esoz.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "https://",
        "https://esoz.example:70000",
        "127.0.0.1:8000",
        "",
    ],
)
def test_only_https_or_this_very_machine_is_spoken_to(url: str) -> None:
    with pytest.raises(ConfigError):
        load(EXAMPLE, {"FRONTDESK_ESOZ__BASE_URL": url})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:80", "http://localhost"])
def test_this_very_machine_may_be_spoken_to_in_the_clear(url: str) -> None:
    assert load(EXAMPLE, {"FRONTDESK_ESOZ__BASE_URL": url}).esoz.base_url == url


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1/callback",
        "http://127.0.0.1:8765/",
        "http://localhost/back",
        "https://clinic.example/esoz/",
    ],
)
def test_a_redirect_address_is_kept_to_the_letter(uri: str) -> None:
    assert load(EXAMPLE, {"FRONTDESK_ESOZ__REDIRECT_URI": uri}).esoz.redirect_uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "http://clinic.example/callback",
        "https://clinic.example/?a=b",
        "https://clinic.example/#a",
        "https://me@clinic.example/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "callback",
        "",
    ],
)
def test_an_answer_is_brought_to_no_other_place(uri: str) -> None:
    with pytest.raises(ConfigError):
        load(EXAMPLE, {"FRONTDESK_ESOZ__REDIRECT_URI": uri})


def test_the_environment_writes_rights_with_spaces_between() -> None:
    given = {"FRONTDESK_ESOZ__SCOPES": "job:read  person:read"}
    assert load(EXAMPLE, given).esoz.scopes == ("job:read", "person:read")


def test_an_error_shows_no_value(tmp_path: Path) -> None:
    """Somebody may have put a secret where it does not belong."""
    path = tmp_path / "config.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("[desk]", '[desk]\npsk = "planted"'), encoding="utf-8")
    with pytest.raises(ConfigError) as wrong:
        load(path, {"FRONTDESK_DESK__THEME": "planted"})
    assert "planted" not in str(wrong.value)
    assert len(wrong.value.faults) == 2
    line = path.read_text(encoding="utf-8").splitlines().index('psk = "planted"') + 1
    assert f"{path}:{line}: desk.psk" in str(wrong.value)
