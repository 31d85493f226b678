"""The words for what is missing before something written can be asked, by the code of a fault.

The studio says them beside a field, the programming interface in its list of errors.
"""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString

from quizapp.domain.authoring.faults import Fault
from quizapp.web.speech import lazy_gettext as _l

Words = dict[str, LazyString]

BROKEN: Final[Words] = {
    "unclosed": _l("A mark is opened with {{ and never closed with }}."),
    "unopened": _l("A mark is closed with }} that was never opened with {{."),
    "nested": _l("A mark stands inside another mark."),
    "empty": _l("A mark has nothing between {{ and }}."),
}
FAULTS: Final[Words] = {
    **BROKEN,
    "no_text": _l("It needs its words in at least one language."),
    "empty": _l("A text is missing in a language that has been begun."),
    "too_few": _l("There are too few of these."),
    "too_many": _l("There are too many of these."),
    "no_key": _l("It is not said yet which answer is right."),
    "several_keys": _l("Only one answer can be right here."),
    "no_wrong": _l("At least one answer has to be wrong."),
    "no_answer": _l("No answer is marked or given yet."),
    "several_answers": _l("Only one answer can be missing."),
    "no_number": _l("The number is missing."),
    "out_of_range": _l("This number cannot be."),
    "no_claim": _l("It is not said yet what the statement is."),
    "no_evidence": _l("What proves it is missing: a sentence of the text, or a quotation."),
    "unknown_sentence": _l("The sentence that proved it is not in the text any more."),
    "duplicate": _l("The same stands here twice."),
    "duplicate_id": _l("Something else has this name already."),
    "slots_differ": _l("An answer is marked in one language only."),
    "no_speaker": _l("It is not said yet whose statement it is."),
}


def fault(found: Fault) -> LazyString:
    """Return what is missing before something written can be asked."""
    return FAULTS.get(found.code, FAULTS["empty"])
