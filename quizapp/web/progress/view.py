"""What the progress page draws: the values of the service with the places of their marks.

Charts of nothing say nothing, so each is None (or empty) until there is something in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from babel import Locale

from quizapp.domain.bilingual import Bilingual, Direction, Lang
from quizapp.services.progress import Progress
from quizapp.services.progress.views import (
    CertaintyRow,
    DayCount,
    FactsOfArticle,
    RetentionMonth,
    RoundPoint,
    StabilityBin,
)
from quizapp.web.page import Page
from quizapp.web.progress.charts import (
    DAYS_OF_WEEK,
    Box,
    Cell,
    Columns,
    Dot,
    across,
    bar,
    columns,
    curve,
    heatmap,
)

_LOCALES: Final[dict[Lang, str]] = {"ar": "ar", "en": "en_GB"}
SHOWN_ROUNDS: Final = 40


@dataclass(frozen=True, slots=True)
class Calendar:
    """The heatmap: its days, cells, the names of its rows and how much was studied."""

    days: tuple[DayCount, ...]
    cells: tuple[Cell, ...]
    rows: tuple[str, ...]
    studied: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article in each language, with a bar of three parts for each."""

    title: Bilingual
    rows: tuple[tuple[FactsOfArticle, tuple[Box, Box]], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the difference and its interval stand on a line from -1 to 1 in reading order."""

    dot: float
    whole: Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """Every chart of the progress page."""

    forecast: Columns | None
    calendar: Calendar | None
    retention: tuple[tuple[RetentionMonth, Box], ...]
    desired: float
    stability: tuple[tuple[StabilityBin, Box], ...]
    facts: tuple[Facts, ...]
    gap: Gap | None
    rounds: tuple[tuple[RoundPoint, Dot], ...]
    calibration: tuple[tuple[CertaintyRow, Box], ...]


def drawn(progress: Progress, page: Page) -> Drawn:
    """Return the charts of a progress, for a page of its language and direction."""
    way = page.dir
    months = [month for month in progress.retention if month.retention is not None]
    held = columns([100 * (month.retention or 0) for month in months], way, top=100)
    return Drawn(
        forecast=_forecast(progress.forecast, way),
        calendar=_calendar(progress.heatmap, page),
        retention=tuple(zip(months, held.boxes, strict=True)),
        desired=round(100 - 100 * progress.desired, 2),
        stability=_stability(progress.stability, way),
        facts=_facts(progress.facts, way),
        gap=_gap(progress, way),
        rounds=_rounds(progress.rounds, way),
        calibration=tuple(
            (row, bar(row.right / row.count, way)) for row in progress.calibration if row.count
        ),
    )


def _forecast(days: Sequence[DayCount], way: Direction) -> Columns | None:
    counts = [day.count for day in days]
    return columns(counts, way) if any(counts) else None


def _calendar(days: Sequence[DayCount], page: Page) -> Calendar | None:
    studied = sum(1 for day in days if day.count)
    if not studied:
        return None
    locale = Locale.parse(_LOCALES[page.lang])
    # The service gives whole weeks; the first of them says on which weekday a week begins.
    first = days[0].day.weekday()
    names = locale.days["stand-alone"]["wide"]
    rows = tuple(str(names[(first + row) % DAYS_OF_WEEK]) for row in range(DAYS_OF_WEEK))
    cells = heatmap([(day.day, day.count) for day in days], first, page.dir)
    return Calendar(tuple(days), cells, rows, studied)


def _stability(
    bins: Sequence[StabilityBin], way: Direction
) -> tuple[tuple[StabilityBin, Box], ...]:
    most = max((each.cards for each in bins), default=0)
    return tuple((each, bar(each.cards / most, way)) for each in bins) if most else ()


def _facts(rows: Sequence[FactsOfArticle], way: Direction) -> tuple[Facts, ...]:
    found = []
    for _, group in groupby(rows, lambda row: row.article):
        members = [row for row in group if row.total]
        if any(row.known or row.shaky for row in members):
            found.append(Facts(members[0].title, tuple((r, _parts(r, way)) for r in members)))
    return tuple(found)


def _parts(row: FactsOfArticle, way: Direction) -> tuple[Box, Box]:
    known, shaky = row.known / row.total, row.shaky / row.total
    return bar(known, way), bar(shaky, way, known)


def _gap(progress: Progress, way: Direction) -> Gap | None:
    gap = progress.gap
    if gap is None:
        return None
    low, high, middle = ((value + 1) / 2 for value in (gap.low, gap.high, gap.difference))
    return Gap(across(100 * middle, 0, way), bar(high - low, way, low))


def _rounds(points: Sequence[RoundPoint], way: Direction) -> tuple[tuple[RoundPoint, Dot], ...]:
    latest = [point for point in points if point.total][-SHOWN_ROUNDS:]
    dots = curve([point.score / point.total for point in latest], way)
    return tuple(zip(latest, dots, strict=True))
