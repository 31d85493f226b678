"""Typed text: folding it, finding it, judging it. The only place that does.

Everything a caller needs is re-exported here; the modules behind it are
`normalise` (what counts as the same letter), `peel` (Arabic particles and the
article), `find` (a phrase in a sentence), `judge`, `numbers` and `dates`.
"""

from quizapp.domain.text.dates import judge_date, parse_date, parse_month
from quizapp.domain.text.find import contains, find
from quizapp.domain.text.judge import judge
from quizapp.domain.text.normalise import NORMALISER_VERSION, fold, words
from quizapp.domain.text.numbers import judge_number, parse_number
from quizapp.domain.text.peel import peel
from quizapp.domain.text.verdict import MAX_LENGTH, Judgement, Strictness, Verdict

__all__ = [
    "MAX_LENGTH",
    "NORMALISER_VERSION",
    "Judgement",
    "Strictness",
    "Verdict",
    "contains",
    "find",
    "fold",
    "judge",
    "judge_date",
    "judge_number",
    "parse_date",
    "parse_month",
    "parse_number",
    "peel",
    "words",
]
