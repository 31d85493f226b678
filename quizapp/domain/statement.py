"""A sentence with marked slots: `The city of {samarkand} hosted the summit.`

A mark names a slot; `{slot|surface}` shows another form of the answer than the
slot's term carries by name. A backslash before a brace, a bar or a backslash makes it an
ordinary character. Worked example, with `name_of` giving term names:

    parse_statement("In {uzbekistan}, {xi|Mr Xi} spoke.", name_of).blanked("xi", "___")
    == "In Uzbekistan, ___ spoke."
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from quizapp.domain.errors import MarkupError

_RUN = r"((?:[^{}|\\]|\\.)+)"
_MARK = re.compile(rf"\\[\\{{}}|]|\{{{_RUN}(?:\|{_RUN})?\}}", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\{}|])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked run of a statement: the slot's name and the text shown."""

    slot: str
    surface: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as a sequence of plain runs and marks."""

    parts: tuple[str | Mark, ...]

    def plain(self) -> str:
        """Return the sentence as a reader sees it."""
        return "".join(p if isinstance(p, str) else p.surface for p in self.parts)

    def slots(self) -> tuple[str, ...]:
        """Return the slot names in reading order, each once."""
        return tuple(dict.fromkeys(p.slot for p in self.parts if isinstance(p, Mark)))

    def surface(self, slot: str) -> str:
        """Return the text shown for a slot; KeyError if the statement has no such slot."""
        for part in self.parts:
            if isinstance(part, Mark) and part.slot == slot:
                return part.surface
        raise KeyError(slot)

    def replaced(self, slot: str, text: str) -> str:
        """Return the sentence with every mark of one slot shown as `text`."""
        return "".join(
            p if isinstance(p, str) else (text if p.slot == slot else p.surface) for p in self.parts
        )

    def blanked(self, slot: str, blank: str) -> str:
        """Return the sentence with a blank in place of one slot."""
        return self.replaced(slot, blank)


def parse_statement(text: str, name_of: Callable[[str], str]) -> Statement:
    """Read a marked sentence.

    `name_of(slot)` gives the text to show where the mark has no surface of its own.
    Raises MarkupError for a brace that is not part of a well-formed mark, and
    whatever `name_of` raises for an unknown slot.
    """
    parts: list[str | Mark] = []
    plain = ""
    at = 0
    for match in (*_MARK.finditer(text), None):
        run = text[at : match.start() if match else len(text)]
        if "{" in run or "}" in run:
            raise MarkupError(text)
        plain += run
        if match is not None and match[1] is None:
            plain += unescaped(match[0])
        elif plain:
            parts.append(plain)
            plain = ""
        if match is not None and match[1] is not None:
            slot = unescaped(match[1]).strip()
            parts.append(Mark(slot, unescaped(match[2]).strip() if match[2] else name_of(slot)))
        at = match.end() if match else len(text)
    return Statement(tuple(parts))


def escaped(text: str, specials: str = "\\{}") -> str:
    """Return a text with a backslash before every special character."""
    return "".join(f"\\{ch}" if ch in specials else ch for ch in text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` made this of; other backslashes stay."""
    return _ESCAPE.sub(r"\1", text)


def has_bare_brace(text: str) -> bool:
    """Tell whether a text has a brace without a backslash before it."""
    return bool(re.search(r"[{}]", _ESCAPE.sub("", text)))
