"""A second proof when signing in: secrets and codes for recovery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("key_mark", sa.LargeBinary(8), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("account_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "code_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "half_session",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_half_session_account_id", "half_session", ["account_id"])


def downgrade() -> None:
    op.drop_table("half_session")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
