"""Credentials, codes, throttles, the audit log and notices."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EMPTY = sa.text("''")
YEAR = 365 * 24 * 3600 * 1000
NAME_SESSIONS = {
    "sqlite": "UPDATE auth_session SET public_id = lower(hex(randomblob(12)))",
    "postgresql": "UPDATE auth_session SET public_id = md5(random()::text || id::text)",
}
ADDED = {
    "account": ("login", "login_key", "name", "password_hash", "disabled_at", "allowance"),
    "auth_session": ("public_id", "label"),
}


def upgrade() -> None:
    extend_accounts()
    extend_sessions()
    create_codes()
    create_log()
    create_notices()
    statements = postgresql_guards if op.get_bind().dialect.name == "postgresql" else sqlite_guards
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for name in ("notice", "audit_entry", "throttle", "one_use_code"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_entry()")
    op.drop_index("uq_auth_session_public_id", "auth_session")
    op.drop_index("uq_account_login_key", "account")
    for table, names in ADDED.items():
        for name in reversed(names):
            op.drop_column(table, name)


def extend_accounts() -> None:
    for column in (
        sa.Column("login", sa.String(64)),
        sa.Column("login_key", sa.String(64)),
        sa.Column("name", sa.String(80), nullable=False, server_default=EMPTY),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("disabled_at", sa.BigInteger()),
        sa.Column("allowance", sa.Float(), nullable=False, server_default="1.0"),
    ):
        op.add_column("account", column)
    op.create_index("uq_account_login_key", "account", ["login_key"], unique=True)


def extend_sessions() -> None:
    for name, length in (("public_id", 64), ("label", 80)):
        column = sa.Column(name, sa.String(length), nullable=False, server_default=EMPTY)
        op.add_column("auth_session", column)
    op.execute(NAME_SESSIONS[op.get_bind().dialect.name])
    op.create_index("uq_auth_session_public_id", "auth_session", ["public_id"], unique=True)


def create_codes() -> None:
    op.create_table(
        "one_use_code",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("account_id", KEY),
        sa.Column("issued_by", KEY),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"]),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_one_use_code_account_id", "one_use_code", ["account_id"])
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(40), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("paid_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "key"),
        sqlite_with_rowid=False,
    )


def create_log() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", KEY),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("object", sa.String(120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("previous"),
        sa.UniqueConstraint("digest"),
    )


def create_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
    )
    op.create_index("ix_notice_account_id_seen_at", "notice", ["account_id", "seen_at"])


def sqlite_guards() -> Iterator[str]:
    """An entry never changes, and goes only when it is older than a year."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
    yield f"CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry {refuse}"
    yield (
        "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry"
        f" WHEN OLD.moment > strftime('%s', 'now') * 1000 - {YEAR} {refuse}"
    )


def postgresql_guards() -> Iterator[str]:
    """The same guards in PostgreSQL's words; `refuse` is there since 0001."""
    yield (
        "CREATE FUNCTION refuse_audit_entry() RETURNS trigger AS $$ BEGIN"
        f" IF OLD.moment <= extract(epoch FROM now()) * 1000 - {YEAR} THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';"
        " END $$ LANGUAGE plpgsql"
    )
    for name, event, function in (
        ("audit_entry_fixed", "UPDATE", "refuse"),
        ("audit_entry_kept", "DELETE", "refuse_audit_entry"),
    ):
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON audit_entry FOR EACH ROW"
            f" EXECUTE FUNCTION {function}()"
        )
