"""Writes the mini article as seeds and poisons single places of them."""

from __future__ import annotations

from pathlib import Path

from quizapp.domain.content import Article
from quizapp.formats.content import write_article, write_common
from tests.samples import mini_article


def write_seeds(article: Article, seeds: Path) -> Path:
    """Write an article and the shared files it needs; return the article's folder."""
    write_common([term for term in article.terms if term.common], article.phrases, seeds)
    return write_article(article, seeds)


def write_mini(seeds: Path) -> Path:
    return write_seeds(mini_article(), seeds)


def poison(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
