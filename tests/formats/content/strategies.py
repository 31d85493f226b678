"""Articles of any shape that the reader accepts, with texts that YAML likes to misread."""

from __future__ import annotations

from typing import Literal

from hypothesis import strategies as st

from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.content import (
    Article,
    Ask,
    ClaimKind,
    Fact,
    FactSet,
    Grammar,
    Paragraph,
    Sentence,
    SetMember,
    Strictness,
    Term,
    TermType,
    Unstated,
)
from quizapp.domain.statement import parse_statement
from tests.samples import phrases

# Everything that YAML likes to take for something else, and letters of both languages.
LETTERS = "abNo0129.,:;'\"-#&*!|>%@`[]?~= \n\tأبتةىًّ؟،«»١٢۳é\u200c\u0085\u2028"
WORDS = ["yes", "No", "null", "~", "12", "0x1F", "1:30", "2024-05-01", "- a", "a: b", "#", "نعم"]

texts = st.one_of(
    st.sampled_from(WORDS),
    st.text(alphabet=LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool),
)
pairs = st.builds(Bilingual, ar=texts, en=texts)
lists = st.lists(texts, max_size=2).map(tuple)
plain = st.text(alphabet=LETTERS, max_size=8)
surfaces = texts.filter(lambda text: "|" not in text)


def idents(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{number}" for number in range(1, count + 1)]


@st.composite
def terms(draw: st.DrawFn, ident: str, others: list[str]) -> Term:
    kind = draw(st.sampled_from(TermType))
    dated = kind in (TermType.DATE, TermType.MONTH)
    return Term(
        id=ident,
        type=kind,
        sort=draw(st.one_of(st.just(kind.value), st.sampled_from(["alpha", "beta"]))),
        name=draw(pairs),
        gloss=draw(pairs),
        aliases=BilingualList(ar=draw(lists), en=draw(lists)),
        grammar=Grammar(
            gender=draw(st.sampled_from(["m", "f", None])),
            number=draw(st.sampled_from(["singular", "dual", "plural"])),
            definite=draw(st.booleans()),
        ),
        value=draw(st.integers(1, 31) if kind is TermType.DATE else st.integers(-(10**9), 10**9)),
        month=draw(st.integers(1, 12)) if dated else None,
        within=draw(st.one_of(st.none(), st.sampled_from(others))) if others else None,
        common=draw(st.booleans()),
    )


@st.composite
def facts(draw: st.DrawFn, ident: str, known: dict[str, Term], sentences: list[str]) -> Fact:
    slots = draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=3))

    def sentence() -> str:
        marks = [draw(st.sampled_from(["{%s}", "{%s|%s}"])) for _ in slots]
        return "x" + "".join(
            draw(plain) + (mark % ((slot, draw(surfaces)) if "|" in mark else slot))
            for mark, slot in zip(marks, slots, strict=True)
        )

    claim = draw(st.sampled_from([c for c in ClaimKind if c is not ClaimKind.UNSTATED]))
    spoken = claim is ClaimKind.STATEMENT
    asked = draw(st.lists(st.sampled_from(slots), unique=True)) if slots else []
    return Fact(
        id=ident,
        claim=claim,
        source=tuple(draw(st.lists(st.integers(1, 17), min_size=1, max_size=3))),
        sentence=draw(st.sampled_from(sentences)),
        ar=parse_statement(sentence(), lambda slot: known[slot].name.ar),
        en=parse_statement(sentence(), lambda slot: known[slot].name.en),
        asks=(
            *(draw(asks((slot,), slot, known)) for slot in asked),
            *([draw(asks(tuple(sorted(known)), "whole-set", known))] if len(known) > 1 else []),
        ),
        said_by=draw(st.sampled_from(sorted(known))) if spoken else None,
        said=draw(pairs) if spoken else None,
        relation=draw(st.one_of(st.none(), texts)),
    )


@st.composite
def asks(draw: st.DrawFn, right: tuple[str, ...], slot: str, known: dict[str, Term]) -> Ask:
    rest = [ident for ident in known if ident not in right]
    drawn = tuple(draw(st.lists(st.sampled_from(rest), unique=True))) if rest else ()
    half = len(drawn) // 2
    return Ask(
        slot=slot,
        terms=right,
        question=draw(pairs),
        never=drawn[:half],
        pool=drawn[half:],
        skip=tuple(draw(st.lists(st.sampled_from(["gap", "choice", "order"]), unique=True))),
        strictness=draw(st.sampled_from(Strictness)),
        tolerance=draw(st.integers(0, 100)),
    )


@st.composite
def sets(draw: st.DrawFn, ident: str, known: list[str]) -> FactSet:
    kinds: list[Literal["match", "order"]] = ["match", "order"]
    kind = draw(st.sampled_from(kinds))
    right = pairs if kind == "match" else st.none()
    member = st.builds(SetMember, fact=st.sampled_from(known), left=pairs, right=right)
    members = tuple(draw(st.lists(member, min_size=1, max_size=3)))
    return FactSet(id=ident, kind=kind, question=draw(pairs), members=members)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    names = idents("term", draw(st.integers(1, 4)))
    drawn = [draw(terms(name, names[:place])) for place, name in enumerate(names)]
    in_order = sorted(drawn, key=lambda term: term.common)
    known = {term.id: term for term in in_order}
    sentences = idents("sentence", draw(st.integers(1, 3)))
    about = idents("fact", draw(st.integers(1, 3)))
    passage = Paragraph("p1", tuple(Sentence(s, draw(pairs)) for s in sentences))
    return Article(
        slug="made-up",
        title=draw(pairs),
        summary=draw(pairs),
        source_note=draw(pairs),
        paragraphs_of_source=17,
        passage=(passage,),
        terms=tuple(in_order),
        facts=tuple(draw(facts(ident, known, sentences)) for ident in about),
        sets=tuple(draw(sets(ident, about)) for ident in idents("set", draw(st.integers(0, 2)))),
        unstated=tuple(
            Unstated(ident, draw(pairs), draw(pairs))
            for ident in idents("unstated", draw(st.integers(0, 2)))
        ),
        phrases={**phrases(), **draw(st.dictionaries(texts, pairs, max_size=2))},
    )
