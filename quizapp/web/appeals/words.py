"""The words of appeals and regrades for codes: why a spelling cannot be accepted, what was done."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from markupsafe import Markup

from quizapp.domain.errors import AppealRefusal
from quizapp.web.formatting import iso
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l

REFUSALS: Final[dict[str, LazyString]] = {
    "not_typed": _l("This question is not answered by typing."),
    "empty": _l("There are no letters in this spelling."),
    "too_long": _l("This spelling is too long."),
    "counts": _l("This spelling counts as correct already."),
    "number": _l("This is another number. Numbers are accepted by the tolerance of the question."),
    "reason": _l("A reason is missing. The learner reads it beside the answer."),
    "changed": _l("The question was changed meanwhile. Here is how it stands now."),
    "waiting": _l("The answer key was changed. The author of the article has to apply it first."),
}
DONE: Final[dict[str, LazyString]] = {
    "accepted": _l("The spelling is accepted, and everyone concerned was told."),
    "known": _l("The spelling had been accepted already."),
    "declined": _l("The appeals were declined, and their learners were told why."),
    "meanwhile": _l("Somebody else has decided on these appeals meanwhile."),
    "withdrawn": _l("The spelling does not count any more for answers to come."),
    "regraded": _l("The answers were judged again, and everyone concerned was told."),
}


def refused(code: str, rival: str = "") -> Markup | LazyString:
    """Return why a decision cannot be made."""
    if code == "rival":
        return gettext(
            "This is another answer, or as near to it as to the correct one: %(rival)s",
            rival=iso(rival),
        )
    return REFUSALS.get(code, REFUSALS["changed"])


def refused_for(refusal: AppealRefusal) -> Markup | LazyString:
    """Return why a decision was refused."""
    return refused(refusal.code, refusal.rival)
