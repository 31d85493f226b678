"""What stands beside the marks of a chart and in the table under it, in the page's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from quizapp.services.progress.views import DayCount, RetentionMonth, RoundPoint, StabilityBin
from quizapp.web.formatting import month, num, percent, short_day
from quizapp.web.page import current_page
from quizapp.web.speech import gettext

Rows = tuple[tuple[object, object], ...]


def days_titled(days: Sequence[DayCount]) -> tuple[str, ...]:
    """Return each day with its number."""
    return tuple(f"{short_day(day.day)}: {num(day.count)}" for day in days)


def days_listed(days: Sequence[DayCount], *, latest_first: bool = False) -> Rows:
    """Return the days on which there is something, with their numbers."""
    ordered = reversed(days) if latest_first else days
    return tuple((short_day(day.day), num(day.count)) for day in ordered if day.count)


def day_at(days: Sequence[DayCount], share: float) -> date:
    """Return the day that stands at a share of a row of days."""
    return days[round((len(days) - 1) * share)].day


def months_titled(months: Sequence[RetentionMonth]) -> tuple[str, ...]:
    """Return each month with the share recalled in it."""
    return tuple(f"{month(each.month)}: {share_text(each.retention)}" for each in months)


def months_listed(months: Sequence[RetentionMonth]) -> Rows:
    """Return each month with the share recalled, and of how many reviews."""
    return tuple(
        (
            month(each.month),
            gettext(
                "%(share)s of %(total)s",
                share=percent(each.retention or 0),
                total=num(each.total),
            ),
        )
        for each in months
    )


def rounds_titled(points: Sequence[RoundPoint]) -> tuple[str, ...]:
    """Return the day of each round with its result."""
    return tuple(
        f"{short_day(point.finished_at)}: {share_text(point.score / point.total)}"
        for point in points
    )


def rounds_listed(points: Sequence[RoundPoint]) -> Rows:
    """Return the rounds, the latest first, with their results."""
    return tuple(
        (
            gettext(
                "%(day)s, %(title)s",
                day=short_day(point.finished_at),
                title=num(point.title[current_page().lang]),
            ),
            percent(point.score / point.total),
        )
        for point in reversed(points)
    )


def scale(top: int) -> tuple[str, ...]:
    """Return the values beside the three lines of a frame, from the top."""
    return tuple(num(value) for value in (top, top // 2, 0))


def shares() -> tuple[Markup, ...]:
    """Return the shares beside the three lines of a frame, from the top."""
    return tuple(percent(value) for value in (1, 0.5, 0))


def length_of(each: StabilityBin) -> str:
    """Return for how many days the cards of a bin are remembered."""
    if each.upper is None:
        return gettext("%(low)s and more", low=num(each.lower))
    if each.lower == 0:
        return gettext("up to %(high)s", high=num(each.upper))
    return gettext("%(low)s to %(high)s", low=num(each.lower), high=num(each.upper))


def share_text(share: float | None) -> str:
    """Return a share of one as whole percent, in plain text."""
    return f"{num(round(100 * (share or 0)))}%"
