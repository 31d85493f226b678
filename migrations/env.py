"""Where Alembic starts. How a migration runs is decided in quizapp.db.migrate."""

from __future__ import annotations

from quizapp.db.migrate import run_in_one_transaction

run_in_one_transaction()
