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


class NotFound(QuizappError):
    """Something asked for by name is not there, or belongs to somebody else."""


class ArticleNotFound(NotFound):
    """No article has this name."""


class RoundNotFound(NotFound):
    """No round of this learner has this id."""


class PositionNotFound(NotFound):
    """The round has no question at this position."""


class AccountNotFound(NotFound):
    """No account has this id."""


class CardNotFound(NotFound):
    """No card of this learner has this id."""


class DeckNotFound(NotFound):
    """The article has no such deck."""


class RoundClosed(QuizappError):
    """The round is finished; it takes no further answer."""


class RoundOpen(QuizappError):
    """The round is not finished; its solutions are not to be shown yet."""


class NothingToAsk(QuizappError):
    """No item fits what was asked for."""


class ImportRejected(QuizappError):
    """An exported file that cannot be taken in.

    `code` says why: `not_json`, `format`, `version`, `shape`, `too_large`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class StorageBusy(QuizappError):
    """The database is held by another writer for too long; trying again may help."""


class StorageError(QuizappError):
    """A database file that cannot be trusted or used. `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
