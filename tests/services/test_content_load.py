from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.build import build_cards
from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Item
from quizapp.formats.content import ContentRejected
from quizapp.services import content, content_store, texts
from quizapp.services.content import ContentUnfit, load_seeds
from quizapp.services.content_store import ArticleLoad, Texts, store_article
from tests.formats.content.seeding import poison, write_mini
from tests.play import NOW, SLUG, Player, request
from tests.samples import b, mini_article


def store(session: Session, items: tuple[Item, ...], article: Article | None = None) -> ArticleLoad:
    return store_article(session, Texts.of(article or mini_article(), items), NOW)


@pytest.fixture
def items() -> tuple[Item, ...]:
    return build_items(mini_article())


def reworded(item: Item) -> Item:
    return replace(item, stem=b("صيغة أخرى للسؤال؟", "The question in other words?"))


@contextmanager
def rows_written(session: Session) -> Iterator[list[int]]:
    """Count the rows that SQLite itself says were written on the session's connection."""
    session.rollback()
    session.connection()
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        pytest.skip("asks SQLite for its own count")
    before = driver.total_changes
    found: list[int] = []
    yield found
    found.append(driver.total_changes - before)


def test_the_first_load_adds_everything(session: Session, items: tuple[Item, ...]) -> None:
    with rows_written(session) as written:
        load = store(session, items)
    assert (load.added, load.unchanged) == (len(items), 0)
    cards = build_cards(mini_article())
    assert (load.cards.added, load.cards.unchanged) == (len(cards), 0)
    assert written == [load.rows_written] == [2 + 2 * len(items) + 2 * len(cards)]


def test_loading_the_same_again_writes_no_row(session: Session, items: tuple[Item, ...]) -> None:
    store(session, items)
    with rows_written(session) as written:
        load = store(session, items)
    assert load == ArticleLoad(SLUG, unchanged=len(items))
    assert written == [0]


def test_a_changed_item_gets_a_version_and_keeps_its_identity(
    session: Session, items: tuple[Item, ...]
) -> None:
    store(session, items)
    with rows_written(session) as written:
        load = store(session, (reworded(items[0]), *items[1:]))
    assert (load.changed, load.unchanged, load.added) == (1, len(items) - 1, 0)
    assert written == [load.rows_written]
    versions = session.execute(
        text(
            "SELECT count(*) FROM item_version v JOIN item i ON i.id = v.item_id WHERE i.name = :n"
        ),
        {"n": items[0].id},
    ).scalar_one()
    assert versions == 2
    assert content.bank_of(session, SLUG).by_id[items[0].id] == reworded(items[0])


def test_open_rounds_keep_the_old_text_and_are_flagged(
    player: Player, items: tuple[Item, ...]
) -> None:
    player.start(request(length=1), public_id="finished")
    player.right(1)
    player.start(request(length=None), public_id="open")
    before = [player.question(n).presented for n in (1, 2)]
    load = store(player.session, tuple(reworded(item) for item in items))
    assert load.flagged == player.question(1).head.total
    assert [player.question(n).presented for n in (1, 2)] == before
    feedback = player.right(1).view.feedback
    assert feedback is not None
    assert feedback.changed
    assert feedback.item == next(i for i in items if i.id == feedback.item.id)
    player.round_id = "finished"
    kept = player.result().rows[0].feedback
    assert kept is not None
    assert not kept.changed, "history stays what it was"


def test_an_entry_is_flagged_once(player: Player, items: tuple[Item, ...]) -> None:
    player.start()
    first, second = (
        store(player.session, tuple(replace(item, stem=b(f"{n}؟", f"{n}?")) for item in items))
        for n in ("one", "two")
    )
    assert (first.flagged, second.flagged) == (3, 0)


def test_processes_that_load_the_same_at_once_write_it_once(
    session: Session, items: tuple[Item, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(session, items)
    monkeypatch.setattr(content_store, "is_stored", lambda *_: False)  # Not yet, when it looked.
    with rows_written(session) as written:
        assert store(session, items) == ArticleLoad(SLUG, unchanged=len(items))
    assert written == [0]


def test_a_new_round_asks_the_new_text(player: Player, items: tuple[Item, ...]) -> None:
    store(player.session, tuple(reworded(item) for item in items))
    player.start()
    assert player.question(1).presented.stem == "The question in other words?"


def test_what_is_gone_is_retired_and_kept(player: Player, items: tuple[Item, ...]) -> None:
    player.start(request(length=None, kinds=("match",)))
    gone = next(item for item in items if item.kind == "match")
    rest = tuple(item for item in items if item is not gone)
    load = store(player.session, rest)
    assert (load.retired, load.flagged, load.unchanged) == (1, 1, len(rest))
    assert gone.id not in content.bank_of(player.session, SLUG).by_id
    assert player.right(1).view.feedback is not None
    assert "match" not in content.article_head(player.session, SLUG).kinds


def test_what_comes_back_is_taken_up_again(session: Session, items: tuple[Item, ...]) -> None:
    store(session, items)
    store(session, items[1:])
    with rows_written(session) as written:
        load = store(session, items)
    assert (load.restored, load.added, load.changed) == (1, 0, 0)
    assert written == [load.rows_written]
    assert content.bank_of(session, SLUG).by_id[items[0].id] == items[0]
    assert store(session, items).rows_written == 0


def test_a_text_that_returns_needs_no_new_version(
    session: Session, items: tuple[Item, ...]
) -> None:
    versions = text("SELECT count(*) FROM item_version")
    for wanted in (items, (reworded(items[0]), *items[1:]), items):
        store(session, wanted)
    assert session.execute(versions).scalar_one() == len(items) + 1
    assert content.bank_of(session, SLUG).items == items


def test_a_changed_passage_leaves_old_rounds_their_own(
    player: Player, items: tuple[Item, ...], article: Article
) -> None:
    player.start()
    other = replace(article, title=b("عنوان آخر", "Another title"))
    load = store(player.session, items, other)
    assert (load.unchanged, load.rows_written) == (len(items), 2)
    assert player.question(1).head.title == article.title
    assert content.article_of(player.session, SLUG) == other
    player.start(public_id="round-2")
    assert player.question(1).head.title == other.title


def test_what_cannot_be_stored_leaves_the_old_content_whole(
    session: Session, items: tuple[Item, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(session, items)

    def fail(*_: object) -> int:
        raise OSError("no space left")

    monkeypatch.setattr("quizapp.db.catalogue.flag_entries", fail)
    with pytest.raises(OSError, match="space"):
        store(session, tuple(reworded(item) for item in items))
    monkeypatch.undo()
    assert content.bank_of(session, SLUG).items == items
    assert store(session, items).rows_written == 0


def test_articles_are_listed_with_what_they_offer(
    session: Session, article: Article, items: tuple[Item, ...]
) -> None:
    (head,) = content.list_articles(session)
    assert head == content.article_head(session, SLUG)
    assert (head.slug, head.title, head.facts) == (SLUG, article.title, len(article.facts))
    assert head.items == len(items) == sum(head.kinds.values())
    assert next(iter(head.kinds)) == "choice", "in the order of the registry"


def test_an_article_comes_back_as_it_went_in(
    session: Session, article: Article, items: tuple[Item, ...]
) -> None:
    forget_texts()
    assert content.article_of(session, SLUG) == article
    assert content.bank_of(session, SLUG).items == items


def forget_texts() -> None:
    for memory in (texts._ITEMS, texts._ARTICLES, texts._BANKS):
        memory.clear()


@pytest.mark.parametrize("ask", [content.article_of, content.bank_of, content.article_head])
def test_an_unknown_article_is_not_found(session: Session, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ArticleNotFound):
        ask(session, "nowhere")


def test_seeds_are_loaded_once(session: Session, tmp_path: Path) -> None:
    write_mini(tmp_path / "seeds")
    first = load_seeds(session, tmp_path / "seeds", NOW)
    assert first.articles[0].added > 20
    with rows_written(session) as written:
        second = load_seeds(session, tmp_path / "seeds", NOW)
    assert second.rows_written == 0
    assert written == [0]


def test_a_fact_changed_in_the_seeds_changes_its_items_alone(
    session: Session, tmp_path: Path
) -> None:
    facts = write_mini(tmp_path / "seeds") / "facts.yaml"
    load_seeds(session, tmp_path / "seeds", NOW)
    poison(facts, "Which town hosted the fair?", "Which town was the host of the fair?")
    (load,) = load_seeds(session, tmp_path / "seeds", NOW).articles
    assert 0 < load.changed < load.unchanged
    assert (load.added, load.retired) == (0, 0)


def test_seeds_that_cannot_be_read_are_refused_before_anything_is_written(
    session: Session, tmp_path: Path
) -> None:
    facts = write_mini(tmp_path / "seeds") / "facts.yaml"
    poison(facts, "claim: event", "claim: rumour")
    with pytest.raises(ContentRejected) as caught:
        load_seeds(session, tmp_path / "seeds", NOW)
    assert len(caught.value.problems) == 1
    assert content.list_articles(session) == ()


def test_seeds_that_the_linter_refuses_are_not_published(session: Session, tmp_path: Path) -> None:
    passage = write_mini(tmp_path / "seeds") / "passage.yaml"
    load_seeds(session, tmp_path / "seeds", NOW)
    before = content.bank_of(session, SLUG).items
    poison(passage, "The town of Salt hosted", "The town of Irbid hosted")
    with pytest.raises(ContentUnfit) as caught:
        load_seeds(session, tmp_path / "seeds", NOW)
    (report,) = caught.value.reports
    assert report.evidence_failures > 0
    assert content.bank_of(session, SLUG).items == before
