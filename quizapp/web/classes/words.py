"""What refusals and problems of classes are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString

from quizapp.formats.roster import RosterProblem
from quizapp.web.credentials import LOGIN_REJECTED, NAME_REJECTED
from quizapp.web.formatting import iso, num
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.web.speech import noted as N_  # noqa: N812

Words = Mapping[str, LazyString]

PARTS: Final[Words] = {
    "teacher": _lp("part in a class", "Teaching"),
    "pupil": _lp("part in a class", "Learning"),
    "waiting": _lp("part in a class", "Waiting to be let in"),
    "invited": _lp("part in a class", "Invited to teach"),
}
REFUSALS: Final[Words] = {
    "code": _l(
        "This code opens no class right now. If it is the right one but an old one, the "
        "teacher has been asked and can let you in."
    ),
    "throttled": _l("Tried too often. Please wait a while, then try again."),
    "archived": _l("This class is archived."),
    "owner": _l("A class needs its owner. Another teacher can take over, or it can be archived."),
    "full": _l("A class can have 500 people at most."),
    "unknown_teacher": _l("No teacher here has this login name."),
}
NOTHING_CHANGED: Final = _l("Nothing was changed.")
REJECTED: Final[Words] = {
    "empty": _l("There are no names in it."),
    "too_large": _l("This is too large for the names of a class. One megabyte is the most."),
    "too_many": _l("These are too many lines. A class can have 500 people at most."),
    "encoding": _l(
        "The letters of this file cannot be read. A spreadsheet works, or text in UTF-8."
    ),
    "format": _l("This file cannot be read. A spreadsheet works, and so does pasted text."),
    "both": _l("Either pasted names or a file, please: both at once are not clear."),
}
DONE: Final[Words] = {
    "made": _l("The class is there. With the code, pupils can join it."),
    "saved": _l("The settings are saved."),
    "kept": _l("The class is kept for another year."),
    "rotated": _l("There is a new code. The old one opens nothing any more."),
    "off": _l("Nobody can join with a code now."),
    "archived": _l("The class is archived."),
    "restored": _l("The class is there again."),
    "enrolled": _l("The names are taken over. What is missing are the slips."),
    "invited": _l("The invitation is sent. It shows on the home page of who was invited."),
    "approved": _l("Somebody new is in the class."),
    "removed": _l("This person is not in the class any more."),
    "joined": _l("Welcome to the class."),
    "left": _l("The class is left."),
}
SLIP: Final = N_("Open this address, type the code, then choose a password:")
_PROBLEMS: Final[Words] = {
    **NAME_REJECTED,
    **{f"login_{code}": said for code, said in LOGIN_REJECTED.items()},
    "letters": _l("There are no letters in this name."),
}


def problem(found: RosterProblem) -> str:
    """Return what is wrong with a line of a roster."""
    value, other = iso(found.value), num(found.other)
    if found.code == "twice":
        return gettext("%(name)s stands in line %(line)s already.", name=value, line=other)
    if found.code == "login_twice":
        return gettext("The login name %(login)s stands in line %(line)s.", login=value, line=other)
    return str(_PROBLEMS[found.code])
