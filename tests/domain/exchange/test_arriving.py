from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.exchange.arriving import Arrivals, arrivals_of, with_arrivals, written_of
from quizapp.domain.exchange.leaving import question_of, questions_of
from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.items.registry import KINDS
from quizapp.domain.items.written import item_of, written_items
from quizapp.domain.text.verdict import Strictness
from quizapp.domain.written import WrittenItem, WrittenOption
from tests.exchange import questions, sample_questions, seed_article, seed_items
from tests.samples import b, mini_article

CHOICES = (Choice("Salt", True, "yes"), Choice("Irbid"), Choice("Zarqa", reason="no"))
CAPITAL = Question("x-1", "choice", "en", stem="Which town?", choices=CHOICES, explanation="Salt.")


def states(found: Arrivals) -> list[str]:
    return [arrival.state for arrival in found.arrivals]


def codes(found: Arrivals) -> list[str]:
    return [note.code for note in found.notes]


def written_in(article: Article, *taken: Question) -> Article:
    return with_arrivals(article, arrivals_of(taken, article).arrivals)


def back(article: Article, lang: Lang) -> tuple[Question, ...]:
    """The written questions of an article as a file would have them."""
    return questions_of(written_items(article), article, lang)


@settings(deadline=None, max_examples=40)
@given(st.lists(questions(), max_size=4))
def test_the_same_file_a_second_time_changes_nothing(taken: list[Question]) -> None:
    article = mini_article()
    first = arrivals_of(taken, article)
    stored = with_arrivals(article, first.arrivals)
    again = arrivals_of(taken, stored)
    assert set(states(again)) <= {"same"}
    assert with_arrivals(stored, again.arrivals) == stored
    assert len(first.arrivals) + len(first.notes) >= len(taken)


# Few words, so that ids, words and structures collide as often as they can.
FEW = st.sampled_from(["A", "a", "B", "C.", "____ x", "{{y}}", "x ____ y ____"])
COLLIDING = st.builds(
    Question,
    id=st.sampled_from(["", "1", "book-fair/i-1/-/gap", "book-fair/host/salt/choice"]),
    kind=st.sampled_from(list(KINDS)),
    lang=st.sampled_from(LANGS),
    stem=st.just("") | FEW,
    material=st.just("") | FEW,
    choices=st.lists(
        st.builds(Choice, FEW, st.booleans(), st.sampled_from(["", "r", "R"])), max_size=3
    ).map(tuple),
    truth=st.none() | st.booleans(),
    steps=st.lists(FEW, max_size=2).map(tuple),
    accepted=st.lists(FEW, max_size=2).map(tuple),
    value=st.none() | st.integers(0, 2),
    claim=st.sampled_from(["", "event", "statement"]),
    explanation=st.sampled_from(["", "e", "E"]),
    evidence=st.lists(FEW, max_size=1).map(tuple),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(COLLIDING, max_size=6))
def test_questions_that_are_nearly_the_same_are_kept_apart_for_good(taken: list[Question]) -> None:
    article = mini_article()
    stored = with_arrivals(article, arrivals_of(taken, article).arrivals)
    again = arrivals_of(taken, stored)
    assert with_arrivals(stored, again.arrivals) == stored


@settings(deadline=None, max_examples=60)
@given(questions())
def test_what_a_file_says_is_what_will_be_asked(question: Question) -> None:
    article = mini_article()
    (written,) = written_of({question.lang: question}, article)
    item = item_of(written, replace(article, written=(written,)))
    if item is None or question.lang not in item.langs:
        return
    asked = question_of(item, replace(article, written=(written,)), question.lang)
    told = (question.choices, question.steps, question.truth, question.value, question.month)
    if asked.kind == question.kind and question.kind != "claim":
        assert (asked.choices, asked.steps, asked.truth, asked.value, asked.month) == told
        assert asked.pairs == question.pairs
        assert asked.accepted == question.accepted
    if question.explanation:
        assert asked.explanation == question.explanation


def test_what_follows_from_facts_of_the_same_article_is_there_already() -> None:
    taken = [question_of(item, seed_article(), "en") for item in seed_items()]
    found = arrivals_of(taken, seed_article())
    assert found.arrivals == ()
    assert set(codes(found)) == {"follows_from_fact"}
    assert len(found.notes) == len(taken)


def test_two_languages_of_a_whole_article_become_one_question_each_elsewhere() -> None:
    taken = [q for lang in LANGS for q in questions_of(seed_items(), seed_article(), lang)]
    found = arrivals_of(taken, mini_article())
    assert len(found.arrivals) == len(seed_items())
    assert all(arrival.langs == LANGS and not arrival.faults for arrival in found.arrivals)


def test_sample_questions_keep_their_kind_where_the_article_can_hold_it() -> None:
    found = arrivals_of(sample_questions(), mini_article())
    kinds = [arrival.written.kind for arrival in found.arrivals]
    sent = [question.kind for question in sample_questions("en")]
    assert kinds == ["choice" if kind == "evidence" else kind for kind in sent]


def test_what_was_written_here_keeps_its_name_and_is_the_same() -> None:
    article = written_in(mini_article(), *sample_questions())
    for lang in LANGS:
        found = arrivals_of(back(article, lang), article)
        assert states(found) == ["same"] * len(article.written)
        assert [a.written.id for a in found.arrivals] == [w.id for w in article.written]


def test_a_changed_text_changes_that_side_and_nothing_else() -> None:
    article = written_in(mini_article(), *sample_questions())
    before = article.written[0]
    question = replace(back(article, "en")[0], stem="Which one then?")
    found = arrivals_of([question], article)
    assert states(found) == ["changed"]
    after = found.arrivals[0].written
    assert after.stem == Bilingual(ar=before.stem.ar, en="Which one then?")
    assert replace(after, stem=before.stem) == before


def test_a_file_that_leaves_out_what_is_optional_takes_nothing_away() -> None:
    article = written_in(mini_article(), replace(CAPITAL, strictness=Strictness.STRICT))
    poor = replace(CAPITAL, explanation="", choices=tuple(Choice(c.text, c.right) for c in CHOICES))
    assert states(arrivals_of([poor], article)) == ["same"]


def test_a_second_language_joins_the_question_that_is_there() -> None:
    article = written_in(mini_article(), CAPITAL)
    arabic = replace(
        CAPITAL,
        lang="ar",
        stem="أيّ مدينة؟",
        choices=(Choice("السلط", True), Choice("إربد"), Choice("الزرقاء")),
    )
    (arrival,) = arrivals_of([arabic], article).arrivals
    assert (arrival.state, arrival.langs) == ("changed", ("ar",))
    assert arrival.written.stem == b("أيّ مدينة؟", "Which town?")
    assert arrival.written.options[0].reason == b("", "yes")


def test_languages_built_differently_stay_two_questions() -> None:
    arabic = replace(CAPITAL, lang="ar", stem="أيّ مدينة؟", choices=CHOICES[:2])
    taken = [CAPITAL, arabic]
    found = arrivals_of(taken, mini_article())
    assert [arrival.langs for arrival in found.arrivals] == [("en",), ("ar",)]
    assert found.arrivals[1].written.id == f"{found.arrivals[0].written.id}-ar"
    stored = with_arrivals(mini_article(), found.arrivals)
    assert states(arrivals_of(taken, stored)) == ["same", "same"]


def test_without_an_id_the_words_are_the_name_and_a_corrected_key_changes_it_in_place() -> None:
    bare = replace(CAPITAL, id="")
    article = written_in(mini_article(), bare)
    corrected = replace(bare, choices=(Choice("Salt"), Choice("Irbid", True), Choice("Zarqa")))
    found = arrivals_of([corrected, replace(bare, stem="Which TOWN ?")], article)
    assert states(found) == ["changed"]
    assert [option.right for option in found.arrivals[0].written.options] == [False, True, False]
    assert codes(found) == ["repeated"]


def test_the_same_question_twice_in_a_file_is_taken_once() -> None:
    found = arrivals_of([CAPITAL, CAPITAL], mini_article())
    assert (states(found), codes(found)) == (["new"], ["repeated"])


def test_a_question_that_asks_nothing_is_left_out_and_said() -> None:
    found = arrivals_of([replace(CAPITAL, stem="")], mini_article())
    assert (states(found), codes(found)) == ([], ["broken_item"])


def test_evidence_that_stands_in_the_passage_is_named_and_other_is_quoted() -> None:
    sentence = mini_article().passage[0].sentences[0]
    here = replace(CAPITAL, evidence=(sentence.text.en,))
    (written,) = written_of({"en": here}, mini_article())
    assert (written.sentences, written.quote) == (("p1s1",), None)
    (written,) = written_of({"en": replace(CAPITAL, evidence=("As they say.",))}, mini_article())
    assert (written.sentences, written.quote) == ((), b("", "As they say."))


def test_an_evidence_question_keeps_its_sentences_where_the_passage_has_them() -> None:
    article = mini_article()
    own = WrittenItem("w", "evidence", stem=b("من فعل؟", "Who did?"), sentences=("p1s2",))
    article = replace(article, written=(own,))
    question = back(article, "en")[0]
    assert states(arrivals_of([question], article)) == ["same"]
    (arrival,) = arrivals_of([replace(question, material="Who was it?")], article).arrivals
    assert arrival.written.stem == b("من فعل؟", "Who was it?")
    assert arrival.written.sentences == ("p1s2",)


def test_asking_for_the_speaker_becomes_a_choice_with_the_statement_in_it() -> None:
    question = Question(
        "who",
        "claim",
        "en",
        stem="Who said this?",
        material="Reading is fine.",
        choices=(Choice("Salma", True), Choice("Huda")),
    )
    (written,) = written_of({"en": question}, mini_article())
    assert (written.kind, written.stem.en) == ("choice", "Who said this?\nReading is fine.")
    assert written.options[0] == WrittenOption(b("", "Salma"), right=True)


def test_right_sides_that_belong_to_nothing_are_left_out_and_said() -> None:
    pairs = (Pair("a", "1"), Pair("b", "2"), Pair("c", "3"))
    question = Question("m", "match", "en", stem="Which?", pairs=pairs, extra=("4",))
    found = arrivals_of([question], mini_article())
    assert codes(found) == ["dropped"]
    assert [row.right.en for row in found.arrivals[0].written.rows] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        (replace(CAPITAL, choices=(Choice("a"), Choice("b"))), {"no_key", "too_few"}),
        (Question("", "gap", "en", material="It was ____."), {"no_answer"}),
        (Question("", "true_false", "en", material="It was."), {"no_key"}),
    ],
)
def test_an_unfinished_question_arrives_and_says_what_it_lacks(
    question: Question, lacking: set[str]
) -> None:
    (arrival,) = arrivals_of([question], mini_article()).arrivals
    assert {fault.code for fault in arrival.faults} >= lacking


def test_the_same_words_asked_in_another_way_are_another_question() -> None:
    typed = Question("", "gap", "en", stem="How many came?", accepted=("twelve",))
    counted = Question("", "number", "en", stem="How many came?", value=12)
    article = written_in(mini_article(), typed, counted)
    assert [written.kind for written in article.written] == ["gap", "number"]
    assert states(arrivals_of([counted, typed], article)) == ["same", "same"]
