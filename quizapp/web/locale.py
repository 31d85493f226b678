"""Which language a page is in.

The first segment of the address decides, on error pages too; only `/` negotiates:

    the account's preference, else the language last read here (in the cookie),
    else the browser's Accept-Language, else Arabic.

    negotiate(None, None, LanguageAccept([("fr", 1), ("en-GB", 0.8)])) == "en"
"""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask.globals import request_ctx
from werkzeug.datastructures import LanguageAccept

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.web.programs import asks_program
from quizapp.web.viewers import settings

LANG_PREFIX: Final = "/<any(ar, en):lang>"
DEFAULT: Final[Lang] = "ar"
LAST_READ: Final = "lang"
OK: Final = 200
_READING: Final = frozenset({"GET", "HEAD"})


def negotiate(preference: Lang | None, last_read: str | None, accept: LanguageAccept) -> Lang:
    """Return the language for an address that names none."""
    if preference is not None:
        return preference
    if last_read in LANGS:
        return last_read
    for tag, quality in accept:  # Best first. Werkzeug's own match would prefer "en" to "ar-EG".
        primary = tag.partition("-")[0].lower()
        if quality > 0 and primary in LANGS:
            return primary
    return DEFAULT


def lang_of_path(path: str) -> Lang | None:
    """Return the language that an address names, whether or not a page is there."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGS else None


def page_lang() -> Lang:
    """Return the interface language of this request."""
    try:
        return cast("Lang", g.lang)
    except AttributeError:
        if not has_request_context():
            return DEFAULT
    g.lang = lang_of_path(request.path) or _lang_asked_for()
    return cast("Lang", g.lang)


def _lang_asked_for() -> Lang:
    if asks_program(request.path):  # A cookie says nothing there.
        return negotiate(None, None, request.accept_languages)
    return negotiate(settings().interface, session.get(LAST_READ), request.accept_languages)


def path_in(lang: Lang) -> str:
    """Return this page's address in another language, query kept; else that home page."""
    adapter = request_ctx.url_adapter
    if lang_of_path(request.path) is None or adapter is None:
        return f"/{lang}/"
    if request.method not in _READING and "GET" not in adapter.allowed_methods():
        return f"/{lang}/"  # Only a form leads here: there is no such page to look at.
    query = request.query_string.decode("latin-1")
    rest = quote(request.path.split("/", 2)[2] if request.path.count("/") > 1 else "")
    return f"/{lang}/{rest}" + (f"?{query}" if query else "")


def canonical_in(lang: Lang) -> str:
    """Return the full address of this page in a language, without its query."""
    return absolute(path_in(lang).split("?", 1)[0])


def absolute(path: str) -> str:
    """Return the full address of a path on this site."""
    return f"{current_app.config['PREFERRED_URL_SCHEME']}://{request.host}{path}"


def speak_by_address(app: Flask) -> None:
    """Take `lang` out of the addresses of every view, and put it into every link."""

    @app.url_value_preprocessor
    def take_lang(endpoint: str | None, values: dict[str, Any] | None) -> None:  # noqa: ARG001
        if values is not None and "lang" in values:
            g.lang = values.pop("lang")

    @app.url_defaults
    def give_lang(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = page_lang()


def remember_language(response: Response) -> Response:
    """Keep the language of the page last read in the session, for the next visit to `/`."""
    lang = lang_of_path(request.path)
    read = request.method == "GET" and response.status_code == OK
    if lang is not None and read and session.get(LAST_READ) != lang:
        session[LAST_READ] = lang
    return response
