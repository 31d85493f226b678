"""What somebody remembers, summed up from the states of their cards.

A fact is known in a language when all its cards seen in it are remembered today with the
desired retention, shaky when one is not, unseen when none was seen. The language gap is
taken over slots whose cards were seen in both languages:

    gap = mean of (recall of the Arabic card - recall of the English one), today

with the 95 % interval of a mean of paired differences, t(n-1) * s / sqrt(n).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import fmean, stdev
from typing import Final

from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.cards.build import CARD
from quizapp.domain.content import Article
from quizapp.domain.items.derive import single_asks
from quizapp.domain.memory import recall
from quizapp.services.cards.decks import is_known
from quizapp.services.cards.learner import Learner
from quizapp.services.progress.views import DayCount, FactsOfArticle, LanguageGap, StabilityBin

FORECAST_DAYS: Final = 30
LEAST_PAIRS: Final = 20
_BOUNDS: Final = (0, 1, 3, 7, 14, 30, 90, 180, 365)


def forecast_of(states: Iterable[AnyRow], learner: Learner) -> tuple[DayCount, ...]:
    """Count the cards due on each day from today on; what is overdue is due today."""
    today = learner.today
    due = Counter(
        max(row.due_on, today)
        for row in states
        if row.due_on is not None and not row.suspended and row.phase != "new"
    )
    days = (today + timedelta(days=ahead) for ahead in range(FORECAST_DAYS))
    return tuple(DayCount(day, due[day]) for day in days)


def stability_of(states: Iterable[AnyRow]) -> tuple[StabilityBin, ...]:
    """Count the cards that were reviewed by how long they are remembered."""
    found = [row.stability for row in states if row.reps]
    bounds = [*pairwise(_BOUNDS), (_BOUNDS[-1], None)]
    return tuple(
        StabilityBin(
            lower,
            upper,
            sum(lower <= stability < (math.inf if upper is None else upper) for stability in found),
        )
        for lower, upper in bounds
    )


def facts_of(
    articles: Mapping[int, Article], states: Iterable[AnyRow], learner: Learner
) -> tuple[FactsOfArticle, ...]:
    """Count known, shaky and unseen facts of each article in each language."""
    seen: defaultdict[tuple[int, Lang, str], list[bool]] = defaultdict(list)
    for row in states:
        if row.reps and row.deck != "terms":
            fact = row.name.split("/")[1]
            seen[row.article_id, row.lang, fact].append(is_known(row, learner))
    return tuple(
        _facts(number, article, lang, seen)
        for number, article in articles.items()
        for lang in LANGS
    )


def _facts(
    number: int,
    article: Article,
    lang: Lang,
    seen: Mapping[tuple[int, Lang, str], Sequence[bool]],
) -> FactsOfArticle:
    facts = {fact.id for fact, _, _ in single_asks(article, CARD)}
    stand = [seen[number, lang, fact] for fact in facts if (number, lang, fact) in seen]
    known = sum(map(all, stand))
    return FactsOfArticle(
        article=article.slug,
        title=article.title,
        lang=lang,
        known=known,
        shaky=len(stand) - known,
        unseen=len(facts) - len(stand),
        total=len(facts),
    )


def gap_of(states: Iterable[AnyRow], learner: Learner) -> LanguageGap | None:
    """Return the language gap; None under `LEAST_PAIRS` pairs."""
    slots: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in states:
        if row.reps and row.deck != "terms":
            away = (learner.today - row.last_day).days
            slots[row.sibling_group][row.lang] = recall(
                row.stability, max(away, 0), learner.settings
            )
    apart = [pair["ar"] - pair["en"] for pair in slots.values() if len(pair) == len(LANGS)]
    if len(apart) < LEAST_PAIRS:
        return None
    mean = fmean(apart)
    half = _t(len(apart) - 1) * stdev(apart) / math.sqrt(len(apart))
    return LanguageGap(len(apart), mean, mean - half, mean + half)


def _t(freedom: int) -> float:
    """The 97.5 % point of Student's t, right to 0.2 % from 19 degrees of freedom on.

    The first two terms of the Cornish-Fisher expansion about the normal's 1.95996.
    """
    z = 1.959964
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
