"""A GIFT file cut into questions, and a question cut into its parts.

Blank lines end a question. Lines that begin with `//` are comments, which may hold its id and
tags. Escaped signs are set aside first, as characters that no text has, so that what is left of
`~ = # { } :` means what it means in GIFT:

    // [id:alps] [tag:easy]
    ::Alps::Mont Blanc is {=4810 =4809} metres high.     line 2
      identity alps, tags (easy,), name Alps
      stem "Mont Blanc is ____ metres high.", answers "=4810 =4809"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quizapp.domain.exchange.travel import FileRefused
from quizapp.domain.items.base import BLANK
from quizapp.formats.safety.lines import lines

_SIGNS: Final = "\\~=#{}:n"
_ASIDE: Final = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7"
END: Final = "\ufdd7"
"""A line end that was written as a backslash and an n, set aside."""

MOST_PIECES: Final = 40_000
LONGEST_PIECE: Final = 400_000
_MEANT: Final = str.maketrans(dict(zip(_ASIDE, "\\~=#{}:\n", strict=True)))
_NEVER: Final = re.compile(f"[{_ASIDE}]")
_MARK: Final = re.compile(r"\[(id|tag):((?:[^\x00-\x1f\x7f\]\\]|\\.)++)\]")
_CATEGORY: Final = "$CATEGORY:"
_LONGEST_COMMENT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One question, cut apart; or a category. `whole` is false where the braces are wrong.

    Texts still have their escaped signs set aside: `restored` puts them back. `answers` is
    None where there are none at all: a description.
    """

    line: int
    name: str = ""
    stem: str = ""
    answers: str | None = None
    identity: str = ""
    tags: tuple[str, ...] = ()
    category: str | None = None
    whole: bool = True


def pieces(text: str) -> Iterator[Piece]:
    """Yield every question and category of a file, each with the line in which it begins.

    Raises FileRefused for more lines or questions than a file may have.
    """
    for count, piece in enumerate(_blocks(text), start=1):
        if count > MOST_PIECES:
            raise FileRefused("too_large")
        yield piece


def _read_line(raw: str) -> str:
    """A line without blanks around it, escaped signs set aside; one too long stays so."""
    if len(raw) > LONGEST_PIECE:
        return raw
    line = _NEVER.sub("", raw).strip()
    return line if line.startswith("//") else _set_aside(line)


def _set_aside(line: str) -> str:
    """Put a character that no text has in the place of each escaped sign.

    Two backslashes go first: of three, the last one belongs to what follows.
    """
    if "\\" in line:
        for sign, aside in zip(_SIGNS, _ASIDE, strict=True):
            line = line.replace(f"\\{sign}", aside)
    return line


def _blocks(text: str) -> Iterator[Piece]:
    block: list[str] = []
    start, open_braces, answered = 1, False, False
    for number, raw in lines(text, LONGEST_PIECE):
        line = _read_line(raw)
        begins = line.startswith("::") and answered and not open_braces
        if block and (not line or begins):
            yield from _of_block(start, block)
            block, open_braces, answered = [], False, False
        if not line:
            continue
        if not block:
            start = number
        block.append(line)
        if not line.startswith("//"):
            answered = answered or "}" in line
            open_braces = line.rfind("{") > line.rfind("}") or (open_braces and "}" not in line)
    if block:
        yield from _of_block(start, block)


def _of_block(start: int, block: list[str]) -> Iterator[Piece]:
    identity, tags = "", []
    rest: list[str] = []
    for at, line in enumerate(block):
        if line.startswith(_CATEGORY) and not rest:
            yield Piece(start + at, category=restored(line[len(_CATEGORY) :]).strip())
        elif not line.startswith("//"):
            if not rest:
                start += at
            rest.append(line)
        elif not rest:
            for kind, value in _MARK.findall(line[:_LONGEST_COMMENT]):
                plain = value.replace("\\]", "]").strip()
                if kind == "id":
                    identity = plain
                else:
                    tags.append(plain)
    if rest:
        yield _cut("\n".join(rest), start, identity, tuple(tags))


def _cut(text: str, line: int, identity: str, tags: tuple[str, ...]) -> Piece:
    name = ""
    if len(text) > LONGEST_PIECE:
        return Piece(line, name, text[: LONGEST_PIECE + 1], "", identity, tags)
    if text.startswith("::"):
        end = text.find("::", 2)
        if end >= 0:
            name, text = text[2:end], text[end + 2 :].strip()
    opening, closing = text.find("{"), text.find("}")
    if opening < 0 and closing < 0:
        return Piece(line, name, text, None, identity, tags)
    before, after = text[:opening], text[closing + 1 :]
    if opening < 0 or closing < opening or "{" in after or "}" in after:
        return Piece(line, name, text, None, identity, tags, whole=False)
    if "{" in text[opening + 1 : closing]:
        return Piece(line, name, text, None, identity, tags, whole=False)
    if after.lstrip().startswith("//"):
        after = ""
    stem = f"{before}{BLANK}{after}" if after.strip() else before
    return Piece(line, name, stem.strip(), text[opening + 1 : closing].strip(), identity, tags)


def restored(text: str) -> str:
    """Return a text with the signs that were escaped, now as they are meant."""
    return text.translate(_MEANT)
