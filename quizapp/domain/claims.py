"""What a sentence of the news claims to be."""

from __future__ import annotations

from enum import StrEnum


class ClaimKind(StrEnum):
    """What a sentence of the news claims to be.

    `UNSTATED` is no fact: it marks a statement that cannot be known from the article.
    """

    EVENT = "event"
    STATEMENT = "statement"
    ANALYSIS = "analysis"
    EXPECTATION = "expectation"
    UNSTATED = "unstated"
