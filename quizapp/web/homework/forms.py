"""The forms of homework. Days and times are typed as text, by the clocks of the class."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, cast

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from quizapp.domain.local_time import LocalTimeRejected, local_texts, moment_of
from quizapp.services.content import ArticleHead
from quizapp.services.homework import LONGEST_TITLE, Homework, TaskWish, TermsWish
from quizapp.web import ambient, labels
from quizapp.web.factors import FactorField
from quizapp.web.forms import BaseForm
from quizapp.web.homework import words
from quizapp.web.page import current_page
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp

WEEK: Final = timedelta(days=7)
EVENING: Final = "20:00"
MOST_ATTEMPTS: Final = 20
MOST_MINUTES: Final = 600
MOST_CARDS: Final = 500
MAX_KEY: Final = 64
LENGTHS: Final = ("5", "10", "15", "20")


def _choices(said: words.Words) -> list[SelectChoice]:
    return [SelectChoice(*each) for each in said.items()]


class TermsForm(BaseForm):
    """What can be settled anew at any time. An empty number bounds nothing."""

    title = StringField(
        _l("Title (empty: that of the article)"), [Optional(), Length(max=LONGEST_TITLE)]
    )
    opens_day = StringField(_l("Opens on the day"))
    opens_time = StringField(_l("Opens at the time"))
    due_day = StringField(_l("Due on the day (empty: never)"))
    due_time = StringField(_l("Due at the time"))
    minutes = IntegerField(
        _l("Minutes for one attempt (empty: no limit)"),
        [Optional(), NumberRange(1, MOST_MINUTES)],
    )
    attempts = IntegerField(
        _l("Number of attempts (empty: any number)"),
        [Optional(), NumberRange(1, MOST_ATTEMPTS)],
    )
    counts = RadioField(_l("Which attempt counts"), choices=_choices(words.COUNTS), default="best")
    late = RadioField(
        _l("What becomes of late work"), choices=_choices(words.LATE), default="refuse"
    )

    def offer_terms(self, zone: str, homework: Homework | None) -> None:
        """Show what is settled, or what is usual; remember by whose clocks."""
        self.zone = zone
        if self.is_submitted():
            return
        now = ambient.now()
        opens = homework.term.opens_at if homework else now
        due = homework.due_at if homework else now + WEEK
        self.opens_day.data, self.opens_time.data = local_texts(opens, zone)
        self.due_day.data = self.due_time.data = ""
        if due is not None:
            self.due_day.data, self.due_time.data = local_texts(due, zone)
        if homework is None:
            self.due_time.data, self.attempts.data = EVENING, 1
            return
        self.title.data, self.minutes.data = homework.own_title, homework.term.minutes
        self.attempts.data, self.counts.data = homework.attempts, homework.counts
        self.late.data = homework.term.late

    def accepted(self) -> bool:
        """Whether every field is in order, and the times name moments in their order."""
        fine = super().accepted()
        self.opens_at = self._moment("opens")
        self.due_at = self._moment("due") if self.due_day.data or self.due_time.data else None
        if self.opens_at and self.due_at and self.due_at <= self.opens_at:
            self.due_day.errors = [words.LOCAL_TIME["order"]]
        return fine and not (
            self.opens_day.errors or self.opens_time.errors or self._due_is_wrong()
        )

    def _due_is_wrong(self) -> bool:
        return bool(self.due_day.errors or self.due_time.errors)

    def _moment(self, name: str) -> datetime | None:
        day, clock = self[f"{name}_day"], self[f"{name}_time"]
        if not (day.data and clock.data):
            (clock if day.data else day).errors = [words.LOCAL_TIME["half"]]
            return None
        try:
            return moment_of(day.data, clock.data, self.zone)
        except LocalTimeRejected as rejection:
            (day if rejection.code == "date" else clock).errors = [words.LOCAL_TIME[rejection.code]]
            return None

    def terms(self) -> TermsWish:
        """Return what was settled."""
        assert self.opens_at is not None, "terms are read from a form in order"
        return TermsWish(
            title=str(self.title.data or "").strip(),
            opens_at=self.opens_at,
            due_at=self.due_at,
            minutes=self.minutes.data,
            attempts=self.attempts.data,
            counts=cast("Any", self.counts.data),
            late=cast("Any", self.late.data),
        )


class HomeworkForm(TermsForm):
    """All of a piece of homework, as it is set."""

    key = HiddenField(validators=[Length(max=MAX_KEY)])
    article = SelectField(_lp("what homework is about", "Article"))
    goal = RadioField(_l("What is to be done"), choices=_choices(words.GOALS), default="round")
    length = RadioField(
        _l("Number of questions"),
        choices=[*map(SelectChoice, LENGTHS), SelectChoice("all", _lp("all questions", "All"))],
        default="10",
    )
    kinds = SelectMultipleField(_l("Kinds of questions"), choices=_choices(labels.KINDS))
    draw = RadioField(_l("Choice of the questions"), choices=_choices(words.DRAWS), default="fixed")
    language = RadioField(
        _l("Language of the questions"), choices=_choices(words.LANGUAGES), default="free"
    )
    mode = RadioField(_l("Mode"), choices=_choices(labels.MODES), default="practice")
    cards = IntegerField(_l("Number of cards"), [Optional(), NumberRange(1, MOST_CARDS)])
    cards_by = RadioField(
        _l("The cards are counted"), choices=_choices(words.CARDS_BY), default="day"
    )

    def offer(self, zone: str, articles: tuple[ArticleHead, ...], chosen: str) -> None:
        """Offer the articles, and what is usual where the form is fresh."""
        lang = current_page().lang
        self.article.choices = [SelectChoice(head.slug, head.title[lang]) for head in articles]
        if not self.is_submitted():
            self.kinds.data = list(labels.KINDS)
            self.cards.data = 10
            self.article.data = chosen or None
        self.offer_terms(zone, None)

    def accepted(self) -> bool:
        """Whether what the goal needs is there as well."""
        fine = super().accepted()
        if self.goal.data == "cards" and self.cards.data is None and not self.cards.errors:
            self.cards.errors = [_l("How many cards?")]
        if self.goal.data == "round" and not self.kinds.data:
            self.kinds.errors = [_l("At least one kind is needed.")]
        return fine and not (self.cards.errors or self.kinds.errors)

    def task(self) -> TaskWish:
        """Return what is to be done."""
        by_cards = self.goal.data == "cards"
        length = str(self.length.data)
        kinds = tuple(self.kinds.data or ())
        return TaskWish(
            article=str(self.article.data),
            goal=cast("Any", self.goal.data),
            kinds=() if len(kinds) == len(labels.KINDS) else kinds,
            length=None if length == "all" else int(length),
            draw=cast("Any", self.draw.data),
            language=cast("Any", self.language.data),
            mode=cast("Any", self.mode.data),
            cards=self.cards.data if by_cards else None,
            cards_by=cast("Any", self.cards_by.data) if by_cards else None,
        )


class ExtrasForm(BaseForm):
    """What one learner is given beyond the others."""

    factor = FactorField(_l("Time for this homework, in percent of what others have"))
    due_day = StringField(_l("Due on the day"))
    due_time = StringField(_l("Due at the time"))
    attempts = IntegerField(_l("Further attempts"), [Optional(), NumberRange(0, MOST_ATTEMPTS)])

    def due(self, zone: str) -> datetime | None:
        """Return the due time of her own. Raises LocalTimeRejected."""
        if not self.due_day.data and not self.due_time.data:
            return None
        return moment_of(str(self.due_day.data or ""), str(self.due_time.data or ""), zone)
