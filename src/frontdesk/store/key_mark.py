"""Under which key the referral numbers of a database are: one for all computers of the site."""

from __future__ import annotations

from sqlalchemy import Connection, select

from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.sealing import NumberKey
from frontdesk.store.tables import referral, site_key
from frontdesk.store.upsert import inserted_unless_there

_MARK = select(site_key.c.mark)
_SEALED = select(referral.c.number_sealed).where(referral.c.number_sealed.is_not(None)).limit(1)


def adopt(store: Store) -> None:
    """Makes the key of the store the site's, unless there is one already.

    Raises:
        StoreError: FOREIGN_KEY: its numbers are under another key; nothing was changed.
    """
    if store.read(lambda db: _marked(db, store)):
        return
    store.write(lambda db: _mark(db, store))


def refuse_foreign(store: Store) -> None:
    """Raises StoreError, FOREIGN_KEY, if the numbers are under another key than the store's."""
    if store.read(lambda db: is_foreign(db, store.key)):
        raise StoreError(Trouble.FOREIGN_KEY, store.place)


def is_foreign(db: Connection, key: NumberKey) -> bool:
    """Whether the numbers are under another key: by the mark, or by what it can't open."""
    mark, sealed = db.scalar(_MARK), db.scalar(_SEALED)
    if mark is not None and mark != key.mark:
        return True
    return sealed is not None and key.unseal(sealed) is None


def _marked(db: Connection, store: Store) -> bool:
    mark = db.scalar(_MARK)
    if mark is not None and mark != store.key.mark:
        raise StoreError(Trouble.FOREIGN_KEY, store.place)
    return mark is not None


def _mark(db: Connection, store: Store) -> None:
    if is_foreign(db, store.key):
        raise StoreError(Trouble.FOREIGN_KEY, store.place)
    db.execute(inserted_unless_there(db, site_key).values(id=1, mark=store.key.mark))
    # Another computer may have been first.
    _marked(db, store)
