"""C25: what is too large is refused with words in both languages, and nothing typed is lost.

Through the proxy, as each of them comes: a body that the bridge does not take, one that the app
does not, a form with too many fields (which no bound of Flask's holds for this kind of form), a
part that is too large, too many parts. In Chromium, going back brings back what was
typed (`make soak`: megabytes of text take a browser long).
"""

from __future__ import annotations

import json
import time
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from quizapp.web.bodies import LARGE, MOST_FIELDS, USUAL
from tests.browser.watch import Watch
from tests.security.outside.chromium import entered
from tests.security.outside.filling import Filled
from tests.security.outside.front import Answer, Front
from tests.web.checks import check_page

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS: Final = {"Content-Type": "multipart/form-data; boundary=x"}
MIB: Final = 1024 * 1024
TOO_LARGE: Final = {"ar": "أكبر مما يُقبل", "en": "This is too large"}


def part(name: str, value: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value + b"\r\n"


def in_both(answer: Answer) -> None:
    """The words of the bridge: it does not know yet whose page it answers."""
    assert answer.status == 413
    for lang, words in TOO_LARGE.items():
        assert f'lang="{lang}"' in answer.text
        assert words in answer.text
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_c25_a_text_that_is_too_large_comes_back_for_copying(front: Front, lang: str) -> None:
    typed = "نصٌّ طويل & <long>. " * 5_000
    sent = {"text": typed, "more": "x" * 2 * MIB, "password": "p" * 50, "csrf_token": "t" * 50}
    body = urlencode(sent)
    assert front.site.app.config["MAX_CONTENT_LENGTH"] < len(body) < USUAL.size
    answer = front.ask("POST", f"/{lang}/teach/new", FORM, body.encode())
    assert answer.status == 413
    [text] = (e.text for e in check_page(answer.text, lang).iter("textarea"))
    assert text == typed
    assert "xxxxx" not in answer.text, "nobody wrote that"
    assert "ppppp" not in answer.text
    assert "ttttt" not in answer.text
    assert "<form" not in answer.text.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("path", ["/ar/settings", "/en/teach/new", "/en/classes/c/roster"])
def test_c25_what_the_bridge_does_not_take_is_refused_in_both_languages(
    front: Front, path: str
) -> None:
    in_both(front.ask("POST", path, FORM, b"x=" + b"y" * USUAL.size))


def test_c25_forms_of_either_kind_have_so_many_fields_and_no_more(front: Front) -> None:
    fields = b"&".join(b"a%d=" % n for n in range(MOST_FIELDS + 1))
    for path in ("/en/settings", "/en/mine/import"):
        in_both(front.ask("POST", path, FORM, fields))
    fewer = fields.rsplit(b"&", 1)[0]
    assert front.ask("POST", "/en/settings", FORM, fewer).status == 400  # For want of a token.
    whole = b"".join(part(f"a{n}", b"") for n in range(1001)) + b"--x--\r\n"
    assert front.ask("POST", "/en/settings", PARTS, whole).status == 413
    large = part("text", b"y" * 600_000) + b"--x--\r\n"
    answer = front.ask("POST", "/ar/settings", PARTS, large)
    assert answer.status == 413
    check_page(answer.text, "ar")


def test_c25_the_worst_form_costs_no_more_than_it_takes_to_read_it(front: Front) -> None:
    """Four megabytes of `&` would be four million fields: they are counted, not taken apart."""
    started = time.perf_counter()
    in_both(front.ask("POST", "/en/settings", FORM, b"&" * USUAL.size))
    spent = time.perf_counter() - started
    started = time.perf_counter()
    in_both(front.ask("POST", "/en/settings", FORM, b"x" * (USUAL.size + 1)))
    assert spent < 10 * (time.perf_counter() - started) + 0.5


def test_c25_a_file_that_is_too_large_is_refused_in_words_too(front: Front) -> None:
    in_both(front.ask("POST", "/en/mine/import", PARTS, b"x" * (LARGE.size + 1)))


def test_c25_a_program_is_told_so_as_json(front: Front, filled: Filled) -> None:
    headers = {"Authorization": f"Bearer {filled.token}", "Content-Type": "application/json"}
    for size in (3 * MIB, USUAL.size + 1):
        answer = front.ask("POST", "/api/v1/drafts", headers, b'"' + b"x" * size + b'"')
        assert (answer.status, json.loads(answer.body)["code"]) == (413, "too_large")


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.parametrize(("lang", "size"), [("ar", 5 * MIB), ("en", 5 * MIB // 2)])
def test_c25_going_back_brings_back_what_was_typed(
    chromium: Browser, front: Front, filled: Filled, lang: str, size: int
) -> None:
    watch = Watch(front.url)
    context = entered(chromium, front, filled.teacher, watch)
    page = context.new_page()
    address = f"{front.url}/{lang}/teach/new"
    page.goto(address)
    page.locator("#title-en").fill("A title")
    page.locator("#text-en").evaluate(
        "(field, size) => { field.value = `${'word '.repeat(15)}\n`.repeat(size / 76); }", size
    )
    watch.expect_refusal(address)
    watch.expect_refusal(f"{front.url}/favicon.ico")  # The bridge's page names no icon.
    with page.expect_navigation() as refused:
        page.locator("main form button").last.click()
    assert refused.value.status == 413
    assert TOO_LARGE[lang] in page.locator("main").inner_text() or size > USUAL.size
    page.go_back()
    assert page.locator("#title-en").input_value() == "A title"
    assert page.locator("#text-en").evaluate("field => field.value.length") >= size - 76
    assert watch.drain() == []
    context.close()
