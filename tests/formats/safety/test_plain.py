"""HTML to text: what a reader would have seen, in time that grows with the length alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.question import tidy
from quizapp.formats.safety.plain import LONGEST_HTML, inline, paragraphs, plain, reading
from tests.exchange import TRAPS, texts


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words", "plain words"),
        ("  many \n\t spaces  ", "many spaces"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one</p>\n<p>two</p>\n", "one\n\ntwo"),
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div> <p> one <b>two</b> </p> </div>three", "one two\n\nthree"),
        ("a<b>b</b>c", "abc"),
        ("a <i> b </i> c", "a b c"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("x<sup>2</sup> and a<sub>1</sub>", "x^2 and a_1"),
        ("<pre>a\n  b</pre>c", "a\n  b\nc"),
        ("&lt;b&gt; &amp;amp; &#65; &#x42; &eacute; &copy", "<b> &amp; A B é ©"),
        ("a&#32;&#32;b&#10;c", "a  b\nc"),
        ("<script>alert('<p>no</p>')</script>yes", "yes"),
        ("<style>p{}</style><p>yes</p>", "yes"),
        ("<script>never closed", ""),
        ("<textarea><b>no</b></textarea>yes", "yes"),
        ("<svg/onload=alert(1)>yes", "yes"),
        ('<a href="x" title="a > b">link</a>', "link"),
        ("<a title='unclosed>link</a>", "link"),
        ("<!-- no <p>no</p> -->yes<!-- never closed", "yes"),
        ("<!DOCTYPE html><?php no ?>yes<![CDATA[no]]>", "yes"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("a <", "a <"),
        ("a <b", "a <b"),
        ('<img src="x" alt="a map"> below', "[a map] below"),
        ("<p>سلام <bdi dir='ltr'>3 + 4</bdi></p>", "سلام 3 + 4"),
        ("&#" + "9" * 5000 + ";x", "\ufffdx"),
        ("&#xffffffffffff;x", "\ufffdx"),
        ("", ""),
    ],
)
def test_html_becomes_the_text_that_is_seen(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(text=texts())
@settings(max_examples=150, deadline=None)
def test_a_text_comes_back_from_its_paragraphs(text: str) -> None:
    assert plain(paragraphs(text)) == text
    assert plain(paragraphs(text, formulas=True)) == text
    assert plain(inline(text, formulas=True)) == text


@given(text=st.text("ab <&\n 12+=", max_size=30).map(tidy))
@settings(deadline=None)
def test_spaces_and_line_ends_come_back_however_many(text: str) -> None:
    assert plain(paragraphs(text, formulas=True)) == text
    assert plain(inline(text)) == text


@given(markup=st.lists(st.sampled_from([*TRAPS, "<p>", "</p>", "<a ", "'", '"', ">", "&#", " "])))
@settings(deadline=None)
def test_any_html_becomes_some_text(markup: list[str]) -> None:
    assert len(plain("".join(markup))) <= 2 * len("".join(markup)) + 10


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a", "<a ", "<a '", '<a "', "<!--", "<![CDATA[", "<p>", "</p>", "<b>", "<?"),
        *("&#", "&", "&#1", "<script>", "<pre>", " ", "\n", "a<", "<a b='", "<img alt='"),
        *("<img alt=", "1+", "(("),
    ],
)
def test_what_never_ends_takes_no_longer_than_its_length(piece: str) -> None:
    markup = piece * (LONGEST_HTML // len(piece))
    started = time.process_time()
    plain(markup)
    paragraphs(markup, formulas=True)
    assert time.process_time() - started < 1


def test_no_more_is_read_than_the_most() -> None:
    assert len(plain("x" * (LONGEST_HTML + 1000))) == LONGEST_HTML
    assert len(plain("<p>" + "x" * (LONGEST_HTML + 1000))) < LONGEST_HTML


@pytest.mark.parametrize(
    ("markup", "media", "formatted"),
    [
        ("<p>text</p>", False, False),
        ("<p><b>text</b></p>", False, True),
        ('<p><img src="x.png"></p>', True, False),
        ("<audio src='x'></audio>text", True, False),
        ("<table><tr><td>a</td></tr></table>", False, True),
        ('<span dir="rtl" lang="ar">نص</span><br>', False, False),
    ],
)
def test_what_is_lost_is_told(markup: str, media: bool, formatted: bool) -> None:
    found = reading(markup)
    assert (found.media, found.formatted) == (media, formatted)


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("ناتج 3 + 4 = 7 صحيح", ["3 + 4 = 7"]),
        ("x^2 < 9", ["x^2 < 9"]),
        ("عام 2025", []),
        ("بين 3 و4", []),
        ("a=b ثم c/d", ["a=b", "c/d"]),
    ],
)
def test_calculations_keep_their_direction_in_arabic(text: str, isolated: list[str]) -> None:
    markup = paragraphs(text, formulas=True)
    found = [plain(part.partition("</bdi>")[0]) for part in markup.split('<bdi dir="ltr">')[1:]]
    assert found == isolated
