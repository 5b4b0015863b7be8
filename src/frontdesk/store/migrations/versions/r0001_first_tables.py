"""The first tables: the clinic and what it gives, patients, referrals, visits, outbox, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SORT_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _create_clinic()
    _create_people()
    _create_visits()
    _create_audit()


def downgrade() -> None:
    op.drop_table("journal")
    op.drop_table("operation")
    op.drop_table("occupancy")
    op.drop_table("appointment_resource")
    op.drop_table("appointment")
    op.drop_table("referral")
    op.drop_table("patient")
    op.drop_table("day_change")
    op.drop_table("day_exception")
    op.drop_table("template")
    op.drop_table("offer")
    op.drop_table("service_membership")
    op.drop_table("service_group")
    op.drop_table("service")
    op.drop_table("resource")


def _create_clinic() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("speciality", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("employee_id", sa.Text(), nullable=True),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.Column("max_lanes", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('doctor', 'room', 'device')", name="kind_known"),
        sa.CheckConstraint("1 <= lanes AND lanes <= max_lanes", name="lanes_bounded"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "category IN ('counselling', 'laboratory_procedure', "
            "'diagnostic_procedure', 'imaging', 'procedure', 'surgical_procedure', "
            "'education', 'hospitalization', 'transfer_of_care')",
            name="category_known",
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "service_group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "service_membership",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("nearness", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["service_group.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("service_id", "nearness"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offer",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("doctor_id", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.CheckConstraint("minutes > 0 AND minutes % 5 = 0", name="minutes_on_the_grid"),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["resource.id"],
        ),
        sa.ForeignKeyConstraint(
            ["doctor_id"],
            ["resource.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["resource.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("service_id", "doctor_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "template",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "start_min % 5 = 0 AND end_min % 5 = 0 AND 0 <= start_min AND start_min < "
            "end_min AND end_min <= 1440",
            name="on_the_grid",
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
        ),
        sa.PrimaryKeyConstraint("resource_id", "weekday", "start_min", "valid_from"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "day_exception",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.CheckConstraint("change IN ('closed', 'extra')", name="change_known"),
        sa.CheckConstraint(
            "start_min % 5 = 0 AND end_min % 5 = 0 AND 0 <= start_min AND start_min < "
            "end_min AND end_min <= 1440",
            name="on_the_grid",
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
        ),
        sa.PrimaryKeyConstraint("resource_id", "day", "start_min", "change"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "day_change",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
        ),
        sa.PrimaryKeyConstraint("resource_id", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_day_change_seq", "day_change", ["seq"], unique=False)


def _create_people() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("sort_key", SORT_KEY, nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("esoz_id", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.CheckConstraint("sex IN ('female', 'male')", name="sex_known"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_patient_esoz_id", "patient", ["esoz_id"], unique=False)
    op.create_index("ix_patient_phone", "patient", ["phone"], unique=False)
    op.create_index("ix_patient_sort_key", "patient", ["sort_key"], unique=False)
    op.create_table(
        "referral",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number_hash", sa.Text(), nullable=False),
        sa.Column("number_tail", sa.Text(), nullable=False),
        sa.Column("number_sealed", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("processing", sa.Text(), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("names_group", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("programme_id", sa.Text(), nullable=True),
        sa.Column("programme_name", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("surname", sa.Text(), nullable=True),
        sa.Column("first_initial", sa.Text(), nullable=True),
        sa.Column("second_initial", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.Column("used_by_name", sa.Text(), nullable=True),
        sa.Column("requester_name", sa.Text(), nullable=True),
        sa.Column("performer", sa.Text(), nullable=True),
        sa.Column("performer_name", sa.Text(), nullable=True),
        sa.Column("performer_speciality", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=True),
        sa.Column("history", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "category IN ('counselling', 'laboratory_procedure', "
            "'diagnostic_procedure', 'imaging', 'procedure', 'surgical_procedure', "
            "'education', 'hospitalization', 'transfer_of_care')",
            name="category_known",
        ),
        sa.CheckConstraint(
            "priority IN ('routine', 'urgent', 'asap', 'stat')", name="priority_known"
        ),
        sa.CheckConstraint(
            "processing IN ('new', 'in_queue', 'in_progress', 'completed')", name="processing_known"
        ),
        sa.CheckConstraint("sex IN ('female', 'male')", name="sex_known"),
        sa.CheckConstraint(
            "status IN ('active', 'completed', 'recalled', 'entered_in_error')", name="status_known"
        ),
        sa.CheckConstraint("length(number_tail) = 4", name="only_the_last_group"),
        sa.CheckConstraint("names_group IN (0, 1)", name="names_group_known"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_referral_number_hash", "referral", ["number_hash"], unique=False)
    op.create_index(
        "ix_referral_sealed",
        "referral",
        ["id", "status", "processing", "used_by", "expires_at"],
        unique=False,
        sqlite_where=sa.text("number_sealed IS NOT NULL"),
        postgresql_where=sa.text("number_sealed IS NOT NULL"),
    )


def _create_visits() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("doctor_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=True),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("hold_until", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_on", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'held') = (hold_until IS NOT NULL)", name="only_a_hold_expires"
        ),
        sa.CheckConstraint(
            "claim IN ('none', 'deferred', 'pending', 'ours', 'lost', 'releasing', 'manual')",
            name="claim_known",
        ),
        sa.CheckConstraint(
            "ground IN ('e_referral', 'paper_referral', 'direct_access', 'chronic', "
            "'treating_doctor', 'urgent', 'paid')",
            name="ground_known",
        ),
        sa.CheckConstraint(
            "state IN ('held', 'claiming', 'booked', 'arrived', 'fulfilled', "
            "'no_show', 'cancelled')",
            name="state_known",
        ),
        sa.CheckConstraint("session >= 1 AND version >= 1", name="counted_from_one"),
        sa.CheckConstraint(
            "start_min % 5 = 0 AND end_min % 5 = 0 AND 0 <= start_min AND start_min < "
            "end_min AND end_min <= 1440",
            name="on_the_grid",
        ),
        sa.ForeignKeyConstraint(
            ["doctor_id"],
            ["resource.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_appointment_day", "appointment", ["day", "start_min"], unique=False)
    op.create_index(
        "ix_appointment_hold_until",
        "appointment",
        ["hold_until"],
        unique=False,
        sqlite_where=sa.text("hold_until IS NOT NULL"),
        postgresql_where=sa.text("hold_until IS NOT NULL"),
    )
    op.create_index("ix_appointment_referral_id", "appointment", ["referral_id"], unique=False)
    op.create_index(
        "uq_appointment_patient_start",
        "appointment",
        ["patient_id", "day", "start_min"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('cancelled', 'no_show')"),
        postgresql_where=sa.text("state NOT IN ('cancelled', 'no_show')"),
    )
    op.create_index(
        "uq_appointment_referral_session",
        "appointment",
        ["referral_id", "session"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('cancelled', 'no_show')"),
        postgresql_where=sa.text("state NOT IN ('cancelled', 'no_show')"),
    )
    op.create_table(
        "appointment_resource",
        sa.Column("appointment_id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
        ),
        sa.PrimaryKeyConstraint("appointment_id", "resource_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "occupancy",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Text(), nullable=False),
        sa.CheckConstraint("cell BETWEEN 0 AND 287", name="cell_in_the_day"),
        sa.CheckConstraint("lane >= 0", name="lane_known"),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
        ),
        sa.PrimaryKeyConstraint("resource_id", "day", "cell", "lane"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_occupancy_appointment_id", "occupancy", ["appointment_id"], unique=False)
    op.create_table(
        "operation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("appointment_id", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(progress IN ('done', 'manual')) = (due_at IS NULL)", name="open_means_due"
        ),
        sa.CheckConstraint(
            "kind IN ('claim', 'verify', 'take_over', 'watch', 'release')", name="kind_known"
        ),
        sa.CheckConstraint(
            "progress IN ('new', 'sent', 'job', 'done', 'manual')", name="progress_known"
        ),
        sa.CheckConstraint(
            "(lease_owner IS NULL) = (lease_until IS NULL)", name="a_lease_has_owner_and_end"
        ),
        sa.CheckConstraint("tries >= 0", name="tries_counted"),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_operation_due_at",
        "operation",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_operation_referral_id", "operation", ["referral_id"], unique=False)
    op.create_index(
        "uq_operation_open",
        "operation",
        ["appointment_id", "kind"],
        unique=True,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def _create_audit() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash"),
        sqlite_strict=True,
    )
    op.create_index("ix_journal_subject", "journal", ["subject"], unique=False)
