"""What is kept how long: notices before something old goes, whom a notice names, who was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENTS = ("kept_at", "ended_at", "warned_at")
NAMED = ("about_id", "from_id")
# A roster makes the account and its place in the class in one moment; somebody whom it found
# there has an older account.
MADE = (
    "UPDATE membership SET made = true WHERE part = 'pupil' AND listed IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM account WHERE account.id = membership.account_id"
    " AND account.role = 'learner' AND account.created_at = membership.joined_at)"
)


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("classroom", sa.Column(name, sa.BigInteger()))
    made = sa.Column("made", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("membership", made)
    op.execute(MADE)
    for name in NAMED:
        op.add_column("notice", sa.Column(name, KEY))
        op.create_index(f"ix_notice_{name}", "notice", [name])
    op.create_index("ix_audit_entry_object_moment", "audit_entry", ["object", "moment"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_object_moment", "audit_entry")
    for name in reversed(NAMED):
        op.drop_index(f"ix_notice_{name}", "notice")
        op.drop_column("notice", name)
    op.drop_column("membership", "made")
    for name in reversed(MOMENTS):
        op.drop_column("classroom", name)
