"""Drafts and revisions of what teachers write, their tags, and the warnings they accept."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

STATUSES = "status IN ('draft', 'review', 'published', 'retired')"
ACTIONS = (
    "action IN ('created', 'copied', 'saved', 'submitted', 'returned', 'published', 'retired',"
    " 'resumed', 'restored')"
)
# What a revision says never changes; who made it is forgotten with the account.
FIXED = "id, draft_id, number, made_at, action, note, changed, fingerprint, record"
PERMIT = (
    "SELECT 1 FROM draft JOIN erasure ON erasure.account_id = draft.owner_id"
    " WHERE draft.id = OLD.draft_id"
)


def upgrade() -> None:
    with op.batch_alter_table("article", recreate="auto") as batch:
        batch.add_column(sa.Column("owner_id", KEY))
        batch.add_column(
            sa.Column("status", sa.String(10), nullable=False, server_default="published")
        )
        batch.create_foreign_key(
            batch.f("fk_article_owner_id_account"), "account", ["owner_id"], ["id"]
        )
        batch.create_check_constraint("status", "status IN ('published', 'retired')")
        batch.create_index("ix_article_owner_id", ["owner_id"])
    create_drafts()
    create_revisions()
    create_notes()
    statements = postgresql_guards if op.get_bind().dialect.name == "postgresql" else sqlite_guards
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for name in ("warning_accepted", "item_tag", "revision", "draft"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_revision()")
    with op.batch_alter_table("article", recreate="auto") as batch:
        batch.drop_index("ix_article_owner_id")
        batch.drop_constraint(batch.f("ck_article_status"), type_="check")
        batch.drop_constraint(batch.f("fk_article_owner_id_account"), type_="foreignkey")
        batch.drop_column("status")
        batch.drop_column("owner_id")


def create_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.String(32)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", KEY),
        sa.CheckConstraint(STATUSES, name="status"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["updated_by"], ["account.id"]),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index("ix_draft_owner_id_updated_at", "draft", ["owner_id", "updated_at"])
    op.create_index("ix_draft_updated_by", "draft", ["updated_by"])


def create_revisions() -> None:
    op.create_table(
        "revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", KEY),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.CheckConstraint(ACTIONS, name="action"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.UniqueConstraint("draft_id", "number"),
    )
    op.create_index("ix_revision_account_id", "revision", ["account_id"])


def create_notes() -> None:
    op.create_table(
        "item_tag",
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("part", sa.String(200), nullable=False),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "part", "tag"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "warning_accepted",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("item", sa.String(400), nullable=False),
        sa.Column("rule", sa.String(8), nullable=False),
        sa.Column("finding", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", KEY),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.UniqueConstraint("draft_id", "finding"),
    )
    op.create_index("ix_warning_accepted_account_id", "warning_accepted", ["account_id"])


def sqlite_guards() -> Iterator[str]:
    """What keeps the revisions append-only, in SQLite's words."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END"
    yield (
        "CREATE TRIGGER revision_kept BEFORE DELETE ON revision"
        f" WHEN NOT EXISTS ({PERMIT}) {refuse}"
    )
    yield f"CREATE TRIGGER revision_fixed BEFORE UPDATE OF {FIXED} ON revision {refuse}"


def postgresql_guards() -> Iterator[str]:
    """The same guards in PostgreSQL's words; `refuse` is there since 0001."""
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';"
    yield (
        "CREATE FUNCTION refuse_revision() RETURNS trigger AS $$ BEGIN"
        f" IF EXISTS ({PERMIT}) THEN RETURN OLD; END IF; {refuse} END $$ LANGUAGE plpgsql"
    )
    yield (
        "CREATE TRIGGER revision_kept BEFORE DELETE ON revision FOR EACH ROW"
        " EXECUTE FUNCTION refuse_revision()"
    )
    yield (
        f"CREATE TRIGGER revision_fixed BEFORE UPDATE OF {FIXED} ON revision FOR EACH ROW"
        " EXECUTE FUNCTION refuse()"
    )
