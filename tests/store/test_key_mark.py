"""One key for referral numbers at all computers of a site, on both engines."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.referral import Referral
from frontdesk.store import key_mark, referrals, tables
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.sealing import NumberKey
from tests.store.conftest import Place

ANOTHER = NumberKey(b"a key of quite another site here.")


def refused(place: Place, key: NumberKey) -> Trouble:
    with closing(place.open(key)) as store:
        with pytest.raises(StoreError) as adopting:
            key_mark.adopt(store)
        with pytest.raises(StoreError) as trying:
            key_mark.refuse_foreign(store)
    assert adopting.value.code is trying.value.code
    assert adopting.value.place == store.place
    return adopting.value.code


def test_the_first_key_becomes_the_sites_and_no_other_fits(
    place: Place, store: Store, key: NumberKey
) -> None:
    key_mark.adopt(store)
    key_mark.adopt(store)
    with closing(place.open(key)) as second:
        key_mark.adopt(second)
        key_mark.refuse_foreign(second)
    assert refused(place, ANOTHER) is Trouble.FOREIGN_KEY
    with store.reading() as db:
        assert db.execute(select(tables.site_key)).all() == [(1, key.mark)]


def test_to_try_a_key_makes_it_nobodys(place: Place, store: Store) -> None:
    with closing(place.open(ANOTHER)) as tried:
        key_mark.refuse_foreign(tried)
    key_mark.adopt(store)


def test_a_database_older_than_the_mark_is_known_by_its_sealed_numbers(
    place: Place, clinic: Store, referral: Referral, key: NumberKey
) -> None:
    with clinic.writing() as db:
        referrals.remember(db, referral, clinic.now(db), key)
        assert db.scalar(select(func.count()).select_from(tables.site_key)) == 0
    assert refused(place, ANOTHER) is Trouble.FOREIGN_KEY
    key_mark.adopt(clinic)


def test_a_key_that_another_computer_gives_at_the_same_moment_counts(
    place: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found none; the other one writes first."""
    with closing(place.open(ANOTHER)) as other:
        write = store.write

        def late(change: object) -> object:
            key_mark.adopt(other)
            return write(change)  # type: ignore[arg-type]  # as it was called

        monkeypatch.setattr(store, "write", late)
        with pytest.raises(StoreError, match=Trouble.FOREIGN_KEY):
            key_mark.adopt(store)
        with store.reading() as db:
            assert db.scalar(select(tables.site_key.c.mark)) == ANOTHER.mark


def test_there_is_one_mark(store: Store) -> None:
    key_mark.adopt(store)
    with pytest.raises(IntegrityError, match="only_one_key"), store.writing() as db:
        db.execute(text("INSERT INTO site_key VALUES (2, 'x')"))
