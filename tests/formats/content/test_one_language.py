"""What is written in one language only, and questions written directly, in the files."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import UNWRITTEN, Bilingual, BilingualList
from quizapp.domain.content import Article, ClaimKind, Fact, Paragraph, Sentence, Term
from quizapp.domain.items.registry import KINDS
from quizapp.domain.statement import Mark, Statement
from quizapp.domain.text import Strictness
from quizapp.domain.written import WrittenItem, WrittenOption, WrittenRow, quote_id
from quizapp.formats.content import Code, ContentRejected, article_files, read_article
from tests.formats.content.seeding import poison, write_mini, write_seeds
from tests.formats.content.strategies import LETTERS, articles, lists, texts
from tests.samples import b, mini_article

braced = st.text(alphabet=LETTERS + "{}|\\", min_size=1, max_size=12).map(str.strip).filter(bool)
untidy = st.one_of(texts, braced, st.text(alphabet=LETTERS + "{}|\\", max_size=12))
pairs = st.builds(Bilingual, ar=st.one_of(st.just(""), braced), en=braced).flatmap(
    lambda pair: st.sampled_from([pair, Bilingual(ar=pair.en, en="")])
)
notes = st.one_of(
    st.none(), st.builds(Bilingual, ar=st.just("0a1b"), en=st.sampled_from(["", "f"]))
)
options = st.builds(WrittenOption, text=pairs, right=st.booleans(), reason=pairs)


@st.composite
def written_items(draw: st.DrawFn, ident: str, sentences: list[str]) -> WrittenItem:
    maybe = st.one_of(st.just(UNWRITTEN), pairs)
    aliases = st.builds(BilingualList, ar=lists, en=lists)
    return WrittenItem(
        id=ident,
        kind=draw(st.sampled_from(sorted(KINDS))),
        stem=draw(maybe),
        material=draw(maybe),
        options=tuple(draw(st.lists(options, max_size=3))),
        rows=tuple(draw(st.lists(st.builds(WrittenRow, left=pairs, right=pairs), max_size=2))),
        steps=tuple(draw(st.lists(pairs, max_size=2))),
        truth=draw(st.one_of(st.none(), st.booleans())),
        claim=draw(st.one_of(st.none(), st.sampled_from(ClaimKind))),
        accepted=draw(aliases),
        rivals=draw(aliases),
        strictness=draw(st.sampled_from(Strictness)),
        value=draw(st.one_of(st.none(), st.integers(-99, 99))),
        month=draw(st.one_of(st.none(), st.integers(1, 12))),
        tolerance=draw(st.integers(0, 5)),
        explanation=draw(maybe),
        sentences=tuple(draw(st.lists(st.sampled_from(sentences), unique=True, max_size=2))),
        quote=draw(st.one_of(st.none(), pairs)),
        translated=draw(notes),
    )


@st.composite
def one_sided(draw: st.DrawFn) -> Article:
    """An article of any shape whose sides are missing here and there."""
    whole = draw(articles())
    terms = tuple(
        term if term.common else replace(term, gloss=draw(st.sampled_from([term.gloss, UNWRITTEN])))
        for term in whole.terms
    )
    sentences = [s.id for s in whole.passage[0].sentences]
    return replace(
        whole,
        title=draw(pairs),
        summary=draw(st.one_of(st.just(UNWRITTEN), pairs)),
        terms=terms,
        facts=tuple(draw(_facts(fact)) for fact in whole.facts),
        passage=(Paragraph("p1", tuple(Sentence(ident, draw(pairs)) for ident in sentences)),),
        written=tuple(
            draw(written_items(f"written-{n}", sentences)) for n in range(draw(st.integers(0, 2)))
        ),
    )


@st.composite
def _facts(draw: st.DrawFn, fact: Fact) -> Fact:
    asks = tuple(
        replace(ask, question=draw(st.one_of(st.just(UNWRITTEN), pairs))) for ask in fact.asks
    )
    fact = replace(fact, asks=asks, translated=draw(notes))
    if draw(st.booleans()):
        fact = replace(fact, quote=draw(pairs), sentence=quote_id(fact.id))
    lone = draw(st.sampled_from(["both", "ar", "en"]))
    if lone == "ar":
        return replace(fact, en=Statement(()))
    return replace(fact, ar=Statement(())) if lone == "en" else fact


@settings(max_examples=25, deadline=None)
@given(one_sided())
def test_an_article_with_missing_sides_comes_back_as_it_was_written(article: Article) -> None:
    with tempfile.TemporaryDirectory() as seeds:
        folder = write_seeds(article, Path(seeds))
        assert read_article(folder, Path(seeds) / "common") == article


@settings(max_examples=25, deadline=None)
@given(one_sided(), st.data())
def test_written_read_and_written_again_the_bytes_are_the_same(
    article: Article, data: st.DataObject
) -> None:
    """Even of texts with white space around them, braces and backslashes."""
    surface = data.draw(untidy.filter(lambda text: bool(text.strip())))
    loose = data.draw(untidy)
    first = article.facts[0]
    slot = first.asks[0].slot if first.asks else article.terms[0].id
    statement = Statement(("x" + loose, Mark(slot, surface), loose + "y"))
    fact = replace(first, ar=statement, en=statement, asks=first.asks[:1])
    untidied = replace(
        article,
        facts=(fact, *article.facts[1:]),
        summary=b(loose, data.draw(untidy)),
        terms=tuple(_loosened(term, data.draw(untidy)) for term in article.terms),
    )
    with tempfile.TemporaryDirectory() as seeds:
        folder = write_seeds(untidied, Path(seeds))
        again = article_files(read_article(folder, Path(seeds) / "common"))
    assert again == article_files(untidied)


def _loosened(term: Term, text: str) -> Term:
    own = not term.common and bool(text.strip())
    return replace(term, name=b(text, text), aliases=BilingualList(ar=(text,))) if own else term


def test_the_existing_files_are_written_as_they_are_read() -> None:
    seeds = Path(__file__).parents[3] / "seeds"
    summit = read_article(seeds / "samarkand-summit", seeds / "common")
    with tempfile.TemporaryDirectory() as folder:
        written = write_seeds(summit, Path(folder))
        again = read_article(written, Path(folder) / "common")
    assert article_files(again) == article_files(summit)
    assert again.facts == summit.facts


def test_a_side_left_out_must_be_named(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    line = "    en: The town of {salt} hosted the first book fair.\n"
    poison(folder / "facts.yaml", line, "")
    with pytest.raises(ContentRejected) as rejected:
        read_article(folder, tmp_path / "common")
    assert [p.code for p in rejected.value.problems] == [Code.MISSING_ENGLISH]
    poison(folder / "facts.yaml", "    ask:\n", "    lacks: [en]\n    ask:\n")
    read = read_article(folder, tmp_path / "common")
    assert read.fact_by_id["host"].langs == ("ar",)


def test_a_written_question_that_points_nowhere_is_refused(tmp_path: Path) -> None:
    lost = WrittenItem("lost", "choice", stem=b("من؟", "Who?"), sentences=("p9s9",))
    article = replace(mini_article(), written=(lost, replace(lost, id="host")))
    with pytest.raises(ContentRejected) as rejected:
        read_article(write_seeds(article, tmp_path), tmp_path / "common")
    assert {p.code for p in rejected.value.problems} == {
        Code.DANGLING_SENTENCE,
        Code.DUPLICATE_ID,
    }
