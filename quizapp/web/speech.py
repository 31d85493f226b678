"""Interface strings in the language of the page.

Flask-Babel works out language and catalogue anew for every string; a page has sixty.
Here each string is looked up once per language and kept, escaped for templates:

    gettext("Save")                         == "حفظ"                     on a page under /ar/
    ngettext("%(num)s card", "%(num)s cards", 2, num=2)   == "بطاقتان"

Placeholders are filled by name, and what fills them is escaped. Texts of classes and
modules, which exist before any page, are named with the lazy forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g
from flask_babel import LazyString
from markupsafe import Markup

from quizapp.config import ConfigError
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.web.locale import page_lang

EXTENSION: Final = "speech"


class Speech:
    """The strings of one language, those asked for kept at hand."""

    def __init__(self, texts: NullTranslations) -> None:
        self._texts = texts
        self._said: dict[tuple[str, str], Markup] = {}

    def say(self, context: str, text: str) -> Markup:
        """Return a string; `context` is empty for one that stands by itself."""
        said = self._said.get((context, text))
        if said is None:
            texts = self._texts
            found = texts.upgettext(context, text) if context else texts.ugettext(text)
            said = self._said[context, text] = Markup(found)  # noqa: S704
        return said

    def count(self, one: str, many: str, number: int) -> Markup:
        """Return the form of a string that belongs to a number."""
        return Markup(self._texts.ungettext(one, many, number))  # noqa: S704


def load_speech(app: Flask, folder: str) -> None:
    """Read both compiled catalogues. Raises ConfigError where one is missing."""
    speeches: dict[Lang, Speech] = {}
    for lang in LANGS:
        texts = Translations.load(folder, [lang])
        if not isinstance(texts, Translations):
            raise ConfigError(
                f"no compiled catalogue for {lang} in {folder}: python tools/catalogues.py compile"
            )
        speeches[lang] = Speech(texts)
    app.extensions[EXTENSION] = speeches
    said: dict[str, Callable[..., Markup]] = {
        "_": gettext,
        "gettext": gettext,
        "pgettext": pgettext,
        "ngettext": ngettext,
    }
    app.jinja_env.globals.update(said)


def _speech() -> Speech:
    try:
        return cast("Speech", g.speech)
    except AttributeError:
        g.speech = current_app.extensions[EXTENSION][page_lang()]
        return cast("Speech", g.speech)


def gettext(text: str, /, **values: object) -> Markup:
    """Return a string in the page's language, its placeholders filled."""
    said = _speech().say("", text)
    return said % values if values else said


def pgettext(context: str, text: str, /, **values: object) -> Markup:
    """Return a string that means what its context says."""
    said = _speech().say(context, text)
    return said % values if values else said


def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    """Return the form of a string for a number; `num` stands for it unless given."""
    return _speech().count(one, many, number) % {"num": number, **values}


def noted(text: str, /) -> str:
    """Note a string for the catalogues, to be said by `gettext_in`."""
    return text


def gettext_in(lang: Lang, text: str, /) -> Markup:
    """Return a string in a language whatever the page's is: for what is printed in both."""
    speeches = cast("dict[Lang, Speech]", current_app.extensions[EXTENSION])
    return speeches[lang].say("", text)


def lazy_gettext(text: str, /) -> LazyString:
    """Name a string now, to be said on whatever page it turns up."""
    return LazyString(gettext, text)


def lazy_pgettext(context: str, text: str, /) -> LazyString:
    """Name a string with its context now, to be said later."""
    return LazyString(pgettext, context, text)
