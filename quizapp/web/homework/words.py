"""What the codes of homework are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString

from quizapp.services.homework import CardsDone, Task
from quizapp.web import ambient
from quizapp.web.formatting import num
from quizapp.web.speech import gettext, ngettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

Words = Mapping[str, LazyString]

STATES: Final[Words] = {
    "early": _lp("state of homework", "Not open yet"),
    "open": _lp("state of homework", "To be done"),
    "begun": _lp("state of homework", "Begun"),
    "done": _lp("state of homework", "Done"),
    "overdue": _lp("state of homework", "Overdue, still taken"),
    "closed": _lp("state of homework", "Closed"),
}
GOALS: Final[Words] = {
    "round": _lp("goal of homework", "A round of questions"),
    "cards": _lp("goal of homework", "A number of cards"),
}
DRAWS: Final[Words] = {
    "fixed": _l("The same questions for everybody"),
    "personal": _l("Other questions for each learner"),
}
LANGUAGES: Final[Words] = {
    "free": _l("Each learner chooses the language"),
    "ar": _l("In Arabic"),
    "en": _l("In English"),
    "fairness": _l("Each question in one of the two, by chance and balanced: fairness mode"),
}
BEGIN: Final[Words] = {
    "ar": _lp("button", "Begin in Arabic"),
    "en": _lp("button", "Begin in English"),
}
COUNTS: Final[Words] = {
    "best": _lp("which attempt counts", "The best one"),
    "last": _lp("which attempt counts", "The last one"),
    "first": _lp("which attempt counts", "The first one"),
}
LATE: Final[Words] = {
    "refuse": _lp("what becomes of late work", "It is not taken"),
    "mark": _lp("what becomes of late work", "It is taken and marked as late"),
    "accept": _lp("what becomes of late work", "It is taken like any other"),
}
CARDS_BY: Final[Words] = {
    "day": _lp("goal of cards", "Every day"),
    "due": _lp("goal of cards", "In all, until it is due"),
}
REFUSALS: Final[Words] = {
    "early": _l("This homework is not open yet."),
    "late": _l("This homework is closed: its time is over."),
    "attempts": _l("All attempts at this homework are used."),
    "archived": _l("This class is archived."),
    "cards": _l("This homework is done with cards."),
}
NOTHING_LOST: Final = _l("What was answered in time is kept and counts.")
LOCAL_TIME: Final[Words] = {
    "date": _l("A day like 30/11/2026, please."),
    "time": _l("A time like 14:30, please."),
    "skipped": _l("The clocks skip this hour on that day. An hour later, perhaps?"),
    "twice": _l("This hour comes twice on that day. Please choose one before or after it."),
    "order": _l("The due time has to come after the opening."),
    "half": _l("A day needs a time, and a time needs a day."),
}
DONE: Final[Words] = {
    "set": _l("The homework is set."),
    "saved": _l("The new times hold from now on, also for attempts that are open."),
    "given": _l("The extras are noted."),
    "withdrawn": _l("The homework is withdrawn."),
}


def cards(done: CardsDone) -> str:
    """Return how far somebody is with a goal of cards."""
    if done.each_day and not done.days_met:
        return gettext("The goal has not been met on any day yet.")
    if done.each_day:
        return ngettext(
            "On %(num)s day so far the goal was met.",
            "On %(num)s days so far the goal was met.",
            done.days_met,
            num=num(done.days_met),
        )
    return gettext("%(done)s of %(total)s", done=num(done.total), total=num(done.wanted))


def may_begin(task: Task) -> bool:
    """Whether another attempt may be begun now, as far as time goes."""
    return task.homework.term.may_begin(ambient.now()) == "yes"
