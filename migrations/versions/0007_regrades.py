"""Appeals, accepted spellings and regrades."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What was decided about an item never changes and never goes.
IMMUTABLE = ("regrade", "accepted_spelling")
# What belongs to a response goes with its account alone.
OF_RESPONSES = ("regraded_response", "appeal")
PERMIT = (
    "SELECT 1 FROM round JOIN erasure ON erasure.account_id = round.account_id"
    " WHERE round.id = OLD.round_id"
)
DECIDED = "OLD.state <> 'open'"


def upgrade() -> None:
    create_regrades()
    create_appeals()
    statements = postgresql_guards if op.get_bind().dialect.name == "postgresql" else sqlite_guards
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for name in ("appeal", "regraded_response", "regrade", "accepted_spelling"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        for table in OF_RESPONSES:
            op.execute(f"DROP FUNCTION refuse_{table}()")


def create_regrades() -> None:
    op.create_table(
        "regrade",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("old_key", sa.String(32), nullable=False),
        sa.Column("new_key", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cause IN ('key', 'spelling')", name="cause"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"]),
    )
    op.create_index("ix_regrade_item_id_made_at", "regrade", ["item_id", "made_at"])
    op.create_table(
        "regraded_response",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("step", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("regrade_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("spelling", sa.String(8)),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("was_outcome", sa.String(8), nullable=False),
        sa.Column("was_score", sa.Float(), nullable=False),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score"),
        sa.CheckConstraint("step >= 1", name="step"),
        sa.PrimaryKeyConstraint("round_id", "position", "step"),
        sa.ForeignKeyConstraint(
            ["round_id", "position"], ["response.round_id", "response.position"]
        ),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrade.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_regraded_response_regrade_id", "regraded_response", ["regrade_id"])


def create_appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", KEY),
        sa.Column("decided_at", sa.BigInteger()),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name="state"),
        sa.CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        sa.PrimaryKeyConstraint("round_id", "position"),
        sa.ForeignKeyConstraint(
            ["round_id", "position"], ["response.round_id", "response.position"]
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_appeal_item_id_state", "appeal", ["item_id", "state"])
    op.create_table(
        "accepted_spelling",
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("spelling", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("accepted_by", KEY, nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("lang IN ('ar', 'en')", name="lang"),
        sa.PrimaryKeyConstraint("item_id", "lang", "spelling", "answer"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sqlite_with_rowid=False,
    )


def sqlite_guards() -> Iterator[str]:
    """What keeps regrades append-only and decided appeals decided, in SQLite's words."""

    def guard(name: str, event: str, table: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    for table in IMMUTABLE:
        yield guard(f"{table}_kept", "DELETE", table)
        yield guard(f"{table}_fixed", "UPDATE", table)
    for table in OF_RESPONSES:
        yield guard(f"{table}_kept", "DELETE", table, f"WHEN NOT EXISTS ({PERMIT})")
    yield guard("regraded_response_fixed", "UPDATE", "regraded_response")
    yield guard("appeal_decided", "UPDATE", "appeal", f"WHEN {DECIDED}")


def postgresql_guards() -> Iterator[str]:
    """The same guards in PostgreSQL's words; `refuse` is there since 0001."""
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';"
    for table in OF_RESPONSES:
        yield (
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger AS $$ BEGIN"
            f" IF EXISTS ({PERMIT}) THEN RETURN OLD; END IF; {refuse} END $$ LANGUAGE plpgsql"
        )

    def guard(name: str, event: str, table: str, function: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
            f" EXECUTE FUNCTION {function}()"
        )

    for table in IMMUTABLE:
        yield guard(f"{table}_kept", "DELETE", table, "refuse")
        yield guard(f"{table}_fixed", "UPDATE", table, "refuse")
    for table in OF_RESPONSES:
        yield guard(f"{table}_kept", "DELETE", table, f"refuse_{table}")
    yield guard("regraded_response_fixed", "UPDATE", "regraded_response", "refuse")
    yield guard("appeal_decided", "UPDATE", "appeal", "refuse", f"WHEN ({DECIDED})")
