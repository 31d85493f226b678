"""Reading XML from outside within bounds, and writing XML.

Nothing in a document is resolved, fetched or expanded: any DOCTYPE is refused, and with it
every entity of its own. What is counted is counted while the document is read, so that no
bound is found to be passed only once the memory is gone:

    <a><a><a>…                 deeper than DEEPEST: too_large
    <a/><a/><a/>…              more than MOST_ELEMENTS, MOST_CHILDREN or MOST_IN_CHILD
    <a b="…" c="…" d="…" …     one tag or comment longer than _LONGEST_TAG: too_large
    <a>100 MB of text</a>      `parse` refuses a text longer than LONGEST_TEXT, or more than
                               MOST_TEXT_IN_TREE; `children` keeps the beginning and says
                               that the child is not whole

Names of elements and attributes are given without their prefix, as programs choose different
ones. FileRefused codes: `format`, `too_large`, `encoding`, `unsafe`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from quizapp.domain.exchange.travel import FileRefused

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_ELEMENTS: Final = 900_000
MOST_CHILDREN: Final = 50_000
MOST_IN_CHILD: Final = 20_000
MOST_IN_TREE: Final = 300_000
DEEPEST: Final = 64
LONGEST_TEXT: Final = 200_000
MOST_TEXT_IN_CHILD: Final = 4_000_000
MOST_TEXT_IN_TREE: Final = 16_000_000
_LONGEST_TAG: Final = 256 * 1024
_PIECE: Final = 64 * 1024
_ENCODINGS: Final = frozenset(
    {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1"}
)
_NEVER_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Child(NamedTuple):
    """One child of the root. It is not whole where one of its texts was cut short."""

    element: Element
    whole: bool


def parse(data: bytes) -> Element:
    """Return the root of a small document (a manifest, one question). Raises FileRefused."""
    reading = _Reading(most=MOST_IN_TREE)
    reading.strict = True
    for piece in _pieces(data, MOST_IN_TREE):
        reading.feed(piece)
    return reading.close()


def children(
    data: bytes,
    *,
    forget: Collection[str] = (),
    most: int = MOST_ELEMENTS,
    most_in_child: int = MOST_IN_CHILD,
    level: int = 2,
) -> Iterator[Child]:
    """Yield each child of the root as soon as it ends; none is kept.

    With another `level`, what is yielded stands that deep: 3 for the children of children.

    The text of elements named in `forget` is not kept at all. Raises FileRefused, which may
    be after some children: whoever must take all or nothing collects them first.
    """
    reading = _Reading(most=most, forget=frozenset(forget), by_child=True)
    reading.most_in_child, reading.level = most_in_child, level
    for piece in _pieces(data, most):
        reading.feed(piece)
        yield from reading.finished()
    reading.close()
    yield from reading.finished()


def root_name(data: bytes) -> str:
    """Return the name of the root, to tell which format a document has. Raises FileRefused."""
    reading = _Reading(most=MOST_ELEMENTS, by_child=True)
    for piece in _pieces(data, MOST_ELEMENTS):
        reading.feed(piece)
        if reading.root:
            return reading.root
    reading.close()
    return reading.root


def element(
    tag: str, attributes: Mapping[str, str] | None = None, /, *inside: Element | str
) -> Element:
    """Return an element with what is inside it: elements and texts, in this order.

    Characters that no XML can hold are left out.
    """
    made = Element(tag, {key: legal(value) for key, value in (attributes or {}).items()})
    for each in inside:
        if not isinstance(each, str):
            made.append(each)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + legal(each)
        else:
            made.text = (made.text or "") + legal(each)
    return made


def legal(text: str) -> str:
    """Return the text without the characters that no XML can hold."""
    return _NEVER_IN_XML.sub("", text)


def serialise(root: Element, *, declared: bool = True) -> bytes:
    """Return the document (UTF-8), with the XML declaration or, for a fragment, without it."""
    body = tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' if declared else ""
    return f"{head}{body}\n".encode()


def _pieces(data: bytes, most: int) -> Iterator[bytes]:
    if len(data) > MOST_BYTES or _tags(data) > most:
        raise FileRefused("too_large")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileRefused("empty")
    for start in range(0, len(data), _PIECE):
        yield data[start : start + _PIECE]


def _tags(data: bytes) -> int:
    """How many tags a document opens: counted without reading it, so that it costs nothing.

    What stands in CDATA is no tag; what stands in a comment is taken for one. In UTF-16 they
    are not told apart, so there they are counted only while they are read.
    """
    if b"\0" in data[:_PIECE]:
        return 0
    opened = data.count(b"<") - data.count(b"</") - data.count(b"<!")
    if opened <= MOST_IN_TREE:
        return opened
    for quoted in data.split(b"<![CDATA[")[1:]:
        end = quoted.find(b"]]>")
        whole = len(quoted) if end < 0 else end
        opened -= quoted.count(b"<", 0, whole) - quoted.count(b"</", 0, whole)
        opened += quoted.count(b"<!", 0, whole)
    return opened


class _Reading:
    """A document while it is read: expat's events built into elements, and counted."""

    def __init__(
        self, *, most: int, forget: frozenset[str] = frozenset(), by_child: bool = False
    ) -> None:
        self.strict = False
        self.root = ""
        self.most_in_child, self.level = MOST_IN_CHILD, 2
        self._most = self._most_of_all = most
        self._forget, self._by_child = forget, by_child
        self._depth = self._elements = self._children = self._silent = self._kept = 0
        self._forgetting = ""
        self._room = MOST_TEXT_IN_TREE
        self._whole = True
        self._done: list[Child] = []
        self._builder = TreeBuilder()
        self._parser = self._listening()

    def _listening(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._heard
        parser.ProcessingInstructionHandler = self._heard
        parser.StartCdataSectionHandler = self._heard
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declared
        return parser

    def feed(self, piece: bytes) -> None:
        """Read on. An unfinished tag is read again with every piece: its length is bounded."""
        self._silent += len(piece)
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise _refused(error) from error
        if self._silent > _LONGEST_TAG:
            raise FileRefused("too_large")

    def close(self) -> Element:
        """Return the root: all of it, or nothing but its name where it was read by child."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _refused(error) from error
        return Element(self.root) if self._by_child else self._builder.close()

    def finished(self) -> Iterator[Child]:
        """Hand over the children that have ended."""
        done, self._done = self._done, []
        return iter(done)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._silent = self._kept = 0
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > self._most:
            raise FileRefused("too_large")
        if ":" in name:
            name = _bare(name)
        if attributes:
            attributes = {_bare(key): value for key, value in attributes.items()}
        if self._depth == 1:
            self.root = name
        if self._by_child and self._depth < self.level:
            return
        if self._depth == self.level:
            self._next_child()
        if name in self._forget and not self._forgetting:
            self._forgetting = name
        self._builder.start(name, attributes)

    def _next_child(self) -> None:
        if self._by_child:
            self._children += 1
            if self._children > MOST_CHILDREN:
                raise FileRefused("too_large")
            self._most = min(self._most_of_all, self._elements + self.most_in_child)
            self._builder, self._whole, self._forgetting = TreeBuilder(), True, ""
            self._room = MOST_TEXT_IN_CHILD

    def _end(self, name: str) -> None:
        self._silent = self._kept = 0
        self._depth -= 1
        if self._by_child and self._depth < self.level - 1:
            return
        if ":" in name:
            name = _bare(name)
        if name == self._forgetting:
            self._forgetting = ""
        ended = self._builder.end(name)
        if self._by_child and self._depth == self.level - 1:
            self._done.append(Child(ended, self._whole))

    def _text(self, text: str) -> None:
        self._silent = 0
        if self._forgetting or (self._by_child and self._depth < self.level):
            return
        self._kept += len(text)
        self._room -= len(text)
        if self._kept <= LONGEST_TEXT and self._room >= 0:
            self._builder.data(text)
        elif self.strict:
            raise FileRefused("too_large")
        else:
            self._whole = False

    def _heard(self, *_: object) -> None:
        self._silent = 0

    def _doctype(self, *_: object) -> None:
        raise FileRefused("unsafe")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise FileRefused("encoding", {"encoding": encoding[:40]})


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _refused(error: expat.ExpatError) -> FileRefused:
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING] or (
        error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
    ):
        return FileRefused("encoding")
    return FileRefused("format", {"line": str(error.lineno)})
