"""Numbers, dates and isolated runs, as each language and setting wants them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from quizapp.domain.bilingual import LANGS
from quizapp.services.accounts import Settings
from quizapp.web import formatting
from quizapp.web.page import Page
from tests.web.browsing import Browser
from tests.web.checks import texts
from tests.web.playing import SLUG, Player, play_on, start

MIXED = re.compile("[0-9][٠-٩]|[٠-٩][0-9]")


@pytest.mark.parametrize(
    ("value", "lang", "digits", "expected"),
    [
        (7, "ar", "latn", "7"),
        (7, "ar", "arab", "٧"),
        (7, "en", "arab", "7"),
        (0, "ar", "arab", "٠"),
        (-5, "en", "latn", "-5"),
        (1234, "ar", "latn", "1,234"),
        (1234, "en", "latn", "1,234"),
        (1234.5, "ar", "arab", "١٬٢٣٤٫٥"),
        (1234567, "ar", "arab", "١٬٢٣٤٬٥٦٧"),
        (6.333333, "en", "latn", "6.33"),
        (6.0, "en", "latn", "6"),
        (Decimal("2.50"), "ar", "arab", "٢٫٥"),
        ("في 16 أكتوبر، قاعة B2", "ar", "arab", "في ١٦ أكتوبر، قاعة B2"),
        ("16 October", "en", "arab", "16 October"),
        ("نحو 3,000 و2.5", "ar", "arab", "نحو ٣٬٠٠٠ و٢٫٥"),
        ("1,2,3", "ar", "arab", "١,٢,٣"),
        ("7.", "ar", "arab", "٧."),
    ],
)
def test_a_number_is_written_in_the_digits_chosen(
    value: formatting.Shown, lang: str, digits: str, expected: str
) -> None:
    assert formatting.shown(value, lang, digits) == expected  # type: ignore[arg-type]


@given(
    st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9), st.decimals(-(10**9), 10**9))
)
def test_no_number_mixes_two_kinds_of_digits(value: formatting.Shown) -> None:
    for lang in LANGS:
        for digits in ("latn", "arab"):
            text = formatting.shown(value, lang, digits)
            assert not MIXED.search(text)
            assert ("٠" <= max(text) <= "٩") <= (lang == "ar" and digits == "arab")


@given(st.text())
def test_a_text_keeps_everything_but_its_digits(text: str) -> None:
    shown = formatting.shown(text, "ar", "arab")
    assert len(shown) == len(text)
    same = [a == b or (a in "0123456789.,") for a, b in zip(text, shown, strict=True)]
    assert all(same)


def test_escaped_text_is_refused() -> None:
    with pytest.raises(TypeError):
        formatting.shown(Markup("&#39;"), "ar", "arab")


OCTOBER = datetime(2026, 10, 7, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "settings", "expected"),
    [
        ("ar", Settings(), "7 أكتوبر 2026"),
        ("ar", Settings(months="levant"), "7 تشرين الأول 2026"),
        ("ar", Settings(digits="arab"), "٧ أكتوبر ٢٠٢٦"),
        ("ar", Settings(digits="arab", months="levant"), "٧ تشرين الأول ٢٠٢٦"),
        ("en", Settings(months="levant", digits="arab"), "7 October 2026"),
    ],
)
def test_a_date_is_long_and_in_the_months_chosen(
    app: Flask, lang: str, settings: Settings, expected: str
) -> None:
    with app.test_request_context(f"/{lang}/"):
        g.page = Page(lang=lang, settings=settings)  # type: ignore[arg-type]
        shown = formatting.day(OCTOBER)
    assert shown == f'<time datetime="2026-10-07T23:30:00+00:00">{expected}</time>'


def test_isolates_escape_what_they_hold() -> None:
    assert formatting.iso("a<b") == "<bdi>a&lt;b</bdi>"
    assert formatting.ltr("7-5") == '<bdi dir="ltr">7-5</bdi>'
    assert formatting.content_attrs("ar") == 'lang="ar" dir="rtl"'


def test_arabic_digits_reach_every_number_of_an_arabic_page(app: Flask, visitor: Browser) -> None:
    form = visitor.open("/ar/settings").form()
    visitor.submit(form, {"digits": ["arab"]})
    visitor.lang = "ar"
    question = start(visitor, kinds=["number"], length="5", lang="ar")
    feedback = play_on(visitor, question, {"text": ["١٢"]})
    result = visitor.submit(feedback.form("/finish"))
    for page in (question, feedback, result, visitor.open("/ar/history")):
        arabic = " ".join(text for text, lang, _ in texts(page.tree, "ar", False) if lang == "ar")
        assert not re.search("[0-9]", arabic), arabic
        assert re.search("[٠-٩]", arabic)
    english = visitor.open(feedback.path.replace("/ar/", "/en/"))
    assert re.search("[0-9]", english.tree.findtext(".//title") or "")
    assert visitor.open(f"/ar/articles/{SLUG}").status == 200


@pytest.mark.parametrize("typed", ["12", "١٢", "۱۲", "\u200f12"])
def test_a_number_may_be_typed_in_any_digits(app: Flask, visitor: Browser, typed: str) -> None:
    page = start(visitor, kinds=["number"], length="5", lang=visitor.lang)
    player = Player(app, page)
    items = {n: player.asked(n)[0] for n in (1, 2)}
    place = next(n for n, i in items.items() if i.typed and i.typed.month is None)
    page = visitor.open(f"{page.path.rsplit('/', 1)[0]}/{place}")
    assert "feedback right" in play_on(visitor, page, {"text": [typed]}).response.text


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "لا أسئلة"),
        (1, "سؤال واحد"),
        (2, "سؤالان"),
        (3, "3 أسئلة"),
        (10, "10 أسئلة"),
        (11, "11 سؤالًا"),
        (99, "99 سؤالًا"),
        (100, "100 سؤال"),
        (103, "103 أسئلة"),
    ],
)
def test_arabic_counts_in_six_forms(app: Flask, count: int, expected: str) -> None:
    source = '{{ ngettext("%(num)s question", "%(num)s questions", n, num=n|num) }}'
    with app.test_request_context("/ar/"):
        assert app.jinja_env.from_string(source).render(n=count) == expected
