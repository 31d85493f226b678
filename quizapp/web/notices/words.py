"""Every kind of notice in words. A feature that tells people something adds its kind here.

A kind is a sentence with named places and, if there is something to look at, an endpoint with
the parameters that its address takes:

    "appeal-accepted": Words(_l("…accepted: %(spelling)s"), "quiz.result", ("round_id",))

All values are texts that `services.people.notices.tell` stored; none is trusted as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import LazyString
from markupsafe import Markup, escape

from quizapp.services.people.notices import Told
from quizapp.web.addresses import address
from quizapp.web.formatting import iso
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Words:
    """The sentence of a kind, and where its link leads."""

    text: LazyString
    endpoint: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice as a page shows it."""

    text: Markup
    link: str
    told_at: datetime
    seen: bool


WORDS: Final[Mapping[str, Words]] = {
    "password-reset": Words(
        _l("%(teacher)s made a code with which a new password can be chosen for this account.")
    ),
    "pupil-reset": Words(
        _l("%(teacher)s made a code for a new password for %(pupil)s."),
    ),
    "recovery-code-used": Words(
        _l(
            "A recovery code of this account was used. If that was somebody else, the password "
            "has to be changed now."
        ),
        "access.show_second_factor",
    ),
    "second-factor-off": Words(
        _l("Whoever runs this site switched off the two-step sign-in of this account."),
        "access.show_second_factor",
    ),
    "data-taken": Words(_l("%(teacher)s took a copy of all that is stored about this account.")),
    "pupil-data-taken": Words(
        _l("%(teacher)s took a copy of all that is stored about %(pupil)s."),
    ),
    "class-invitation": Words(
        _l("An invitation to teach the class %(class)s too."), "classes.index"
    ),
    "class-waiting": Words(
        _l("Somebody with an old code waits to be let into the class %(class)s."),
        "classes.show",
        ("class_id",),
    ),
    "class-joined": Words(
        _l("A teacher let you into the class %(class)s."), "classes.show", ("class_id",)
    ),
    "class-ended": Words(
        _l(
            "Nobody used the class %(class)s for a year, so it was archived. It will be deleted "
            "in three months, unless a teacher keeps it."
        ),
        "classes.show",
        ("class_id",),
    ),
    "class-ending": Words(
        _l("The class %(class)s will be deleted in 30 days, unless a teacher keeps it."),
        "classes.show",
        ("class_id",),
    ),
    "class-deleted": Words(
        _l("The class %(class)s was deleted: nobody had used it for more than a year.")
    ),
    "homework-set": Words(_l("New homework in %(class)s."), "homework.due"),
    "role-changed": Words(_l("This account is now allowed more, or less, than before.")),
    "appeal-accepted": Words(
        _l("A teacher accepted an appeal: %(answer)s counts as correct now."),
        "quiz.show_question",
        ("round_id", "position"),
    ),
    "appeal-declined": Words(
        _l("A teacher did not accept the answer %(answer)s. The reason: %(reason)s"),
        "quiz.show_question",
        ("round_id", "position"),
    ),
    "regraded-up": Words(
        _l("A question was judged again after its answer key was corrected. The score rose."),
        "quiz.show_question",
        ("round_id", "position"),
    ),
    "regraded-down": Words(
        _l("A question was judged again after its answer key was corrected. The score fell."),
        "quiz.show_question",
        ("round_id", "position"),
    ),
}


def shown(told: Iterable[Told]) -> tuple[Shown, ...]:
    """Put notices into words; one of an unknown kind, from a newer program, is left out."""
    return tuple(_shown(each) for each in told if each.kind in WORDS)


def _shown(told: Told) -> Shown:
    words = WORDS[told.kind]
    # What somebody typed stays in its own direction.
    values = {name: iso(value) for name, value in told.params.items()}
    link = (
        address(words.endpoint, **{part: told.params.get(part, "") for part in words.parts})
        if words.endpoint
        else ""
    )
    return Shown(_said(words.text, values), link, told.told_at, told.seen)


def _said(text: LazyString, values: Mapping[str, Markup]) -> Markup:
    """Fill the places of a sentence; one that nobody filled stays empty."""
    said = escape(text)
    try:
        return said % values
    except KeyError:
        return gettext("Something changed. Details are no longer known.")


def moment_of(text: str) -> datetime | None:
    """Return the moment that a form names, up to which its notices were told."""
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
