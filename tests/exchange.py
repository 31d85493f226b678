"""Questions to send through files: nice ones from the article, and the ugliest that can be.

    sample_questions()          one of each kind in each language, from the seeds
    questions(kinds, lang)      any question, for properties
    packs(kinds, lang)          several of them under one name, their ids all different

Every text drawn is tidy, has single spaces only, and at most one blank line in a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.content import Article
from quizapp.domain.exchange.leaving import question_of
from quizapp.domain.exchange.question import Choice, Pair, Question, tidy
from quizapp.domain.exchange.travel import Pack
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import BLANK, Item
from quizapp.domain.items.registry import KINDS
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.content import read_article

SEEDS: Final = Path(__file__).parent.parent / "seeds"
ALL: Final[tuple[str, ...]] = tuple(KINDS)

Draw = Callable[[st.SearchStrategy[Any]], Any]

# What some format or program takes for its own marks, or turns into something else.
TRAPS: Final = (
    "plain words",
    'He said: "yes"',
    "it's",
    "{braces}",
    "}",
    "{{c1::cloze}}",
    "{1:SHORTANSWER:=x~y}",
    "~wrong =right",
    "%50%",
    "# hash",
    "#### more",
    "a:b::c",
    "::title::",
    "// comment [id:x] [tag:y]",
    "$CATEGORY: top",
    "left -> right",
    "\\",
    "\\n",
    "\\=",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "a < b > c & d",
    "&amp; &#39; &nbsp;",
    "]]>",
    "<![CDATA[",
    "<!-- -->",
    "@@PLUGINFILE@@/x.png",
    "[html]",
    "[sound:x.mp3]",
    "=1+2",
    "+3",
    "-4",
    "@SUM(A1)",
    "'quoted",
    "\uff1dfull width",
    "00123",
    "1e5",
    "TRUE",
    "#NAME?",
    "a,b;c|d",
    "، ؛",
    "A. letter",
    "B) letter",
    "ANSWER: A",
    "كِتَابٌ مُشَكَّلٌ",
    "مزيج English 42 (من اللغتين)",
    "«أهلًا»؟",
    "٣٫١٤",
    "١٢",
    "الله\u200f!",
    "caf\u00e9",
    "\U0001f469\u200d\U0001f3eb\U0001f1ef\U0001f1f4",
    "\U00020000",
    "one\ntwo",
    "one\n\ntwo",
    "1. one\n- two",
)

_SPELLED: Final = st.text(
    st.characters(exclude_categories=("Cs", "Co", "Cn", "Cc", "Zl", "Zp")), min_size=1, max_size=8
)
_PIECES: Final = st.lists(st.sampled_from(TRAPS) | _SPELLED, min_size=1, max_size=4)
_RARELY: Final = 150
_LONG: Final = 10_000


def cleaned(text: str) -> str:
    """A text with single spaces, no blank at the ends of its lines, no BLANK in it."""
    lines = (" ".join(line.split()) for line in tidy(text.replace("_", "-")).split("\n"))
    return tidy(re.sub("\n{3,}", "\n\n", "\n".join(lines)))


@st.composite
def texts(draw: Draw) -> str:
    """Any text that a question may have; one in many is as long as a chapter."""
    text = cleaned(draw(st.sampled_from((" ", "", "\n"))).join(draw(_PIECES))) or "x"
    if draw(st.integers(0, _RARELY)) == _RARELY:
        text = cleaned(((text + " ") * _LONG)[:_LONG])
    return text


@st.composite
def lines(draw: Draw) -> str:
    """Any text without a line end."""
    return " ".join(draw(texts()).split())


def several(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Texts no two of which are alike, not even in capitals or spaces."""
    return st.lists(
        texts(), min_size=least, max_size=most, unique_by=lambda t: "".join(t.split()).casefold()
    )


_OURS: Final = st.builds("samarkand-summit/{}/{}/choice".format, st.integers(0, 999), st.just("-"))
_THEIRS: Final = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,30}", fullmatch=True)
IDS: Final = st.just("") | _OURS | _THEIRS
TAGS: Final = st.from_regex(r"[\w.:/-]{1,20}", fullmatch=True).map(cleaned)


def _chosen(draw: Draw, rights: int, least: int) -> Sequence[Choice]:
    made = draw(several(least, 6))
    places = draw(st.permutations(range(len(made))))[:rights]
    reasons = st.just("") | texts()
    return tuple(Choice(text, at in places, draw(reasons)) for at, text in enumerate(made))


def _choice(draw: Draw) -> dict[str, Any]:
    return {"stem": draw(texts()), "choices": _chosen(draw, 1, 2)}


def _multiple(draw: Draw) -> dict[str, Any]:
    rights = draw(st.integers(2, 3))
    return {"stem": draw(texts()), "choices": _chosen(draw, rights, rights + 1)}


def _truth(draw: Draw) -> dict[str, Any]:
    stem = draw(st.just("") | texts())
    return {"stem": stem, "material": draw(texts()), "truth": draw(st.booleans())}


def _gap(draw: Draw) -> dict[str, Any]:
    answers = tuple(draw(several(1, 3)))
    rest = {"accepted": answers, "strictness": draw(st.sampled_from(Strictness))}
    if draw(st.booleans()):
        return {"stem": draw(texts()), **rest}
    between = draw(st.sampled_from((" ", "")))
    sentence = f"{draw(texts())}{between}{BLANK}{between}{draw(texts())}"
    return {"stem": draw(st.just("") | texts()), "material": sentence, **rest}


def _number(draw: Draw) -> dict[str, Any]:
    words = tuple(draw(several(0, 2)))
    if draw(st.booleans()):
        day = {"value": draw(st.integers(1, 31)), "month": draw(st.integers(1, 12))}
        return {"stem": draw(texts()), "accepted": words or ("x",), **day}
    value = draw(st.integers(-(10**9), 10**9))
    sentence = draw(st.just("") | texts().map(f"{BLANK} {{}}".format))
    return {
        "stem": draw(texts()),
        "material": sentence,
        "accepted": tuple(word for word in words if word != str(value)),
        "value": value,
        "tolerance": draw(st.integers(0, 1000)),
    }


def _match(draw: Draw) -> dict[str, Any]:
    lefts, rights = draw(several(2, 5)), draw(several(2, 7))
    used = [draw(st.sampled_from(rights)) for _ in lefts]
    extra = tuple(right for right in rights if right not in used)
    pairs = tuple(Pair(left, right) for left, right in zip(lefts, used, strict=True))
    return {"stem": draw(texts()), "pairs": pairs, "extra": extra}


def _order(draw: Draw) -> dict[str, Any]:
    return {"stem": draw(texts()), "steps": tuple(draw(several(2, 6)))}


def _evidence(draw: Draw) -> dict[str, Any]:
    stem, material = draw(texts()), draw(st.just("") | texts())
    return {"stem": stem, "material": material, "choices": _chosen(draw, 1, 2)}


def _claim(draw: Draw) -> dict[str, Any]:
    stem = draw(st.just("") | texts())
    claim = draw(st.sampled_from(("", *map(str, ClaimKind))))
    choices = _chosen(draw, 1, 2)
    return {"stem": stem, "material": draw(texts()), "choices": choices, "claim": claim}


_FIELDS: Final[dict[str, Callable[[Draw], dict[str, Any]]]] = {
    "choice": _choice,
    "multiple_choice": _multiple,
    "true_false": _truth,
    "gap": _gap,
    "number": _number,
    "match": _match,
    "order": _order,
    "evidence": _evidence,
    "claim": _claim,
}


@st.composite
def questions(draw: Draw, kinds: Sequence[str] = ALL, lang: Lang | None = None) -> Question:
    """Any question of one of the kinds; in the language, or in any."""
    kind = draw(st.sampled_from(tuple(kinds)))
    fields = _FIELDS[kind](draw)
    return Question(
        id=draw(IDS),
        kind=kind,
        lang=lang or draw(st.sampled_from(LANGS)),
        explanation=draw(st.just("") | texts()),
        evidence=tuple(draw(st.just([]) | several(1, 2))),
        tags=tuple(draw(st.lists(TAGS, max_size=2, unique_by=str.casefold))),
        **fields,
    )


@st.composite
def packs(draw: Draw, kinds: Sequence[str] = ALL, lang: Lang | None = None, most: int = 5) -> Pack:
    """Several questions in one language; no two have the same id, unless it is empty."""
    spoken = lang or draw(st.sampled_from(LANGS))
    drawn = draw(st.lists(questions(kinds, spoken), min_size=1, max_size=most))
    kept = {one.id or f"\0{at}": one for at, one in enumerate(drawn)}
    return Pack("pack-1", draw(lines()), spoken, tuple(kept.values()))


@cache
def seed_article() -> Article:
    """The article that the program ships with."""
    return read_article(SEEDS / "samarkand-summit", SEEDS / "common")


@cache
def seed_items() -> tuple[Item, ...]:
    """All its items."""
    return build_items(seed_article())


@cache
def sample_questions(lang: Lang | None = None) -> tuple[Question, ...]:
    """One question of each kind in each language (or in one), taken from the article."""
    first = {kind: next(item for item in seed_items() if item.kind == kind) for kind in ALL}
    return tuple(
        question_of(first[kind], seed_article(), each)
        for kind in ALL
        for each in ((lang,) if lang else LANGS)
    )


def many_questions(count: int, lang: Lang) -> tuple[Question, ...]:
    """As many questions as wanted, no two with the same id, for measuring."""
    drawn = [question_of(item, seed_article(), lang) for item in seed_items() if lang in item.langs]
    return tuple(
        replace(drawn[n % len(drawn)], id=f"{drawn[n % len(drawn)].id}-{n}") for n in range(count)
    )
