"""Reading a posted answer, and keeping what was posted for asking again.

The fields of an answer belong to its kind (`domain.items`), which reads them itself;
here is only what every question's form has. No form class: this is the hot path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, cast

from werkzeug.datastructures import ImmutableMultiDict

from quizapp.services.rounds import Submission
from quizapp.web import ambient, labels

Posted = ImmutableMultiDict[str, str]
MAX_KEY: Final = 64


class Kept:
    """What a learner had filled in, so that a form asked again still shows it."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    def has(self, name: str, value: object) -> bool:
        """Whether a field was filled in with this value, among others perhaps."""
        return str(value) in self._fields.get(name, ())

    def first(self, name: str) -> str:
        """Return the first value of a field, or nothing."""
        return next(iter(self._fields.get(name, ())), "")


NOTHING_KEPT: Final = Kept({})


def kept(posted: Posted) -> Kept:
    """Return what a posted form holds."""
    return Kept(dict(posted.lists()))


def posted_key(posted: Posted) -> str:
    """Return the key that a form was rendered with, or a new one where it has none."""
    return posted.get("key", "")[:MAX_KEY] or ambient.public_id()


def read_submission(posted: Posted, digits: str) -> Submission:
    """Return a posted answer for the service; `digits` are those the question was shown in."""
    certainty = posted.get("certainty")
    return Submission(
        fields=dict(posted.lists()),
        client_key=posted.get("client_key", "")[:MAX_KEY] or ambient.public_id(),
        certainty=cast("Literal['sure', 'fairly', 'guess']", certainty)
        if certainty in labels.CERTAINTY
        else None,
        shown_at=_moment(posted.get("shown_at", "")),
        digits=digits,
    )


def _moment(text: str) -> datetime | None:
    """Read when the question was shown: the client's claim, dropped where it cannot be."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment <= ambient.now() else None
