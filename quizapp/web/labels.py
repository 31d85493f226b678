"""The words for codes of the domain: kinds, modes, verdicts, certainty.

The domain answers with codes and the web says them; a test proves that every
registered kind and every verdict has its words.
"""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString

from quizapp.domain.items.base import Outcome
from quizapp.domain.text import Verdict
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

Words = dict[str, LazyString]

KINDS: Final[Words] = {
    "choice": _lp("kind of question", "One right answer"),
    "multiple_choice": _lp("kind of question", "Several right answers"),
    "true_false": _lp("kind of question", "True or false"),
    "gap": _lp("kind of question", "Fill in the blank"),
    "number": _lp("kind of question", "Number or date"),
    "match": _lp("kind of question", "Matching"),
    "order": _lp("kind of question", "Ordering"),
    "evidence": _lp("kind of question", "Find the evidence"),
    "claim": _lp("kind of question", "Who said it, and what kind of claim it is"),
}
HOW_TO: Final[Words] = {
    "choice": _l("One answer is right."),
    "multiple_choice": _l("Several answers are right; all of them are wanted."),
    "true_false": _l("The article decides, not what is known from elsewhere."),
    "gap": _l("The missing words are to be typed. Small slips of spelling do no harm."),
    "number": _l("Digits of any kind are fine, and so are words."),
    "match": _l("Every line has one partner; a partner may serve twice."),
    "order": _l("The first comes first."),
    "evidence": _l("One sentence of the text answers the question."),
    "claim": _l("The article decides, not what is known from elsewhere."),
}
MODES: Final[Words] = {
    "practice": _lp("mode of a round", "Practice"),
    "test": _lp("mode of a round", "Test"),
}
MODE_NOTES: Final[Words] = {
    "practice": _l("The answer and the reason after each question."),
    "test": _l("All answers and reasons at the end."),
}
VERDICTS: Final[dict[str, LazyString]] = {
    Outcome.RIGHT: _l("Correct answer"),
    Outcome.CLOSE: _l("Close answer, and it counts"),
    Outcome.PARTIAL: _l("Partly correct answer"),
    Outcome.WRONG: _l("Incorrect answer"),
    Outcome.SKIPPED: _l("Question skipped"),
}
CERTAINTY: Final[Words] = {
    "sure": _lp("how certain the learner is", "Sure"),
    "fairly": _lp("how certain the learner is", "Fairly sure"),
    "guess": _lp("how certain the learner is", "A guess"),
}
REJECTED: Final[Words] = {
    "empty": _l("No answer was given yet. A question can also be skipped."),
    "incomplete": _l("Part of the answer is missing, or one place was given twice."),
    "out_of_range": _l("This form does not fit the question. Please choose again."),
    "too_long": _l("The answer is too long."),
}
DECKS: Final[Words] = {
    "article-ar": _lp("deck of cards", "The facts in Arabic"),
    "article-en": _lp("deck of cards", "The facts in English"),
    "terms": _lp("deck of cards", "Names and terms, from one language to the other"),
}
GRADES: Final[dict[int, LazyString]] = {
    1: _lp("grade of a card", "Again"),
    2: _lp("grade of a card", "Hard"),
    3: _lp("grade of a card", "Good"),
    4: _lp("grade of a card", "Easy"),
}
RECALLED: Final[dict[str, LazyString]] = {
    Verdict.EXACT: _lp("what was typed on a card", "Exactly so"),
    Verdict.FOLDED: _lp("what was typed on a card", "Correct"),
    Verdict.CLOSE: _lp("what was typed on a card", "Close"),
    Verdict.WRONG: _lp("what was typed on a card", "Something else"),
}
IMPORT_REJECTED: Final[Words] = {
    "not_json": _l("This file cannot be read. It has to be the one that was taken along here."),
    "format": _l("This file is from somewhere else; only a file taken along here can be read."),
    "version": _l("This file is from a newer version of this site."),
    "shape": _l("Something is missing in this file, so nothing was taken from it."),
    "too_large": _l("This file is too large."),
}

UPLOAD_BOUND: Final = _l("A file that is brought back can have up to 64 megabytes.")


def rejected(code: str) -> LazyString:
    """Return what to tell a learner whose answer did not fit its question."""
    return REJECTED.get(code, REJECTED["out_of_range"])
