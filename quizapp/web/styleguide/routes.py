"""The address of the style guide. The factory registers it where the configuration asks.

Icons and colours are read from the vendored sprite and the style sheet, so a new one
shows by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flask import Blueprint, render_template

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.services.rounds import QuestionView, RoundResult
from quizapp.web import assets, paper
from quizapp.web.addresses import address
from quizapp.web.locale import LANG_PREFIX, page_lang
from quizapp.web.quiz.forms import NOTHING_KEPT
from quizapp.web.solved import Solved, solved
from quizapp.web.styleguide import drawings, flashcards, people, specimens, surroundings, tasks
from quizapp.web.styleguide.apart import apart
from quizapp.web.styleguide.objections import objections

THEMES: Final = ("light", "dark")
ICONS: Final = tuple(
    re.findall(
        r'<symbol id="([\w-]+)"',
        (assets.FOLDER / "vendor" / "icons.svg").read_text(encoding="utf-8"),
    )
)
COLOURS: Final = tuple(
    re.findall(
        r"--([\w-]+): light-dark\(", (assets.FOLDER / "site.css").read_text(encoding="utf-8")
    )
)

styleguide = Blueprint("styleguide", __name__, url_prefix=LANG_PREFIX, template_folder="templates")
styleguide.add_app_template_filter(apart)


@styleguide.get("/styleguide")
def show() -> str:
    return render_template(
        "styleguide/index.html",
        themes=THEMES,
        icons=ICONS,
        colours=COLOURS,
        kinds=tuple(KINDS),
        outcomes=specimens.outcomes,
        open_view=specimens.open_view,
        judged_view=specimens.judged_view,
        rows_of=_rows,
        solved_of=solved,
        objections=objections,
        made=surroundings,
        cards_in=flashcards.cards_in,
        article=surroundings.article_head(),
        reading=surroundings.reading(),
        result=_result(),
        credentials=people.credentials(),
        told=people.told(),
        tasks=tasks.tasks(),
        times_form=tasks.times_form(),
        extras_form=tasks.extras_form(),
        drawn=drawings.drawings(),
        kept=NOTHING_KEPT,
        onward=address("quiz.resume", round_id=surroundings.ROUND),
        shown_at=surroundings.STARTED.isoformat(),
        **_filled_in(),
    )


def _filled_in() -> dict[str, object]:
    """Return forms, as they are at first and refused, and what is chosen for a sheet."""
    return {
        "forms": [drawings.start_form(refused=refused) for refused in (False, True)],
        "goals": [drawings.goals_form(refused=refused) for refused in (False, True)],
        "paper": paper,
        "ask": paper.SheetAsk("facing", "both", "10", "2", ("choice", "gap")),
    }


def _rows(lang: Lang) -> tuple[tuple[QuestionView, Solved | None], ...]:
    """A row of a result for each verdict, and one for a question left open."""
    rows = (
        specimens.judged_view("gap", lang, Outcome.RIGHT),
        specimens.judged_view("gap", lang, Outcome.CLOSE),
        specimens.judged_view("multiple_choice", lang, Outcome.PARTIAL),
        specimens.judged_view("choice", lang, Outcome.WRONG),
        specimens.judged_view("number", lang, Outcome.SKIPPED),
        replace(specimens.judged_view("true_false", lang, Outcome.SKIPPED), answered=False),
    )
    return tuple((row, solved(row)) for row in rows)


def _result() -> RoundResult:
    head = surroundings.finished_head(page_lang())
    return RoundResult(head, (), 6, head.total, surroundings.CALIBRATION)
