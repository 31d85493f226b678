"""Which question of an article a question without an id is: the one in the same words.

A format that has no place for an id (a game's sheet, a plain text) brings back what was
exported from this very article. Words are compared folded, answers in any order:

    "Which town hosted the fair?"  Irbid, Salt      in the file
    host/salt/choice: "Which town hosted the fair?" with Salt, Irbid      is the same

What asks in other words, or offers other answers, is another question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.exchange.leaving import question_of
from quizapp.domain.exchange.question import Question
from quizapp.domain.generation.bank import build_items
from quizapp.domain.text import fold

Key = tuple[Lang, str, tuple[str, ...]]


def words_of(question: Question) -> list[str]:
    """Return everything that a question says before it is answered, folded."""
    texts = [
        question.stem,
        question.material,
        *(choice.text for choice in question.choices),
        *(text for pair in question.pairs for text in (pair.left, pair.right)),
        *question.steps,
    ]
    return [fold(text, question.lang) for text in texts]


def key_of(question: Question) -> Key:
    """Return what two questions have in common that are the same in other clothes."""
    asked, *said = words_of(question)
    material, *offered = said
    return question.lang, " ".join(f"{asked} {material}".split()), tuple(sorted(offered))


def answered_alike(here: Question, told: Question) -> bool:
    """Tell whether two questions in the same words have the same answer.

    What only the first one has, spellings, reasons, an explanation, a poorer format has left
    out; what the second one says of these has to be the same.
    """
    if _answer(here) != _answer(told) or not set(told.accepted) <= set(here.accepted):
        return False
    return _said(told) <= _said(here)


def _said(question: Question) -> set[tuple[str, str]]:
    """The explanation and the reasons of a question, folded, by what they are said of."""
    said = [("", question.explanation), *((c.text, c.reason) for c in question.choices)]
    lang = question.lang
    return {(fold(of, lang), fold(text, lang)) for of, text in said if text}


def _answer(question: Question) -> tuple[object, ...]:
    rights = (fold(c.text, question.lang) for c in question.choices if c.right)
    return (
        question.truth,
        question.value,
        question.month,
        tuple(sorted(rights)),
        question.pairs,
        question.steps,
    )


class Known:
    """The questions of an article by what they say."""

    def __init__(self, article: Article) -> None:
        self._known: dict[Key, list[Question]] = defaultdict(list)
        for question in _questions(article):
            self._known[key_of(question)].append(question)

    def id_of(self, question: Question) -> str:
        """Return the id of the question in the same words; empty if there is none.

        One of another kind is the same only where the answer is: a statement that a format
        turned into a choice.
        """
        found = self._known.get(key_of(question), ())
        same_kind = (here.id for here in found if here.kind == question.kind)
        same_answer = (here.id for here in found if answered_alike(here, question))
        return next(chain(same_kind, same_answer), "")


def _questions(article: Article) -> Iterator[Question]:
    for item in build_items(article):
        for lang in item.langs:
            yield question_of(item, article, lang)
