"""What changed between two versions of a text, word by word.

    words("The old town", "The new town")
    == (("same", "The "), ("removed", "old"), ("added", "new"), ("same", " town"))

Only whole words are marked: an Arabic word torn apart by a mark would lose the joins of its
letters. Vowel marks belong to the word they stand on; punctuation is a word of its own.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal

from quizapp.domain.text.normalise import ARABIC_MARKS

Op = Literal["same", "removed", "added"]
Run = tuple[Op, str]

_JOINERS: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0300-\u036f"
_TOKEN: Final = re.compile(rf"\s+|[\w{ARABIC_MARKS}{_JOINERS}]+(?:['’][^\W_]+)*|.", re.DOTALL)


def words(old: str, new: str) -> tuple[Run, ...]:
    """Return the runs of two texts; same and removed are the old one, same and added the new.

    No run is empty, and no two of one sort stand side by side.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Run] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, stop in matcher.get_opcodes():
        if tag == "equal":
            _add(runs, "same", before[low:high])
        else:
            _add(runs, "removed", before[low:high])
            _add(runs, "added", after[start:stop])
    return tuple(runs)


def _add(runs: list[Run], op: Op, tokens: list[str]) -> None:
    if tokens:
        runs.append((op, "".join(tokens)))
