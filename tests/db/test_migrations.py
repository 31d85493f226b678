from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

import quizapp.db.models  # noqa: F401
from quizapp.db import copies, migrate
from quizapp.db.base import Base
from quizapp.db.engine import make_engine
from quizapp.domain.errors import StorageError
from tests.databases import SCRIPTS
from tests.play import Player, request

# Rebuilds parents of other tables, which would delete or orphan their children if foreign
# keys were on, and a table that triggers of others mention.
REBUILD = '''
"""Rebuild."""
import sqlalchemy as sa
from alembic import op
revision = "0099"
down_revision = "0012"
{extra}
def upgrade():
    with op.batch_alter_table("round_entry", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text()))
    with op.batch_alter_table("account", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.String(40)))
    with op.batch_alter_table("erasure", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text()))
{guards}
{more}

def downgrade():
    with op.batch_alter_table("erasure", recreate="always") as batch:
        batch.drop_column("note")
    with op.batch_alter_table("account", recreate="always") as batch:
        batch.drop_column("nickname")
    with op.batch_alter_table("round_entry", recreate="always") as batch:
        batch.drop_column("note")
{guards}
'''
# A rebuilt table loses its triggers, so the migration makes them anew.
KEPT_GUARD = """
    op.execute("CREATE TRIGGER round_entry_kept BEFORE DELETE ON round_entry"
               " WHEN NOT EXISTS (SELECT 1 FROM round JOIN erasure"
               " ON erasure.account_id = round.account_id WHERE round.id = OLD.round_id)"
               " BEGIN SELECT RAISE(ABORT, 'round_entry is append-only'); END")
"""
GUARDS = (
    KEPT_GUARD
    + """
    op.execute("CREATE TRIGGER round_entry_fixed"
               " BEFORE UPDATE OF round_id, position, version_id, arrangement ON round_entry"
               " BEGIN SELECT RAISE(ABORT, 'round_entry is append-only'); END")
"""
)
ORPHAN_ANSWERS = (
    """
    op.execute("DROP TRIGGER round_entry_kept")
    op.execute("DELETE FROM round_entry")
"""
    + KEPT_GUARD
)


def scripts_with(folder: Path, *, guards: str = GUARDS, more: str = "", extra: str = "") -> Path:
    scripts = folder / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    second = REBUILD.format(guards=guards, more=more, extra=extra)
    (scripts / "versions" / "0099_rebuild.py").write_text(second, encoding="utf-8")
    return scripts


@pytest.fixture
def populated(player: Player, database_file: Path) -> str:
    """A database with a finished and an open round."""
    player.start(request(length=3), public_id="done")
    player.play_through()
    player.start(request(length=3), public_id="open")
    player.wrong(1)
    player.session.close()
    player.session.get_bind().engine.dispose()
    return f"sqlite:///{database_file}"


def row_hashes(url: str) -> dict[str, str]:
    """A hash over all rows of each table, blind to columns that only the new schema has."""
    engine = make_engine(url)
    hashes = {}
    with engine.connect() as connection:
        for name in sorted(set(inspect(connection).get_table_names()) - {"alembic_version"}):
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
            kept = sorted(
                json.dumps({k: str(v) for k, v in row.items() if k not in ("note", "nickname")})
                for row in rows
            )
            hashes[name] = hashlib.sha256("\n".join(kept).encode()).hexdigest()
    engine.dispose()
    return hashes


def test_the_models_and_the_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_can_be_made_and_unmade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'new.db'}"
    assert not (tmp_path / "new folder").exists()
    migrate.upgrade(url, SCRIPTS)
    assert migrate.revision_of(url) == migrate.head(SCRIPTS)
    migrate.downgrade(url, SCRIPTS, "base")
    assert migrate.revision_of(url) is None
    migrate.upgrade(url, SCRIPTS)
    assert migrate.revision_of(url) == migrate.head(SCRIPTS)


def test_up_down_and_up_again_keep_every_row(populated: str, tmp_path: Path) -> None:
    scripts = scripts_with(tmp_path)
    before = row_hashes(populated)
    migrate.upgrade(populated, scripts)
    assert migrate.revision_of(populated) == "0099"
    assert row_hashes(populated) == before
    migrate.downgrade(populated, scripts, "0012")
    assert row_hashes(populated) == before
    migrate.upgrade(populated, scripts)
    assert row_hashes(populated) == before


def test_the_schema_is_copied_aside_before_it_changes(
    populated: str, tmp_path: Path, database_file: Path
) -> None:
    before = row_hashes(populated)
    migrate.upgrade(populated, scripts_with(tmp_path))
    kept = database_file.with_name(f"{database_file.name}.before-0099")
    assert copies.inspect_file(kept).revision == "0012"
    assert row_hashes(f"sqlite:///{kept}") == before


def test_a_copy_aside_that_was_killed_is_swept_up_by_the_next_upgrade(
    populated: str, tmp_path: Path, database_file: Path
) -> None:
    old, fresh = (database_file.with_name(f".waraqa.db.before-0099.{n}.tmp") for n in "ab")
    for path in (old, fresh):
        path.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    migrate.upgrade(populated, scripts_with(tmp_path))
    assert not old.exists()
    assert fresh.exists(), "somebody may be at it"


def test_nothing_happens_where_nothing_is_to_be_done(populated: str, database_file: Path) -> None:
    before = database_file.read_bytes()
    migrate.upgrade(populated, SCRIPTS)
    assert database_file.read_bytes() == before
    assert not list(database_file.parent.glob("*.before-*"))


LOSE_SESSIONS = '    op.execute("DELETE FROM auth_session")'
Harm = tuple[dict[str, str], type[Exception], str]
HARMFUL: dict[str, Harm] = {
    "it raises": ({"more": '    raise RuntimeError("halfway")'}, RuntimeError, "halfway"),
    "its SQL is wrong": (
        {"more": '    op.execute("ALTER TABLE nowhere ADD x")'},
        OperationalError,
        "nowhere",
    ),
    "rows are lost": ({"more": LOSE_SESSIONS}, StorageError, "rows_lost"),
    "answers are orphaned": (
        {"more": ORPHAN_ANSWERS, "extra": 'LOSES = {"round_entry"}'},
        StorageError,
        "foreign_keys",
    ),
    "guards are lost": ({"guards": ""}, StorageError, "triggers_lost"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_migration_that_does_harm_leaves_everything_as_it_was(
    populated: str, tmp_path: Path, database_file: Path, name: str
) -> None:
    parts, error, message = HARMFUL[name]
    before, schema = row_hashes(populated), schema_of(database_file)
    with pytest.raises(error, match=message):
        migrate.upgrade(populated, scripts_with(tmp_path, **parts))
    assert migrate.revision_of(populated) == "0012"
    assert row_hashes(populated) == before
    assert schema_of(database_file) == schema


def test_a_loss_that_is_declared_is_allowed(populated: str, tmp_path: Path) -> None:
    scripts = scripts_with(tmp_path, more=LOSE_SESSIONS, extra='LOSES = {"auth_session"}')
    migrate.upgrade(populated, scripts)
    assert migrate.revision_of(populated) == "0099"


def schema_of(file: Path) -> list[tuple[str, ...]]:
    engine = make_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_schema ORDER BY name"))
        found = [tuple(map(str, row)) for row in rows]
    engine.dispose()
    return found


def test_a_schema_of_a_newer_program_is_refused(populated: str, tmp_path: Path) -> None:
    migrate.upgrade(populated, scripts_with(tmp_path))
    before = row_hashes(populated)
    changes: tuple[Callable[[], None], ...] = (
        lambda: migrate.upgrade(populated, SCRIPTS),
        lambda: migrate.downgrade(populated, SCRIPTS, "base"),
    )
    for change in changes:
        with pytest.raises(StorageError) as caught:
            change()
        assert (caught.value.code, caught.value.detail) == ("schema_too_new", "0099")
    assert row_hashes(populated) == before


KILLED = """
import sys
from pathlib import Path
from quizapp.db import migrate
migrate.upgrade(sys.argv[1], Path(sys.argv[2]))
"""


@pytest.mark.parametrize("round_", range(3))
def test_a_migration_killed_halfway_never_happened(
    populated: str, tmp_path: Path, database_file: Path, round_: int
) -> None:
    marker = tmp_path / "halfway"
    more = f'    open({str(marker)!r}, "w").close(); import time; time.sleep(60)'
    scripts = scripts_with(tmp_path, more=more)
    before, schema = row_hashes(populated), schema_of(database_file)
    process = subprocess.Popen([sys.executable, "-c", KILLED, populated, str(scripts)])
    deadline = time.monotonic() + 30
    while not marker.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert marker.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert migrate.revision_of(populated) == "0012"
    assert row_hashes(populated) == before
    assert schema_of(database_file) == schema


def test_two_processes_that_upgrade_at_once_upgrade_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    command = [sys.executable, "-c", KILLED, url, str(SCRIPTS)]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert migrate.revision_of(url) == migrate.head(SCRIPTS)
