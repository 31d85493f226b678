"""Files on their way into drafts: what is being read, and what was found, until it is applied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = "state IN ('reading', 'ready', 'refused', 'cancelled', 'done')"


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("upload", sa.LargeBinary()),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("found", sa.Text()),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("alive_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(STATES, name="state"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_import_job_account_id", "import_job", ["account_id"])
    op.create_index("ix_import_job_draft_id", "import_job", ["draft_id"])
    op.create_index("ix_import_job_made_at", "import_job", ["made_at"])


def downgrade() -> None:
    op.drop_table("import_job")
