"""Patients are found by a name however spelt, the end of a phone, a birth date; entries merge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from frontdesk.domain.lookup import phone_key, search_key
from frontdesk.domain.patient import Name, Phone

revision = "0005"
down_revision = "0004"

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_patient = sa.table(
    "patient",
    *map(sa.column, ("id", "surname", "first_name", "patronymic", "phone")),
    *map(sa.column, ("search_key", "phone_key")),
)


def upgrade() -> None:
    empty = sa.text("''")
    op.add_column("patient", sa.Column("search_key", _KEY, nullable=False, server_default=empty))
    op.add_column("patient", sa.Column("phone_key", _KEY, nullable=True))
    op.add_column("patient", sa.Column("merged_into", sa.Text(), nullable=True))
    _fill_keys(op.get_bind())
    op.drop_index("ix_patient_sort_key", "patient")
    op.drop_index("ix_patient_phone", "patient")
    entries = sa.text("merged_into IS NULL")
    op.create_index(
        "ix_patient_search_key",
        "patient",
        ["search_key", "id"],
        sqlite_where=entries,
        postgresql_where=entries,
    )
    op.create_index("ix_patient_phone_key", "patient", ["phone_key"])
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"])
    op.create_index("ix_appointment_patient_id", "appointment", ["patient_id"])


def downgrade() -> None:
    op.drop_index("ix_appointment_patient_id", "appointment")
    op.drop_index("ix_patient_birth_date", "patient")
    op.drop_index("ix_patient_phone_key", "patient")
    op.drop_index("ix_patient_search_key", "patient")
    op.create_index("ix_patient_phone", "patient", ["phone"])
    op.create_index("ix_patient_sort_key", "patient", ["sort_key"])
    op.drop_column("patient", "merged_into")
    op.drop_column("patient", "phone_key")
    op.drop_column("patient", "search_key")


def _fill_keys(db: sa.Connection) -> None:
    """By the program's own rules: a program with other rules brings a revision of its own."""
    it = _patient.c
    known = db.execute(sa.select(it.id, it.surname, it.first_name, it.patronymic, it.phone))
    rows = [
        {
            "at": id_,
            "search_key": search_key(Name(*names).full),
            "phone_key": phone_key(Phone(phone)) if phone else None,
        }
        for id_, *names, phone in known
    ]
    if rows:
        db.execute(sa.update(_patient).where(it.id == sa.bindparam("at")), rows)
