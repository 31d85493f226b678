"""What an operation of the interface is: one description, from which the rest follows.

`gate.serves` holds every request to it, `document` writes it down for others, and the tests
compare it with what is answered. Which statuses an operation can give follows from what it is:

    every one                400 (a query that is not described), 406, and the one of success
    not open to anybody      401, 429
    with a scope             403
    with a part in its path, or in pages    404
    with a body              413, 415, 422
    that writes              403 from another site, 503, 507
    on a condition           412, 428
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from quizapp.services.people.tokens import Scope
from quizapp.web.api.paging import MOST, USUAL

Method = Literal["GET", "POST", "PUT", "DELETE"]
_PART: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something in the query or the headers. Its schema is a flat one."""

    name: str
    schema: Mapping[str, Any]
    description: str


LIMIT: Final = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    "How many things to give at most.",
)
CURSOR: Final = Parameter(
    "cursor",
    {"type": "string", "minLength": 1, "maxLength": 400},
    "Where the page before ended; from its `next`. A cursor of another list is not found.",
)
IF_MATCH: Final = Parameter(
    "If-Match", {"type": "string"}, "The ETag of the state that was seen, or `*`."
)
IF_NEW: Final = Parameter(
    "If-None-Match", {"type": "string"}, "`*`: only if there is nothing of this name yet."
)
IF_OTHER: Final = Parameter(
    "If-None-Match", {"type": "string"}, "An ETag known already: 304 if nothing is new."
)


@dataclass(frozen=True)
class Operation:
    """An operation. `scope` None asks for a token of any scope, `open` for none at all.

    `returns` and `takes` name schemas. `teaching` operations are for teachers alone;
    `cached` ones answer 304; `guarded` ones want to know which state was seen.
    """

    name: str
    method: Method
    path: str
    summary: str
    returns: str = ""
    description: str = ""
    scope: Scope | None = None
    open: bool = False
    teaching: bool = False
    paged: bool = False
    cached: bool = False
    guarded: bool = False
    takes: str = ""
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    successes: Mapping[int, str] = field(default_factory=lambda: {200: "Here it is."})

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts of its path that are filled in."""
        return tuple(_PART.findall(self.path))

    @property
    def rule(self) -> str:
        """Its path in the words of the router."""
        return _PART.sub(r"<\1>", self.path)

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.method != "GET"

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """What its query may have, by name."""
        return {each.name: each for each in (*((LIMIT, CURSOR) if self.paged else ()), *self.query)}

    @cached_property
    def conditions(self) -> tuple[Parameter, ...]:
        """The headers it takes."""
        return (*((IF_OTHER,) if self.cached else ()), *self.headers)

    @cached_property
    def statuses(self) -> tuple[int, ...]:
        """Every status that it can answer with."""
        found = {*self.successes, 400, 406}
        found |= set() if self.open else {401, 429}
        found |= {403} if self.scope or self.teaching else set()
        found |= {304} if self.cached else set()
        found |= {404} if self.parts or self.paged else set()
        found |= {413, 415, 422} if self.takes else set()
        found |= {403, 503, 507} if self.writes else set()
        found |= {412, 428} if self.guarded else set()
        return tuple(sorted(found))
