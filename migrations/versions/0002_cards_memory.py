"""Cards with their versions, what each learner remembers of them, the log of reviews."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

IN_DECKS = "deck IN ('article-ar', 'article-en', 'terms')"
IN_PHASES = "phase IN ('new', 'learning', 'review', 'relearning')"
# Rows of this table never change and never go; those of the others go with their account.
IMMUTABLE = "card_version"
LOGS = ("review", "review_undone")
PERMIT = "SELECT 1 FROM erasure WHERE erasure.account_id = OLD.account_id"


def upgrade() -> None:
    create_goals()
    create_cards()
    create_states()
    create_log()
    statements = postgresql_guards if op.get_bind().dialect.name == "postgresql" else sqlite_guards
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for name in (
        "day_total",
        "review_undone",
        "review",
        "card_state",
        "deck_start",
        "card_version",
        "card",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        for table in LOGS:
            op.execute(f"DROP FUNCTION refuse_{table}()")
    for name in ("zone", "cap_a_day", "new_a_day", "retention"):
        op.drop_column("account", name)
    op.drop_column("article", "cards")


def create_goals() -> None:
    # Where `article.cards` is NULL, the next load of the article stores its cards.
    for column in (
        sa.Column("retention", sa.Float(), nullable=False, server_default="0.9"),
        sa.Column("new_a_day", sa.Integer(), nullable=False, server_default="10"),
        sa.Column("cap_a_day", sa.Integer(), nullable=False, server_default="100"),
        sa.Column("zone", sa.String(64), nullable=False, server_default="UTC"),
    ):
        op.add_column("account", column)
    op.add_column("article", sa.Column("cards", sa.String(32)))


def create_cards() -> None:
    op.create_table(
        "card",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("deck", sa.String(16), nullable=False),
        sa.Column("sibling_group", sa.String(400), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("retired_at", sa.BigInteger()),
        sa.CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        sa.CheckConstraint(IN_DECKS, name="deck"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_card_article_id_deck_position", "card", ["article_id", "deck", "position"])
    op.create_index("ix_card_sibling_group", "card", ["sibling_group"])
    op.create_table(
        "card_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index("ix_card_version_card_id", "card_version", ["card_id"])


def create_states() -> None:
    op.create_table(
        "deck_start",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("deck", sa.String(16), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(IN_DECKS, name="deck"),
        sa.PrimaryKeyConstraint("account_id", "article_id", "deck"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "card_state",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("phase", sa.String(10), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("first_day", sa.Integer()),
        sa.Column("last_day", sa.Integer()),
        sa.Column("last_review", sa.BigInteger()),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer()),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried_on", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version_id", KEY),
        sa.CheckConstraint(IN_PHASES, name="phase"),
        sa.PrimaryKeyConstraint("account_id", "card_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["card_version.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_card_state_due",
        "card_state",
        ["account_id", "due_on", "card_id"],
        sqlite_where=sa.text("suspended = 0"),
        postgresql_where=sa.text("NOT suspended"),
    )
    op.create_index("ix_card_state_card_id", "card_state", ["card_id"])


def create_log() -> None:
    op.create_table(
        "review",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("retention", sa.Float(), nullable=False),
        sa.Column("due_day", sa.Integer()),
        sa.Column("source", sa.String(4), nullable=False),
        sa.Column("certainty", sa.String(8)),
        sa.Column("latency", KEY),
        sa.Column("typed", sa.Text()),
        sa.Column("phase", sa.String(10), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("version_id", KEY),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
        sa.CheckConstraint("source IN ('card', 'quiz')", name="source"),
        sa.PrimaryKeyConstraint("account_id", "moment", "card_id", "uuid"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["card_version.id"]),
        sa.UniqueConstraint("account_id", "uuid"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_review_account_id_card_id_moment", "review", ["account_id", "card_id", "moment"]
    )
    op.create_table(
        "review_undone",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "uuid"),
        sa.ForeignKeyConstraint(["account_id", "uuid"], ["review.account_id", "review.uuid"]),
        sqlite_with_rowid=False,
    )
    counts = ("reviews", "cards", "introduced", "again", "tested", "recalled")
    op.create_table(
        "day_total",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("millis", KEY, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sqlite_with_rowid=False,
    )


def sqlite_guards() -> Iterator[str]:
    """What keeps the log append-only, in SQLite's words."""

    def guard(name: str, event: str, table: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    yield guard(f"{IMMUTABLE}_kept", "DELETE", IMMUTABLE)
    yield guard(f"{IMMUTABLE}_fixed", "UPDATE", IMMUTABLE)
    for table in LOGS:
        yield guard(f"{table}_kept", "DELETE", table, f"WHEN NOT EXISTS ({PERMIT})")
        yield guard(f"{table}_fixed", "UPDATE", table)


def postgresql_guards() -> Iterator[str]:
    """The same guards in PostgreSQL's words; `refuse` is there since 0001."""
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';"
    for table in LOGS:
        yield (
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger AS $$ BEGIN"
            f" IF EXISTS ({PERMIT}) THEN RETURN OLD; END IF; {refuse} END $$ LANGUAGE plpgsql"
        )

    def guard(name: str, event: str, table: str, function: str) -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {function}()"
        )

    yield guard(f"{IMMUTABLE}_kept", "DELETE", IMMUTABLE, "refuse")
    yield guard(f"{IMMUTABLE}_fixed", "UPDATE", IMMUTABLE, "refuse")
    for table in LOGS:
        yield guard(f"{table}_kept", "DELETE", table, f"refuse_{table}")
        yield guard(f"{table}_fixed", "UPDATE", table, "refuse")
