"""How numbers, dates and runs of the other direction are written on a page.

Digits are chosen at the very end: everything is formatted with Western digits and
mapped once, so that no number mixes two systems. Worked example, Arabic digits on:

    shown(1234.5, "ar", "arab") == "١٬٢٣٤٫٥"
    shown("في 16 أكتوبر، قاعة B2", "ar", "arab") == "في ١٦ أكتوبر، قاعة B2"

Only this module (around values that it escapes) and `speech` (from our own catalogues)
make `Markup`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from quizapp.domain.bilingual import LANGS, Lang, direction
from quizapp.web.page import current_page

Shown = int | float | Decimal | str

_ARABIC_INDIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# A number standing by itself: digits inside a Latin word (B2, G7) belong to the word.
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z\d])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![A-Za-z\d])",
)
_LETTERS: Final[dict[Lang, re.Pattern[str]]] = {
    "ar": re.compile("[\u0620-\u064a\u0660-\u0669]"),
    "en": re.compile("[A-Za-z]"),
}
_ATTRIBUTES: Final = {
    lang: Markup('lang="{}" dir="{}"').format(lang, direction(lang)) for lang in LANGS
}
_SMALL: Final = 1000
_MONTHS: Final = {"western": "ar", "levant": "ar_LB"}


def shown(value: Shown, lang: Lang, digits: str) -> str:
    """Return a number, or a text with numbers, in the digits chosen for a language.

    Arabic-Indic digits belong to Arabic text only. Raises TypeError for Markup, where
    digits may be part of an entity.
    """
    if isinstance(value, Markup):
        raise TypeError("format numbers before escaping")
    if isinstance(value, int) and 0 <= value < _SMALL:
        text = str(value)
    elif isinstance(value, str):
        text = value
    else:
        text = format_decimal(Decimal(str(round(value, 2))), locale=lang)
    if lang == "ar" and digits == "arab":
        return _NUMBER.sub(_to_arabic_indic, text)
    return text


def _to_arabic_indic(match: re.Match[str]) -> str:
    return match[0].translate(_ARABIC_INDIC).replace(",", "٬").replace(".", "٫")


def num(value: Shown, lang: Lang | None = None) -> str:
    """Filter: `shown` by the viewer's setting; `lang` is the language of the text it is in."""
    page = current_page()
    return shown(value, lang or page.lang, page.settings.digits)


def percent(ratio: float) -> Markup:
    """Filter: a share of one as isolated whole percent; the sign follows the number."""
    return ltr(f"{num(round(ratio * 100))}%")


def signed(value: int) -> Markup:
    """Filter: a whole number with its sign, which stays before it in both directions."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return ltr(f"{sign}{num(abs(value))}")


def day_text(moment: date, lang: Lang, months: str, pattern: str = "d MMMM y") -> str:
    """Return a date in its long form; Arabic months by either of their two names."""
    locale = _MONTHS[months] if lang == "ar" else "en_GB"
    return format_date(moment, pattern, locale=locale)


def day(moment: datetime) -> Markup:
    """Filter: a moment as the date that the viewer's settings ask for."""
    page = current_page()
    text = num(day_text(moment, page.lang, page.settings.months))
    return Markup('<time datetime="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), text
    )


def short_day(moment: date) -> str:
    """Filter: a date without its year."""
    return _dated(moment, "d MMMM")


def month(moment: date) -> str:
    """Filter: the month and year of a date."""
    return _dated(moment, "MMMM y")


def _dated(moment: date, pattern: str) -> str:
    page = current_page()
    return num(day_text(moment, page.lang, page.settings.months, pattern))


def iso(value: object) -> Markup:
    """Filter: isolate a run so that it cannot disturb its neighbours."""
    return Markup("<bdi>{}</bdi>").format(value)


def ltr(value: object) -> Markup:
    """Filter: isolate a run that always reads from left to right: codes, scores, formulas."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(value)


def apart(value: object) -> Markup:
    """Isolate what somebody wrote, so that its direction turns nothing around it."""
    return Markup("<bdi>{}</bdi>").format(value)


def built(html: str) -> Markup:
    """Return HTML that `formats` built as a tree, in which every text is escaped."""
    return Markup(html)  # noqa: S704


def foreign(text: str) -> str:
    """Filter: isolate and name the language of a label written in the other script.

    The names that languages have for themselves stand so on pages of any language.
    """
    attributes = script_attrs(text)
    return Markup("<bdi {}>{}</bdi>").format(attributes, text) if attributes else text


def script_attrs(text: str) -> Markup:
    """Return `lang` and `dir` of a label in the other script; nothing for one of the page's."""
    script = next((name for name, letters in _LETTERS.items() if letters.search(text)), None)
    return Markup() if script in (None, current_page().lang) else content_attrs(script)


def content_attrs(lang: Lang) -> Markup:
    """Return the `lang` and `dir` attributes of a run of content."""
    return _ATTRIBUTES[lang]
