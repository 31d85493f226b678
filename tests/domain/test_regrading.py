from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.items.base import Answer, Grade, Item, Option, Outcome, TypedKey
from quizapp.domain.items.registry import kind_of
from quizapp.domain.regrading import (
    Standing,
    adopted,
    as_logged,
    changes,
    key_fingerprint,
    rekeyed,
    replayed,
)

CITIES = ("Salt", "Irbid", "Zarqa", "Jerash", "Madaba")


def b(text: str) -> Bilingual:
    return Bilingual(ar=text, en=text)


def item(kind: str, **fields: object) -> Item:
    values: dict[str, object] = {
        "id": f"fair/host/city/{kind}",
        "kind": kind,
        "article": "fair",
        "facts": ("host",),
        "slot": "city",
        "stem": b("Which?"),
        "explanation": b("Because."),
    }
    return Item(**{**values, **fields})  # type: ignore[arg-type]


def options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(name.lower(), b(name)) for name in names)


def choice(names: Sequence[str], *right: str, kind: str = "choice") -> Item:
    key = tuple(sorted(names.index(name) for name in right))
    return item(kind, options=options(*names), key=key)


def gap(*accepted: str, rivals: tuple[str, ...] = ()) -> Item:
    key = TypedKey(BilingualList(en=accepted, ar=accepted), BilingualList(en=rivals))
    return item("gap", typed=key, material=b("In ____."))


def counts(seen: Item, answer: Answer, *versions: Item) -> tuple[Outcome, float]:
    grade = replayed(seen, "en", answer, versions).grade
    return grade.outcome, grade.score


FOUR = ("Salt", "Irbid", "Zarqa")
SEEN = choice(FOUR, "Salt")


@pytest.mark.parametrize(
    ("key", "chosen", "expected"),
    [
        (choice(FOUR, "Irbid"), "Irbid", Outcome.RIGHT),
        (choice(FOUR, "Irbid"), "Salt", Outcome.WRONG),
        (choice(("Zarqa", "Madaba", "Irbid"), "Irbid"), "Irbid", Outcome.RIGHT),
        (choice(("Zarqa", "Madaba", "Irbid"), "Irbid"), "Salt", Outcome.WRONG),
        (choice(("Jerash", "Irbid", "Zarqa"), "Jerash"), "Salt", Outcome.RIGHT),
        (choice(("Jerash", "Irbid", "Zarqa"), "Jerash"), "Irbid", Outcome.WRONG),
    ],
    ids=[
        "another of the same options",
        "no longer",
        "in another order",
        "dropped from the options",
        "a key never offered changes nothing",
        "for nobody",
    ],
)
def test_a_choice_is_judged_by_what_was_chosen(key: Item, chosen: str, expected: Outcome) -> None:
    assert counts(SEEN, Answer(chosen=(FOUR.index(chosen),)), key)[0] is expected


def test_an_option_is_the_same_thing_under_a_mended_name() -> None:
    renamed = (Option("salt", b("Al-Salt")), *options("Irbid", "Zarqa"))
    key = item("choice", options=renamed[::-1], key=(2,))
    assert rekeyed(SEEN, key, "en") == SEEN


def test_numbered_options_are_known_by_their_text_alone() -> None:
    def matched(pairs: dict[str, str], rights: Sequence[str]) -> Item:
        return item(
            "match",
            slot="-",
            lefts=tuple(map(b, pairs)),
            options=tuple(Option(f"right-{n}", b(text)) for n, text in enumerate(rights, 1)),
            key=tuple(rights.index(pairs[left]) for left in pairs),
        )

    seen = matched({"one": "1", "two": "2", "three": "3"}, ("1", "2", "3"))
    turned = matched({"three": "1", "two": "2", "one": "3"}, ("1", "2", "3"))
    mended = rekeyed(seen, turned, "en")
    assert mended is not None
    assert mended.key == (2, 1, 0)
    other = matched({"one": "1", "two": "2", "three": "4"}, ("1", "2", "4"))
    assert rekeyed(seen, other, "en") is None


def test_of_another_statement_a_key_says_nothing() -> None:
    truths = (Option("true", b("True")), Option("false", b("False")))
    seen = item("true_false", options=truths, key=(0,), material=b("In Salt."))
    assert rekeyed(seen, replace(seen, key=(1,)), "en") == replace(seen, key=(1,))
    assert rekeyed(seen, replace(seen, key=(1,), material=b("In Irbid.")), "en") is None


def test_steps_are_judged_in_their_new_order() -> None:
    steps = tuple(Option(f"step-{n}", b(text)) for n, text in enumerate("abc", 1))
    seen = item("order", slot="-", options=steps, key=(0, 1, 2))
    turned = item("order", slot="-", options=steps[::-1], key=(0, 1, 2))
    assert counts(seen, Answer(chosen=(2, 1, 0)), turned) == (Outcome.RIGHT, 1.0)
    assert counts(seen, Answer(chosen=(0, 1, 2)), turned) == (Outcome.WRONG, 0.0)


def test_another_question_or_kind_says_nothing() -> None:
    assert rekeyed(SEEN, replace(SEEN, id="fair/other/city/choice"), "en") is None
    assert rekeyed(gap("Salt"), item("gap", typed=TypedKey(BilingualList(ar=("x",)))), "en") is None


def test_the_key_has_a_fingerprint_that_wording_does_not_change() -> None:
    salt = key_fingerprint(SEEN)
    assert salt == key_fingerprint(choice(("Madaba", "Salt"), "Salt"))
    assert salt == key_fingerprint(replace(SEEN, stem=b("Where?"), explanation=b("So.")))
    assert salt != key_fingerprint(choice(FOUR, "Irbid"))
    typed = key_fingerprint(gap("Salt"))
    assert typed == key_fingerprint(gap("Salt", rivals=("Malt",)))
    assert typed != key_fingerprint(gap("Salt", "Al-Salt"))


def test_what_stands_beside_an_answer_may_change_although_it_counts_the_same() -> None:
    wrong = as_logged(SEEN, "en", Answer(chosen=(2,)))
    found = changes({"zarqa": wrong}, choice(FOUR, "Irbid"))
    assert not found["zarqa"].counts
    assert changes({"zarqa": wrong}, choice(("Zarqa", "Salt"), "Salt")) == {}


names = st.sampled_from(CITIES)
lists = st.lists(names, min_size=2, max_size=5, unique=True)
spellings = st.sampled_from(("Salt", "salt", "Slat", "Al-Salt", "Irbid", "Irbit", "Amman", "q"))


@st.composite
def choices(draw: st.DrawFn, kind: str) -> Item:
    shown = draw(lists)
    most = 1 if kind == "choice" else len(shown)
    right = draw(st.lists(st.sampled_from(shown), min_size=1, max_size=most, unique=True))
    return choice(shown, *right, kind=kind)


@st.composite
def gaps(draw: st.DrawFn) -> Item:
    accepted = draw(st.lists(spellings, min_size=1, max_size=3, unique=True))
    return gap(*accepted, rivals=tuple(draw(st.lists(spellings, max_size=2))))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[Item, Answer]], list[Item]]:
    """Answers to several versions of one item, and the versions adopted, in order."""
    kind = draw(st.sampled_from(("choice", "multiple_choice", "gap")))
    versions = gaps() if kind == "gap" else choices(kind)
    answers = []
    for _ in range(draw(st.integers(1, 6))):
        seen = draw(versions)
        if draw(st.booleans()) and draw(st.booleans()):
            answer = Answer(skipped=True)
        elif kind == "gap":
            answer = Answer(text=draw(spellings))
        else:
            indices = st.integers(0, len(seen.options) - 1)
            most = 1 if kind == "choice" else 3
            answer = Answer(
                chosen=tuple(draw(st.lists(indices, min_size=1, max_size=most, unique=True)))
            )
        answers.append((seen, answer))
    return answers, draw(st.lists(versions, max_size=5))


def regraded(answers: Sequence[tuple[Item, Answer]], adoptions: Sequence[Item]) -> list[Standing]:
    """Keep a table of what counts, and change only what `changes` names, as the services do."""
    table = {n: as_logged(seen, "en", answer) for n, (seen, answer) in enumerate(answers)}
    for key in adoptions:
        for n, change in changes(table, key).items():
            assert change.before == table[n].grade
            table[n] = replace(adopted(table[n], key), grade=change.after)
    return list(table.values())


@given(histories())
def test_scores_equal_a_grading_from_scratch(
    history: tuple[list[tuple[Item, Answer]], list[Item]],
) -> None:
    answers, adoptions = history
    for standing, (seen, answer) in zip(regraded(answers, adoptions), answers, strict=True):
        assert standing.grade == replayed(seen, "en", answer, adoptions).grade
        assert (standing.seen, standing.answer) == (seen, answer)


@given(histories())
def test_from_scratch_means_the_last_key_that_can_judge_it(
    history: tuple[list[tuple[Item, Answer]], list[Item]],
) -> None:
    answers, adoptions = history
    for seen, answer in answers:
        able = [key for key in (seen, *adoptions) if rekeyed(seen, key, "en") is not None]
        mended = rekeyed(seen, able[-1], "en")
        assert mended is not None
        expected: Grade = kind_of(seen.kind).grade(mended, answer, "en")
        assert replayed(seen, "en", answer, adoptions).grade == expected


@given(histories())
def test_regrading_twice_is_regrading_once(
    history: tuple[list[tuple[Item, Answer]], list[Item]],
) -> None:
    answers, adoptions = history
    twice = [key for key in adoptions for _ in range(2)]
    assert regraded(answers, twice) == regraded(answers, adoptions)
    for key in adoptions[-1:]:
        table = dict(enumerate(regraded(answers, adoptions)))
        assert changes(table, key) == {}


@given(histories())
@settings(max_examples=50)
def test_going_back_to_the_first_key_gives_the_first_scores(
    history: tuple[list[tuple[Item, Answer]], list[Item]],
) -> None:
    answers, adoptions = history
    for seen, answer in answers:
        back = replayed(seen, "en", answer, [*adoptions, seen]).grade
        assert back == as_logged(seen, "en", answer).grade


@given(histories())
@settings(max_examples=50)
def test_an_answer_passed_over_stays_so(
    history: tuple[list[tuple[Item, Answer]], list[Item]],
) -> None:
    answers, adoptions = history
    for seen, _ in answers:
        assert counts(seen, Answer(skipped=True), *adoptions) == (Outcome.SKIPPED, 0.0)
