"""Accepted spellings that count no longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "withdrawn_spelling",
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("spelling", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("withdrawn_by", KEY, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "lang", "spelling", "answer"),
        sa.ForeignKeyConstraint(
            ["item_id", "lang", "spelling", "answer"],
            [
                "accepted_spelling.item_id",
                "accepted_spelling.lang",
                "accepted_spelling.spelling",
                "accepted_spelling.answer",
            ],
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("withdrawn_spelling")
