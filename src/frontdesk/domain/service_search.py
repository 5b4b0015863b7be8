"""Finding a service by what people call it, its doctor or its code."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.domain.lookup import search_key


def spelt(names: Iterable[str]) -> tuple[str, ...]:
    """The words by which something is found."""
    return tuple(search_key(" ".join(names)).split())


def fits(typed: str, words: Iterable[str]) -> bool:
    """Whether each word that was typed begins one of these; nothing typed fits everything."""
    known = tuple(words)
    return all(any(it.startswith(part) for it in known) for part in search_key(typed).split())
