"""Answers marked in a sentence: `{{Samarkand}} hosted the summit.`

A mark may name what it refers to after a bar: the id of a slot or term, or a type.

    {{Samarkand}}             the answer
    {{Samarkand|samarkand}}   the answer, and its slot or term
    {{Samarkand|city}}        the answer, and of what type it is

Single braces are ordinary characters. A backslash before a brace, a bar or a backslash
makes it one everywhere: `\\{{` is two braces that mark nothing.

    parse("In {{Rome|city}}.")
    == Marked("In Rome.", (Span(3, 7, "Rome", "city"),))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quizapp.domain.errors import ContentError

_ESCAPED: Final = "{}|\\"
_TOKEN: Final = re.compile(r"\\[{}|\\]|\{\{|\}\}|\|")


class MarksBroken(ContentError):
    """A text whose marks cannot be read.

    `position` is the place of the fault in the text as typed; `code` says what is wrong:
    `unclosed`, `unopened`, `nested`, `empty`.
    """

    def __init__(self, code: str, position: int) -> None:
        super().__init__(f"{code} at {position}")
        self.code = code
        self.position = position


@dataclass(frozen=True, slots=True)
class Span:
    """A marked answer: its place in the plain text, and what it says it refers to."""

    start: int
    end: int
    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without marks, and where they were."""

    plain: str
    spans: tuple[Span, ...] = ()


def parse(text: str) -> Marked:
    """Return a text without its marks, and the marks. Raises MarksBroken."""
    parts: list[str | Span] = []
    opened: int | None = None
    inside: list[str] = []
    for at, piece in _pieces(text):
        if piece == "{{":
            if opened is not None:
                raise MarksBroken("nested", at)
            opened, inside = at, []
        elif piece == "}}":
            if opened is None:
                raise MarksBroken("unopened", at)
            parts.append(_span(opened, inside))
            opened = None
        elif opened is None:
            parts.append(_literal(piece))
        else:
            inside.append(piece)
    if opened is not None:
        raise MarksBroken("unclosed", opened)
    return joined(parts)


def _span(opened: int, pieces: list[str]) -> Span:
    """Read what stands between the braces: the answer, and after the first bar its reference."""
    bar = pieces.index("|") if "|" in pieces else len(pieces)
    answer = "".join(map(_literal, pieces[:bar])).strip()
    if not answer:
        raise MarksBroken("empty", opened)
    return Span(0, 0, answer, "".join(map(_literal, pieces[bar + 1 :])).strip())


def write(marked: Marked) -> str:
    """Return the text from which `parse` reads the same again.

    Spans stand in order and do not overlap.
    """
    return "".join(_written(marked))


def runs(marked: Marked) -> Iterator[str | Span]:
    """Yield the plain runs and the marks of a sentence in reading order; no run is empty."""
    at = 0
    for span in marked.spans:
        if at < span.start:
            yield marked.plain[at : span.start]
        yield span
        at = span.end
    if at < len(marked.plain):
        yield marked.plain[at:]


def joined(parts: Iterable[str | Span]) -> Marked:
    """Return the sentence of plain runs and marks; the places of the marks are counted anew."""
    plain = ""
    spans = []
    for part in parts:
        if isinstance(part, str):
            plain += part
            continue
        spans.append(Span(len(plain), len(plain) + len(part.text), part.text, part.ref))
        plain += part.text
    return Marked(plain, tuple(spans))


def escaped(text: str) -> str:
    """Return a text that `parse` reads as it is, without any mark."""
    return "".join(f"\\{ch}" if ch in _ESCAPED else ch for ch in text)


def _written(marked: Marked) -> Iterator[str]:
    for run in runs(marked):
        if isinstance(run, str):
            yield _outside(run)
        else:
            ref = f"|{escaped(run.ref)}" if run.ref else ""
            yield "{{" + escaped(run.text) + ref + "}}"


def _outside(text: str) -> str:
    """Escape what would be read otherwise; single braces and bars may stay as they are."""
    text = re.sub(r"\\(?=[{}|\\]|$)", r"\\\\", text)
    text = re.sub(r"\{(?=\{|$)|(?<=\{)\{", r"\\{", text)
    return re.sub(r"^\}|\}(?=\})|(?<=\})\}", r"\\}", text)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for token in _TOKEN.finditer(text):
        if at < token.start():
            yield at, text[at : token.start()]
        yield token.start(), token[0]
        at = token.end()
    if at < len(text):
        yield at, text[at:]


def _literal(piece: str) -> str:
    return piece[1] if len(piece) == 2 and piece[0] == "\\" and piece[1] in _ESCAPED else piece
