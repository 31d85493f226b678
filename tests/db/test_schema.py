"""What a worker knows of its schema agrees with what migrates, and does without it."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import Engine, text

from quizapp.db import migrate, schema
from tests.databases import SCRIPTS

# What takes long to import, or much room, and is for other commands.
FOREIGN = {"alembic", "mako", "pygments", "fontTools", "weasyprint", "docx"}


def test_the_newest_revision_is_the_one_that_is_migrated_to() -> None:
    assert schema.newest(SCRIPTS) == migrate.head(SCRIPTS)


def test_a_database_says_its_revision(engine: Engine) -> None:
    with engine.connect() as connection:
        assert schema.revision_in(connection) == migrate.revision_in(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        assert schema.revision_in(connection) is None


def test_a_worker_imports_nothing_that_only_other_commands_need() -> None:
    code = (
        "import sys, quizapp.server; from quizapp.config import Config;"
        "quizapp.server.create_app(Config.from_environment({'WARAQA_DATA_DIR': sys.argv[1]}));"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", code, "/nowhere"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not FOREIGN & set(found.stdout.split()), found.stderr
    assert "flask" in found.stdout.split(), found.stderr
