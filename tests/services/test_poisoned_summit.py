"""The real seeds, spoilt in one place each: `quizapp content check` refuses them.

The place is looked for, not named, so that editing the article breaks no test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article, Ask, Fact, Paragraph, Term, TermType
from quizapp.domain.statement import Mark, Statement
from quizapp.formats.content import read_article
from quizapp.resources import resource
from tests.formats.content.seeding import write_seeds

Poisoned = tuple[Article, str, str]
"""The spoilt article, the id to be named, and a part of the reason."""


@pytest.fixture(scope="module")
def summit() -> Article:
    return read_article(resource("seeds") / "samarkand-summit", resource("seeds") / "common")


def asked(article: Article, kind: TermType) -> tuple[Fact, Ask, Term]:
    """Return the first slot whose answer is one term of a type, marked in the sentence."""
    for fact in article.facts:
        for ask in fact.asks:
            term = article.term_by_id[ask.terms[0]]
            if len(ask.terms) == 1 and term.type is kind and ask.slot in fact.en.slots():
                return fact, ask, term
    raise LookupError(kind)


def with_fact(article: Article, fact: Fact) -> Article:
    facts = tuple(fact if old.id == fact.id else old for old in article.facts)
    return replace(article, facts=facts)


def with_ask(article: Article, fact: Fact, ask: Ask) -> Article:
    asks = tuple(ask if old.slot == ask.slot else old for old in fact.asks)
    return with_fact(article, replace(fact, asks=asks))


def twin(term: Term, ident: str) -> Term:
    return replace(term, id=ident, common=False)


def no_evidence(article: Article) -> Poisoned:
    fact, _, term = asked(article, TermType.CITY)

    def silenced(paragraph: Paragraph) -> Paragraph:
        return replace(
            paragraph,
            sentences=tuple(
                replace(s, text=Bilingual(ar=s.text.ar, en="Nothing is said here."))
                if s.id == fact.sentence
                else s
                for s in paragraph.sentences
            ),
        )

    passage = tuple(silenced(paragraph) for paragraph in article.passage)
    return replace(article, passage=passage), fact.id, f"does not prove the answer “{term.name.en}”"


def no_arabic(article: Article) -> Poisoned:
    fact, ask, _ = asked(article, TermType.CITY)
    mute = replace(ask, question=Bilingual(ar="", en=ask.question.en))
    reason = f"The Arabic text of “ask.{ask.slot}.ar” is missing."
    return with_ask(article, fact, mute), fact.id, reason


def no_term(article: Article) -> Poisoned:
    fact, ask, _ = asked(article, TermType.CITY)
    lost = replace(ask, never=("nowhere-at-all",))
    return with_ask(article, fact, lost), fact.id, "names the term “nowhere-at-all”"


def two_keys(article: Article) -> Poisoned:
    fact, ask, term = asked(article, TermType.CITY)
    spoilt = with_ask(article, fact, replace(ask, pool=("second-key",)))
    terms = (twin(term, "second-key"), *article.terms)
    return replace(spoilt, terms=terms), fact.id, "Q01: Number of right answers: 2"


def option_twice(article: Article) -> Poisoned:
    fact, ask, term = asked(article, TermType.CITY)
    other = next(t for t in article.terms if t.type is term.type and t.id != term.id)
    spoilt = with_ask(article, fact, replace(ask, pool=("once", "twice")))
    terms = (twin(other, "once"), twin(other, "twice"), *article.terms)
    return replace(spoilt, terms=terms), fact.id, "Q02: Two options say the same"


def other_number(article: Article) -> Poisoned:
    fact, ask, _ = asked(article, TermType.NUMBER)
    parts = tuple(
        Mark(ask.slot, "777") if isinstance(part, Mark) and part.slot == ask.slot else part
        for part in fact.en.parts
    )
    return with_fact(article, replace(fact, en=Statement(parts))), fact.id, "777 in English"


def forget_what_is_lacking(folder: Path) -> None:
    """Leave out what says that a language is missing on purpose, as a slip would."""
    facts = folder / "facts.yaml"
    said = facts.read_text(encoding="utf-8")
    facts.write_text(re.sub(r",? *\blacks: *(\[\w+\]|\n *- \w+)", "", said), encoding="utf-8")


@pytest.mark.parametrize(
    "spoil", [no_evidence, no_arabic, no_term, two_keys, option_twice, other_number]
)
def test_a_spoilt_copy_of_the_seeds_is_refused(
    tmp_path: Path, summit: Article, spoil: Callable[[Article], Poisoned]
) -> None:
    article, where, reason = spoil(summit)
    forget_what_is_lacking(write_seeds(article, tmp_path))
    result = CliRunner().invoke(main, ["content", "check", "--seeds", str(tmp_path)])
    assert result.exit_code == 1
    named = [line for line in result.output.splitlines() if reason in line]
    assert [
        line
        for line in named
        if line.startswith("samarkand-summit/facts.yaml") and f": {where}: " in line
    ], result.output


def test_an_unspoilt_copy_comes_back_as_it_is(tmp_path: Path, summit: Article) -> None:
    folder = write_seeds(summit, tmp_path)
    assert read_article(folder, tmp_path / "common") == summit
