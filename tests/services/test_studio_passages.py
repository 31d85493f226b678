from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.domain.authoring.passage import Row, rows_of
from quizapp.services.studio import passages
from quizapp.services.studio.checking import examine
from quizapp.services.studio.drafts import Author, Draft
from quizapp.services.studio.parts import PASSAGE
from tests.people import make_account
from tests.play import NOW
from tests.studio import ARABIC, ENGLISH, HOST, Teacher


@pytest.fixture
def teacher(session: Session) -> Teacher:
    """A teacher with an article about which one fact is written."""
    account = make_account(session, role="teacher", name="Huda", now=NOW)
    made = Teacher(session, Author(account.account_id))
    made.create()
    made.write_fact()
    return made


def rewritten(teacher: Teacher, rows: list[Row]) -> Draft:
    return passages.save_passage(
        teacher.session,
        author=teacher.author,
        public_id="draft-1",
        rows=rows,
        seen=teacher.seen(PASSAGE),
        now=NOW,
    )


def test_a_sentence_put_before_the_proof_loses_nothing(teacher: Teacher) -> None:
    rows = [
        Row("كان الطقس معتدلًا.", "The weather was mild.", opens=True),
        *rows_of(teacher.draft().article.passage),
    ]
    draft = rewritten(teacher, rows)
    proof = draft.article.sentence_by_id[draft.article.facts[0].sentence]
    assert proof.text.en.startswith("The city of Irbid hosted")
    assert passages.lost_evidence(teacher.session, draft) == ()


def test_a_proof_that_was_taken_out_is_listed_with_what_it_was(teacher: Teacher) -> None:
    rows = list(rows_of(teacher.draft().article.passage))
    draft = rewritten(teacher, rows[1:])
    (lost,) = passages.lost_evidence(teacher.session, draft)
    assert lost.part == "fact:f-host"
    assert lost.before is not None
    assert lost.before.en == rows[0].en
    assert not examine(teacher.session, draft).sound


def test_a_lost_proof_stays_lost_through_further_edits(teacher: Teacher) -> None:
    rows = list(rows_of(teacher.draft().article.passage))
    rewritten(teacher, rows[1:])
    more = [*rows_of(teacher.draft().article.passage), Row("جملة جديدة.", "A new sentence.")]
    draft = rewritten(teacher, more)
    assert [lost.part for lost in passages.lost_evidence(teacher.session, draft)] == ["fact:f-host"]


def test_picking_another_sentence_mends_it(teacher: Teacher) -> None:
    rows = list(rows_of(teacher.draft().article.passage))
    draft = rewritten(teacher, rows[1:])
    other = draft.article.passage[0].sentences[0].id
    mended = teacher.write_fact(replace(HOST, sentence=other))
    assert passages.lost_evidence(teacher.session, mended) == ()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_translation_pasted_later_is_set_beside_the_sentences(lang: str) -> None:
    texts = {"ar": ARABIC, "en": ENGLISH}
    first = {"ar": "", "en": "", lang: texts[lang]}
    other = "en" if lang == "ar" else "ar"
    rows = passages.added((), **first)
    whole = passages.added(rows, **{lang: "", other: texts[other]})
    assert [(row.ar, row.en) for row in whole] == [
        (row.ar, row.en) for row in passages.rows_from(ARABIC, ENGLISH)
    ]
    more = passages.added(whole, "جملة أخرى.", "")
    assert len(more) == len(whole) + 1
