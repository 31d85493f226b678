"""The checks see: each is shown a page with one planted fault, and a page without any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from quizapp.domain.bilingual import Lang, direction
from tests.browser.checks import CHECKS, faults
from tests.browser.checks.layout import mirrored
from tests.browser.checks.look import Look
from tests.browser.site import Site
from tests.browser.visits import HEIGHT, WIDE

pytestmark = pytest.mark.browser

TEMPLATE = """<!doctype html>
<html {html}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<meta name="description" content="{title}">
<link rel="icon" href="data:,">
<link rel="canonical" href="{site}/{lang}/planted">
<link rel="alternate" hreflang="ar" href="{site}/ar/planted">
<link rel="alternate" hreflang="en" href="{site}/en/planted">
<link rel="alternate" hreflang="x-default" href="{site}/ar/planted">
<style>
@font-face {{ font-family: A; font-weight: 400;
  src: url(/static/x/vendor/fonts/plex-arabic-400.woff2);
  unicode-range: U+0600-06FF; }}
@font-face {{ font-family: A; font-weight: 600;
  src: url(/static/x/vendor/fonts/plex-arabic-600.woff2);
  unicode-range: U+0600-06FF; }}
@font-face {{ font-family: L; font-weight: 100 700;
  src: url(/static/x/vendor/fonts/plex-latin.woff2);
  unicode-range: U+0000-00FF, U+2000-206F; }}
html {{ font: 400 18px/1.9 A, L, serif; font-synthesis: none; }}
h1 {{ font-size: 22px; font-weight: 600; }}
button, input {{ font: inherit; border: 2px solid; min-block-size: 44px; }}
a {{ display: inline-block; min-block-size: 30px; }}
svg {{ inline-size: 20px; block-size: 20px; }}
:focus {{ outline: 3px solid; }}
@media print {{ button {{ display: none; }} {paper} }}
{css}
</style>
</head>
<body>
<header>
<a href="{to}" hreflang="{other}" lang="{other}" dir="{other_dir}">{switch}</a>
</header>
<main><h1>{title}</h1><p>{text}</p>{body}</main>
</body>
</html>
"""
TITLE = {"ar": "عنوان الصفحة", "en": "Title of the page"}
TEXT = {"ar": "نص قصير، رقم 12.", "en": "A short text, number 12."}
NAMES = {"ar": "العربية", "en": "English"}

ROW = '<div style="display: flex"><p>أ</p><p>ب</p></div>'
CLOCK = '<svg aria-hidden="true"><use href="#clock"/></svg>'
ARROW = '<svg aria-hidden="true"><use href="#arrow-right"/></svg>'
PIXEL = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
BUTTON = "<button>Press</button>"
BOXED = "p { font-size: medium; block-size: 40px; overflow: hidden }"
LID = "header { position: fixed; inset: 0; background: #ccc } a { display: none }"
NARROW = "h1 { inline-size: 300px; white-space: nowrap; font-size: 34px; overflow: hidden }"

PLANTED: tuple[tuple[str, Lang, dict[str, str]], ...] = (
    ("page_names_its_language", "ar", {"html": 'lang="ar" dir="ltr"'}),
    ("page_names_its_language", "en", {"html": 'lang="ar" dir="rtl"'}),
    ("head_speaks_the_language", "ar", {"title": "Title"}),
    ("head_speaks_the_language", "en", {"title": "عنوان"}),
    ("other_languages_are_linked", "ar", {"site": "http://elsewhere.example"}),
    ("other_languages_are_linked", "ar", {"switch_to": "/en/other"}),
    ("directions_are_valid", "ar", {"body": '<p dir="right">نص</p>'}),
    ("directions_are_valid", "en", {"body": "<bdo>text</bdo>"}),
    ("latin_runs_are_isolated", "ar", {"body": "<p>هل تعرف HTML؟</p>"}),
    ("arabic_runs_are_marked", "en", {"body": "<p>This is ورقة.</p>"}),
    ("arabic_runs_are_marked", "en", {"body": '<p lang="ar">ورقة</p>'}),
    ("spoken_names_are_in_the_language", "ar", {"body": '<p role="img" aria-label="Close">س</p>'}),
    ("figures_read_in_order", "ar", {"body": "<p>النتيجة 7-5 اليوم</p>"}),
    ("figures_read_in_order", "ar", {"body": "<p>النسبة 25%</p>"}),
    ("figures_read_in_order", "ar", {"body": "<p>الحرارة \u22125 درجات</p>"}),
    ("nothing_invisible_is_copied", "ar", {"body": "<p>رمز\u200f</p>"}),
    ("digits_are_not_mixed", "ar", {"body": "<p>سنة 20٢٢</p>"}),
    ("digits_are_not_mixed", "en", {"body": "<p>the year ٢٠٢٢</p>"}),
    ("browser_says_nothing_itself", "ar", {"body": '<form><input required name="n"></form>'}),
    ("arabic_is_not_spaced_out", "ar", {"css": "p { letter-spacing: 1px }"}),
    ("arabic_is_upright", "ar", {"css": "p { font-style: italic }"}),
    ("arabic_is_upright", "ar", {"css": "p { text-transform: uppercase }"}),
    ("arabic_is_upright", "ar", {"css": "p { font-synthesis: weight }"}),
    ("nothing_is_justified", "en", {"css": "p { text-align: justify }"}),
    ("arabic_lines_are_open", "ar", {"css": "h1 { line-height: 1.4 }"}),
    ("arabic_lines_are_open", "ar", {"css": "p { line-height: 1.7 }", "text": "كَتَبَ الطَّالِبُ"}),
    ("arabic_is_large_enough", "ar", {"css": "p { font-size: 13px }"}),
    ("arabic_is_large_enough", "ar", {"css": "p { font-size: 15px }", "text": "كلمة " * 20}),
    ("weights_exist", "ar", {"css": "p { font-weight: 700 }"}),
    ("weights_exist", "ar", {"css": "p { font-weight: 300 }"}),
    ("letters_come_from_our_faces", "ar", {"body": "<p>漢</p>"}),
    ("letters_come_from_our_faces", "en", {"css": "p { font-family: serif }"}),
    ("icons_point_with_the_text", "ar", {"body": ARROW}),
    ("icons_point_with_the_text", "ar", {"body": CLOCK, "css": "svg { transform: scaleX(-1) }"}),
    ("icons_are_silent", "en", {"body": '<svg><use href="#clock"/></svg>'}),
    ("tabs_follow_the_page", "en", {"body": '<button tabindex="1">Press</button>'}),
    ("fields_run_their_way", "ar", {"body": '<label>بريد <input type="password"></label>'}),
    ("fields_run_their_way", "ar", {"body": '<label>اسم <input type="text" dir="auto"></label>'}),
    ("fields_run_their_way", "en", {"body": '<label>Name <input type="text" value="x"></label>'}),
    ("pages_fit_every_width", "ar", {"body": f"<p>{'ق' * 200}</p>"}),
    (
        "pages_fit_every_width",
        "en",
        {"css": "p { inline-size: 5em; overflow: hidden; text-wrap: nowrap }"},
    ),
    ("pages_fit_every_width", "en", {"css": "p { block-size: 1em; overflow: hidden }"}),
    ("rows_run_with_the_text", "ar", {"body": ROW, "css": "div { flex-direction: row-reverse }"}),
    ("readers_can_space_text", "en", {"css": NARROW}),
    ("text_can_be_doubled", "en", {"css": BOXED}),
    ("the_focus_is_seen_wherever_it_goes", "en", {"css": "a:focus { outline: none }"}),
    ("the_focus_is_seen_wherever_it_goes", "ar", {"body": BUTTON, "css": LID}),
    ("anybody_can_use_it", "en", {"body": PIXEL}),
    (
        "anybody_can_use_it",
        "en",
        {"css": "@media (prefers-color-scheme: dark) { p { color: #eee } }"},
    ),
    ("forced_colours_keep_the_edges", "en", {"body": BUTTON, "css": "button { border: 0 }"}),
    ("stillness_is_respected", "en", {"css": "p { transition: color 1s }"}),
    ("paper_keeps_the_direction", "ar", {"paper": "body { direction: ltr }"}),
    ("paper_keeps_the_direction", "ar", {"paper": "main { display: none }"}),
    ("paper_keeps_the_direction", "ar", {"paper": "main { inline-size: 900px }"}),
    ("paper_keeps_the_direction", "ar", {"paper": "html { color: #eee }"}),
    (
        "paper_keeps_the_direction",
        "en",
        {"body": BUTTON, "paper": "main button { display: block }"},
    ),
)


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """One page for all faults: opening another takes longer than looking at it."""
    with browser.new_context(base_url=site.url) as context:
        yield context.new_page()


def planted(page: Page, site: Site, lang: Lang, fault: dict[str, str]) -> Look:
    """Show a page with this fault under our own address."""
    other: Lang = "en" if lang == "ar" else "ar"
    html = TEMPLATE.format(
        html=fault.get("html", f'lang="{lang}" dir="{direction(lang)}"'),
        lang=lang,
        other=other,
        other_dir=direction(other),
        to=fault.get("switch_to", f"/{other}/planted"),
        switch=NAMES[other],
        site=fault.get("site", site.url),
        title=fault.get("title", TITLE[lang]),
        text=fault.get("text", TEXT[lang]),
        css=fault.get("css", ""),
        paper=fault.get("paper", ""),
        body=fault.get("body", ""),
    )
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.route("**/planted", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"/{lang}/planted")
    page.unroute("**/planted")
    return Look.at(page, lang)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_page_without_faults_passes(page: Page, site: Site, lang: Lang) -> None:
    assert faults(planted(page, site, lang, {})) == []


@pytest.mark.parametrize(
    ("check", "lang", "fault"),
    PLANTED,
    ids=[f"{number}-{check}" for number, (check, *_) in enumerate(PLANTED)],
)
def test_a_planted_fault_is_found(
    page: Page, site: Site, check: str, lang: Lang, fault: dict[str, str]
) -> None:
    assert list(CHECKS[check](planted(page, site, lang, fault)))


def test_every_check_has_its_planted_fault() -> None:
    assert set(CHECKS) == {check for check, *_ in PLANTED}


def test_a_page_that_is_not_mirrored_is_found(page: Page, site: Site) -> None:
    box = "<fieldset></fieldset>"
    for css, found in (("margin-inline-start: 200px", 0), ("margin-left: 200px", 1)):
        fault = {"body": box, "css": f"fieldset {{ inline-size: 300px; {css} }}"}
        english = planted(page, site, "en", fault)
        assert english.seen
        arabic = planted(page, site, "ar", fault)
        assert len(list(mirrored(english, arabic, WIDE))) == found
