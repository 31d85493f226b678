from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.authoring.naming import LONGEST, slug, slug_of, unused
from quizapp.domain.authoring.terms import Guess, grammar_of, guess
from quizapp.domain.content import Grammar, TermType
from quizapp.domain.text import parse_date, parse_month
from quizapp.formats.content.schema import KEBAB, MAX_ID
from tests.samples import b


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The New Library", "the-new-library"),
        ("Côte d’Ivoire, 1960!", "cote-divoire-1960"),
        ("مكتبة السلط", "mktbh-alslt"),
        ("مَكْتَبَة شي", "mktbh-shy"),
        ("one two three four five six seven", "one-two-three-four-five-six"),
        ("؟!", ""),
    ],
)
def test_an_id_is_made_of_the_first_words(text: str, name: str) -> None:
    assert slug(text) == name


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_id_can_be_written_to_a_file(ar: str, en: str) -> None:
    name = slug_of(b(ar, en), "fact")
    assert KEBAB.fullmatch(name)
    assert len(unused(name, {name})) <= LONGEST == MAX_ID


def test_an_id_that_is_taken_gets_the_next_number() -> None:
    assert unused("salt", ()) == "salt"
    assert unused("salt", {"salt", "salt-2"}) == "salt-3"


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (b("١٢", ""), Guess(TermType.NUMBER, 12)),
        (b("", "1,200"), Guess(TermType.NUMBER, 1200)),
        (b("", "3.5"), Guess(TermType.CONCEPT)),
        (b("١٦ تشرين الأول", ""), Guess(TermType.DATE, 16, 10)),
        (b("", "5 3"), Guess(TermType.CONCEPT)),
        (b("شباط", "February"), Guess(TermType.MONTH, None, 2)),
        (b("«بلا حدود»", ""), Guess(TermType.QUOTATION)),
        (b("قلعة", "castle"), Guess(TermType.CONCEPT)),
    ],
)
def test_what_an_answer_shows_of_itself(answer: object, seen: Guess) -> None:
    assert guess(answer) == seen  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "grammar"),
    [
        ("مكتبة", TermType.CONCEPT, Grammar("f", "singular", definite=False)),
        ("المكتبة", TermType.CONCEPT, Grammar("f", "singular", definite=True)),
        ("كتاب", TermType.CONCEPT, Grammar(None, "singular", definite=False)),
        ("حمزة", TermType.PERSON, Grammar(None, "singular", definite=True)),
        ("عمّان", TermType.CITY, Grammar("f", "singular", definite=True)),
        ("نيسان", TermType.MONTH, Grammar("m", "singular", definite=True)),
    ],
)
def test_grammar_is_taken_only_where_it_shows(name: str, kind: TermType, grammar: Grammar) -> None:
    assert grammar_of(name, kind) == grammar


def test_days_and_months_are_read_alone() -> None:
    assert parse_date("32 October") is None
    assert parse_date("October") is None
    assert parse_date("x" * 300) is None
    assert (parse_month("آذار"), parse_month("Mars")) == (3, None)
