from __future__ import annotations

import re
from datetime import date

import pytest

from frontdesk.data import catalogue
from frontdesk.domain.referral import Category


@pytest.mark.parametrize(
    "listed", [catalogue.services(), catalogue.positions(), catalogue.specialities()]
)
def test_every_list_names_its_source_and_date(
    listed: catalogue.ServiceList | catalogue.PositionList | catalogue.SpecialityList,
) -> None:
    assert len(listed.source) > 20
    assert date(2020, 1, 1) < listed.date < date(2027, 1, 1)


def test_services_have_well_formed_codes_once_each_and_known_categories() -> None:
    services = catalogue.services().services
    codes = [it.code for it in services]
    assert len(codes) == len(set(codes)) == 339
    assert all(re.fullmatch(r"[A-Z]\d{5}|\d{5}-\d{2}|\d{5}-\d", code) for code in codes)
    assert {it.category for it in services} <= {category.value for category in Category}


def test_the_table_of_positions_speaks_of_known_services_and_positions() -> None:
    positions = catalogue.positions()
    codes = {it.code for it in catalogue.services().services}
    assert set(positions.of_service) <= codes
    assert {it for row in positions.of_service.values() for it in row} <= set(positions.names)
    assert positions.of_service["K67002"] == ("P67", "P245")


def test_a_list_is_read_once() -> None:
    assert catalogue.services() is catalogue.services()
