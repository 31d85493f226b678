"""Interface strings, said in the language of whatever page they turn up on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from markupsafe import Markup

from quizapp.config import ConfigError
from quizapp.web.speech import gettext, lazy_gettext, lazy_pgettext, load_speech, ngettext, pgettext

SAVE = lazy_pgettext("button", "Save")
ARTICLES = lazy_gettext("There is no article here yet.")


def test_a_string_is_said_in_the_language_of_the_page(app: Flask) -> None:
    for path, save, none in (
        ("/ar/", "حفظ", "لا مقالات هنا بعد."),
        ("/en/", "Save", "There is no article here yet."),
    ):
        with app.test_request_context(path):
            assert pgettext("button", "Save") == str(SAVE) == save
            assert gettext("There is no article here yet.") == str(ARTICLES) == none


def test_the_context_tells_equal_strings_apart(app: Flask) -> None:
    with app.test_request_context("/ar/"):
        assert pgettext("beside an option", "Correct answer") != gettext("Correct answer")
        assert pgettext("no such context", "Save") == "Save"


def test_what_fills_a_placeholder_is_escaped(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert gettext("Code: %(code)s", code="<b>") == "Code: &lt;b&gt;"
        assert gettext("Code: %(code)s", code=Markup("<b>")) == "Code: <b>"
        with pytest.raises(KeyError):
            gettext("Code: %(code)s", other="x")


def test_a_number_stands_for_itself_unless_given(app: Flask) -> None:
    with app.test_request_context("/ar/"):
        assert ngettext("%(num)s word", "%(num)s words", 5) == "5 كلمات"
        assert ngettext("%(num)s word", "%(num)s words", 5, num="٥") == "٥ كلمات"
        assert ngettext("%(num)s word", "%(num)s words", 2) == "كلمتان"


def test_a_missing_catalogue_stops_the_start_and_says_what_to_do(
    app: Flask, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=r"catalogues\.py compile"):
        load_speech(app, str(tmp_path))
