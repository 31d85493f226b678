"""YAML text to a tree of scalars, lists and tables that know their lines.

Content may come from strangers, so nothing is ever constructed: only the parser's
events are read, in one pass. Refused are tags (they ask for objects), anchors and
aliases (a few lines of them expand to gigabytes), deep nesting, large files and texts,
characters that nobody can see, and a key written twice. Scalars stay as typed: whether
`no` is a word or a truth value is for the schema to say, so a country code never turns
into `False`.

    b"a: [x, ~]"  ->  Table({"a": Listing((Scalar("x"), Scalar(None)))})
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import yaml
from yaml import events

from quizapp.formats.content.problems import Code

MAX_BYTES: Final = 8_000_000
MAX_NODES: Final = 200_000
MAX_TEXT: Final = 60_000
MAX_DEPTH: Final = 12

# What no database should hold and no XML can, and what turns a line around unseen.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as typed; None for an empty one or a null."""

    value: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    rows: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; of a key written twice the first value counts."""

    entries: dict[str, Node]
    line: int


Node = Scalar | Listing | Table


class Report(Protocol):
    """What the parser calls for every problem."""

    def __call__(self, code: Code, line: int | None, /, **params: str) -> None:
        """Take note of one problem."""


class _TooDeepError(Exception):
    pass


class _TooManyError(Exception):
    pass


def parse(data: bytes, report: Report) -> Node | None:
    """Return the tree of one YAML document, or None where it cannot be read at all.

    Calls `report` for everything that is wrong and raises nothing.
    """
    if len(data) > MAX_BYTES:
        report(Code.TOO_LARGE, None, limit=str(MAX_BYTES))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report(Code.NOT_UTF8, None, encoding="UTF-8")
        return None
    builder = _Builder(yaml.parse(text, Loader=_Loader), report)
    try:
        return builder.document()
    except _TooDeepError:
        report(Code.TOO_DEEP, builder.line, limit=str(MAX_DEPTH))
    except _TooManyError:
        report(Code.TOO_MANY, builder.line, limit=str(MAX_NODES))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(Code.BAD_YAML, mark.line + 1 if mark else None, detail=error.problem or "")
    except yaml.YAMLError as error:
        report(Code.BAD_YAML, None, detail=str(getattr(error, "reason", "")))
    return None


class _Builder:
    """Builds the tree from parser events; the depth limit keeps the recursion short."""

    def __init__(self, stream: Iterator[events.Event], report: Report) -> None:
        self._stream = stream
        self._report = report
        self._left = MAX_NODES
        self.line = 1

    def document(self) -> Node:
        root: Node = Scalar(None, 1)
        documents = 0
        for event in self._stream:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._report(Code.SEVERAL_DOCUMENTS, self._at(event))
            elif isinstance(event, events.NodeEvent):
                node = self._node(event, 1)
                root = node if documents == 1 else root
        return root

    def _at(self, event: events.Event) -> int:
        self.line = event.start_mark.line + 1 if event.start_mark else self.line
        return self.line

    def _node(self, event: events.Event, depth: int) -> Node:
        line = self._at(event)
        self._left -= 1
        if self._left < 0:
            raise _TooManyError
        if isinstance(event, events.AliasEvent):
            self._report(Code.ALIAS, line)
            return Scalar(None, line)
        if getattr(event, "anchor", None):
            self._report(Code.ALIAS, line)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self._report(Code.TAG, line, tag=str(tag))
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event, line)
        if depth > MAX_DEPTH:
            raise _TooDeepError
        if isinstance(event, events.SequenceStartEvent):
            return Listing(tuple(self._rows(depth)), line)
        return Table(self._entries(depth), line)

    def _scalar(self, event: events.ScalarEvent, line: int) -> Scalar:
        text = event.value
        if event.implicit[0] and text in _NULLS:
            return Scalar(None, line)
        if len(text) > MAX_TEXT:
            self._report(Code.TOO_LONG, line, limit=str(MAX_TEXT))
            return Scalar(None, line)
        if found := _UNSEEN.search(text):
            self._report(Code.UNSEEN, line, character=f"U+{ord(found[0]):04X}")
        return Scalar(text, line)

    def _rows(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._stream), events.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._stream), events.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._stream), depth + 1)
            if not isinstance(key, Scalar):
                self._report(Code.NOT_TEXT, key.line, field="key")
                continue
            name = key.value or ""
            if name in entries:
                self._report(Code.DUPLICATE_KEY, key.line, key=name)
            else:
                entries[name] = value
        return entries
