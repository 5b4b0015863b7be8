"""The language and theme of this run, read raw before anything is validated (ARCHITECTURE 7)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from frontdesk.words.catalogue import LANGUAGES, Lang

DEFAULT: Lang = "uk"


def chosen(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """`--lang`, then the environment, then the file, then Ukrainian."""
    wanted = (
        option(argv, "--lang")
        or environment.get("FRONTDESK_DESK__LANGUAGE")
        or peek(option(argv, "--config"), environment).get("language")
    )
    return next((lang for lang in LANGUAGES if lang == wanted), DEFAULT)


def option(argv: Sequence[str], name: str) -> str | None:
    """The value of `--name VALUE` or `--name=VALUE`."""
    for position, word in enumerate(argv):
        if word == name and position + 1 < len(argv):
            return argv[position + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def peek(
    path: str | os.PathLike[str] | None, environment: Mapping[str, str] = os.environ
) -> Mapping[str, object]:
    """The file's `[desk]` section, if it is there and readable; never a complaint.

    Without a `path` it is the file where the configuration usually lies.
    """
    from pathlib import Path  # who names a language on the command line does not wait for it

    if path is None:
        from frontdesk import paths

        path = paths.configuration(environment)
    try:
        text = Path(path).read_text(encoding="utf-8")
        import tomllib  # most starts of the demo have no file to read

        desk = tomllib.loads(text).get("desk", {})
    except (OSError, ValueError):
        return {}
    return desk if isinstance(desk, dict) else {}
