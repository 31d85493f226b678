"""The page of an article: its text in either language or both, terms, and what is known."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from quizapp.domain.bilingual import LANGS, Lang, direction, other
from quizapp.domain.content import Sentence
from quizapp.domain.reading import Run, Runs, TermRun, text_of
from quizapp.web.articles.view import Unbroken, View, unbroken, view_of
from tests.domain.items.wide import wide_article
from tests.web.browsing import Browser, Page
from tests.web.playing import SLUG, Player, answer_form, play_on, start

ARTICLE = wide_article()
SENTENCES = tuple(s for paragraph in ARTICLE.passage for s in paragraph.sentences)
VIEWS = ("ar", "en", "both")
TRY_FIRST = {"ar": "المحاولة أولًا ثم القراءة", "en": "Try first, read after"}
READ_FIRST = {"ar": "القراءة أولًا", "en": "Read first"}
TABS = {
    "ar": ("بالعربية", "بالإنجليزية", "جنبًا إلى جنب"),
    "en": ("In Arabic", "In English", "Side by side"),
}
NEITHER: dict[str, str] = {}


def article_page(browser: Browser, view: str = "") -> Page:
    query = f"?view={view}" if view else ""
    return browser.open(f"/{browser.lang}/articles/{SLUG}{query}")


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def lang_of(page: Page, wanted: Element) -> tuple[str, str]:
    """The language and direction that an element stands in."""
    found = [("", "")]

    def walk(element: Element, inherited: tuple[str, str]) -> None:
        own = (element.get("lang") or inherited[0], element.get("dir") or inherited[1])
        if element is wanted:
            found[0] = own
        for child in element:
            walk(child, own)

    walk(page.tree, ("", ""))
    return found[0]


@pytest.mark.parametrize("view", LANGS)
def test_the_text_is_shown_whole_in_one_language(visitor: Browser, view: Lang) -> None:
    page = article_page(visitor, view)
    (passage,) = page.with_class("passage")
    assert (passage.get("lang"), passage.get("dir")) == (view, direction(view))
    shown = page.with_class("sentence")
    assert [(said(s), s.get("id"), s.get("data-pair")) for s in shown] == [
        (s.text[view], f"{s.id}-{view}", s.id) for s in SENTENCES
    ]
    assert [len([s for s in p if s.get("class") == "sentence"]) for p in passage] == [
        len(p.sentences) for p in ARTICLE.passage
    ]
    assert not [s for s in shown if s.get("tabindex")], "one text needs no extra stops"


def test_side_by_side_every_sentence_stands_in_a_row_with_its_partner(visitor: Browser) -> None:
    page = article_page(visitor, "both")
    (passage,) = page.with_class("passage")
    assert passage.get("dir") is None, "the columns follow the direction of the interface"
    first, second = visitor.lang, "en" if visitor.lang == "ar" else "ar"
    rows = [row for row in page.with_class("pair") if "heads" not in str(row.get("class"))]
    for row, sentence in zip(rows, SENTENCES, strict=True):
        assert row.get("dir") is None
        cells = row.findall("p")
        assert [c.get("lang") for c in cells] == [first, second]
        for cell, stop in zip(cells, ("0", "-1"), strict=True):
            check_cell(cell, sentence, stop)


def check_cell(cell: Element, sentence: Sentence, stop: str) -> None:
    lang: Lang = "ar" if cell.get("lang") == "ar" else "en"
    assert cell.get("dir") == direction(lang)
    (shown,) = cell
    assert said(shown) == sentence.text[lang]
    assert shown.get("id") == f"{sentence.id}-{lang}"
    assert shown.get("data-pair") == sentence.id
    assert shown.get("tabindex") == stop


@pytest.mark.parametrize("view", VIEWS)
def test_the_tabs_are_links_and_say_which_is_open(visitor: Browser, view: str) -> None:
    page = article_page(visitor, view)
    (tabs,) = page.with_class("views")
    links = list(tabs.iter("a"))
    assert tuple(map(said, links)) == TABS[visitor.lang]
    assert [a.get("href") for a in links] == [
        f"/{visitor.lang}/articles/{SLUG}?view={name}#text" for name in VIEWS
    ]
    assert [a.get("aria-current") for a in links] == [
        "page" if name == view else None for name in VIEWS
    ]
    (switch,) = page.with_class("switch")
    assert str(switch.get("href")).endswith(f"?view={view}"), "the language switch keeps the view"


@pytest.mark.parametrize("asked", ["", "fr", "AR", "both,ar", "%00"])
def test_by_default_the_text_is_in_the_language_of_the_content(
    visitor: Browser, asked: str
) -> None:
    assert [p.get("lang") for p in article_page(visitor, asked).with_class("passage")] == [
        visitor.lang
    ]
    preferred = "ar" if visitor.lang == "en" else "en"
    settings = visitor.open(f"/{visitor.lang}/settings").form()
    visitor.submit(settings, {"content": [preferred]})
    page = article_page(visitor, asked)
    assert [p.get("lang") for p in page.with_class("passage")] == [preferred]
    beside = article_page(visitor, "both")
    assert next(c.get("lang") for c in beside.with_class("pair")[1].findall("p")) == preferred


@pytest.mark.parametrize(
    ("query", "preferred", "expected"),
    [
        (NEITHER, "ar", ("ar",)),
        ({"view": "en"}, "ar", ("en",)),
        ({"view": "both"}, "ar", ("ar", "en")),
        ({"view": "both"}, "en", ("en", "ar")),
        ({"view": "none"}, "en", ("en",)),
    ],
)
def test_an_address_says_which_languages_are_on_show(
    query: dict[str, str], preferred: Lang, expected: tuple[Lang, ...]
) -> None:
    view: View = view_of(MultiDict(query), preferred)
    assert view.langs == expected
    assert (view.first, view.second) == (preferred, other(preferred))


@pytest.mark.parametrize("view", VIEWS)
def test_every_term_is_a_button_that_opens_its_card_without_a_script(
    visitor: Browser, view: str
) -> None:
    page = article_page(visitor, view)
    cards = {card.get("id"): card for card in page.with_class("term-card")}
    buttons = page.with_class("term")
    assert len(buttons) >= 4 * (2 if view == "both" else 1)
    for button in buttons:
        assert button.tag == "button"
        assert button.get("type") == "button", "it sends no form"
        assert button.get("popovertarget") in cards
    assert {b.get("popovertarget") for b in buttons} == set(cards), "each is used"
    for card in cards.values():
        assert card.get("popover") is not None
        (close,) = card.iter("button")
        assert close.get("popovertarget") == card.get("id")
        assert close.get("popovertargetaction") == "hide"


def test_a_card_has_name_and_gloss_in_both_languages(visitor: Browser) -> None:
    page = article_page(visitor, "both")
    for card in page.with_class("term-card"):
        term = ARTICLE.term_by_id[str(card.get("id")).removeprefix("term-")]
        shown = [(p.get("class"), p.get("lang"), p.get("dir"), said(p)) for p in card.iter("p")]
        expected = []
        for lang in (visitor.lang, "en" if visitor.lang == "ar" else "ar"):
            which: Lang = "ar" if lang == "ar" else "en"
            expected.append(("term-name", which, direction(which), term.name[which]))
            expected.append(("term-gloss", which, direction(which), term.gloss[which]))
        assert shown == expected
        assert card.get("aria-labelledby") == card.find("p").get("id")  # type: ignore[union-attr]


SALT = TermRun("a", "Salt")
IRBID = TermRun("b", "Irbid")


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((), []),
        (("Nothing here.",), ["Nothing here."]),
        ((SALT,), [Unbroken("", SALT, "")]),
        (("In ", SALT, "."), ["In ", Unbroken("", SALT, ".")]),
        (("of “", SALT, "”. It"), ["of ", Unbroken("“", SALT, "”."), " It"]),
        (
            (SALT, "'s, ", IRBID, " "),
            [Unbroken("", SALT, "'s,"), " ", Unbroken("", IRBID, ""), " "],
        ),
        ((SALT, "/", IRBID), [Unbroken("", SALT, "/"), Unbroken("", IRBID, "")]),
        ((SALT, IRBID), [Unbroken("", SALT, ""), Unbroken("", IRBID, "")]),
        (("(", SALT, ")"), [Unbroken("(", SALT, ")")]),
        (("a b\u00a0", SALT), ["a b\u00a0", Unbroken("", SALT, "")]),
    ],
)
def test_what_is_written_onto_a_term_stays_with_it(
    runs: Runs, expected: list[str | Unbroken]
) -> None:
    assert list(unbroken(runs)) == expected


@given(
    runs=st.lists(
        st.one_of(
            st.text(alphabet="ab “”.,/\u00a0", min_size=1, max_size=6),
            st.builds(TermRun, st.just("t"), st.text(alphabet="xyz ", min_size=1, max_size=5)),
        )
    )
)
def test_kept_together_or_not_the_runs_are_the_same_text(runs: list[Run]) -> None:
    joined: list[Run] = []  # As `annotate` gives them: no two pieces of plain text in a row.
    for run in runs:
        if joined and isinstance(run, str) and isinstance(joined[-1], str):
            joined[-1] += run
        else:
            joined.append(run)
    shown = [
        piece if isinstance(piece, str) else piece.before + piece.run.text + piece.after
        for piece in unbroken(tuple(joined))
    ]
    assert "".join(shown) == text_of(tuple(joined))


def test_a_term_at_a_stop_is_not_parted_from_it(visitor: Browser) -> None:
    page = article_page(visitor, "en")
    buttons = page.with_class("term")
    assert [said(button) for button in buttons][-4:] == ["Turkey", "Iran", "March.", "February."]
    assert [said(button[0]) for button in buttons][-2:] == ["March", "February"]
    assert "India," in map(said, buttons)


def test_trying_first_starts_a_round_at_once(visitor: Browser) -> None:
    for view in VIEWS:
        page = article_page(visitor, view)
        (ways,) = page.with_class("ways")
        (button,) = ways.iter("button")
        assert said(button) == TRY_FIRST[visitor.lang]
        question = visitor.submit(page.form("/start"), button=TRY_FIRST[visitor.lang])
        assert question.path.endswith("/1")
        (stem,) = question.with_class("stem")
        assert stem.get("lang") == (view if view != "both" else visitor.lang)


def test_reading_first_is_one_step_down_the_page(visitor: Browser) -> None:
    page = article_page(visitor)
    assert page.link(READ_FIRST[visitor.lang]) == "#text"
    assert [e.tag for e in page.tree.iter() if e.get("id") == "text"] == ["h2"]


def test_a_stranger_sees_no_marks(visitor: Browser) -> None:
    for view in VIEWS:
        page = article_page(visitor, view)
        assert not page.with_class("knowledge")
        assert not page.with_class("legend")


def play(app: Flask, browser: Browser, **setup: object) -> Page:
    """Answer every choice: the first rightly, the others wrongly. Return the last page."""
    page = start(browser, **{"kinds": ["choice"], "length": "all", "lang": "en", **setup})
    inside = Player(app, page)
    button = "store" if setup.get("mode") == "test" else "check"
    total = 1
    while True:
        make = inside.right if total == 1 else inside.wrong
        total += 1
        play_on(browser, page, make(total - 1), button)
        onward = browser.open(f"/{browser.lang}/rounds/{inside.round_id}")
        if onward.path.endswith("/result"):
            return onward
        page = onward
        answer_form(page)


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_known_stands_quietly_beside_the_sentence(
    app: Flask, visitor: Browser, view: str
) -> None:
    play(app, visitor)
    page = article_page(visitor, view)
    marks = page.with_class("knowledge")
    assert 3 <= len(marks) <= len(SENTENCES), "one a sentence, however many languages"
    classes = sorted(str(m.get("class")).split()[1] for m in marks)
    assert classes == ["known-0"] * (len(marks) - 1) + ["known-all"]
    for mark in marks:
        known = "1" if "known-all" in str(mark.get("class")) else "0"
        words = {
            "ar": f"حقائق هذه الجملة التي أُجيب عنها إجابة صحيحة: {known} من 1",
            "en": f"Facts of this sentence answered correctly: {known} of 1",
        }
        assert mark.get("role") == "img"
        assert mark.get("aria-label") == mark.get("title") == words[visitor.lang]
        assert lang_of(page, mark) == (visitor.lang, page.tree.get("dir"))
        (drawing,) = mark
        assert drawing.tag.endswith("svg")
        assert drawing.get("aria-hidden") == "true"
    (legend,) = page.with_class("legend")
    assert {"ar": "1 من 7", "en": "1 of 7"}[visitor.lang] in said(legend)


def test_an_open_test_shows_no_marks(app: Flask, visitor: Browser) -> None:
    page = start(visitor, kinds=["choice"], length="all", lang="en", mode="test")
    play_on(visitor, page, Player(app, page).right(1), "store")
    assert not article_page(visitor).with_class("knowledge")
    play(app, visitor, mode="test")
    assert article_page(visitor).with_class("knowledge")


def test_numbers_in_text_cards_and_marks_are_in_the_digits_chosen(
    app: Flask, visitor: Browser
) -> None:
    play(app, visitor)
    settings = visitor.open(f"/{visitor.lang}/settings").form()
    visitor.submit(settings, {"digits": ["arab"]})
    page = article_page(visitor, "both")
    arabic = " ".join(
        said(s) for s in page.with_class("sentence") if s.get("id", "").endswith("ar")
    )
    english = " ".join(
        said(s) for s in page.with_class("sentence") if s.get("id", "").endswith("en")
    )
    assert "١٢" in arabic
    assert "12" not in arabic
    assert "12" in english
    words = str(page.with_class("knowledge")[0].get("title"))
    assert ("من ١" in words) == (visitor.lang == "ar")
