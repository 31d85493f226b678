"""Every address of homework, under one name: importing the modules registers their views."""

from __future__ import annotations

from flask import Response, request
from flask.sansio.blueprints import BlueprintSetupState

from quizapp.domain.errors import HomeworkRefusal
from quizapp.web.addresses import address
from quizapp.web.errors import error_page
from quizapp.web.homework import calendar, doing, setting, words
from quizapp.web.homework.blueprint import homework
from quizapp.web.moments import city, is_past, when

VIEWS = (calendar, doing, setting)


@homework.record_once
def lend_words(state: BlueprintSetupState) -> None:
    """Let templates say the codes of homework, and its times, in words."""
    state.app.jinja_env.globals.update(homework_words=words, when=when, city=city)
    state.app.jinja_env.filters["is_past"] = is_past


@homework.errorhandler(HomeworkRefusal)
def refused(refusal: HomeworkRefusal) -> Response:
    """Answer somebody who begins what cannot be begun now; sending again would not help."""
    homework_id = (request.view_args or {}).get("homework_id", "")
    said = words.REFUSALS.get(refusal.code, words.REFUSALS["late"])
    back = address("homework.show", homework_id=homework_id)
    return error_page(409, words=(said, words.NOTHING_LOST), again=False, result=back)


__all__ = ["VIEWS", "homework"]
