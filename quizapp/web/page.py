"""The page being made: its language, direction, digits and theme, as one value.

Templates reach it as `page`, in imported macros too. The interface language comes from
the address; everything else from the viewer's settings, but what belongs to the device.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from flask import g

from quizapp.domain.bilingual import Direction, Lang, direction, other
from quizapp.services.accounts import Settings, Viewer
from quizapp.web.locale import page_lang
from quizapp.web.shortcuts import keys_are_off
from quizapp.web.viewers import settings, viewer

LANGUAGE_NAMES: Final[dict[Lang, str]] = {"ar": "العربية", "en": "English"}


@dataclass(frozen=True, slots=True)
class Page:
    """How this request's page is to be written."""

    lang: Lang
    settings: Settings
    who: Viewer | None = None
    keys_off: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether somebody is looking who can sign in, rather than a guest or nobody."""
        return self.who is not None and self.who.role != "guest"

    @property
    def dir(self) -> Direction:
        """The writing direction of the interface."""
        return direction(self.lang)

    @property
    def other(self) -> Lang:
        """The language that the interface can be switched to."""
        return other(self.lang)

    @property
    def content(self) -> Lang:
        """The language in which this viewer would rather play."""
        return self.settings.content or self.lang

    @property
    def names(self) -> dict[Lang, str]:
        """Each language's name for itself."""
        return LANGUAGE_NAMES


def current_page() -> Page:
    """Return the page of this request."""
    try:
        return cast("Page", g.page)
    except AttributeError:
        g.page = Page(page_lang(), settings(), viewer(), keys_are_off())
        return cast("Page", g.page)
