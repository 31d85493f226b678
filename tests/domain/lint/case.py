"""A case: some items of an article that a rule is to find, or to leave alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from tests.domain.lint.samples import ARTICLE


class Case(NamedTuple):
    label: str
    items: Sequence[Item]
    article: Article = ARTICLE


Cases = Mapping[str, Sequence[Case]]


def one(label: str, changed: Item, article: Article = ARTICLE) -> Case:
    return Case(label, (changed,), article)


def made(label: str, item_and_article: tuple[Item, Article]) -> Case:
    return Case(label, item_and_article[:1], item_and_article[1])
