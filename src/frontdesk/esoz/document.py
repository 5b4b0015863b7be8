"""The bytes of an answer read as one JSON object, every text in it cleaned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

from frontdesk.domain.clean import clean

Document = Mapping[str, object]

DEPTH = 32
"""Levels of nesting; ЕСОЗ's own answers have eight."""
LONGEST_TEXT = 4000
"""Characters; longer than any note a doctor writes."""


def read_document(body: bytes) -> Document:
    """The JSON object in `body`, with clean texts.

    Raises ValueError for anything else: other JSON, not UTF-8, NaN, nested too deep, and numbers
    of thousands of digits.
    """
    try:
        parsed: object = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deep") from None
    match _cleaned(parsed, 0):
        case dict() as document:
            return document
        case _:
            raise ValueError("not a JSON object")


def _cleaned(value: object, depth: int) -> object:
    if depth > DEPTH:
        raise ValueError("nested too deep")
    match value:
        case str():
            return clean(value, LONGEST_TEXT)
        case list():
            return [_cleaned(item, depth + 1) for item in value]
        case dict():
            return {clean(key): _cleaned(item, depth + 1) for key, item in value.items()}
        case _:
            return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError("not JSON: " + constant)
