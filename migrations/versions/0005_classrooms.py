"""Classrooms, their members, homework and its attempts; the language of a single question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


FIXED = "round_id, position, version_id, arrangement"


def upgrade() -> None:
    create_classrooms()
    create_homework()
    create_attempts()
    # NULL for the language of the round, as in all rounds so far.
    op.add_column("round_entry", sa.Column("lang", sa.String(2)))
    guard_entries(f"{FIXED}, lang")


def downgrade() -> None:
    guard_entries(FIXED)
    op.drop_column("round_entry", "lang")
    for name in (
        "calendar_feed",
        "assignment_attempt",
        "assignment_allowance",
        "assignment",
        "membership",
        "classroom",
    ):
        op.drop_table(name)


def guard_entries(columns: str) -> None:
    """The language of a stored question is as fixed as the question itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER round_entry_fixed ON round_entry")
        op.execute(
            f"CREATE TRIGGER round_entry_fixed BEFORE UPDATE OF {columns} ON round_entry"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
        return
    op.execute("DROP TRIGGER round_entry_fixed")
    op.execute(
        f"CREATE TRIGGER round_entry_fixed BEFORE UPDATE OF {columns} ON round_entry"
        " BEGIN SELECT RAISE(ABORT, 'round_entry is append-only'); END"
    )


def create_classrooms() -> None:
    op.create_table(
        "classroom",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("owner_id", KEY),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("code", sa.String(8)),
        sa.Column("code_expires_at", sa.BigInteger()),
        sa.Column("nicknames", sa.String(8), nullable=False),
        sa.Column("leaderboard", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.BigInteger()),
        sa.CheckConstraint("nicknames IN ('words', 'teacher')", name="nicknames"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"]),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_classroom_owner_id", "classroom", ["owner_id"])
    op.create_table(
        "membership",
        sa.Column("classroom_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("part", sa.String(8), nullable=False),
        sa.Column("listed", sa.String(80)),
        sa.Column("nickname", sa.String(40)),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("allowance", sa.Float()),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.CheckConstraint("part IN ('teacher', 'pupil', 'waiting', 'invited')", name="part"),
        sa.CheckConstraint("allowance >= 1", name="allowance"),
        sa.PrimaryKeyConstraint("classroom_id", "account_id"),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_membership_account_id", "membership", ["account_id"])


def create_homework() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("classroom_id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("goal", sa.String(8), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer()),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("draw", sa.String(8), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("attempts", sa.Integer()),
        sa.Column("counts", sa.String(8), nullable=False),
        sa.Column("late", sa.String(8), nullable=False),
        sa.Column("cards", sa.Integer()),
        sa.Column("cards_by", sa.String(8)),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("keys_at", sa.BigInteger()),
        sa.Column("created_by", KEY),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.CheckConstraint("goal IN ('round', 'cards')", name="goal"),
        sa.CheckConstraint("draw IN ('fixed', 'personal')", name="draw"),
        sa.CheckConstraint("language IN ('free', 'ar', 'en', 'fairness')", name="language"),
        sa.CheckConstraint("mode IN ('practice', 'test')", name="mode"),
        sa.CheckConstraint("counts IN ('best', 'last', 'first')", name="counts"),
        sa.CheckConstraint("late IN ('refuse', 'mark', 'accept')", name="late"),
        sa.CheckConstraint("cards_by IN ('day', 'due')", name="cards_by"),
        sa.CheckConstraint("due_at > opens_at", name="order"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"]),
        sa.UniqueConstraint("public_id"),
    )
    for column in ("classroom_id", "article_id", "created_by"):
        op.create_index(f"ix_assignment_{column}", "assignment", [column])


def create_attempts() -> None:
    op.create_table(
        "assignment_allowance",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("factor", sa.Float()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("factor >= 1", name="factor"),
        sa.PrimaryKeyConstraint("assignment_id", "account_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assignment_attempt",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("closes_at", sa.BigInteger()),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "account_id", "number"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.UniqueConstraint("round_id"),
        sqlite_with_rowid=False,
    )
    for table in ("assignment_allowance", "assignment_attempt"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", KEY, nullable=False, autoincrement=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.UniqueConstraint("token_hash"),
    )
