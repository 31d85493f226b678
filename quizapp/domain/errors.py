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


class ReviewsTooFew(QuizappError):
    """Too few reviews to fit memory parameters: how many there are, how many it takes."""

    def __init__(self, reviews: int, needed: int) -> None:
        super().__init__(f"{reviews} of {needed}")
        self.reviews = reviews
        self.needed = needed


class OptimiserMissing(QuizappError):
    """The optimiser is an extra that is not installed here."""


class AccountNotFound(NotFound):
    """No account has this id."""


class SignInRefused(QuizappError):
    """No account has this login and this password, or it is disabled: which, nobody is told."""


class CodeRefused(QuizappError):
    """A code that is none, was used, is over, or is not for this."""


class TooManyTries(QuizappError):
    """Something was tried too often. `wait` is how long to wait at most, in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(str(wait))
        self.wait = wait


class CardNotFound(NotFound):
    """No card of this learner has this id."""


class DeckNotFound(NotFound):
    """The article has no such deck."""


class ClassroomNotFound(NotFound):
    """No class of this name has this person in this part."""


class MemberNotFound(NotFound):
    """Nobody of this id is in the class now."""


class HomeworkNotFound(NotFound):
    """No homework of this id is set to this person, or by her."""


class ClassroomRefusal(QuizappError):
    """A wish about a class that cannot be granted.

    `code` says why: `code` (a join code that opens nothing now), `throttled`, `archived`,
    `owner` (the last owner cannot go), `full`, `unknown_teacher`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HomeworkRefusal(QuizappError):
    """Homework that cannot be begun now.

    `code` says why: `early`, `late`, `attempts`, `archived`, `cards`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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


class StorageFailure(QuizappError):
    """The database could not do what it was asked; nothing of that write is stored."""


class StorageBusy(StorageFailure):
    """The database is held by another writer for too long; trying again may help."""


class StorageFull(StorageFailure):
    """There is no room to store anything. Reading goes on."""


class StorageReadOnly(StorageFailure):
    """The database may be read and not be written: its file, its folder or its disk."""


class StorageDamaged(StorageFailure):
    """The database cannot be read as what it was: pages are damaged, or its disk fails."""


class StorageError(QuizappError):
    """A database file that cannot be trusted or used. `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class DraftNotFound(NotFound):
    """This teacher has no such draft, or the draft has no such part."""


class ItemNotFound(NotFound):
    """No question of this name is there for this person to decide on."""


class AppealNotFound(NotFound):
    """There is no answer here that could be appealed."""


class AppealRefusal(QuizappError):
    """A decision about appeals that cannot be made.

    `code` says why: `not_typed`, `empty`, `too_long`, `counts` (it is right already), `number`,
    `rival` (it names another answer), `reason` (none was given), `changed` (the key is not the
    one that was looked at), `waiting` (another change of the key has to be applied first).
    `rival` is the other answer.
    """

    def __init__(self, code: str, rival: str = "") -> None:
        super().__init__(f"{code}: {rival}" if rival else code)
        self.code = code
        self.rival = rival


class HalfwayOver(QuizappError):
    """Nobody is between the two steps of signing in with this token, or was for too long."""
