"""What the log keeps of an answer: all that is needed to judge it again."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from quizapp.db.base import AnyRow
from quizapp.domain.text import NORMALISER_VERSION
from quizapp.services.rounds.views import Judged, Submission, lang_of

LONGEST_LATENCY: Final = timedelta(days=1)


def response_values(
    row: AnyRow, judged: Judged, submission: Submission, now: datetime
) -> dict[str, Any]:
    """Return the columns of a response that do not come from its entry."""
    given, grade = judged.answer, judged.grade
    return {
        "client_key": hashlib.blake2b(submission.client_key.encode(), digest_size=16).digest(),
        "lang": lang_of(row, row.lang),
        "digits": submission.digits,
        "chosen": given.chosen,
        "typed": given.text,
        "skipped": given.skipped,
        "outcome": grade.outcome.value,
        "score": grade.score,
        "marks": tuple(map(int, grade.marks)),
        "spelling": None if grade.spelling is None else grade.spelling.value,
        "shown": grade.shown,
        "certainty": judged.certainty,
        "latency": _latency(submission.shown_at, now),
        "normaliser": NORMALISER_VERSION,
        "answered_at": now,
    }


def _latency(shown_at: datetime | None, now: datetime) -> int | None:
    """Return milliseconds since the question was shown; None where a clock was moved back."""
    if shown_at is None or shown_at > now:
        return None
    return min(now - shown_at, LONGEST_LATENCY) // timedelta(milliseconds=1)
