"""C19: there is no list of allowed HTML, because no HTML is ever kept: everything is plain text.

What comes in with markup (files of Moodle, Anki, QTI) is made the text that a reader would have
seen (`formats/safety/plain.py`, held to it by `tests/formats/safety/test_plain.py`); what is typed
is text already. So the property is not that cleaning twice cleans once, but that a text goes onto
a page and comes off it as the very same text, and that reading markup twice reads it once.
"""

from __future__ import annotations

import ast
from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.question import tidy
from quizapp.formats.safety.plain import inline, paragraphs, plain
from tests.exchange import TRAPS
from tests.security.sources import nodes
from tests.web.browsing import Browser
from tests.web.playing import answer_form, start

MARKUP = st.lists(
    st.sampled_from([*TRAPS, "<p>", "</p>", "<b>", "<a ", "'", '"', ">", "&#", "&lt;", " ", "x"]),
    max_size=12,
).map("".join)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60
) | st.sampled_from(TRAPS)
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "'\"><iframe srcdoc='<script>alert(1)</script>'>",
    '<a href="javascript:alert(1)">x</a>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% print 1 %} ${7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


@given(MARKUP)
@settings(deadline=None)
def test_markup_read_twice_is_markup_read_once(markup: str) -> None:
    text = tidy(plain(markup))
    assert plain(paragraphs(text)) == text
    assert plain(inline(plain(inline(text)))) == plain(inline(text))


PAGE = '<p title="{{ t }}">{{ t }}</p><input value="{{ t }}">'


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_comes_off_a_page_as_it_went_on(app: Flask, text: str) -> None:
    with app.test_request_context("/en/"):
        page = render_template_string(PAGE, t=text)
    tree = html5lib.parseFragment(page, namespaceHTMLElements=False)
    assert [each.tag for each in tree.iter()][1:] == ["p", "input"], "no element of the text's own"
    held, field = tree.find("p"), tree.find("input")
    assert (held.text or "") == text
    assert held.get("title") == text
    assert field.get("value") == text


@pytest.mark.parametrize("lang", ["en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_shown_as_it_was_typed(app: Flask, visitor: Browser, payload: str) -> None:
    page = start(visitor, kinds=["gap"], length="5", lang=visitor.lang)
    shown = visitor.submit(answer_form(page), {"text": [payload]})
    assert payload in "".join(shown.tree.itertext())
    assert payload not in shown.response.text or "<" not in payload
    assert "49" not in shown.text or "49" in payload


def test_nothing_here_turns_text_into_markup_unescaped() -> None:
    """Templates escape by themselves; what switches that off stands in two places, by name."""
    makers: dict[str, list[int]] = {}
    for file, found in nodes():
        for node in found:
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                if called in ("Markup", "render_template_string", "from_string"):
                    makers.setdefault(file.name, []).append(node.lineno)
            if isinstance(node, ast.Import):
                names = {each.name for each in node.names}
                assert not names & {"nh3", "bleach"}, "an allow-list would need a corpus of its own"
    assert makers.keys() == {"formatting.py", "speech.py"}
    templates = [*Path("quizapp").rglob("*.html"), *Path("quizapp").rglob("*.svg")]
    for file in templates:
        text = file.read_text(encoding="utf-8")
        assert "autoescape" not in text, file
        assert "|safe" not in text.replace(" ", ""), file
