"""The shape of the YAML files: which keys a record has, which it must have.

The reader refuses every other key, and the writer puts keys in this order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ARTICLE_FILE: Final = "article.yaml"
PASSAGE_FILE: Final = "passage.yaml"
TERMS_FILE: Final = "terms.yaml"
FACTS_FILE: Final = "facts.yaml"
PHRASES_FILE: Final = "phrases.yaml"
COMMON_FOLDER: Final = "common"

KEBAB: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_ID: Final = 60

MONTHS_IN_A_YEAR: Final = 12
DAYS_IN_A_MONTH: Final = 31
MAX_PARAGRAPHS: Final = 1000


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of a record, in writing order, and which of them must be there.

    Missing languages are no matter of `required`: they have problem codes of their own. A
    record that is not written in both says so by `lacks`, so that a side left out by mistake
    is still noticed. The lists under `empty` keys must be there, with or without a row.
    """

    keys: tuple[str, ...]
    required: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()


def _shape(keys: str, required: str = "", empty: str = "") -> Shape:
    return Shape(tuple(keys.split()), frozenset(required.split()), frozenset(empty.split()))


LACKS: Final = "lacks"
PAIR: Final = _shape("ar en lacks")
LISTS: Final = _shape("ar en")
ARTICLE: Final = _shape(
    "slug title summary source_note paragraphs_of_source",
    "slug title summary source_note paragraphs_of_source",
)
PASSAGE: Final = _shape("paragraphs", "paragraphs", "paragraphs")
PARAGRAPH: Final = _shape("id sentences", "id sentences", "sentences")
SENTENCE: Final = _shape("id ar en lacks", "id")
TERMS: Final = _shape("terms")
TERM: Final = _shape(
    "id type sort ar en lacks gender number definite value month within", "id type"
)
TERM_SIDE: Final = _shape("name aliases gloss", "name gloss")
TERM_LACKS: Final = ("ar", "en", "ar.name", "en.name", "ar.gloss", "en.gloss")
FACTS: Final = _shape("facts sets unstated written", "facts", "facts")
FACT: Final = _shape(
    "id claim said_by said source passage quote relation ar en lacks translated ask",
    "id claim source",
)
ASK: Final = _shape("terms ar en lacks never pool skip strictness tolerance")
SET: Final = _shape("id kind ar en lacks members", "id kind members")
MEMBER: Final = {
    "match": _shape("fact left right", "fact left right"),
    "order": _shape("fact left", "fact left"),
}
UNSTATED: Final = _shape("id ar en lacks why", "id why")
WRITTEN: Final = _shape(
    "id kind stem material options rows steps truth claim accepted rivals strictness value month"
    " tolerance explanation sentences quote translated",
    "id kind",
)
WRITTEN_OPTION: Final = _shape("text right reason sentence")
WRITTEN_ROW: Final = _shape("left right", "left right")
PHRASES: Final = _shape("phrases", "phrases")
FILES: Final = {
    ARTICLE_FILE: ARTICLE,
    PASSAGE_FILE: PASSAGE,
    TERMS_FILE: TERMS,
    FACTS_FILE: FACTS,
}
"""The files of one article, in reading order."""
REQUIRED_PHRASES: Final = (
    *("true", "false", "true_false", "gap", "evidence", "claim", "who_said"),
    *("claim_event", "claim_statement", "claim_analysis", "claim_expectation", "claim_unstated"),
)
"""The phrases without which items cannot be built; a file may hold more."""
