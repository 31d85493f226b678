from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.authoring.facts import FactDraft, with_fact
from quizapp.domain.authoring.likeness import Candidate, near_duplicates
from quizapp.domain.bilingual import Bilingual
from quizapp.domain.generation.bank import build_items
from quizapp.domain.written import WrittenItem
from tests.samples import b, mini_article

MINI = with_fact(
    mini_article(),
    FactDraft(id="year", ar="فاز {{السلط}} عام ٢٠١٩.", en="{{Salt}} won in 2019.", sentence="p1s1"),
)


@pytest.mark.parametrize(
    ("text", "twins"),
    [
        # Marks, hamza, digits, punctuation and case are no difference at all.
        (b("إستضافت مدينةُ السلط معرض الكتاب الاول", ""), {"host": 1.0}),
        (b("", "the town of SALT hosted the first book-fair"), {"host": 1.0}),
        (b("فاز السلط عام 2019", ""), {"year": 1.0}),
        # A slip, or words in another order, is nearly the same.
        (b("", "The town of Salt hosted the frist book fair!"), {"host": 0.9}),
        (b("", "The first book fair was hosted by the town of Salt."), {"host": 0.84}),
        # Another number is another thing; so is anything else.
        (b("فاز السلط عام 2020", "Salt won in 2020."), {}),
        (b("نام القط.", "The cat slept."), {}),
        (b("", ""), {}),
    ],
)
def test_what_says_nearly_the_same_is_found(text: Bilingual, twins: dict[str, float]) -> None:
    found = near_duplicates([Candidate("new", text)], MINI)
    assert [twin.other for twin in found] == [*twins]
    assert all(twin.likeness >= twins[twin.other] for twin in found)


def test_nothing_is_a_duplicate_of_itself() -> None:
    assert near_duplicates(MINI.facts, MINI) == ()


def test_a_written_question_is_found_too_and_an_item_can_be_looked_for() -> None:
    question = WrittenItem("asked", "choice", stem=b("", "Which town hosted the book fair?"))
    article = with_fact(MINI, FactDraft(id="other", en="{{Irbid}} lost.", sentence="p1s1"))
    article = replace(article, written=(question,))
    items = [i for i in build_items(MINI) if i.id == "book-fair/host/salt/choice"]
    found = near_duplicates(items, article)
    assert [(twin.other, twin.lang) for twin in found] == [("asked", "en")]
