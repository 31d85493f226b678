"""C30, dates: when a class is archived, its teachers are told, and it is deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.retention import (
    AFTER,
    NOTICE,
    YEAR,
    Fate,
    Step,
    Unused,
    fate_of,
    step_due,
)

USED = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
ENDED = USED + YEAR


def at(days: float) -> datetime:
    return USED + days * DAY


@pytest.mark.parametrize(
    ("unused", "now", "step"),
    [
        (Unused(USED), USED, None),
        (Unused(USED), USED + YEAR - SECOND, None),
        (Unused(USED), USED + YEAR, Step.END),
        (Unused(USED), USED + 9 * YEAR, Step.END),
        (Unused(USED, ENDED), ENDED, None),
        (Unused(USED, ENDED), ENDED + 60 * DAY - SECOND, None),
        (Unused(USED, ENDED), ENDED + 60 * DAY, Step.WARN),
        (Unused(USED, ENDED), ENDED + 9 * YEAR, Step.WARN),
        (Unused(USED, ENDED, ENDED + 60 * DAY), ENDED + 90 * DAY - SECOND, None),
        (Unused(USED, ENDED, ENDED + 60 * DAY), ENDED + 90 * DAY, Step.PURGE),
        # The notice came late, so does the end: 30 days are 30 days.
        (Unused(USED, ENDED, ENDED + 200 * DAY), ENDED + 229 * DAY, None),
        (Unused(USED, ENDED, ENDED + 200 * DAY), ENDED + 230 * DAY, Step.PURGE),
        # Used or kept since: what was said before is void, and the year begins anew.
        (Unused(at(400), ENDED, ENDED + 60 * DAY), at(700), None),
        (Unused(at(400), ENDED, ENDED + 60 * DAY), at(765), Step.END),
        (Unused(at(400), at(765), ENDED + 60 * DAY), at(800), None),
        (Unused(at(400), at(765), ENDED + 60 * DAY), at(825), Step.WARN),
    ],
)
def test_what_is_done_with_a_class_at_a_moment(
    unused: Unused, now: datetime, step: Step | None
) -> None:
    assert step_due(unused, now) is step


@pytest.mark.parametrize(
    ("unused", "now", "fate"),
    [
        (Unused(USED), at(304), None),
        (Unused(USED), at(305), Fate(Step.END, at(365))),
        (Unused(USED, ENDED), ENDED, Fate(Step.PURGE, ENDED + AFTER)),
        (Unused(USED, ENDED), at(365 + 70), Fate(Step.PURGE, at(365 + 100))),
        (Unused(USED, ENDED, at(430)), at(440), Fate(Step.PURGE, at(460))),
        (Unused(at(440), ENDED, at(430)), at(441), None),
    ],
)
def test_what_a_page_says_of_it(unused: Unused, now: datetime, fate: Fate | None) -> None:
    assert fate_of(unused, now) == fate


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_however_rarely_it_runs_nothing_goes_without_two_notices_in_time(gaps: list[int]) -> None:
    unused, now = Unused(USED), USED
    for gap in gaps:
        now += gap * DAY
        match step_due(unused, now):
            case Step.END:
                unused = Unused(USED, now)
            case Step.WARN:
                unused = Unused(USED, unused.ended_at, now)
            case Step.PURGE:
                assert unused.ended_at is not None
                assert unused.warned_at is not None
                assert now - unused.warned_at >= NOTICE
                assert now - unused.ended_at >= AFTER
                assert unused.ended_at - USED >= YEAR
                return
