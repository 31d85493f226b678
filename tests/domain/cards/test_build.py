"""Cards from content: which, with which sides, under which identity."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from quizapp.domain.bilingual import Lang
from quizapp.domain.cards.build import Card, Deck, build_cards
from quizapp.domain.content import Article, TermType
from quizapp.domain.statement import parse_statement
from tests.domain.items.wide import wide_article
from tests.samples import b, mini_article

MINI = mini_article()
WIDE = wide_article()


def cards_of(article: Article) -> dict[str, Card]:
    return {card.id: card for card in build_cards(article)}


CARDS = cards_of(MINI)


def test_the_small_article_gives_these_cards() -> None:
    facts = ("host/salt", "opener/huda", "shops/n12", "habit/salma")
    terms = ("salt", "huda")
    assert list(CARDS) == [
        *(f"book-fair/{fact}/card-{lang}" for fact in facts for lang in ("ar", "en")),
        *(f"book-fair/term/{term}/bridge-{way}" for term in terms for way in ("ar-en", "en-ar")),
    ]


def test_a_slot_asks_the_authors_question_and_answers_with_the_term() -> None:
    card = CARDS["book-fair/host/salt/card-en"]
    assert (card.deck, card.article, card.fact, card.term) == (
        Deck.ENGLISH,
        "book-fair",
        "host",
        "salt",
    )
    assert (card.front.lang, card.front.text) == ("en", "Which town hosted the fair?")
    assert card.front.note == "The town of ____ hosted the first book fair."
    assert (card.back.lang, card.back.text, card.back.note) == ("en", "Salt", "A city called Salt")
    assert card.statement is not None
    assert card.statement.en == "The town of Salt hosted the first book fair."
    assert card.evidence == ("p1s1",)


def test_a_bridge_leads_from_one_language_to_the_other() -> None:
    card = CARDS["book-fair/term/salt/bridge-ar-en"]
    assert (card.deck, card.fact, card.statement, card.evidence) == (Deck.TERMS, None, None, ())
    assert (card.front.lang, card.front.text, card.front.note) == (
        "ar",
        "السلط",
        "مدينة اسمها السلط",
    )
    assert (card.back.lang, card.back.text, card.back.note) == ("en", "Salt", "A city called Salt")


def test_siblings_are_the_cards_of_one_slot_or_one_term() -> None:
    groups = Counter(card.group for card in build_cards(WIDE))
    assert set(groups.values()) == {2}
    assert groups["wide-fair/host/salt"] == 2
    assert groups["wide-fair/term/salt"] == 2


@pytest.mark.parametrize("article", [MINI, WIDE], ids=["mini", "wide"])
def test_every_card_is_whole_and_has_an_id_of_its_own(article: Article) -> None:
    cards = build_cards(article)
    assert len({card.id for card in cards}) == len(cards)
    for card in cards:
        assert card.front.text, card.id
        assert card.back.text, card.id
        assert (card.front.lang == card.back.lang) is (card.deck is not Deck.TERMS)


def test_answers_that_are_sets_have_no_card() -> None:
    assert not [card.id for card in build_cards(WIDE) if card.fact == "guests"]


def test_shared_terms_numbers_dates_and_what_is_not_mentioned_have_no_bridge() -> None:
    bridged = {card.term for card in build_cards(WIDE) if card.deck is Deck.TERMS}
    terms = WIDE.term_by_id
    assert bridged == {
        term.id
        for term in WIDE.terms
        if not term.common
        and term.id in WIDE.mentioned
        and term.type not in (TermType.NUMBER, TermType.DATE)
    }
    assert "n12" not in bridged
    assert terms["opening"].id not in bridged
    unmentioned = replace(terms["salt"], id="aqaba", name=b("العقبة", "Aqaba"))
    more = replace(WIDE, terms=(*WIDE.terms, unmentioned))
    assert cards_of(more).keys() == cards_of(WIDE).keys()


def test_a_word_that_only_serves_as_a_wrong_answer_has_no_bridge() -> None:
    habit = replace(
        MINI.term_by_id["salt"], id="habit", type=TermType.CONCEPT, name=b("عادة", "habit")
    )
    article = replace(MINI, terms=(*MINI.terms, habit))
    assert "habit" in article.mentioned
    assert cards_of(article).keys() == CARDS.keys()


def test_an_author_can_leave_a_slot_without_cards() -> None:
    fact = MINI.facts[0]
    quiet = replace(fact, asks=(replace(fact.asks[0], skip=("card",)),))
    cards = cards_of(replace(MINI, facts=(quiet, *MINI.facts[1:])))
    assert CARDS.keys() - cards.keys() == {
        "book-fair/host/salt/card-ar",
        "book-fair/host/salt/card-en",
    }


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_sentence_that_gives_the_answer_away_is_not_shown_on_the_front(lang: Lang) -> None:
    fact = MINI.facts[0]
    telling = replace(
        fact,
        ar=parse_statement("استضافت {salt} معرض السلط.", lambda _: "السلط"),
        en=parse_statement("{salt} hosted the fair of Salt.", lambda _: "Salt"),
    )
    card = cards_of(replace(MINI, facts=(telling,)))[f"book-fair/host/salt/card-{lang}"]
    assert card.front.note == ""
    assert card.front.text


def test_a_slot_that_the_sentence_does_not_mark_is_asked_by_its_question_alone() -> None:
    fact = MINI.facts[0]
    plain = parse_statement("The fair was first held here.", lambda _: "")
    cards = cards_of(replace(MINI, facts=(replace(fact, en=plain),)))
    card = cards["book-fair/host/salt/card-en"]
    assert card.front.note == ""
    assert card.typed is not None
    assert card.typed.accepted.en == ("Salt",)


def test_the_order_of_content_changes_no_card() -> None:
    turned = replace(MINI, facts=MINI.facts[::-1], terms=MINI.terms[::-1])
    assert cards_of(turned) == CARDS


def test_a_changed_text_is_the_same_card_with_another_fingerprint() -> None:
    fact = MINI.facts[0]
    ask = replace(fact.asks[0], question=b("أين أقيم المعرض؟", "Where was the fair?"))
    changed = cards_of(replace(MINI, facts=(replace(fact, asks=(ask,)), *MINI.facts[1:])))
    assert changed.keys() == CARDS.keys()
    assert {i for i in CARDS if CARDS[i].fingerprint != changed[i].fingerprint} == {
        "book-fair/host/salt/card-ar",
        "book-fair/host/salt/card-en",
    }


def test_how_typing_is_judged_is_no_part_of_the_fingerprint() -> None:
    card = CARDS["book-fair/host/salt/card-en"]
    assert card.typed is not None
    assert replace(card, typed=None).fingerprint == card.fingerprint
    assert replace(card, statement=b("أ", "b")).fingerprint != card.fingerprint


def test_long_answers_are_not_typed() -> None:
    long = replace(MINI.term_by_id["salt"], name=b("مدينة السلط", "The old town of Salt in Balqa"))
    terms = tuple(long if term.id == "salt" else term for term in MINI.terms)
    cards = cards_of(replace(MINI, terms=terms))
    assert cards["book-fair/host/salt/card-ar"].typed is not None
    assert cards["book-fair/host/salt/card-en"].typed is None
    assert cards["book-fair/term/salt/bridge-ar-en"].typed is None


def test_numbers_and_dates_are_typed_as_such() -> None:
    number = CARDS["book-fair/shops/n12/card-en"].typed
    date = cards_of(WIDE)["wide-fair/day/opening/card-ar"].typed
    assert number is not None
    assert date is not None
    assert (number.value, number.month) == (12, None)
    assert (date.value, date.month) == (16, 3)
