"""What a learner knows of the facts that a sentence proves, going by the latest answers.

A fact is known when the last answer to anything about it was right, or close enough to
count; it is asked when there was any answer, a skipped question among them:

    host: wrong on Monday, right on Tuesday      known
    host: right on Monday, skipped on Tuesday    asked, not known
    a set that holds host: partly right          asked, not known, like all of that set
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quizapp.domain.content import Article
from quizapp.domain.items.base import Outcome

KNOWN: Final = frozenset({Outcome.RIGHT, Outcome.CLOSE})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of so many facts, how many were asked and how many of those are known."""

    known: int
    asked: int
    total: int


def facts_of_item(article: Article, item: str) -> tuple[str, ...]:
    """Return the facts that an item asks about, by the item's id.

    A set's item asks about all its members. None for what cannot be known from the
    article, for other articles' items and for facts that the article has no more.
    """
    slug, _, rest = item.partition("/")
    name = rest.partition("/")[0]
    if slug != article.slug:
        return ()
    if name in article.fact_by_id:
        return (name,)
    members = next((chosen.members for chosen in article.sets if chosen.id == name), ())
    return tuple(dict.fromkeys(m.fact for m in members if m.fact in article.fact_by_id))


def known_facts(article: Article, answers: Iterable[tuple[str, Outcome]]) -> dict[str, bool]:
    """Return for each fact that was asked whether it is known.

    `answers` are pairs of item id and outcome, the latest last.
    """
    known = {}
    for item, outcome in answers:
        for fact in facts_of_item(article, item):
            known[fact] = outcome in KNOWN
    return known


def knowledge_of(facts: Iterable[str], known: Mapping[str, bool]) -> Knowledge:
    """Return what is known of some facts, by their ids."""
    latest = [known.get(fact) for fact in facts]
    return Knowledge(
        known=latest.count(True),
        asked=len(latest) - latest.count(None),
        total=len(latest),
    )


def facts_by_sentence(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the ids of the facts that each sentence of the passage proves."""
    proved: dict[str, list[str]] = {}
    for fact in article.facts:
        proved.setdefault(fact.sentence, []).append(fact.id)
    return {sentence: tuple(facts) for sentence, facts in proved.items()}
