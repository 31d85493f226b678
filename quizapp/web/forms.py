"""The base of every form: messages in our own words, a token, values kept on errors.

WTForms' own Arabic catalogue is incomplete and wrong in places (its `NoneOf` says the
opposite), so our `wtforms` catalogue answers first and theirs never does.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol, cast

from flask import current_app, request
from flask_babel import Domain
from flask_wtf import FlaskForm


class Messages(Protocol):
    """What WTForms asks of a catalogue."""

    def gettext(self, string: str) -> str:
        """Return one message."""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return one message for a number."""


class OurMessages:
    """WTForms' messages from our catalogue, in the language of the page."""

    @cached_property
    def _domain(self) -> Domain:
        folder = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
        return Domain(translation_directories=[folder], domain="wtforms")

    def gettext(self, string: str) -> str:
        """Return the message in the page's language."""
        return cast("str", self._domain.get_translations().ugettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the message for a number, in the form that the language wants."""
        return cast("str", self._domain.get_translations().ungettext(singular, plural, n))


MESSAGES = OurMessages()


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form of ours."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the messages come from."""

        def get_translations(self, form: object) -> Messages:  # noqa: ARG002
            """Return our catalogue for WTForms' messages."""
            return MESSAGES

    def accepted(self) -> bool:
        """Whether this request posts the form and every field is in order."""
        return request.method == "POST" and bool(self.validate())
