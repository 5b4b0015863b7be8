"""A clinic's name, wherever ЕСОЗ writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.reference import LegalEntity
from frontdesk.esoz.failure import Failure, FailureKind

if TYPE_CHECKING:
    from frontdesk.esoz.client import EsozClient
    from tests.esoz.conftest import Backend, Examples

CLINIC = "c1b0a7e6-91fd-4f0b-8a7c-5e2d6d3b9f44"


@pytest.mark.parametrize(
    "data",
    [
        {"edr": {"public_name": "Амбулаторія", "name": "АМБУЛАТОРІЯ"}, "name": "ІНША"},
        {"edr": {"name": "Амбулаторія"}, "phones": None},
        {"edr": None, "name": "Амбулаторія"},
        {"public_name": " Амбулаторія ", "phones": [{"number": "не телефон"}, 7]},
    ],
)
async def test_the_name_for_people_goes_first(
    backend: Backend, client: EsozClient, examples: Examples, data: Mapping[str, object]
) -> None:
    backend.always(examples.answer(200, {"data": data}))
    found = await client.legal_entities.read(CLINIC)
    assert found == LegalEntity(CLINIC, "Амбулаторія")
    assert backend.requests[0].path == f"/api/v2/legal_entities/{CLINIC}"


async def test_the_first_readable_phone_is_told(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    phones = [{"number": "?"}, {"type": "MOBILE", "number": "+380671234567"}]
    data = {"name": "Амбулаторія", "phones": phones}
    backend.always(examples.answer(200, {"data": data}))
    assert await client.legal_entities.read(CLINIC) == LegalEntity(
        CLINIC, "Амбулаторія", "+380 67 123 45 67"
    )


async def test_a_clinic_without_a_name_is_unreadable(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.answer(200, {"data": {"id": CLINIC}}))
    answer = await client.legal_entities.read(CLINIC)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.UNREADABLE
