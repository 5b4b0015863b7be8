"""Copies of ЕСОЗ's registers: employees, programmes, divisions, and whether a service is in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REGISTERS = (
    "register IN ('services', 'programmes', 'employees', 'divisions', "
    "'healthcare_services', 'employee_roles')"
)


def upgrade() -> None:
    op.add_column("service", _flag("is_active"))
    op.add_column("service", _flag("request_allowed"))
    op.add_column("service", sa.Column("gone_at", sa.Text(), nullable=True))
    op.add_column("service_group", sa.Column("code", sa.Text(), nullable=True))
    _create_people()
    _create_places()
    _create_runs()


def downgrade() -> None:
    op.drop_table("register_page")
    op.drop_table("register_run")
    op.drop_table("employee_role")
    op.drop_table("healthcare_service")
    op.drop_table("division_hours")
    op.drop_table("division")
    op.drop_table("employee_speciality")
    op.drop_table("employee")
    op.drop_table("programme")
    op.drop_column("service_group", "code")
    op.drop_column("service", "gone_at")
    op.drop_column("service", "request_allowed")
    op.drop_column("service", "is_active")


def _flag(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("1"), nullable=False)


def _create_people() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "employee",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("division_id", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "employee_speciality",
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("speciality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"]),
        sa.PrimaryKeyConstraint("employee_id", "place"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _create_places() -> None:
    op.create_table(
        "division",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "division_hours",
        sa.Column("division_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"]),
        sa.PrimaryKeyConstraint("division_id", "place"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "healthcare_service",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division_id", sa.Text(), nullable=True),
        sa.Column("speciality", sa.Text(), nullable=True),
        sa.Column("providing_condition", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "employee_role",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("healthcare_service_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )


def _create_runs() -> None:
    op.create_table(
        "register_run",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Text(), nullable=True),
        sa.CheckConstraint(_REGISTERS, name="register_known"),
        sa.CheckConstraint(
            "(lease_owner IS NULL) = (lease_until IS NULL)", name="a_lease_has_owner_and_end"
        ),
        sa.PrimaryKeyConstraint("register"),
        sqlite_strict=True,
    )
    op.create_table(
        "register_page",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.CheckConstraint(_REGISTERS, name="register_known"),
        sa.PrimaryKeyConstraint("register", "first"),
        sqlite_strict=True,
    )
