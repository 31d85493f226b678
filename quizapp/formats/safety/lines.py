"""The lines of a text from outside, one at a time.

A text of many megabytes that holds one rare character takes four bytes for each of its
characters; a list of its lines would take them again. So no more than one line is ever cut
out, and of a line without end no more than its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.domain.exchange.travel import FileRefused

MOST_LINES: Final = 500_000
_ENDS: Final = "\r\n\x85\u2028\u2029"
_END: Final = re.compile("\r\n?|[\n\x85\u2028\u2029]")


def lines(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield every line with its number, from 1; one that is too long has one character more.

    Raises FileRefused before the first line where there are more than MOST_LINES.
    """
    if sum(map(text.count, _ENDS)) > 2 * MOST_LINES:
        raise FileRefused("too_large")
    number, at = 0, 0
    for number, end in enumerate(_END.finditer(text), start=1):
        if number > MOST_LINES:
            raise FileRefused("too_large")
        yield number, text[at : min(end.start(), at + longest + 1)]
        at = end.end()
    yield number + 1, text[at : at + longest + 1]
