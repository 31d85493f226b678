from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db import people
from quizapp.db.engine import writing as transaction
from quizapp.domain.errors import ArticleNotFound
from quizapp.services import content, doctor
from quizapp.services.mine.export import export_all
from quizapp.services.studio import drafts, history, publishing, writing
from quizapp.services.studio.checking import examine
from quizapp.services.studio.drafts import Author
from quizapp.services.studio.publishing import NotReady, WrongStatus
from tests.databases import SCRIPTS
from tests.people import make_account
from tests.play import NOW, Player, request
from tests.studio import HOST, Teacher


@pytest.fixture
def teacher(session: Session) -> Teacher:
    """A teacher with an article about which one fact is written."""
    account = make_account(session, role="teacher", name="Huda", now=NOW)
    made = Teacher(session, Author(account.account_id))
    made.create()
    made.write_fact()
    return made


def rows_in(session: Session) -> dict[str, int]:
    names = ("article_version", "item", "item_version", "card", "card_version", "revision")
    count = {}
    for name in names:
        found = session.execute(text(f"SELECT count(*) FROM {name}"))
        count[name] = found.scalar_one()
    return count


def test_nobody_has_an_article_before_it_is_published(teacher: Teacher) -> None:
    assert content.list_articles(teacher.session) == ()
    with pytest.raises(ArticleNotFound):
        content.bank_of(teacher.session, "t-fair")


def test_a_published_article_is_played_like_any_other(teacher: Teacher) -> None:
    teacher.publish()
    (head,) = content.list_articles(teacher.session)
    assert (head.slug, head.facts) == ("t-fair", 1)
    player = Player(teacher.session, teacher.author.account_id)
    player.start(replace(request(length=2), article="t-fair"))
    assert player.play_through().finished_at is not None


def test_a_draft_is_reviewed_before_it_is_published(teacher: Teacher) -> None:
    with pytest.raises(WrongStatus):
        publishing.publish(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)


def test_what_the_evidence_lock_refuses_is_not_even_reviewed(teacher: Teacher) -> None:
    other = teacher.draft().article.passage[0].sentences[2].id
    teacher.write_fact(replace(HOST, sentence=other))
    with pytest.raises(NotReady) as refusal:
        publishing.submit(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    assert {each.finding.rule for each in refusal.value.verdict.refused} == {"EV1"}
    assert teacher.draft().status == "draft"


def test_an_article_without_anything_to_ask_is_not_published(teacher: Teacher) -> None:
    teacher.create(replace(teacher.draft().article, slug="t-empty", facts=()), "draft-2")
    verdict = examine(teacher.session, teacher.draft("draft-2"))
    assert (verdict.items, verdict.sound) == ((), False)


def test_a_warning_wants_a_reason_which_is_kept(teacher: Teacher) -> None:
    long = replace(
        HOST,
        en="The city of {{Irbid}} hosted the flower fair, as everybody in the whole country "
        "who is fond of flowers and of fairs had been told many weeks before it began.",
    )
    teacher.write_fact(long)
    publishing.submit(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    verdict = examine(teacher.session, teacher.draft())
    assert verdict.warned
    assert verdict.sound
    with pytest.raises(NotReady):
        publishing.publish(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    teacher.accept_all()
    publishing.publish(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    assert all(g.reason == "Looked at." for g in examine(teacher.session, teacher.draft()).warned)


def test_publishing_twice_writes_nothing_new(teacher: Teacher) -> None:
    teacher.publish()
    before = rows_in(teacher.session)
    done = publishing.publish(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    assert done.rows_written == 0
    assert rows_in(teacher.session) == before


def test_changing_a_published_article_changes_nothing_for_learners_yet(teacher: Teacher) -> None:
    teacher.publish()
    teacher.write_fact(replace(HOST, ar="استضافت مدينة {{إربد}} معرضًا للزهور."))
    draft = teacher.draft()
    assert (draft.status, draft.live, draft.changed) == ("draft", True, True)
    assert "معرضًا" not in content.article_of(teacher.session, "t-fair").facts[0].plain().ar


def test_a_round_that_is_open_keeps_its_questions_and_says_so(teacher: Teacher) -> None:
    teacher.publish()
    player = Player(teacher.session, teacher.author.account_id)
    player.start(replace(request(length=1), article="t-fair", kinds=("gap",), lang="en"))
    before = player.question(1).presented
    teacher.write_fact(replace(HOST, en="The city of {{Irbid}} hosted a flower fair."))
    teacher.publish()
    assert player.question(1).presented == before
    feedback = player.right(1).view.feedback
    assert feedback is not None
    assert feedback.changed


def test_a_retired_article_is_asked_no_more_and_every_answer_stays(teacher: Teacher) -> None:
    teacher.publish()
    player = Player(teacher.session, teacher.author.account_id)
    player.start(replace(request(length=1), article="t-fair"))
    player.right(1)
    publishing.retire(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    assert content.list_articles(teacher.session) == ()
    with pytest.raises(ArticleNotFound):
        content.article_head(teacher.session, "t-fair")
    assert player.result().right == 1


def test_the_doctor_finds_nothing_wrong_with_published_and_retired_articles(
    teacher: Teacher,
) -> None:
    teacher.publish()
    assert doctor.examine(teacher.session, SCRIPTS).sound
    publishing.retire(teacher.session, author=teacher.author, public_id="draft-1", now=NOW)
    assert doctor.examine(teacher.session, SCRIPTS).sound


def test_a_retired_article_comes_back_with_the_same_items(teacher: Teacher) -> None:
    teacher.publish()
    before = {item.id for item in content.bank_of(teacher.session, "t-fair").items}
    here = {"author": teacher.author, "public_id": "draft-1", "now": NOW}
    publishing.retire(teacher.session, **here)  # type: ignore[arg-type]
    assert publishing.resume(teacher.session, **here).status == "draft"  # type: ignore[arg-type]
    teacher.publish()
    assert {item.id for item in content.bank_of(teacher.session, "t-fair").items} == before


def test_what_was_reviewed_can_be_taken_back_with_a_note(teacher: Teacher) -> None:
    here = {"author": teacher.author, "public_id": "draft-1", "now": NOW}
    publishing.submit(teacher.session, **here)  # type: ignore[arg-type]
    publishing.send_back(teacher.session, note="The year?", **here)  # type: ignore[arg-type]
    assert teacher.draft().status == "draft"
    assert history.history(teacher.session, teacher.draft())[0].note == "The year?"


def test_a_copy_begins_with_everything_and_leaves_the_first_alone(teacher: Teacher) -> None:
    teacher.publish()
    other = make_account(teacher.session, role="teacher", name="Rania", now=NOW)
    copier = Teacher(teacher.session, Author(other.account_id))
    drafts.copy(
        teacher.session,
        author=copier.author,
        slug="t-fair",
        new_slug="t-copy",
        public_id="copy",
        now=NOW,
    )
    assert copier.draft("copy").article.facts == teacher.draft().article.facts
    copier.write_fact(replace(HOST, en="{{Irbid}} hosted the flower fair."), "copy")
    copier.publish("copy")
    assert {head.slug for head in content.list_articles(teacher.session)} == {"t-copy", "t-fair"}
    assert teacher.draft().article.facts[0].plain().en.startswith("The city of")


def test_a_preview_shows_what_would_follow_and_writes_nothing(teacher: Teacher) -> None:
    before = rows_in(teacher.session)
    new = replace(HOST, id="f-other", en="The city of {{Irbid}} hosted it.", sentence="p1s1")
    preview = writing.preview_fact(teacher.draft().article, new)
    assert {"gap", "true_false"} <= {item.kind for item in preview.items}
    assert len(preview.cards) == 2
    assert rows_in(teacher.session) == before


def test_a_fact_in_one_language_is_asked_in_it_and_flagged(teacher: Teacher) -> None:
    teacher.write_fact(replace(HOST, en=""))
    verdict = examine(teacher.session, teacher.draft())
    assert {lang for item in verdict.items for lang in item.langs} == {"ar"}
    assert any(each.id == "f-host" and each.lang == "en" for each in verdict.untranslated)
    teacher.publish()
    assert content.list_articles(teacher.session)


def test_an_author_who_leaves_takes_her_drafts_and_leaves_what_was_published(
    teacher: Teacher,
) -> None:
    teacher.publish()
    teacher.create(replace(teacher.draft().article, slug="t-other"), "draft-2")
    with transaction(teacher.session) as connection:
        people.erase(connection, teacher.author.account_id)
    assert drafts.my_drafts(teacher.session, teacher.author) == ()
    assert [head.slug for head in content.list_articles(teacher.session)] == ["t-fair"]
    owner = teacher.session.execute(text("SELECT owner_id FROM article"))
    assert owner.scalar_one() is None


@pytest.mark.parametrize(
    "statement", ["DELETE FROM revision", "UPDATE revision SET note = 'nothing happened'"]
)
def test_the_history_cannot_be_rewritten(teacher: Teacher, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        teacher.session.execute(text(statement))


def test_a_teacher_takes_her_drafts_along(teacher: Teacher) -> None:
    (draft,) = export_all(teacher.session, teacher.author.account_id)["drafts"]
    assert (draft["slug"], draft["article"]["facts"][0]["id"]) == ("t-fair", "f-host")
