"""`quizapp export` and `quizapp import`: the same files as in the studio, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.cli import main
from quizapp.db.engine import make_engine
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.services.content_store import Texts, store_article
from quizapp.services.studio.drafts import Author
from tests.databases import Template, drop
from tests.importing import moodle_file
from tests.people import make_account
from tests.play import NOW
from tests.studio import Teacher

Run = Callable[..., Result]


@pytest.fixture
def engine(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of the command: a published article, and a draft."""
    url = template.copied(tmp_path)
    monkeypatch.setenv("WARAQA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WARAQA_DATABASE_URL", url)
    made = make_engine(url)
    yield made
    made.dispose()
    drop(url)


@pytest.fixture
def teacher(engine: Engine, mini_texts: Texts) -> Iterator[Teacher]:
    with Session(engine, expire_on_commit=False) as session:
        store_article(session, mini_texts, NOW)
        made = Teacher(session, Author(make_account(session, role="teacher").account_id))
        made.create()
        made.write_fact()
        yield made


@pytest.fixture
def run(teacher: Teacher) -> Run:
    def call(*arguments: object) -> Result:
        teacher.session.rollback()
        return CliRunner().invoke(main, [str(each) for each in arguments])

    return call


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["book-fair", "draft-1"])
def test_an_article_or_a_draft_becomes_a_file(
    run: Run, tmp_path: Path, name: str, lang: Lang
) -> None:
    file = tmp_path / "q.xml"
    done = run("export", name, "--format", "moodle", "--lang", lang, "--to", file)
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(b"<?xml")
    assert str(file) in done.output


def test_what_is_not_there_is_said_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.xml"
    for lang, word in (("ar", "لا مقال"), ("en", "No article")):
        done = run("export", "nothing", "--format", "moodle", "--lang", lang, "--to", file)
        assert done.exit_code == 1
        assert word in done.output
    assert not file.exists()


def test_a_file_is_looked_at_and_then_taken_in(run: Run, teacher: Teacher, tmp_path: Path) -> None:
    file = tmp_path / "questions"
    file.write_bytes(moodle_file())
    looked = run("import", file, "--into", "draft-1", "--dry-run")
    assert "New: 9, changed: 0, there already: 0" in looked.output
    assert teacher.draft().article.written == ()
    teacher.session.rollback()
    done = run("import", file, "--into", "draft-1")
    assert (done.exit_code, "Taken in." in done.output) == (0, True)
    assert len(teacher.draft().article.written) == 9
    again = run("import", file, "--into", "draft-1")
    assert "New: 0, changed: 0, there already: 9" in again.output


def test_without_a_draft_a_file_can_only_be_looked_at(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions"
    file.write_bytes(moodle_file())
    assert run("import", file).exit_code == 1
    looked = run("import", file, "--dry-run", "--format", "moodle")
    assert "Questions in the file: 9" in looked.output
    assert run("import", file, "--into", "nothing").exit_code == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_that_cannot_be_used_ends_with_a_reason(
    run: Run, teacher: Teacher, tmp_path: Path, lang: Lang
) -> None:
    file = tmp_path / "questions"
    file.write_bytes(b"%PDF-1.7")
    done = run("import", file, "--into", "draft-1", "--lang", lang)
    assert done.exit_code == 1
    assert done.output.strip()
    assert teacher.draft().version == 2
