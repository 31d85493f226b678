"""Articles out of the studio as one file, and such files in: nothing lost, nothing doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound, DraftNotFound
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.bundle import writer
from quizapp.formats.content import ContentRejected
from quizapp.services.studio import bundles, drafts
from quizapp.services.studio.drafts import Author, Draft
from quizapp.services.studio.saving import EditedElsewhere
from tests.people import make_account
from tests.play import NOW
from tests.samples import b
from tests.studio import Teacher


@pytest.fixture
def teacher(session: Session) -> Teacher:
    """A teacher with an article about which one fact is written."""
    account = make_account(session, role="teacher", name="Huda", now=NOW)
    made = Teacher(session, Author(account.account_id))
    made.create()
    made.write_fact()
    return made


@pytest.fixture
def other(session: Session) -> Teacher:
    account = make_account(session, role="teacher", name="Rania", now=NOW)
    return Teacher(session, Author(account.account_id))


def sent(teacher: Teacher) -> bytes:
    return bundles.bundle_of_draft(teacher.session, teacher.author, "draft-1")[1]


def brought(teacher: Teacher, data: bytes, public_id: str = "arrived") -> Draft:
    found = bundles.look(teacher.session, teacher.author, data)
    ident = bundles.bring_in(
        teacher.session,
        teacher.author,
        found.article,
        public_id=public_id,
        seen=bundles.state_seen(found),
        now=NOW,
    )
    return teacher.draft(ident)


def changed(article: Article) -> bytes:
    return writer.write(replace(article, title=b("معرض آخر", "Another fair")))


def rows(session: Session) -> tuple[int, ...]:
    names = ("draft", "revision")
    return tuple(
        session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names
    )


def test_ones_own_bundle_is_the_draft_that_is_there(teacher: Teacher) -> None:
    data = sent(teacher)
    before = rows(teacher.session)
    found = bundles.look(teacher.session, teacher.author, data)
    assert (found.sort, found.differences) == ("same", ())
    assert brought(teacher, data).public_id == "draft-1"
    assert rows(teacher.session) == before


def test_a_changed_bundle_is_a_new_state_of_the_draft_and_the_old_one_stays(
    teacher: Teacher,
) -> None:
    article = teacher.draft().article
    data = changed(article)
    found = bundles.look(teacher.session, teacher.author, data)
    assert found.sort == "changed"
    assert [difference.part for difference in found.differences] == ["about"]
    draft = brought(teacher, data)
    assert draft.public_id == "draft-1"
    assert draft.article == replace(article, title=b("معرض آخر", "Another fair"))
    assert draft.version == teacher.draft().version
    once = rows(teacher.session)
    assert brought(teacher, data).version == draft.version
    assert rows(teacher.session) == once


def test_looking_writes_nothing(teacher: Teacher) -> None:
    before = rows(teacher.session)
    bundles.look(teacher.session, teacher.author, changed(teacher.draft().article))
    assert rows(teacher.session) == before


def test_somebody_elses_article_comes_as_a_draft_of_ones_own_once(
    teacher: Teacher, other: Teacher
) -> None:
    data = sent(teacher)
    found = bundles.look(other.session, other.author, data)
    assert (found.sort, found.given) == ("new", "t-fair")
    mine = brought(other, data)
    assert mine.slug.startswith("t-fair-")
    assert mine.owner_id == other.author.account_id
    assert replace(mine.article, slug="t-fair") == teacher.draft().article
    before = rows(other.session)
    assert brought(other, data, "arrived-again").public_id == mine.public_id == "arrived"
    assert rows(other.session) == before
    assert teacher.draft().version == 2


def test_an_article_that_nobody_has_keeps_its_name(other: Teacher, teacher: Teacher) -> None:
    article = replace(teacher.draft().article, slug="nobody-has-it")
    draft = brought(other, writer.write(article))
    assert draft.slug == "nobody-has-it"
    assert draft.article == article
    assert draft.status == "draft"
    assert bundles.bundle_of_draft(other.session, other.author, "arrived") == (
        "nobody-has-it",
        writer.write(article),
    )


def test_what_was_changed_since_the_preview_is_not_written_over(teacher: Teacher) -> None:
    found = bundles.look(teacher.session, teacher.author, changed(teacher.draft().article))
    seen = bundles.state_seen(found)
    brought(teacher, writer.write(replace(teacher.draft().article, title=b("ثالث", "Third"))))
    with pytest.raises(EditedElsewhere):
        bundles.bring_in(
            teacher.session,
            teacher.author,
            found.article,
            public_id="x",
            seen=seen,
            now=NOW,
        )
    assert teacher.draft().article.title.en == "Third"


def test_a_draft_that_is_hardly_begun_travels_too(teacher: Teacher, other: Teacher) -> None:
    empty = drafts.empty_article("t-empty", b("عنوان", ""), b("", ""))
    teacher.create(empty, "draft-2")
    _, data = bundles.bundle_of_draft(teacher.session, teacher.author, "draft-2")
    draft = brought(other, data)
    assert replace(draft.article, slug="t-empty") == teacher.draft("draft-2").article


def test_strangers_find_nothing(teacher: Teacher, other: Teacher) -> None:
    with pytest.raises(DraftNotFound):
        bundles.bundle_of_draft(other.session, other.author, "draft-1")
    with pytest.raises(ArticleNotFound):
        bundles.bundle_of_article(other.session, "t-fair")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"PK", FileRefused), (writer.packed([("x/article.yaml", b"slug: x")]), ContentRejected)],
)
def test_a_file_that_is_no_bundle_changes_nothing(
    data: bytes, refusal: type[Exception], teacher: Teacher
) -> None:
    before = rows(teacher.session)
    with pytest.raises(refusal):
        bundles.look(teacher.session, teacher.author, data)
    assert rows(teacher.session) == before
