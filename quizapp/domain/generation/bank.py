"""The bank: every item of one article, and what must be known about them to make rounds.

Items stand sorted by id, so that the same content gives the same bank on every machine,
whatever order it was built, stored or loaded in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.generation.reveals import Reveals, reveals
from quizapp.domain.items.base import Item, Kind
from quizapp.domain.items.registry import KINDS
from quizapp.domain.items.written import written_items


def build_items(article: Article) -> tuple[Item, ...]:
    """Return every item of every registered kind that the article allows, sorted by id.

    Questions written directly are among them, as far as they can be asked.
    """
    return _built(article, Distractors(article))


def items_about(article: Article, facts: Collection[str]) -> tuple[Item, ...]:
    """Return the items of `build_items` that ask about single facts, of the facts named.

    Much quicker than building all: for the preview of a fact while it is written.
    """
    few = replace(
        article,
        facts=tuple(fact for fact in article.facts if fact.id in facts),
        sets=(),
        unstated=(),
        written=(),
    )
    return _built(few, Distractors(article))


def _built(article: Article, distractors: Distractors) -> tuple[Item, ...]:
    built = (kind.build(article, distractors) for kind in KINDS.values())
    items = chain(chain.from_iterable(built), written_items(article))
    return tuple(sorted(items, key=attrgetter("id")))


@dataclass(frozen=True)
class Bank:
    """The items of one article, sorted by id whatever order they came in.

    `kinds` says how each kind arranges its options and which texts give it away.
    """

    article: Article
    items: tuple[Item, ...]
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS, repr=False)

    def __post_init__(self) -> None:
        in_order = tuple(sorted(self.items, key=attrgetter("id")))
        object.__setattr__(self, "items", in_order)

    @classmethod
    def of(cls, article: Article) -> Bank:
        """Return the bank of everything that can be asked about an article."""
        return cls(article, build_items(article))

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def by_fact(self) -> dict[str, tuple[Item, ...]]:
        """The items that ask about each fact; facts that nothing asks about are absent."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            for fact in item.facts:
                found[fact].append(item)
        return {fact: tuple(items) for fact, items in found.items()}

    @cached_property
    def askable(self) -> dict[Lang, frozenset[int]]:
        """The positions in `items` of those that can be asked in each language."""
        langs = [item.langs for item in self.items]
        return {
            lang: frozenset(at for at, written in enumerate(langs) if lang in written)
            for lang in LANGS
        }

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of each item id in `items`: its bit in `reveals`."""
        return {item.id: at for at, item in enumerate(self.items)}

    @cached_property
    def paragraph(self) -> tuple[int, ...]:
        """For each item the passage paragraph that proves it, from 1; 0 where none does."""
        of_sentence = {
            sentence.id: number
            for number, paragraph in enumerate(self.article.passage, start=1)
            for sentence in paragraph.sentences
        }
        return tuple(_first(item.evidence, of_sentence) for item in self.items)

    def reveals(self, lang: Lang) -> Reveals:
        """Return who gives away whom in a language; computed when first asked for."""
        known = self._reveals.get(lang)
        if known is None:
            known = self._reveals[lang] = reveals(self.items, self.article, self.kinds, lang)
        return known

    @cached_property
    def _reveals(self) -> dict[Lang, Reveals]:
        return {}


def _first(sentences: Iterable[str], paragraph: Mapping[str, int]) -> int:
    return next((paragraph[ident] for ident in sentences if ident in paragraph), 0)
