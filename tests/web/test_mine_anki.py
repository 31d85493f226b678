"""Cards to Anki and reviews back, on pages."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.formats.anki.note_type import FONT
from quizapp.formats.anki.reader import read_notes
from quizapp.formats.safety.archive import Archive
from tests.formats.anki.packages import NOW, card, pack, with_database, write
from tests.web.browsing import Browser, Page
from tests.web.reviewing import grade, reviews, take_up, turn
from tests.web.test_mine import accounts

SAID = {
    "nothing new": {"ar": "لا جديد لإدخاله", "en": "nothing new to bring in"},
    "done": {"ar": "اكتمل الإدخال", "en": "Brought in"},
    "here": {"ar": "لا جديد: كل ما في الملف", "en": "Nothing was new"},
    "no cards": {"ar": "لا بطاقات في الملف", "en": "There are no cards in the file"},
    "no anki": {"ar": "ليس هذا ملف\u064b\u0651ا من أنكي", "en": "not a file of Anki"},
    "unsafe": {"ar": "", "en": "not safe to open"},
    "foreign": {"ar": "ويمكن للمعل\u0651م", "en": "A teacher can bring this file"},
}


def anki_page(browser: Browser) -> Page:
    return browser.open(f"/{browser.lang}/mine/anki")


def downloaded(browser: Browser, query: str = "") -> bytes:
    response = browser.client.get(f"/{browser.lang}/mine/anki/waraqa.apkg{query}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="waraqa.apkg"'
    return bytes(response.data)


def look(browser: Browser, content: bytes, status: int = 200) -> Page:
    form = anki_page(browser).form("/mine/anki")
    token = form.sent["csrf_token"][0].encode()
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token,
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.apkg"\r\n\r\n' + content,
        b"--x--\r\n",
    ]
    response = browser.client.post(
        form.action,
        data=b"\r\n".join(parts),
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return browser._shown(response, status)


@pytest.fixture
def learner(visitor: Browser) -> Browser:
    """Somebody with two reviews."""
    grade(visitor, turn(visitor, grade(visitor, turn(visitor, take_up(visitor)), 3)), 3)
    return visitor


def said(what: str, page: Page, browser: Browser) -> bool:
    return SAID[what][browser.lang] in page.text


def test_nobody_has_no_cards_to_take_along_but_may_bring_some(visitor: Browser) -> None:
    page = anki_page(visitor)
    assert [form.action for form in page.forms()] == [f"/{visitor.lang}/mine/anki"]
    for name in ("waraqa.apkg", "waraqa.txt"):
        visitor.open(f"/{visitor.lang}/mine/anki/{name}", status=404)


def test_the_page_is_found_from_my_data(learner: Browser) -> None:
    page = learner.open(f"/{learner.lang}/mine")
    assert page.link_to("/mine/anki").endswith(f"/{learner.lang}/mine/anki")


def test_cards_go_along_with_what_is_remembered_or_without(learner: Browser) -> None:
    kept = read_notes(downloaded(learner))
    anew = read_notes(downloaded(learner, "?progress=no"))
    logged = [
        sum(len(each.reviews) for note in found.notes for each in note.cards)
        for found in (kept, anew)
    ]
    assert logged == [2, 0]
    assert len(kept.notes) == len(anew.notes) > 5
    names = {note.deck[0] for note in kept.notes}
    assert names == {"Waraqa"}


def test_a_font_goes_along_where_it_is_wanted(learner: Browser) -> None:
    data = downloaded(learner, "?font=1")
    archive = Archive(data, most_parts=9, most_unpacked=1 << 26)
    assert FONT.encode() in archive.read("media", 1_000)
    assert archive.read("0", 1 << 20).startswith(b"wOF2")


def test_the_text_file_has_the_cards(learner: Browser) -> None:
    response = learner.client.get(f"/{learner.lang}/mine/anki/waraqa.txt")
    assert response.text.startswith("#separator:tab\n#html:true\n#guid column:1\n")
    assert len(read_notes(response.data).notes) == len(read_notes(downloaded(learner)).notes)


def test_a_file_is_looked_at_before_anything_is_stored(
    app: Flask, learner: Browser, stranger: Browser
) -> None:
    before, people = reviews(app), accounts(app)
    page = look(stranger, downloaded(learner))
    assert (reviews(app), accounts(app)) == (before, people)
    done = stranger.submit(page.form("/mine/anki/bring"), {}, status=200)
    assert said("done", done, stranger)
    assert reviews(app) == 2 * before
    again = look(stranger, downloaded(learner))
    assert not [form for form in again.forms() if form.action.endswith("/bring")]
    assert reviews(app) == 2 * before


def test_what_was_brought_in_twice_says_so(app: Flask, learner: Browser, stranger: Browser) -> None:
    form = look(stranger, downloaded(learner)).form("/mine/anki/bring")
    stranger.submit(form, {}, status=200)
    again = stranger.submit(form, {}, status=200)
    assert said("here", again, stranger)


def test_ones_own_file_brings_nothing(learner: Browser) -> None:
    page = look(learner, downloaded(learner))
    assert said("nothing new", page, learner)


def test_notes_of_others_are_listed_with_advice(visitor: Browser) -> None:
    page = look(
        visitor, b"#separator:tab\nCapital of <Peru>?\tLima\n\xd8\xa3\xd9\x8a\xd9\x86?\tx\n"
    )
    assert said("foreign", page, visitor)
    assert "Capital of <Peru>?" in page.text


def test_cards_that_are_not_here_are_counted(visitor: Browser) -> None:
    page = look(visitor, write(pack(card(1, [3, 3])), NOW))
    assert {"ar": "لم تعد موجودة", "en": "not here any more"}[visitor.lang] in page.text
    assert said("nothing new", page, visitor)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no cards"),
        (b"word", "no anki"),
        (b"PK\x03\x04 broken", "no anki"),
        (b"%PDF-1.7\n", "no anki"),
    ],
)
def test_other_files_are_refused_in_words(
    app: Flask, visitor: Browser, content: bytes, what: str
) -> None:
    page = look(visitor, content, status=422)
    assert said(what, page, visitor)
    assert page.with_class("problem")
    assert accounts(app) == 0


HOSTILE = {
    "a view": lambda db: db.execute("CREATE VIEW v AS SELECT * FROM notes"),
    "a huge cell": lambda db: db.execute("UPDATE notes SET flds = hex(zeroblob(6000000))"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_package_is_refused_in_words_and_changes_nothing(
    app: Flask, learner: Browser, what: str
) -> None:
    before = reviews(app)
    page = look(learner, with_database(HOSTILE[what]), status=422)
    assert page.with_class("problem")
    assert reviews(app) == before


def test_lines_that_ask_nothing_are_listed_with_their_number(visitor: Browser) -> None:
    text = b"#separator:tab\n#deck column:1\nDeck\tQ\tA\nDeck\t\t\n"
    page = look(visitor, text)
    number = {"ar": "السطر 4", "en": "Line 4"}[visitor.lang]
    assert number in page.text


def test_without_a_deck_there_is_the_way_to_one(visitor: Browser) -> None:
    visitor.submit(visitor.open(f"/{visitor.lang}/settings").form("/settings"), {})
    page = anki_page(visitor)
    assert page.link_to("/cards")
    assert [form.action for form in page.forms()] == [f"/{visitor.lang}/mine/anki"]


@pytest.mark.parametrize("found", ["", "x", "eJyrVkpUsqquBQAMWAKm"])
def test_a_form_that_was_changed_brings_nothing(
    app: Flask, learner: Browser, stranger: Browser, found: str
) -> None:
    before = reviews(app)
    form = look(stranger, downloaded(learner)).form("/mine/anki/bring")
    form.sent["found"] = [found]
    page = stranger.submit(form, {}, status=422)
    assert page.with_class("problem")
    assert reviews(app) == before
