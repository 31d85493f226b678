"""What can go wrong in the domain, as nouns. `web` and `cli` put them into words."""

from __future__ import annotations


class QuizappError(Exception):
    """Anything this program raises on purpose."""


class ContentError(QuizappError):
    """Content that cannot be used as it stands."""


class MarkupError(ContentError):
    """A fact's sentence has a brace that belongs to no well-formed mark."""


class UnknownKind(QuizappError):
    """An item kind that no module is registered for."""


class AnswerRejected(QuizappError):
    """An answer that does not fit its question: nothing chosen, or out of range.

    `code` says which: `empty`, `out_of_range`, `incomplete`, `too_long`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
