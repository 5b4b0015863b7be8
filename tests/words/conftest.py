from __future__ import annotations

import pytest

from frontdesk.words import LANGUAGES, Words


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    """Each language in turn."""
    return Words(request.param)


@pytest.fixture
def uk() -> Words:
    return Words("uk")


@pytest.fixture
def en() -> Words:
    return Words("en")
