"""`quizapp export --format bundle` and `quizapp import --format bundle`."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.formats.bundle.reader import read
from quizapp.formats.bundle.writer import packed
from tests.cli.test_exchange_commands import Run, engine, run, teacher
from tests.people import make_account
from tests.studio import Teacher

__all__ = ["engine", "run", "teacher"]


@pytest.fixture
def owner(teacher: Teacher) -> str:
    """The id of a teacher with nothing of her own yet."""
    return make_account(teacher.session, role="teacher", name="Rania").public_id


def drafts(teacher: Teacher) -> int:
    teacher.session.rollback()
    return int(teacher.session.execute(text("SELECT count(*) FROM draft")).scalar_one())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["book-fair", "draft-1"])
def test_an_article_goes_out_and_comes_in_as_a_draft_once(
    run: Run, teacher: Teacher, owner: str, tmp_path: Path, name: str, lang: Lang
) -> None:
    file = tmp_path / "article.zip"
    done = run("export", name, "--format", "bundle", "--lang", lang, "--to", file)
    assert done.exit_code == 0, done.output
    assert read(file.read_bytes()).facts
    come = ("import", file, "--format", "bundle", "--owner", owner, "--lang", lang)
    before = drafts(teacher)
    assert run(*come, "--dry-run").exit_code == 0
    assert drafts(teacher) == before
    for _ in range(2):
        assert run(*come).exit_code == 0
    assert drafts(teacher) == before + 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_is_a_line(run: Run, owner: str, tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "article.zip"
    file.write_bytes(packed([("x/article.yaml", b"slug: x\nme: 1")]))
    done = run("import", file, "--format", "bundle", "--owner", owner, "--lang", lang)
    assert done.exit_code == 1
    assert "x/article.yaml:2" in done.output
    assert len(done.output.splitlines()) > 3
    file.write_bytes(b"PK")
    assert run("import", file, "--format", "bundle", "--owner", owner).exit_code == 1


def test_what_is_not_there_is_said(run: Run, owner: str, tmp_path: Path) -> None:
    file = tmp_path / "article.zip"
    assert "nowhere" in run("export", "nowhere", "--format", "bundle", "--to", file).output
    assert not file.exists()
    file.write_bytes(b"PK")
    done = run("import", file, "--format", "bundle", "--owner", "nobody")
    assert done.exit_code == 1
    assert "nobody" in done.output
