from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.domain.authoring.passage import rows_of
from quizapp.domain.content import Article
from quizapp.domain.errors import DraftNotFound
from quizapp.services.studio import bank, drafts, history, passages, writing
from quizapp.services.studio.aligning import realigned
from quizapp.services.studio.drafts import Author
from quizapp.services.studio.parts import ABOUT, PASSAGE, changed
from quizapp.services.studio.saving import EditedElsewhere, edit
from tests.people import make_account
from tests.play import NOW
from tests.samples import b
from tests.studio import HOST, Teacher, fair


@pytest.fixture
def teacher(session: Session) -> Teacher:
    """A teacher with a draft of an article."""
    account = make_account(session, role="teacher", name="Huda", now=NOW)
    made = Teacher(session, Author(account.account_id))
    made.create()
    return made


def test_a_new_article_has_its_text_aligned_and_what_all_articles_share(teacher: Teacher) -> None:
    article = teacher.draft().article
    assert len(article.sentence_by_id) == 3
    assert all(s.text.ar and s.text.en for s in article.sentence_by_id.values())
    assert article.phrases["true"].en == "True"
    assert any(term.common for term in article.terms)


def test_the_stored_record_leaves_out_what_all_articles_share(teacher: Teacher) -> None:
    assert '"common":true' not in drafts.record_of(teacher.draft().article)


def test_making_the_same_article_twice_makes_one(teacher: Teacher) -> None:
    assert teacher.create() == "draft-1"
    assert len(drafts.my_drafts(teacher.session, teacher.author)) == 1


def test_only_the_owner_and_administrators_reach_a_draft(teacher: Teacher) -> None:
    other = make_account(teacher.session, role="teacher", name="Rania", now=NOW)
    with pytest.raises(DraftNotFound):
        drafts.open_draft(teacher.session, Author(other.account_id), "draft-1")
    assert drafts.my_drafts(teacher.session, Author(other.account_id)) == ()
    assert drafts.open_draft(teacher.session, Author(other.account_id, admin=True), "draft-1")


def test_a_fact_is_stored_with_its_terms_and_found_again(teacher: Teacher) -> None:
    article = teacher.write_fact().article
    assert [fact.id for fact in article.facts] == ["f-host"]
    assert article.facts[0].plain().en == "The city of Irbid hosted the flower fair."


def test_saving_what_is_there_already_writes_nothing(teacher: Teacher) -> None:
    version = teacher.write_fact().version
    assert teacher.write_fact().version == version
    twice = writing.save_fact(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        draft=replace(HOST, sentence=teacher.draft().article.facts[0].sentence),
        seen="",
        now=NOW,
    )
    assert twice.version == version


def test_whoever_saves_an_outdated_form_is_told(teacher: Teacher) -> None:
    seen = teacher.seen(ABOUT)
    save = {"author": teacher.author, "public_id": "draft-1", "now": NOW}
    first = (b("أ", "First"), b("", ""), b("", ""))
    second = (b("ب", "Second"), b("", ""), b("", ""))
    passages.save_about(teacher.session, texts=first, seen=seen, **save)  # type: ignore[arg-type]
    with pytest.raises(EditedElsewhere) as late:
        passages.save_about(teacher.session, texts=second, seen=seen, **save)  # type: ignore[arg-type]
    assert late.value.draft.article.title.en == "First"
    assert teacher.draft().article.title.en == "First"


def test_two_who_write_different_parts_do_not_meet(teacher: Teacher) -> None:
    seen = teacher.seen(ABOUT)
    teacher.write_fact()
    passages.save_about(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        texts=(b("أ", "Renamed"), b("", ""), b("", "")),
        seen=seen,
        now=NOW,
    )
    article = teacher.draft().article
    assert (article.title.en, len(article.facts)) == ("Renamed", 1)


def test_a_fact_taken_out_takes_its_terms_along(teacher: Teacher) -> None:
    new = replace(
        HOST,
        id="f-new",
        ar="افتتحت المعرض {{هدى النجار}}.",
        en="{{Huda Najjar}} opened the fair.",
        slots=(),
    )
    before = {term.id for term in teacher.draft().article.terms}
    with_it = {term.id for term in teacher.write_fact(new).article.terms}
    assert with_it - before
    after = writing.remove(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        part="fact:f-new",
        seen=teacher.seen("fact:f-new"),
        now=NOW,
    )
    assert {term.id for term in after.article.terms} == before
    assert after.article.facts == ()


def test_the_parts_that_changed_are_named(teacher: Teacher) -> None:
    old = teacher.draft().article
    new = teacher.write_fact().article
    assert changed(old, new) == ("fact:f-host", "term:irbid")
    assert changed(new, replace(new, passage=())) == (PASSAGE,)


def test_the_history_tells_who_did_what_and_takes_a_state_back(teacher: Teacher) -> None:
    teacher.write_fact()
    teacher.write_fact(replace(HOST, en="The city of {{Irbid}} hosted a flower fair."))
    lines = history.history(teacher.session, teacher.draft())
    assert [(line.number, line.action, line.who) for line in lines] == [
        (3, "saved", "Huda"),
        (2, "saved", "Huda"),
        (1, "created", "Huda"),
    ]
    (part,) = history.differences(teacher.session, teacher.draft(), 3)
    assert (part.part, part.sort) == ("fact:f-host", "changed")
    runs = next(text.runs for text in part.texts if text.lang == "en")
    assert {op for op, _ in runs} == {"same", "added", "removed"}
    history.restore(teacher.session, author=teacher.author, public_id="draft-1", number=2, now=NOW)
    assert teacher.draft().article.facts[0].plain().en.endswith("hosted the flower fair.")
    assert history.history(teacher.session, teacher.draft())[0].action == "restored"


def test_a_state_that_never_was_is_not_found(teacher: Teacher) -> None:
    with pytest.raises(DraftNotFound):
        history.differences(teacher.session, teacher.draft(), 99)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("irbid FLOWER", True),
        ("إرْبِد", True),
        ("اربد الزهور", True),
        ("autumn-tag", True),
        ("Amman", False),
    ],
)
def test_the_bank_is_searched_blind_to_how_a_word_is_written(
    teacher: Teacher, words: str, found: bool
) -> None:
    teacher.write_fact()
    bank.put_tags(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        part="fact:f-host",
        words=bank.read_tags("Autumn-tag، autumn-tag"),
    )
    entries = bank.entries(teacher.session, teacher.author)
    assert entries[0].tags == ("Autumn-tag",)
    assert bool(bank.search(entries, bank.Wanted(words=words))) is found


def test_the_bank_is_narrowed_by_kind_tag_and_state(teacher: Teacher) -> None:
    teacher.write_fact()
    entries = bank.entries(teacher.session, teacher.author)
    assert "gap" in entries[0].kinds
    for wanted, found in (
        (bank.Wanted(kind="gap"), 1),
        (bank.Wanted(kind="match"), 0),
        (bank.Wanted(tag="none"), 0),
        (bank.Wanted(status="draft"), 1),
        (bank.Wanted(status="published"), 0),
    ):
        assert len(bank.search(entries, wanted)) == found, wanted


@pytest.mark.parametrize(
    ("deed", "arabic", "english"),
    [
        ("join-ar-0", 2, 3),
        ("split-en-0", 3, 3),
        ("down-ar-1", 3, 3),
        ("nonsense", 3, 3),
        ("join-ar-99", 3, 3),
        (f"join-ar-{'9' * 5_000}", 3, 3),
    ],
)
def test_rows_are_joined_and_moved_one_language_at_a_time(
    deed: str, arabic: int, english: int
) -> None:
    rows = realigned(rows_of(fair().passage), deed)
    assert sum(bool(row.ar) for row in rows) == arabic
    assert sum(bool(row.en) for row in rows) == english
    words = " ".join(row.ar for row in rows if row.ar)
    assert words.split() == " ".join(row.ar for row in rows_of(fair().passage)).split()


def test_a_copy_of_a_published_article_is_ones_own(teacher: Teacher) -> None:
    with pytest.raises(Exception, match="nowhere"):
        drafts.copy(
            teacher.session,
            author=teacher.author,
            slug="nowhere",
            new_slug="t-copy",
            public_id="copy",
            now=NOW,
        )


def test_a_save_that_somebody_overtakes_is_made_again_on_what_they_wrote(
    teacher: Teacher, engine: Engine
) -> None:
    rounds = 0

    def change(article: Article) -> Article:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            with Session(engine, expire_on_commit=False) as elsewhere:
                Teacher(elsewhere, teacher.author).write_fact()
        return replace(article, title=b("عنوان", "Renamed"))

    draft = edit(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        part=ABOUT,
        seen=teacher.seen(ABOUT),
        change=change,
        now=NOW,
    )
    assert rounds == 2
    assert (draft.article.title.en, len(draft.article.facts)) == ("Renamed", 1)
    assert [line.number for line in history.history(teacher.session, draft)] == [3, 2, 1]


def test_two_who_save_one_part_at_once_do_not_both_win(teacher: Teacher, engine: Engine) -> None:
    def change(article: Article) -> Article:
        with Session(engine, expire_on_commit=False) as elsewhere:
            other = Teacher(elsewhere, teacher.author)
            if other.draft().article.title.en != "Theirs":
                texts = (b("عنوان", "Theirs"), b("", ""), b("", ""))
                seen = other.seen(ABOUT)
                passages.save_about(
                    elsewhere,
                    author=teacher.author,
                    public_id="draft-1",
                    texts=texts,
                    seen=seen,
                    now=NOW,
                )
        return replace(article, title=b("عنوان", "Mine"))

    with pytest.raises(EditedElsewhere):
        edit(
            teacher.session,
            author=teacher.author,
            public_id="draft-1",
            part=ABOUT,
            seen=teacher.seen(ABOUT),
            change=change,
            now=NOW,
        )
    assert teacher.draft().article.title.en == "Theirs"
