"""Parameters of memory that were fitted to one learner; none for the usual ones.

Going back drops them, and leaves the states of cards where these parameters had put them:
run `quizapp account fit ID --usual` before, which replays the log with the usual ones.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("memory_parameters", sa.Text()))


def downgrade() -> None:
    op.drop_column("account", "memory_parameters")
