"""Reading a style sheet: every declaration with where it stands.

Enough of CSS for our own sheet: comments, strings, at-rules, nesting. Worked example:

    @layer a { h1:lang(en) { margin: 0 1px } }
    Declaration(line=1, within=("@layer a", "h1:lang(en)"), name="margin", value="0 1px")
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.S)
_TOKEN: Final = re.compile(r"""("(?:\\.|[^"])*"|'(?:\\.|[^'])*'|\([^()]*\)|[{};])""")


@dataclass(frozen=True)
class Declaration:
    """One property with its value, and the rules around it from the outside in."""

    line: int
    within: tuple[str, ...]
    name: str
    value: str

    @property
    def selector(self) -> str:
        """The selectors around it, at-rules left out."""
        return " ".join(rule for rule in self.within if not rule.startswith("@"))

    @property
    def parts(self) -> list[str]:
        """The values of a list that is separated by spaces, functions kept whole."""
        return re.findall(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+", self.value)

    def __str__(self) -> str:
        return f"line {self.line}: {self.selector} {{ {self.name}: {self.value} }}"


def declarations(path: Path) -> Iterator[Declaration]:
    """Yield every declaration of a style sheet. Raises ValueError for braces left open."""
    text = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), path.read_text(encoding="utf-8"))
    within: list[str] = []
    held, line = "", 1
    for piece in _TOKEN.split(text):
        if piece == "{":
            within.append(_joined(held))
            held = ""
        elif piece in (";", "}"):
            if ":" in held:
                name, _, value = held.strip().partition(":")
                yield Declaration(line, tuple(within), name.strip().lower(), _joined(value))
            held = ""
            if piece == "}":
                if not within:
                    raise ValueError(f"{path}:{line}: one brace too many")
                within.pop()
        else:
            held += piece
        line += piece.count("\n")
    if within:
        raise ValueError(f"{path}: {within} is not closed")


def _joined(text: str) -> str:
    return " ".join(text.split())
