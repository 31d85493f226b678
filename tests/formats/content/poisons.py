# ruff: noqa: E501 (one poison, one line)
"""Single faults, each put into one place of the mini article, and what they are called."""

from __future__ import annotations

from typing import Final

from quizapp.formats.content import Code

Poison = tuple[str, str, str, str, Code, dict[str, str]]

POISONS: Final[list[Poison]] = [
    # file, what stands there, what to put there, id, code, parameters
    ("article", "slug: book-fair", "slug: other", "article", Code.SLUG_DIFFERS, {"slug": "other"}),
    ("article", "slug: book-fair", "slug: Book Fair", "article", Code.BAD_ID, {"id": "Book Fair"}),
    ("article", "  ar: معرض الكتاب\n", "", "article", Code.MISSING_ARABIC, {"field": "title.ar"}),
    ("article", "  en: The book fair\n", "", "article", Code.MISSING_ENGLISH, {"field": "title.en"}),
    ("article", "_of_source: 1", "_of_source: one", "article", Code.NOT_INTEGER, {"value": "one"}),
    ("article", "slug:", "author: me\nslug:", "article", Code.UNKNOWN_KEY, {"key": "author"}),
    ("article", "summary:", "precis:", "article", Code.MISSING_FIELD, {"field": "summary"}),
    ("passage", "id: p1s2", "id: p1s1", "p1s1", Code.DUPLICATE_ID, {"id": "p1s1"}),
    ("passage", "id: p1s2", "id: p1", "p1", Code.DUPLICATE_ID, {"id": "p1"}),
    ("passage", "        ar: افتتحت", "        fr: افتتحت", "p1s2", Code.MISSING_ARABIC, {"field": "ar"}),
    ("passage", "The town of Salt", "The town of {salt}", "p1s1", Code.BAD_MARKUP, {"field": "en"}),
    ("terms", "id: huda", "id: salt", "salt", Code.DUPLICATE_ID, {"id": "salt"}),
    ("terms", "type: person", "type: human", "huda", Code.UNKNOWN_VALUE, {"value": "human"}),
    ("terms", "gender: f", "gender: x", "salt", Code.UNKNOWN_VALUE, {"field": "gender"}),
    ("terms", "    type: city\n", "", "salt", Code.MISSING_FIELD, {"field": "type"}),
    ("terms", "      name: السلط\n", "", "salt", Code.MISSING_ARABIC, {"field": "ar.name"}),
    ("terms", "      gloss: A city called Salt\n", "", "salt", Code.MISSING_ENGLISH, {"field": "en.gloss"}),
    ("terms", "    value: 12\n", "", "n12", Code.NO_VALUE, {"field": "value", "type": "number"}),
    ("terms", "type: number", "type: date", "n12", Code.NO_VALUE, {"field": "month", "type": "date"}),
    ("terms", "within: jordan", "within: atlantis", "salt", Code.DANGLING_TERM, {"term": "atlantis"}),
    ("terms", "within: jordan", "within: salt", "salt", Code.WITHIN_ITSELF, {"term": "salt"}),
    ("terms", "        - المملكة", "        x: المملكة", "jordan", Code.NOT_LIST, {"field": "ar.aliases"}),
    ("terms", "    gender: f", "    gender: f\n    definite: maybe", "salt", Code.UNKNOWN_VALUE, {"value": "maybe"}),
    ("facts", "id: host", "id: Host_City", "Host_City", Code.BAD_ID, {"id": "Host_City"}),
    ("facts", "id: opener", "id: host", "host", Code.DUPLICATE_ID, {"id": "host"}),
    ("facts", "id: who-did-what", "id: host", "host", Code.DUPLICATE_ID, {"id": "host"}),
    ("facts", "id: year", "id: host", "host", Code.DUPLICATE_ID, {"id": "host"}),
    ("facts", "  - id: host\n    claim: event", "  - claim: event", "facts[1]", Code.MISSING_FIELD, {"field": "id"}),
    ("facts", "claim: event", "claim: rumour", "host", Code.UNKNOWN_VALUE, {"value": "rumour"}),
    ("facts", "claim: event", "claim: unstated", "host", Code.UNKNOWN_VALUE, {"value": "unstated"}),
    ("facts", "      - 1\n", "      - 2\n", "host", Code.OUT_OF_RANGE, {"value": "2", "most": "1"}),
    ("facts", "    source:\n      - 1\n", "    source: []\n", "host", Code.MISSING_FIELD, {"field": "source"}),
    ("facts", "passage: p1s1", "passage: p9s9", "host", Code.DANGLING_SENTENCE, {"sentence": "p9s9"}),
    ("facts", "    ar: استضافت", "    arabic: استضافت", "host", Code.MISSING_ARABIC, {"field": "ar"}),
    ("facts", "        ar: أي مدينة", "        de: أي مدينة", "host", Code.MISSING_ARABIC, {"field": "ask.salt.ar"}),
    ("facts", "        en: Which town", "        de: Which town", "host", Code.MISSING_ENGLISH, {"field": "ask.salt.en"}),
    ("facts", "The town of {salt}", "The town of {salt", "host", Code.BAD_MARKUP, {"field": "en"}),
    ("facts", "The town of {salt}", "The town of Salt", "host", Code.SLOTS_DIFFER, {"slots": "salt"}),
    ("facts", "{n12} small", "{n12} {tiny|small}", "shops", Code.MARK_WITHOUT_TERM, {"slot": "tiny"}),
    ("facts", "{n12} small", "{n12|  } small", "shops", Code.MARK_WITHOUT_TEXT, {"slot": "n12"}),
    ("facts", "ask:\n      salt:", "ask:\n      pepper:", "host", Code.DANGLING_TERM, {"term": "pepper"}),
    ("facts", "ask:\n      salt:", "ask:\n      irbid:", "host", Code.SLOT_NOT_MARKED, {"slot": "irbid"}),
    ("facts", "salt:\n", "salt:\n        terms: [salt, mars]\n", "host", Code.DANGLING_TERM, {"term": "mars"}),
    ("facts", "salt:\n", "salt:\n        terms: [salt, irbid]\n", "host", Code.MARK_WITHOUT_TEXT, {"slot": "salt"}),
    ("facts", "salt:\n", "salt:\n        never: [mars]\n", "host", Code.DANGLING_TERM, {"field": "ask.salt.never"}),
    ("facts", "salt:\n", "salt:\n        pool: [mars]\n", "host", Code.DANGLING_TERM, {"field": "ask.salt.pool"}),
    ("facts", "salt:\n", "salt:\n        pool: [salt]\n", "host", Code.POOL_NOT_WRONG, {"term": "salt"}),
    ("facts", "salt:\n", "salt:\n        skip: [riddle]\n", "host", Code.UNKNOWN_VALUE, {"value": "riddle"}),
    ("facts", "salt:\n", "salt:\n        strictness: mild\n", "host", Code.UNKNOWN_VALUE, {"value": "mild"}),
    ("facts", "salt:\n", "salt:\n        tolerance: -1\n", "host", Code.OUT_OF_RANGE, {"value": "-1"}),
    ("facts", "salt:\n", "salt:\n        pool: irbid\n", "host", Code.NOT_LIST, {"field": "ask.salt.pool"}),
    ("facts", "salt:\n", "salt:\n        pool: [[irbid]]\n", "host", Code.NOT_TEXT, {"field": "ask.salt.pool"}),
    ("facts", "said_by: salma", "said_by: nobody", "habit", Code.DANGLING_TERM, {"field": "said_by"}),
    ("facts", "    said_by: salma\n", "", "habit", Code.NO_SPEAKER, {}),
    ("facts", "claim: statement", "claim: event", "habit", Code.STATEMENTS_ONLY, {"field": "said_by"}),
    ("facts", "    said:\n", "    said: yes\n    saying:\n", "habit", Code.NOT_MAPPING, {"field": "said"}),
    ("facts", "fact: host", "fact: ghost", "who-did-what", Code.DANGLING_FACT, {"fact": "ghost"}),
    ("facts", "kind: match", "kind: sort", "who-did-what", Code.UNKNOWN_VALUE, {"value": "sort"}),
    ("facts", "kind: match", "kind: order", "who-did-what", Code.UNKNOWN_KEY, {"key": "members[1].right"}),
    ("facts", "    why:\n", "    because:\n", "year", Code.MISSING_FIELD, {"field": "why"}),
    ("facts", "facts:\n", "facts:\n  - word\n", "facts", Code.NOT_MAPPING, {"field": "facts[1]"}),
]  # fmt: skip

NAMES: Final = [f"{row[0]}-{row[4].value}-{number}" for number, row in enumerate(POISONS)]
