"""Content that was there before one-language facts and written questions is untouched.

The fingerprints were taken before either existed. They change when the seeds do, and only
then: a stored round, card or statistic hangs on every one of them.
"""

from __future__ import annotations

import random
from pathlib import Path

from quizapp.domain.cards.build import build_cards
from quizapp.domain.generation.bank import Bank, build_items, items_about
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.ids import fingerprint, fingerprint_of
from quizapp.domain.records import decode, encode
from quizapp.formats.content import read_article

SEEDS = Path(__file__).parents[3] / "seeds"
SUMMIT = read_article(SEEDS / "samarkand-summit", SEEDS / "common")
ITEMS = build_items(SUMMIT)


def test_the_article_has_its_old_fingerprint() -> None:
    assert fingerprint(encode(SUMMIT)) == "5e8839d5964be2d4cd6fb58a7ef38375"
    assert decode(type(SUMMIT), encode(SUMMIT)) == SUMMIT


def test_every_item_has_its_old_id_and_fingerprint() -> None:
    assert len(ITEMS) == 489
    told = "\n".join(item.id + fingerprint(encode(item)) for item in ITEMS)
    assert fingerprint_of(told) == "e5ea5a5b61debb908660ac1ebe9b329c"


def test_every_card_has_its_old_id_and_fingerprint() -> None:
    cards = build_cards(SUMMIT)
    assert len(cards) == 348
    told = "\n".join(card.id + fingerprint(encode(card)) for card in cards)
    assert fingerprint_of(told) == "117a6e82ea620476e92f84be0aef6c51"


def test_the_same_seeds_draw_the_same_rounds() -> None:
    bank = Bank(SUMMIT, ITEMS)
    rounds = [
        assemble(bank, RoundSpec(lang, length), random.Random(seed))
        for lang in ("ar", "en")
        for length in (5, 10, None)
        for seed in range(5)
    ]
    assert fingerprint_of(repr(rounds)) == "064fa5896c3a77f28e14ee75e31288ae"


def test_the_items_of_single_facts_are_those_of_the_whole() -> None:
    whole = {item.id: item for item in ITEMS}
    for fact in SUMMIT.facts[::7]:
        about = items_about(SUMMIT, {fact.id})
        assert all(whole[item.id] == item for item in about)
        single = {i.id for i in ITEMS if i.facts == (fact.id,)}
        assert {item.id for item in about} == {i for i in single if i.split("/")[1] == fact.id}
