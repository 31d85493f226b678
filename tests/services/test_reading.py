"""Reading an article: the passage with its terms, and what the reader knows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db import play
from quizapp.domain.bilingual import LANGS
from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.generation.bank import build_items
from quizapp.domain.knowledge import Knowledge
from quizapp.domain.reading import TermRun, text_of
from quizapp.services import texts
from quizapp.services.accounts import Viewer
from quizapp.services.content_store import Texts, store_article
from quizapp.services.reading import read
from quizapp.services.rounds import Mode
from tests.answers import SKIPPED
from tests.databases import statements
from tests.play import NOW, SLUG, Player, request, submission
from tests.samples import b, mini_article


def knowledge(session: Session, account_id: int | None) -> dict[str, Knowledge | None]:
    found = read(session, account_id=account_id, slug=SLUG)
    return {s.id: s.knowledge for p in found.paragraphs for s in p.sentences}


def places(player: Player, public_id: str, mode: Mode = "practice") -> dict[str, int]:
    """Start a round of every choice; return the position at which each fact is asked."""
    player.start(request(length=None, kinds=("choice",), mode=mode), public_id=public_id)
    found = {}
    for position in range(1, player.question(1).head.total + 1):
        connection = player.session.connection()
        row = play.find_question(connection, player.account_id, player.round_id, position)
        assert row is not None
        item = texts.item_of(connection, row.version_id, row.item_fingerprint)
        found[item.facts[0]] = position
    return found


def test_a_stranger_gets_the_whole_passage_and_no_knowledge(
    session: Session, article: Article
) -> None:
    found = read(session, account_id=None, slug=SLUG)
    assert found.knowledge is None
    assert set(knowledge(session, None).values()) == {None}
    assert (found.slug, found.title, found.summary, found.source_note) == (
        SLUG,
        article.title,
        article.summary,
        article.source_note,
    )
    for written, made in zip(article.passage, found.paragraphs, strict=True):
        assert made.id == written.id
        for sentence, shown in zip(written.sentences, made.sentences, strict=True):
            assert shown.id == sentence.id
            for lang in LANGS:
                assert text_of(shown[lang]) == sentence.text[lang]


def test_the_terms_are_those_marked_in_the_order_of_the_passage(
    session: Session, article: Article
) -> None:
    found = read(session, account_id=None, slug=SLUG)
    assert [term.id for term in found.terms] == ["salt", "huda", "salma"]
    marked = {
        run.term
        for p in found.paragraphs
        for s in p.sentences
        for lang in LANGS
        for run in s[lang]
        if isinstance(run, TermRun)
    }
    assert marked == {term.id for term in found.terms}
    for term in found.terms:
        assert term == article.term_by_id[term.id]


def test_an_unknown_article_is_not_found(session: Session, article: Article) -> None:
    with pytest.raises(ArticleNotFound):
        read(session, account_id=None, slug="none")


def test_before_the_first_answer_nothing_was_asked(session: Session, player: Player) -> None:
    player.start(request())
    assert set(knowledge(session, player.account_id).values()) == {Knowledge(0, 0, 1)}
    assert read(session, account_id=player.account_id, slug=SLUG).knowledge == Knowledge(0, 0, 4)


def test_the_latest_answer_to_a_fact_counts_over_all_rounds(
    session: Session, player: Player
) -> None:
    first = places(player, "round-1")
    player.right(first["host"])
    player.wrong(first["opener"])
    player.submit(first["habit"], SKIPPED)
    assert knowledge(session, player.account_id) == {
        "p1s1": Knowledge(1, 1, 1),
        "p1s2": Knowledge(0, 1, 1),
        "p1s3": Knowledge(0, 0, 1),
        "p1s4": Knowledge(0, 1, 1),
    }
    assert read(session, account_id=player.account_id, slug=SLUG).knowledge == Knowledge(1, 3, 4)
    again = places(player, "round-2")
    later = NOW + timedelta(days=1)
    player.submit(again["host"], submission(SKIPPED), later)
    player.submit(again["opener"], player.form(again["opener"]), later)
    known = knowledge(session, player.account_id)
    assert (known["p1s1"], known["p1s2"]) == (Knowledge(0, 1, 1), Knowledge(1, 1, 1))


def test_the_moment_of_the_answer_counts_not_the_start_of_its_round(
    session: Session, player: Player
) -> None:
    early = places(player, "round-1")
    late = places(player, "round-2")
    player.submit(late["host"], SKIPPED)
    player.round_id = "round-1"
    player.submit(early["host"], player.form(early["host"]), NOW + timedelta(minutes=1))
    assert knowledge(session, player.account_id)["p1s1"] == Knowledge(1, 1, 1)


def test_any_kind_of_question_about_a_fact_counts(session: Session, player: Player) -> None:
    player.start(request(length=None, kinds=("match",)))
    player.right(1)
    known = knowledge(session, player.account_id)
    assert [known[s] for s in ("p1s1", "p1s2", "p1s3", "p1s4")] == [
        Knowledge(1, 1, 1),
        Knowledge(1, 1, 1),
        Knowledge(0, 0, 1),
        Knowledge(1, 1, 1),
    ]


def test_an_open_test_gives_nothing_away_until_it_is_finished(
    session: Session, player: Player
) -> None:
    asked = places(player, "round-1", "test")
    player.right(asked["host"])
    player.wrong(asked["opener"])
    assert set(knowledge(session, player.account_id).values()) == {Knowledge(0, 0, 1)}
    player.finish()
    known = knowledge(session, player.account_id)
    assert (known["p1s1"], known["p1s2"]) == (Knowledge(1, 1, 1), Knowledge(0, 1, 1))


def test_nobody_sees_what_another_learner_knows(
    session: Session, player: Player, stranger: Viewer
) -> None:
    player.right(places(player, "round-1")["host"])
    assert set(knowledge(session, stranger.account_id).values()) == {Knowledge(0, 0, 1)}


def test_another_article_counts_for_itself(session: Session, player: Player) -> None:
    other = replace(mini_article(), slug="other-fair", title=b("آخر", "Another"))
    store_article(session, Texts.of(other, build_items(other)), NOW)
    player.right(places(player, "round-1")["host"])
    found = read(session, account_id=player.account_id, slug="other-fair")
    assert found.knowledge == Knowledge(0, 0, 4)


def test_a_fact_that_is_gone_leaves_nothing_behind(session: Session, player: Player) -> None:
    asked = places(player, "round-1")
    player.right(asked["host"])
    player.right(asked["shops"])
    smaller = replace(
        mini_article(), facts=tuple(f for f in mini_article().facts if f.id != "shops")
    )
    store_article(session, Texts.of(smaller, build_items(smaller)), NOW)
    assert knowledge(session, player.account_id) == {
        "p1s1": Knowledge(1, 1, 1),
        "p1s2": Knowledge(0, 0, 1),
        "p1s3": None,
        "p1s4": Knowledge(0, 0, 1),
    }


def test_reading_asks_two_short_questions_and_a_stranger_one(
    engine: Engine, session: Session, player: Player
) -> None:
    for public_id in ("round-1", "round-2"):
        for position in places(player, public_id).values():
            player.right(position)
    read(session, account_id=None, slug=SLUG)
    for account_id, expected in ((None, 1), (player.account_id, 2)):
        with statements(engine) as sent:
            read(session, account_id=account_id, slug=SLUG)
        assert len(sent) == expected, sent


def test_a_new_text_of_the_article_is_read_at_once(session: Session, article: Article) -> None:
    first = article.passage[0]
    changed = replace(first.sentences[2], text=b("لا شيء هنا.", "Nothing here."))
    passage = (replace(first, sentences=(*first.sentences[:2], changed, *first.sentences[3:])),)
    read(session, account_id=None, slug=SLUG)
    renewed = replace(article, passage=passage, facts=(*article.facts[:2], article.facts[3]))
    store_article(session, Texts.of(renewed, build_items(renewed)), NOW)
    found = read(session, account_id=None, slug=SLUG)
    assert text_of(found.paragraphs[0].sentences[2].en) == "Nothing here."
