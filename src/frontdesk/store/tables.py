"""Patients, referrals, visits and their claims, and the journal; what else there is, beside this.

The history of the schema is in `migrations/`; a test holds the two together.
Every column is INTEGER or TEXT: the tables are STRICT on SQLite and read the same on PostgreSQL.
Times of a visit are minutes of the site's local day; `*_at` and `*_until` are UTC instants.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    event,
    literal_column,
    or_,
    text,
)

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.protocol import Kind, Progress
from frontdesk.domain.referral import Category, Priority, Processing, Sex, Status
from frontdesk.store import lattice
from frontdesk.store.columns import Day, Instant, SortKey, Word, on_the_grid, one_of

metadata = MetaData()


patient = Table(
    "patient",
    metadata,
    Column("id", Text, primary_key=True),
    Column("surname", Text, nullable=False),
    Column("first_name", Text),
    Column("patronymic", Text),
    Column("sort_key", SortKey, nullable=False),
    Column("birth_date", Day),
    Column("phone", Text),
    Column("esoz_id", Text),
    Column("sex", Word(Sex)),
    Column("search_key", SortKey, nullable=False, server_default=text("''")),
    Column("phone_key", SortKey),
    Column("merged_into", Text),
    one_of("sex", Sex),
    Index(
        "ix_patient_search_key",
        "search_key",
        "id",
        sqlite_where=text("merged_into IS NULL"),
        postgresql_where=text("merged_into IS NULL"),
    ),
    Index("ix_patient_phone_key", "phone_key"),
    Index("ix_patient_birth_date", "birth_date"),
    Index("ix_patient_esoz_id", "esoz_id"),
    Index(
        "ix_patient_without_phone",
        "id",
        sqlite_where=text("phone IS NULL"),
        postgresql_where=text("phone IS NULL"),
    ),
    sqlite_strict=True,
)
"""`search_key` and `phone_key` are what `domain.lookup` makes of the name and of the phone.

An entry that turned out to be of the same person as another is `merged_into` it, and kept.
"""

referral = Table(
    "referral",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number_hash", Text, nullable=False),
    Column("number_tail", Text, nullable=False),
    Column("number_sealed", Text),
    Column("checked_at", Instant, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("processing", Word(Processing)),
    Column("status_reason", Text),
    Column("service_id", Text),
    Column("names_group", Integer, nullable=False),
    Column("category", Word(Category)),
    Column("priority", Word(Priority)),
    Column("programme_id", Text),
    Column("programme_name", Text),
    Column("issued_at", Instant),
    Column("expires_at", Instant),
    Column("patient_id", Text),
    Column("surname", Text),
    Column("first_initial", Text),
    Column("second_initial", Text),
    Column("sex", Word(Sex)),
    Column("age", Integer),
    Column("used_by", Text),
    Column("used_by_name", Text),
    Column("requester_name", Text),
    Column("performer", Text),
    Column("performer_name", Text),
    Column("performer_speciality", Text),
    Column("quantity", Integer),
    Column("remaining", Integer),
    Column("note", Text),
    Column("instruction", Text),
    Column("history", Text, nullable=False),
    Column("requester", Text),
    one_of("status", Status),
    one_of("processing", Processing),
    one_of("category", Category),
    one_of("priority", Priority),
    one_of("sex", Sex),
    CheckConstraint("names_group IN (0, 1)", name="names_group_known"),
    CheckConstraint("length(number_tail) = 4", name="only_the_last_group"),
    Index("ix_referral_number_hash", "number_hash"),
    Index(
        "ix_referral_sealed",
        "id",
        "status",
        "processing",
        "used_by",
        "expires_at",
        sqlite_where=text("number_sealed IS NOT NULL"),
        postgresql_where=text("number_sealed IS NOT NULL"),
    ),
    sqlite_strict=True,
)
"""What ЕСОЗ last said. The number itself is here only sealed, and only while it is needed."""

_STANDING = text("state NOT IN ('cancelled', 'no_show')")
_UNSETTLED = text("claim <> 'none' AND (claim <> 'ours' OR state = 'cancelled')")

appointment = Table(
    "appointment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Word(State), nullable=False),
    Column("claim", Word(Claim), nullable=False),
    Column("ground", Word(Ground), nullable=False),
    Column("service_id", Text, ForeignKey("service.id"), nullable=False),
    Column("doctor_id", Text, ForeignKey("resource.id"), nullable=False),
    Column("day", Day, nullable=False),
    Column("start_min", Integer, nullable=False),
    Column("end_min", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id")),
    Column("session", Integer, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id")),
    Column("hold_until", Instant),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_on", Text, nullable=False),
    Column("overbooked_because", Text),
    Column("representative", Text),
    Column("is_late", Integer, nullable=False, server_default=text("0")),
    one_of("state", State),
    one_of("claim", Claim),
    one_of("ground", Ground),
    on_the_grid(),
    CheckConstraint("session >= 1 AND version >= 1", name="counted_from_one"),
    CheckConstraint("(state = 'held') = (hold_until IS NOT NULL)", name="only_a_hold_expires"),
    Index(
        "uq_appointment_referral_session",
        "referral_id",
        "session",
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    ),
    Index(
        "uq_appointment_patient_start",
        "patient_id",
        "day",
        "start_min",
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    ),
    Index("ix_appointment_referral_id", "referral_id"),
    Index("ix_appointment_patient_id", "patient_id"),
    Index("ix_appointment_day", "day", "start_min"),
    Index(
        "ix_appointment_hold_until",
        "hold_until",
        sqlite_where=text("hold_until IS NOT NULL"),
        postgresql_where=text("hold_until IS NOT NULL"),
    ),
    Index(
        "ix_appointment_unsettled",
        "claim",
        "starts_at",
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    ),
    sqlite_strict=True,
)
"""`created_on` is a terminal. A visit that was missed does not stand in the way of a new one."""

for _dialect, _statements in lattice.GUARD.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        event.listen(appointment, "after_create", _ddl.execute_if(dialect=_dialect))

appointment_resource = Table(
    "appointment_resource",
    metadata,
    Column("appointment_id", Text, ForeignKey("appointment.id"), primary_key=True),
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What a visit needs, kept also when it is cancelled and its cells are free again."""

occupancy = Table(
    "occupancy",
    metadata,
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("cell", Integer, primary_key=True),
    Column("lane", Integer, primary_key=True),
    Column("appointment_id", Text, ForeignKey("appointment.id"), nullable=False),
    CheckConstraint("cell BETWEEN 0 AND 287", name="cell_in_the_day"),
    CheckConstraint("lane >= 0", name="lane_known"),
    Index("ix_occupancy_appointment_id", "appointment_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""One row for each five minutes of each resource: its key is what refuses the second booking."""

operation = Table(
    "operation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Word(Kind), nullable=False),
    Column("appointment_id", Text, ForeignKey("appointment.id"), nullable=False),
    Column("referral_id", Text, ForeignKey("referral.id"), nullable=False),
    Column("progress", Word(Progress), nullable=False),
    Column("job_id", Text),
    Column("tries", Integer, nullable=False),
    Column("refusal", Text),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    one_of("kind", Kind),
    one_of("progress", Progress),
    CheckConstraint("tries >= 0", name="tries_counted"),
    CheckConstraint("(progress IN ('done', 'manual')) = (due_at IS NULL)", name="open_means_due"),
    CheckConstraint(
        "(lease_owner IS NULL) = (lease_until IS NULL)", name="a_lease_has_owner_and_end"
    ),
    Index(
        "uq_operation_open",
        "appointment_id",
        "kind",
        unique=True,
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(
        "ix_operation_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index("ix_operation_referral_id", "referral_id"),
    sqlite_strict=True,
)
"""The outbox: what is still owed to ЕСОЗ. Open means that it is due some time."""

noted = Table(
    "noted",
    metadata,
    Column("appointment_id", Text, ForeignKey("appointment.id"), primary_key=True),
    Column("about", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What a person has seen to about a visit: the worklist does not ask for it again."""

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("ix_journal_subject", "subject"),
    sqlite_strict=True,
)
"""Append-only. `at` stays text: the hash is over what is written, not over what it is read as."""

site_key = Table(
    "site_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mark", Text, nullable=False),
    CheckConstraint("id = 1", name="only_one_key"),
    sqlite_strict=True,
)
"""Which key referral numbers are under: its mark, from which nobody can tell the key."""

standing = and_(appointment.c.state != State.CANCELLED, appointment.c.state != State.NO_SHOW)
"""The condition of the unique indexes: the visit is still promised, or has happened."""

unsettled = and_(
    appointment.c.claim != literal_column("'none'"),
    or_(
        appointment.c.claim != literal_column("'ours'"),
        appointment.c.state == literal_column("'cancelled'"),
    ),
)
"""The condition of the index of visits whose claim has not ended as it should; spelt the same."""

is_open = operation.c.due_at.is_not(None)
