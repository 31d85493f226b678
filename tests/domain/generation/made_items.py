"""Hand-made items and kinds to test rounds with: what matters is who shows whose key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.content import Article, Paragraph, Sentence
from quizapp.domain.generation.bank import Bank
from quizapp.domain.items.base import Item, Option, TypedKey
from tests.samples import b

WORDS = (
    "apple",
    "bread",
    "candle",
    "desert",
    "engine",
    "forest",
    "garden",
    "hammer",
    "island",
    "jacket",
    "kettle",
    "ladder",
    "magnet",
    "needle",
    "orange",
    "pencil",
    "quarry",
    "rabbit",
    "saddle",
    "temple",
    "urchin",
    "violin",
    "walnut",
    "yellow",
    "zipper",
)


def article(*sentences: Bilingual, per_paragraph: int = 2) -> Article:
    """An article that is nothing but a passage: sentences s1, s2, …"""
    numbered = [Sentence(f"s{n}", text) for n, text in enumerate(sentences, start=1)]
    paragraphs = [
        Paragraph(f"p{at}", tuple(numbered[at : at + per_paragraph]))
        for at in range(0, len(numbered), per_paragraph)
    ]
    return Article(
        slug="test",
        title=b("مقال", "Article"),
        summary=b("ملخّص", "Summary"),
        source_note=b("مصدر", "Source"),
        paragraphs_of_source=1,
        passage=tuple(paragraphs),
        terms=(),
        facts=(),
    )


def plain(text: str) -> Bilingual:
    return b(text, text)


def gap(
    fact: str, answer: str, *, shows: str = "", kind: str = "gap", evidence: Iterable[str] = ()
) -> Item:
    """An item asked for `answer` that shows `shows` when it is explained."""
    return Item(
        id=f"test/{fact}/slot/{kind}",
        kind=kind,
        article="test",
        facts=(fact,),
        slot="slot",
        stem=plain("Which word is missing?"),
        explanation=plain(shows or answer),
        evidence=tuple(evidence),
        typed=TypedKey(accepted=BilingualList(ar=(answer,), en=(answer,))),
    )


def statement(fact: str, *, true: bool, slot: str = "-") -> Item:
    return Item(
        id=f"test/{fact}/{slot}/true_false",
        kind="true_false",
        article="test",
        facts=(fact,),
        slot=slot,
        stem=plain("True?"),
        explanation=plain(f"It is so with {fact}."),
        options=(Option("true", plain("True")), Option("false", plain("False"))),
        key=(0,) if true else (1,),
        ordered=True,
    )


def choice(fact: str, key: str, wrong: Sequence[str], *, evidence: Iterable[str] = ()) -> Item:
    texts = sorted((key, *wrong))
    return Item(
        id=f"test/{fact}/slot/choice",
        kind="choice",
        article="test",
        facts=(fact,),
        slot="slot",
        stem=plain("Which one?"),
        explanation=plain(f"It is {key}."),
        evidence=tuple(evidence),
        options=tuple(Option(text, plain(text)) for text in texts),
        key=(texts.index(key),),
    )


def bank_of(*items: Item, passage: Article | None = None) -> Bank:
    return Bank(passage or article(), items)


def wide_bank(facts: int = 20, per_paragraph: int = 2) -> Bank:
    """Every fact as a choice, a gap and two statements; nothing gives another fact away."""
    passage = article(*(plain(f"Sentence {n}.") for n in range(facts)), per_paragraph=per_paragraph)
    items: list[Item] = []
    for n in range(facts):
        word = WORDS[n % len(WORDS)] + ("s" if n >= len(WORDS) else "")
        fact, proof = f"f{n:02}", (f"s{n + 1}",)
        wrong = [f"{word}a", f"{word}bb", f"{word}ccc"]
        items += [
            choice(fact, word, wrong, evidence=proof),
            gap(fact, word, evidence=proof),
            statement(fact, true=True),
            statement(fact, true=False, slot="one"),
            statement(fact, true=False, slot="two"),
        ]
    return bank_of(*items, passage=passage)
