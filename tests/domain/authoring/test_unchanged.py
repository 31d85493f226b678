"""Content that was there before one-language facts and written questions is untouched.

The fingerprints were taken before either existed. They change when the seeds do, and only
then: a stored round, card or statistic hangs on every one of them.
"""

from __future__ import annotations

import random

from quizapp.domain.cards.build import build_cards
from quizapp.domain.generation.bank import Bank, items_about
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.ids import fingerprint, fingerprint_of
from quizapp.domain.records import decode, encode
from tests.exchange import seed_article, seed_items


def test_the_article_has_its_old_fingerprint() -> None:
    assert fingerprint(encode(seed_article())) == "5e8839d5964be2d4cd6fb58a7ef38375"
    assert decode(type(seed_article()), encode(seed_article())) == seed_article()


def test_every_item_has_its_old_id_and_fingerprint() -> None:
    assert len(seed_items()) == 489
    told = "\n".join(item.id + fingerprint(encode(item)) for item in seed_items())
    assert fingerprint_of(told) == "e5ea5a5b61debb908660ac1ebe9b329c"


def test_every_card_has_its_old_id_and_fingerprint() -> None:
    cards = build_cards(seed_article())
    assert len(cards) == 348
    told = "\n".join(card.id + fingerprint(encode(card)) for card in cards)
    assert fingerprint_of(told) == "117a6e82ea620476e92f84be0aef6c51"


def test_the_same_seeds_draw_the_same_rounds() -> None:
    bank = Bank(seed_article(), seed_items())
    rounds = [
        assemble(bank, RoundSpec(lang, length), random.Random(seed))
        for lang in ("ar", "en")
        for length in (5, 10, None)
        for seed in range(5)
    ]
    assert fingerprint_of(repr(rounds)) == "064fa5896c3a77f28e14ee75e31288ae"


def test_the_items_of_single_facts_are_those_of_the_whole() -> None:
    whole = {item.id: item for item in seed_items()}
    for fact in seed_article().facts[::7]:
        about = items_about(seed_article(), {fact.id})
        assert all(whole[item.id] == item for item in about)
        single = {i.id for i in seed_items() if i.facts == (fact.id,)}
        assert {item.id for item in about} == {i for i in single if i.split("/")[1] == fact.id}
