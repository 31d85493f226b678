"""Accounts and sessions, articles and items with their versions, rounds and responses."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Rows of these tables never change and never go.
IMMUTABLE = ("article_version", "item_version")
# Columns of a round and of its entries that are fixed when it starts.
FIXED = {
    "round": "public_id, article_version_id, repeats_id, lang, mode, certainty, kinds, length,"
    " total, seed, started_at",
    "round_entry": "round_id, position, version_id, arrangement",
}
# A row of a round may go only while its account is being erased.
PERMIT = {
    "round": "SELECT 1 FROM erasure WHERE erasure.account_id = OLD.account_id",
    "round_entry": "SELECT 1 FROM round JOIN erasure ON erasure.account_id = round.account_id"
    " WHERE round.id = OLD.round_id",
    "response": "SELECT 1 FROM round JOIN erasure ON erasure.account_id = round.account_id"
    " WHERE round.id = OLD.round_id",
}


def upgrade() -> None:
    create_accounts()
    create_content()
    create_rounds()
    create_responses()
    statements = postgresql_guards if op.get_bind().dialect.name == "postgresql" else sqlite_guards
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for name in (
        "response",
        "round_entry",
        "round",
        "item_version",
        "item",
        "article_version",
        "article",
        "erasure",
        "auth_session",
        "account",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("refuse", *(f"refuse_{table}" for table in PERMIT)):
            op.execute(f"DROP FUNCTION {name}()")


def create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("interface", sa.String(2)),
        sa.Column("content", sa.String(2)),
        sa.Column("digits", sa.String(4), nullable=False),
        sa.Column("months", sa.String(8), nullable=False),
        sa.Column("theme", sa.String(8), nullable=False),
        sa.Column("certainty", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('guest', 'learner', 'teacher', 'admin')", name="role"),
        sa.CheckConstraint("interface IN ('ar', 'en')", name="interface"),
        sa.CheckConstraint("content IN ('ar', 'en')", name="content"),
        sa.CheckConstraint("digits IN ('latn', 'arab')", name="digits"),
        sa.CheckConstraint("months IN ('western', 'levant')", name="months"),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "auth_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("idle_limit", KEY, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_auth_session_account_id", "auth_session", ["account_id"])
    op.create_table(
        "erasure",
        sa.Column("account_id", KEY, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("account_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
    )


def create_content() -> None:
    op.create_table(
        "article",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("bank", sa.String(32), nullable=False),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    create_versions_of("article")
    op.create_table(
        "item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("retired_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_item_article_id", "item", ["article_id"])
    create_versions_of("item")


def create_versions_of(owner: str) -> None:
    op.create_table(
        f"{owner}_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column(f"{owner}_id", KEY, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"]),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index(f"ix_{owner}_version_{owner}_id", f"{owner}_version", [f"{owner}_id"])


def create_rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("article_version_id", KEY, nullable=False),
        sa.Column("repeats_id", KEY),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("certainty", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer()),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        sa.CheckConstraint("mode IN ('practice', 'test')", name="mode"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["article_version_id"], ["article_version.id"]),
        sa.ForeignKeyConstraint(["repeats_id"], ["round.id"]),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_round_repeats_id", "round", ["repeats_id"])
    op.create_index("ix_round_account_id_started_at", "round", ["account_id", "started_at"])
    still_open = sa.text("finished_at IS NULL")
    op.create_index(
        "ix_round_open",
        "round",
        ["account_id", "started_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "round_entry",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("arrangement", sa.Text(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "position"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_round_entry_version_id", "round_entry", ["version_id"])


def create_responses() -> None:
    op.create_table(
        "response",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("client_key", sa.LargeBinary(16), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("digits", sa.String(4), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("spelling", sa.String(8)),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(8)),
        sa.Column("latency", KEY),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score"),
        sa.CheckConstraint("certainty IN ('sure', 'fairly', 'guess')", name="certainty"),
        sa.PrimaryKeyConstraint("round_id", "position"),
        sa.ForeignKeyConstraint(
            ["round_id", "position"], ["round_entry.round_id", "round_entry.position"]
        ),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"]),
        sa.UniqueConstraint("round_id", "client_key"),
        sqlite_with_rowid=False,
    )


def sqlite_guards() -> Iterator[str]:
    """What keeps the log append-only, in SQLite's words."""

    def guard(name: str, event: str, table: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    for table in IMMUTABLE:
        yield guard(f"{table}_kept", "DELETE", table)
        yield guard(f"{table}_fixed", "UPDATE", table)
    for table, permit in PERMIT.items():
        yield guard(f"{table}_kept", "DELETE", table, f"WHEN NOT EXISTS ({permit})")
    for table, columns in FIXED.items():
        yield guard(f"{table}_fixed", f"UPDATE OF {columns}", table)
    yield guard("response_fixed", "UPDATE", "response")
    yield guard(
        "round_finished", "UPDATE OF finished_at", "round", "WHEN OLD.finished_at IS NOT NULL"
    )


def postgresql_guards() -> Iterator[str]:
    """The same guards in PostgreSQL's words."""
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';"
    yield f"CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN {refuse} END $$ LANGUAGE plpgsql"
    for table, permit in PERMIT.items():
        yield (
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger AS $$ BEGIN"
            f" IF EXISTS ({permit}) THEN RETURN OLD; END IF; {refuse} END $$ LANGUAGE plpgsql"
        )

    def guard(name: str, event: str, table: str, function: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
            f" EXECUTE FUNCTION {function}()"
        )

    for table in IMMUTABLE:
        yield guard(f"{table}_kept", "DELETE", table, "refuse")
        yield guard(f"{table}_fixed", "UPDATE", table, "refuse")
    for table in PERMIT:
        yield guard(f"{table}_kept", "DELETE", table, f"refuse_{table}")
    for table, columns in FIXED.items():
        yield guard(f"{table}_fixed", f"UPDATE OF {columns}", table, "refuse")
    yield guard("response_fixed", "UPDATE", "response", "refuse")
    yield guard(
        "round_finished",
        "UPDATE OF finished_at",
        "round",
        "refuse",
        "WHEN (OLD.finished_at IS NOT NULL)",
    )
