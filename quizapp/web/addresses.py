"""Addresses of our own pages, as `url_for` gives them, at a tenth of its cost.

Werkzeug builds an address by searching its rules each time. Ours are few, and their
parts are plain, so each endpoint's pattern is read from the rules once and filled in:

    address("quiz.show_question", round_id="k3J…", position=2) == "/ar/rounds/k3J…/2"

The language is the page's unless named. A test compares every rule with `url_for`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import quote, urlencode

from flask import Flask, current_app

from quizapp.domain.bilingual import LANGS
from quizapp.web.locale import page_lang

EXTENSION: Final = "addresses"
_PART: Final = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
# What `url_for` leaves as it is within one segment, and what needs no look at all.
_PLAIN: Final = "!$&'()*+,;=:@"
_SAFE: Final = re.compile(r"[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class AddressBook:
    """The pattern of each endpoint with the names in it, and addresses known as they are."""

    patterns: dict[str, tuple[str, tuple[str, ...]]]
    fixed: dict[tuple[str, str], str]


def learn_addresses(app: Flask) -> None:
    """Read the patterns of every endpoint; call it when all features are registered."""
    book = AddressBook({}, {})
    for rule in app.url_map.iter_rules():
        names = tuple(_PART.findall(rule.rule))
        pattern = _PART.sub("%s", rule.rule)
        book.patterns[rule.endpoint] = (pattern, names)
        if names == ("lang",):
            book.fixed.update({(rule.endpoint, lang): pattern % lang for lang in LANGS})
    app.extensions[EXTENSION] = book
    app.jinja_env.globals["url_for"] = address


def address(endpoint: str, /, *, _anchor: str = "", **values: object) -> str:
    """Return the path of an endpoint; values that are not part of it become its query.

    Raises KeyError for an unknown endpoint or a missing value.
    """
    book = cast("AddressBook", current_app.extensions[EXTENSION])
    if not values and not _anchor:
        known = book.fixed.get((endpoint, page_lang()))
        if known is not None:
            return known
    pattern, names = book.patterns[endpoint]
    if "lang" in names and "lang" not in values:
        values["lang"] = page_lang()
    path = pattern % tuple([_segment(values.pop(name)) for name in names])
    rest = {name: value for name, value in values.items() if value is not None}
    query = f"?{urlencode(rest)}" if rest else ""
    return f"{path}{query}#{_anchor}" if _anchor else f"{path}{query}"


def _segment(value: object) -> str:
    text = str(value)
    return text if _SAFE.fullmatch(text) else quote(text, safe=_PLAIN)
