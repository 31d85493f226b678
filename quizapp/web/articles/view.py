"""How an article's text is shown: in Arabic, in English, or sentence beside sentence.

The address says which (`?view=both`); one that says nothing, or nothing sensible, shows
the language in which the viewer would rather play.

A term is shown as a button, and a browser may break the line on either side of one, even
between a quotation mark and the word it opens. So whatever is written onto a term without
a space is kept with it:

    "of “", [special importance], "”."   ->   "of ", Unbroken("“", [special importance], "”.")
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from werkzeug.datastructures import MultiDict

from quizapp.domain.bilingual import LANGS, Lang, other
from quizapp.domain.reading import Runs, TermRun

ViewName: TypeAlias = Literal["ar", "en", "both"]

_BEFORE_A_SPACE: Final = re.compile(r"(?=\s)")
_AFTER_A_SPACE: Final = re.compile(r"(?<=\s)")

VIEWS: Final[tuple[ViewName, ...]] = (*LANGS, "both")


@dataclass(frozen=True, slots=True)
class View:
    """The view of a text; `first` is the language that the viewer prefers."""

    name: ViewName
    first: Lang

    @property
    def second(self) -> Lang:
        """The other language: the second column, and the second half of a term's card."""
        return other(self.first)

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages on show, in their order."""
        return (self.first, self.second) if self.name == "both" else (self.name,)


def view_of(query: MultiDict[str, str], preferred: Lang) -> View:
    """Return the view that an address asks for."""
    asked = query.get("view", "")
    return View(asked if asked in VIEWS else preferred, preferred)


@dataclass(frozen=True, slots=True)
class Unbroken:
    """A term with what is written onto it: no line ends between them."""

    before: str
    run: TermRun
    after: str


def unbroken(runs: Runs) -> Iterator[str | Unbroken]:
    """Filter: take what is written onto a term without a space to the term."""
    rest = ""
    held: Unbroken | None = None
    for run in runs:
        if isinstance(run, TermRun):
            if held:
                yield held
            before = _AFTER_A_SPACE.split(rest)[-1]
            if len(before) < len(rest):
                yield rest[: len(rest) - len(before)]
            held, rest = Unbroken(before, run, ""), ""
        elif held:
            after = _BEFORE_A_SPACE.split(run, maxsplit=1)[0]
            yield replace(held, after=after)
            held, rest = None, run[len(after) :]
        else:
            rest = run
    if held:
        yield held
    if rest:
        yield rest
