"""Changing one setting leaves every other word of the file alone."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.config import load
from frontdesk.config_faults import ConfigError
from frontdesk.config_file import change

NEEDED = '[clinic]\nname = "А"\nlegal_entity = "a"\n[esoz]\nbase_url = "https://esoz.example"\n'
REMARK = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\x7f\u2028\u2029"),
    max_size=20,
)
COMMENTS = st.lists(st.one_of(st.just(""), REMARK.map("# {}".format)), max_size=3)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bool]:
    """A configuration with remarks wherever there may be some; whether it has a theme."""
    given_keys = draw(
        st.permutations(
            ['language = "en"', "theme = 'dark'", 'registrar = "[desk]"', "may_overbook = true"]
        )
    )[: draw(st.integers(0, 4))]
    lines = [*NEEDED.splitlines(), *draw(COMMENTS)]
    is_empty_section = draw(st.booleans())
    if given_keys or is_empty_section:
        lines.append(f"[desk]  # {draw(REMARK)}")
    for key in given_keys:
        lines += [*draw(COMMENTS), f"{draw(st.sampled_from(['', '  ']))}{key}   # {draw(REMARK)}"]
    lines += [*draw(COMMENTS), "[database]  # last", *draw(COMMENTS), "keep_backups = 3"]
    return "\n".join((*lines, *draw(COMMENTS), "")), any("theme" in it for it in given_keys)


@given(files(), st.sampled_from(["light", "contrast", "mono"]))
def test_every_other_line_stays_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, file: tuple[str, bool], theme: str
) -> None:
    text, has_theme = file
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_bytes(text.encode("utf-8"))
    change(path, "desk", "theme", theme, {})
    changed = path.read_bytes().decode("utf-8")
    before, after = text.split("\n"), changed.split("\n")
    if has_theme:
        expected = [it.replace("'dark'", f'"{theme}"') for it in before]
        assert after == expected
    else:
        kept = iter(after)
        assert all(line in kept for line in before), "a line is gone or has moved"
    tree = tomllib.loads(text)
    tree.setdefault("desk", {})["theme"] = theme
    assert tomllib.loads(changed) == tree
    assert load(path, {}).desk.theme == theme


def test_a_new_setting_stands_before_the_remarks_about_the_next_section(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[desk]\nlanguage = "uk"\n\n# The clinic.\n{NEEDED}', encoding="utf-8")
    change(path, "desk", "spacing", "large", {})
    begin = path.read_text(encoding="utf-8").partition("[clinic]")[0]
    assert begin == '[desk]\nlanguage = "uk"\nspacing = "large"\n\n# The clinic.\n'


def test_line_ends_and_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes((NEEDED + '[desk]\ntheme = "dark" # x\n').replace("\n", "\r\n").encode())
    path.chmod(0o640)
    change(path, "desk", "theme", "light", {})
    assert path.read_bytes().endswith(b'theme = "light" # x\r\n')
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [it.name for it in tmp_path.iterdir()] == ["config.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "config.toml"
    real.write_text(NEEDED, encoding="utf-8")
    link.symlink_to(real)
    change(link, "desk", "theme", "light", {})
    assert link.is_symlink()
    assert load(real, {}).desk.theme == "light"


@pytest.mark.parametrize(
    ("text", "value", "environment"),
    [
        (NEEDED + "[desk\n", "light", {}),
        (NEEDED + '[desk]\nunknown = "x"\n', "light", {}),
        (NEEDED, "plaid", {}),
        (NEEDED, "light", {"FRONTDESK_DESK__THEME": "dark"}),
    ],
    ids=["broken meanwhile", "wrong meanwhile", "no such value", "the environment stands above"],
)
def test_what_cannot_be_leaves_the_file_as_it_was(
    tmp_path: Path, text: str, value: str, environment: dict[str, str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        change(path, "desk", "theme", value, environment)
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_takes_no_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(NEEDED, encoding="utf-8")

    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.fsync", refused)
    with pytest.raises(ConfigError, match="cannot be written"):
        change(path, "desk", "theme", "light", {})
    assert [it.name for it in tmp_path.iterdir()] == ["config.toml"]
    assert path.read_text(encoding="utf-8") == NEEDED
