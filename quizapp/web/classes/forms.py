"""The forms of classes."""

from __future__ import annotations

from typing import Any, Final, Literal, cast

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import FileField, SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from quizapp.domain.logins import NameRejected, tidy_name
from quizapp.services.classes import ClassHead, ClassWish, Member
from quizapp.web.factors import FactorField
from quizapp.web.forms import BaseForm
from quizapp.web.page import current_page
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.web.zones import zones

LONGEST_NICKNAME: Final = 40
MAX_KEY: Final = 64


def visible(_form: BaseForm, field: Any) -> None:
    """Refuse a name with something in it that cannot be seen; keep it tidied."""
    try:
        field.data = tidy_name(field.data or "") if field.data else ""
    except NameRejected as rejection:
        raise ValidationError(
            gettext("This name is too long.")
            if rejection.code == "long"
            else gettext("There is something in this name that cannot be seen.")
        ) from rejection


class ClassForm(BaseForm):
    """Name, time zone, nicknames and leaderboard of a class."""

    key = HiddenField(validators=[Length(max=MAX_KEY)])
    name = StringField(_l("Name of the class"), validators=[InputRequired(), visible])
    zone = SelectField(_l("Time zone of the class: its homework is due by it"))
    nicknames = RadioField(
        _l("What pupils call each other here"),
        choices=[
            SelectChoice("words", _l("An animal with a good quality, from a list")),
            SelectChoice("teacher", _l("A nickname that a teacher chooses")),
        ],
        default="words",
    )
    leaderboard = BooleanField(_l("Show pupils a table of the most points, by nickname"))

    def offer(self, head: ClassHead | None) -> None:
        """Offer the zones, and what is settled where the form is fresh."""
        self.zone.choices = [SelectChoice(*zone) for zone in zones(current_page().lang)]
        if not self.is_submitted() and head is not None:
            self.name.data, self.zone.data = head.name, head.zone
            self.nicknames.data, self.leaderboard.data = head.nicknames, head.leaderboard
            if head.zone not in {choice[0] for choice in zones(current_page().lang)}:
                self.zone.choices.insert(0, SelectChoice(head.zone, head.zone))

    def wish(self) -> ClassWish:
        """Return what was settled."""
        return ClassWish(
            name=str(self.name.data),
            zone=str(self.zone.data),
            nicknames=cast("Literal['words', 'teacher']", self.nicknames.data),
            leaderboard=bool(self.leaderboard.data),
        )


class JoinForm(BaseForm):
    """A join code; what it is worth is for the service to say."""

    code = StringField(_lp("code to join a class", "Code of the class"), [InputRequired()])


class InviteForm(BaseForm):
    """The login name of another teacher."""

    login = StringField(_l("Login name of the teacher"), [InputRequired(), Length(max=64)])


class RosterForm(BaseForm):
    """Names, pasted or in a file."""

    names = TextAreaField(_l("Names, one a line, or cells copied from a spreadsheet"))
    file = FileField(_l("Or a file: a spreadsheet, or a table as text"))


class MemberForm(BaseForm):
    """Nickname and extra time of one pupil."""

    nickname = StringField(
        _l("Nickname that a teacher chooses"), [Length(max=LONGEST_NICKNAME), visible]
    )
    allowance = FactorField(
        _l("Time in this class, in percent of what others have (empty: as in the account)")
    )

    def fill(self, member: Member) -> None:
        """Show what is settled where the form is fresh."""
        if not self.is_submitted():
            self.nickname.data = member.chosen_nickname
            self.allowance.data = member.allowance
