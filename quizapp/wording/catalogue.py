"""Looking texts up in the compiled catalogues, outside of any request.

Flask-Babel knows the language of a request; a command has none, so it asks here. Where
a catalogue is not compiled, or lacks a text, the English text stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations, translation
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.resources import resource

_DOMAIN: Final = "messages"


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for extraction and return it as it is."""
    return text


@cache
def catalogue(lang: Lang) -> NullTranslations:
    """Return the compiled catalogue of a language, or an empty one."""
    return translation(_DOMAIN, str(resource("translations")), [lang], fallback=True)


def translated(text: str, params: Mapping[str, str], lang: Lang) -> str:
    """Return a marked text in a language, with its `%(named)s` places filled."""
    return catalogue(lang).gettext(text) % params
