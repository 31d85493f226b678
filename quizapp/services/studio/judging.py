"""What follows from a working copy, built once for each of its texts and remembered.

A text never changes, so neither does what is built from it. Checking, publishing and the
bank ask for the same again and again, and a large article takes a second.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Item
from quizapp.domain.lint import Finding
from quizapp.services.content_check import findings
from quizapp.services.studio.drafts import article_from

_KEPT: Final = 64


@lru_cache(maxsize=_KEPT)
def items_of(record: str) -> tuple[Item, ...]:
    """Return the items of a stored working copy."""
    return build_items(article_from(record))


@lru_cache(maxsize=_KEPT)
def findings_of(record: str) -> tuple[Finding, ...]:
    """Return what the linter and the evidence lock have against a stored working copy."""
    return findings(items_of(record), article_from(record))
