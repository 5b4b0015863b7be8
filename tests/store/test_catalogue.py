from __future__ import annotations

from dataclasses import replace

from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.store import catalogue
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing


def test_what_the_clinic_has_and_gives_is_read_back_as_it_was_saved(
    clinic: Store, furnishing: Furnishing
) -> None:
    with clinic.reading() as db:
        assert catalogue.resources(db) == {it.id: it for it in furnishing.resources}
        assert catalogue.services(db) == {it.id: it for it in furnishing.services}
        assert catalogue.group_names(db) == furnishing.group_names
        assert catalogue.offers(db) == furnishing.offers


def test_saving_again_changes_what_is_there(clinic: Store, furnishing: Furnishing) -> None:
    renamed = replace(furnishing.resources[0], name="Мельник Оксана Іванівна")
    regrouped = replace(furnishing.services[0], groups=("g2",))
    device = Resource("x1", ResourceKind.DEVICE, "ЕКГ")
    longer = replace(furnishing.offers[0], doctor=renamed, minutes=30, device=device)
    with clinic.writing() as db:
        catalogue.save_resources(db, [renamed, device])
        catalogue.save_services(db, [regrouped])
        catalogue.save_offers(db, [longer])
    with clinic.reading() as db:
        assert catalogue.resources(db)["d1"] == renamed
        assert catalogue.services(db)["s1"] == regrouped
        others = [it for it in furnishing.offers if it.doctor.id != "d1"]
        assert catalogue.offers(db) == (longer, *others)
