"""XML from outside: what is refused, in what time, and what comes back."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.markup import (
    LONGEST_TEXT,
    MOST_TEXT_IN_CHILD,
    children,
    element,
    parse,
    root_name,
    serialise,
)

_BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">%s]><a>&b9;</a>' % b"".join(
    b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 10)
)
_OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("a billion laughs", lambda: _BOMB, "unsafe"),
    ("a file from the machine", lambda: _OUTSIDE, "unsafe"),
    ("a DOCTYPE alone", lambda: b"<!DOCTYPE a><a/>", "unsafe"),
    (
        "a DTD from elsewhere",
        lambda: b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        "unsafe",
    ),
    ("an entity of parameters", lambda: b'<!DOCTYPE a [<!ENTITY % p "x"> %p;]><a/>', "unsafe"),
    ("an entity unknown to XML", lambda: b"<a>&nbsp;</a>", "format"),
    ("endless nesting", lambda: b"<a>" * 2_000_000, "too_large"),
    ("endless elements", lambda: b"<a>" + b"<b/>" * 5_000_000, "too_large"),
    ("endless elements in one child", lambda: b"<a><c>" + b"<b/>" * 5_000_000, "too_large"),
    (
        "many children with many elements",
        lambda: b"<a>" + (b"<c>" + b"<b/>" * 19_000 + b"</c>") * 200,
        "too_large",
    ),
    (
        "endless attributes",
        lambda: b"<a " + b" ".join(b'a%d=""' % n for n in range(500_000)) + b"/>",
        "too_large",
    ),
    ("an endless comment", lambda: b"<a><!--" + b"x" * 40_000_000, "too_large"),
    ("an endless attribute", lambda: b'<a b="' + b"x" * 40_000_000, "too_large"),
    ("an endless name", lambda: b"<" + b"a" * 40_000_000, "too_large"),
    ("100 MB of text", lambda: b"<a><b>" + b"x" * 100_000_000 + b"</b></a>", "too_large"),
    ("nothing", lambda: b"", "empty"),
    ("a mark and nothing", lambda: b"\xef\xbb\xbf \n", "empty"),
    ("zeros", lambda: bytes(1000), "empty"),
    ("no XML", lambda: b"PK\x03\x04 spreadsheets are archives", "format"),
    ("half a document", lambda: b"<a><b>text", "format"),
    ("two roots", lambda: b"<a/><a/>", "format"),
    ("a prefix unclosed", lambda: b"<a></b>", "format"),
    ("broken UTF-8", lambda: b"<a>\xff\xfe\xfa</a>", "format"),
    ("half of UTF-16", lambda: "<a>سلام</a>".encode("utf-16")[:-3], "format"),
    ("EBCDIC", lambda: b'<?xml version="1.0" encoding="cp037"?><a/>', "encoding"),
    (
        "a codec of Python",
        lambda: b'<?xml version="1.0" encoding="unicode_escape"?><a/>',
        "encoding",
    ),
    ("a packed codec", lambda: b'<?xml version="1.0" encoding="zlib"?><a/>', "encoding"),
    ("UTF-7", lambda: b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-</a>', "encoding"),
]


@pytest.mark.parametrize(
    ("make", "code"), [each[1:] for each in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_a_hostile_document_is_refused_quickly_and_within_memory(
    make: Callable[[], bytes], code: str
) -> None:
    data = make()
    for read in (parse, _all_children):
        started = time.process_time()
        with pytest.raises(FileRefused) as refusal:
            read(data)
        assert refusal.value.code == code
        assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + (b"<c>" + b"<b/>" * 19_000 + b"</c>") * 8,
        b"<a>" + (b"<c><b>" + b"x" * 5_000_000 + b"</b></c>") * 6 + b"</a>",
    ],
    ids=["elements", "text"],
)
def test_a_document_read_by_child_keeps_only_the_child_it_is_at(data: bytes) -> None:
    tracemalloc.start()
    try:
        for _ in _children_until_refused(data):
            pass
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


def _children_until_refused(data: bytes) -> Iterator[str]:
    try:
        for child in children(data):
            yield child.element.tag
    except FileRefused:
        return


def _all_children(data: bytes) -> int:
    return sum(1 for _ in children(data))


def test_a_text_that_is_too_long_is_cut_and_the_child_said_not_to_be_whole() -> None:
    long = b"x" * (LONGEST_TEXT * 3)
    first, second = children(b"<q><a><t>" + long + b"</t></a><b><t>short</t></b></q>")
    assert not first.whole
    assert len(first.element.findtext("t", "")) <= LONGEST_TEXT
    assert second.whole
    assert second.element.findtext("t") == "short"


def test_a_child_with_too_much_text_in_all_is_not_whole_either() -> None:
    piece = b"<t>" + b"x" * LONGEST_TEXT + b"</t>"
    small, large = children(b"<q><a>" + piece * 5 + b"</a><a>" + piece * 40 + b"</a></q>")
    assert small.whole
    assert not large.whole
    assert sum(len(part.text or "") for part in large.element) <= MOST_TEXT_IN_CHILD
    with pytest.raises(FileRefused):
        parse(b"<q>" + piece * 100 + b"</q>")


def test_text_that_is_to_be_forgotten_is_never_kept() -> None:
    data = b"<q><a><file>" + b"QUJD" * 500_000 + b"</file><t>kept</t></a></q>"
    (child,) = children(data, forget={"file"})
    assert child.whole
    assert child.element.findtext("file") == ""
    assert child.element.findtext("t") == "kept"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_xml_are_read(encoding: str) -> None:
    assert parse("<a>سلام</a>".encode(encoding)).text == "سلام"


def test_prefixes_are_left_out() -> None:
    root = parse(b'<x:a xmlns:x="urn:x" xml:lang="ar"><x:b/></x:a>')
    assert (root.tag, root.get("lang"), root[0].tag) == ("a", "ar", "b")


def test_the_children_of_children_are_yielded_whichever_child_they_are_of() -> None:
    found = children(b"<a>x<b>y<c>1</c><c>2<d/></c></b><b/><b><c>3</c></b></a>", level=3)
    assert [(one.element.tag, one.element.text, len(one.element)) for one in found] == [
        ("c", "1", 0),
        ("c", "2", 1),
        ("c", "3", 0),
    ]


def test_a_child_may_be_allowed_more_elements_than_others() -> None:
    data = b"<a><b>" + b"<c/>" * 30_000 + b"</b></a>"
    assert len(next(children(data, most_in_child=40_000)).element) == 30_000
    with pytest.raises(FileRefused):
        list(children(data))


def test_the_root_tells_the_format_without_the_rest() -> None:
    assert root_name(b"<?xml version='1.0'?><quiz><question>") == "quiz"


def test_tags_are_counted_before_anything_is_built() -> None:
    """Too many of them cost nothing at all, wherever in the file they stand."""
    data = b"<a>" + (b"<c>" + b"<b/>" * 19_000 + b"</c>") * 200
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused, match="too_large"):
            next(children(data))
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("quoted", [b"<p><br/></p><!-- x -->" * 300_000, b"<" * 2_000_000])
def test_what_is_quoted_is_no_tag(quoted: bytes) -> None:
    data = b"<a><t><![CDATA[" + quoted + b"]]></t>" + b"<t/>" * 10 + b"</a>"
    assert sum(1 for _ in children(data)) == 11


_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(text=_TEXTS, tail=_TEXTS, value=_TEXTS)
def test_what_is_written_is_read_again(text: str, tail: str, value: str) -> None:
    made = element("a", {"v": value}, text, element("b", None, "]]>"), tail)
    root = parse(serialise(made))
    assert root.get("v") == made.get("v", "").replace("\r", "\r")
    assert (root.text or "").replace("\n", "\r").replace("\r\r", "\r") == (made.text or "").replace(
        "\n", "\r"
    ).replace("\r\r", "\r")
    assert root[0].text == "]]>"
