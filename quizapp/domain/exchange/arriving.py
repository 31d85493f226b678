"""Questions of a file set beside an article: what is new, what changes, what is there already.

    id in the file                       becomes
    samarkand/q-1/-/choice               q-1, the written question of that name, changed in place
    samarkand/host-city/salt/gap         nothing: it follows from a fact of the article
    anything else that is stable         a name made of the id
    none                                 what asks the same in the same words (`recognising`);
                                         else a name made of kind, language and words

Names are made without chance, so that the same file a second time changes nothing. Both
languages of one id are one question where they are built alike; otherwise the second one
is a question of its own, named after its language. Nothing is refused for being unfinished.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from quizapp.domain.authoring.facts import used_ids
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.translation import noted, side
from quizapp.domain.authoring.written import faults
from quizapp.domain.bilingual import Bilingual, Lang, other
from quizapp.domain.content import Article
from quizapp.domain.exchange.leaving import question_of
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.recognising import (
    Known,
    answered_alike,
    key_of,
    words_of,
)
from quizapp.domain.exchange.sides import alike, joined, side_of
from quizapp.domain.exchange.travel import Note
from quizapp.domain.ids import fingerprint
from quizapp.domain.items.written import item_of
from quizapp.domain.text.verdict import Strictness
from quizapp.domain.written import WrittenItem, WrittenOption

State = Literal["new", "changed", "same"]
_DIGITS: Final = 12
_PARTS: Final = 4  # article, fact, slot, kind


@dataclass(frozen=True, slots=True)
class Arrival:
    """A question of the article as it will be, and whether that is new, changed or the same.

    `langs` are the languages that the file has of it, `faults` what it still lacks.
    """

    written: WrittenItem
    state: State
    langs: tuple[Lang, ...]
    faults: tuple[Fault, ...]
    tags: tuple[str, ...] = ()

    @property
    def text(self) -> Bilingual:
        """What it asks."""
        return self.written.stem if self.written.stem.langs else self.written.material


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All that a file brings to an article, in the file's order, and what it does not."""

    arrivals: tuple[Arrival, ...]
    notes: tuple[Note, ...]

    def count(self, state: State) -> int:
        """Return how many questions are in a state."""
        return sum(arrival.state == state for arrival in self.arrivals)


def arrivals_of(questions: Sequence[Question], article: Article) -> Arrivals:
    """Return what questions would make of an article; the article is not changed.

    Notes: `broken_item` (nothing is asked), `follows_from_fact`, `repeated` (the same question
    once more in the file), `dropped` (right sides of a match that belong to nothing).
    """
    arriving = _Arriving(article)
    for question in questions:
        arriving.take(question)
    return arriving.done()


def written_of(sides: Mapping[Lang, Question], article: Article) -> tuple[WrittenItem, ...]:
    """Return one question given in its languages: one item where the sides are built alike."""
    return tuple(a.written for a in arrivals_of(tuple(sides.values()), article).arrivals)


def with_arrivals(article: Article, arrived: Sequence[Arrival]) -> Article:
    """Return the article with questions in it: in place of those of the same name, or after."""
    known = {written.id: written for written in article.written}
    for arrival in arrived:
        if arrival.state != "same":
            written = arrival.written
            known[written.id] = noted(written, known.get(written.id))
    return replace(article, written=tuple(known.values()))


class _Arriving:
    """The article's written questions while those of a file are set beside them."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._before = {written.id: written for written in article.written}
        self._now = dict(self._before)
        self._langs: dict[str, list[Lang]] = {}
        self._tags: dict[str, tuple[str, ...]] = {}
        self._notes: list[Note] = []
        self._known: Known | None = None
        self._fact_ids = used_ids(replace(article, written=()))
        # What is looked up for one question must not be sought among ten thousand.
        self._bare = replace(article, written=())

    def take(self, question: Question) -> None:
        if not question.asked:
            self._note("broken_item", question)
            return
        name = self._name(question)
        if not name:
            self._note("follows_from_fact", question)
            return
        if question.extra:
            self._note("dropped", question, field="extra")
        self._place(name, question)

    def _name(self, question: Question) -> str:
        """The name of a question within the article; empty where a fact has it already."""
        named = question.id or self._same_words(question)
        parts = named.split("/")
        if len(parts) == _PARTS and parts[0] == self._article.slug:
            if parts[1] in self._before:
                return parts[1]
            if parts[1] in self._fact_ids:
                return ""
        if question.id:
            return f"i-{fingerprint(question.id)[:_DIGITS]}"
        told = [question.kind, question.lang, words_of(question)]
        return f"i-{fingerprint(told)[:_DIGITS]}"

    def _same_words(self, question: Question) -> str:
        """The id of the article's item that asks the same in the same words; empty if none."""
        if self._known is None:
            self._known = Known(self._article)
        return self._known.id_of(question)

    def _place(self, name: str, question: Question) -> None:
        if question.lang in self._langs.get(name, ()):
            self._note("repeated", question)
            return
        base = self._now.get(name)
        if base is not None and _says_already(base, question, self._bare):
            self._arrived(name, base, question)
            return
        fresh = side_of(question, self._bare, name)
        if base is None:
            self._arrived(name, fresh, question)
            return
        base = _spelt_out(base, self._bare)
        if alike(base, fresh):
            self._arrived(name, joined(base, fresh, question.lang), question)
        elif _only_in(base, question.lang):
            self._arrived(name, replace(fresh, rivals=base.rivals), question)
        elif name.endswith(f"-{question.lang}"):
            self._arrived(name, fresh, question)
        else:
            self._place(f"{name}-{question.lang}", question)

    def _arrived(self, name: str, written: WrittenItem, question: Question) -> None:
        self._now[name] = written
        self._langs.setdefault(name, []).append(question.lang)
        self._tags[name] = question.tags

    def _note(self, code: str, question: Question, **params: str) -> None:
        self._notes.append(Note(code, question.id or question.asked[:80], params=params))

    def done(self) -> Arrivals:
        arrivals = tuple(
            Arrival(
                written=self._now[name],
                state=self._state(name),
                langs=tuple(langs),
                faults=self._faults(self._now[name]),
                tags=self._tags[name],
            )
            for name, langs in self._langs.items()
        )
        return Arrivals(arrivals, tuple(self._notes))

    def _state(self, name: str) -> State:
        if name not in self._before:
            return "new"
        return "same" if self._now[name] == self._before[name] else "changed"

    def _faults(self, written: WrittenItem) -> tuple[Fault, ...]:
        return faults(written, replace(self._bare, written=(written,)))


def _only_in(written: WrittenItem, lang: Lang) -> bool:
    """Tell whether nothing of an item is written in another language."""
    return not side(written, other(lang))


def _says_already(written: WrittenItem, question: Question, article: Article) -> bool:
    """Tell whether an item reads in a language as a question does, whatever that leaves out."""
    item = item_of(written, replace(article, written=(written,)))
    if item is None or question.lang not in item.langs:
        return False
    here = question_of(item, replace(article, written=(written,)), question.lang)
    if not question.id and key_of(here) == key_of(question):
        return answered_alike(here, question)
    return _as_told(here, question) == replace(question, id="", tags=(), extra=())


def _as_told(here: Question, told: Question) -> Question:
    """A question with only those of its optional texts that another one has too."""
    choices = here.choices
    if here.kind == "number" and not told.accepted:
        here = replace(here, accepted=())
    if len(told.choices) == len(choices):
        choices = tuple(
            Choice(one.text, one.right, one.reason if other.reason else "")
            for one, other in zip(choices, told.choices, strict=True)
        )
    return replace(
        here,
        id="",
        tags=(),
        extra=(),
        stem="" if told.material and not told.stem else here.stem,
        choices=choices,
        accepted=here.accepted[:1] if here.accepted[:1] == told.accepted else here.accepted,
        strictness=Strictness.NORMAL if told.strictness is Strictness.NORMAL else here.strictness,
        explanation=here.explanation if told.explanation else "",
        evidence=here.evidence if told.evidence else (),
    )


def _spelt_out(written: WrittenItem, article: Article) -> WrittenItem:
    """Return an evidence item with its wrong sentences named, in the passage's order."""
    item = item_of(written, article) if written.kind == "evidence" else None
    if item is None:
        return written
    reasons = {option.sentence: option for option in written.options}
    return replace(
        written,
        options=tuple(
            reasons.get(option.id, WrittenOption(sentence=option.id))
            for place, option in enumerate(item.options)
            if place not in item.key
        ),
    )
