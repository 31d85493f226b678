"""What an article is made of: passage, terms, facts, sets.

These are plain frozen values. `formats/content` reads them from YAML, services
store them, `generation` derives items from them. Nothing here decides whether
content is *good*; `domain/lint` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from quizapp.domain.bilingual import LANGS, NONE_LISTED, Bilingual, BilingualList, Lang
from quizapp.domain.claims import ClaimKind as ClaimKind
from quizapp.domain.statement import Statement
from quizapp.domain.text.find import contains
from quizapp.domain.text.normalise import fold
from quizapp.domain.text.verdict import Strictness as Strictness
from quizapp.domain.written import WrittenItem, quote_id


class TermType(StrEnum):
    """The kinds of things a slot can point to; options of one item share it."""

    PERSON = "person"
    COUNTRY = "country"
    CITY = "city"
    REGION = "region"
    ORGANISATION = "organisation"
    OCCASION = "occasion"
    MONTH = "month"
    DATE = "date"
    NUMBER = "number"
    ROLE = "role"
    QUOTATION = "quotation"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The grammatical features that options of one item must share in Arabic."""

    gender: Literal["m", "f"] | None = None
    number: Literal["singular", "dual", "plural"] = "singular"
    definite: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A person, place, date, quotation or idea that a slot can point to.

    `sort` refines `type` ("concept" alone is too coarse for homogeneous options);
    by default it is the type's name. `value` is the number that a term stands for:
    a count, a rank, the day of a `date` term (whose `month` is then set too).
    `within` names a containing term: a city's country, a date's month.
    """

    id: str
    type: TermType
    name: Bilingual
    gloss: Bilingual
    aliases: BilingualList = NONE_LISTED
    sort: str = ""
    grammar: Grammar = Grammar()
    value: int | None = None
    month: int | None = None
    within: str | None = None
    common: bool = False

    def accepted(self, lang: Lang) -> tuple[str, ...]:
        """Return every spelling that names this term: the name first, then aliases.

        A term that has no name in the language has none.
        """
        return tuple(name for name in (self.name[lang], *self.aliases[lang]) if name)


@dataclass(frozen=True, slots=True)
class Ask:
    """One slot of a fact that may be asked about.

    `terms` has one id for an ordinary slot and several where the answer is a set
    (an "and others" list): then only `multiple_choice` can ask it. `never` names
    terms that must not be offered as wrong because they would be right or unfair;
    `pool` names the wrong terms that the author prefers; `skip` leaves kinds out.
    """

    slot: str
    terms: tuple[str, ...]
    question: Bilingual
    never: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    strictness: Strictness = Strictness.NORMAL
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence in two languages with marked slots, and where it comes from.

    `source` counts paragraphs of the source article from 1. `sentence` is the id of
    the passage sentence that proves it. `said_by` is the term of the speaker where
    the claim is a statement; `said` is what was said, without the speaker.
    `relation` groups facts whose answers would be right for each other's questions.
    `quote` is the proof where no sentence of the passage is: `sentence` is then the
    quotation's id (`quote_id`). `translated` keeps for each language the fingerprint that
    the other side had when this side was written (`authoring.translation`). A language in
    which the fact is not written has an empty statement.
    """

    id: str
    claim: ClaimKind
    source: tuple[int, ...]
    sentence: str
    ar: Statement
    en: Statement
    asks: tuple[Ask, ...]
    said_by: str | None = None
    said: Bilingual | None = None
    relation: str | None = None
    quote: Bilingual | None = None
    translated: Bilingual | None = None

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages in which its sentence is written."""
        return tuple(lang for lang in LANGS if self.statement(lang).parts)

    def statement(self, lang: Lang) -> Statement:
        """Return the fact's sentence in one language."""
        return self.ar if lang == "ar" else self.en

    def terms(self) -> frozenset[str]:
        """Return the ids of the terms that the fact marks, asks for or names as speaker."""
        asked = {ident for ask in self.asks for ident in ask.terms}
        speakers = {self.said_by} if self.said_by else set()
        return frozenset({*self.ar.slots(), *self.en.slots()} | asked | speakers)

    def plain(self) -> Bilingual:
        """Return the fact's sentence in both languages without marks."""
        return Bilingual(ar=self.ar.plain(), en=self.en.plain())


@dataclass(frozen=True, slots=True)
class Unstated:
    """A plausible statement that cannot be known from the article, and why."""

    id: str
    statement: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class SetMember:
    """One row of a set: `left` belongs to `right` (match) or stands at its place (order)."""

    fact: str
    left: Bilingual
    right: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class FactSet:
    """Several facts asked together: pairs to match, or steps to put in order."""

    id: str
    kind: Literal["match", "order"]
    question: Bilingual
    members: tuple[SetMember, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of our own passage, aligned across the two languages."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the passage."""

    id: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Article:
    """The subject: metadata, the passage, its terms (own and shared) and its facts.

    `paragraphs_of_source` is how many paragraphs the source article has.
    `terms` holds the article's own terms and those of the shared pools it may draw
    distractors from (`Term.common`). `written` are questions that follow from no fact.
    """

    slug: str
    title: Bilingual
    summary: Bilingual
    source_note: Bilingual
    paragraphs_of_source: int
    passage: tuple[Paragraph, ...]
    terms: tuple[Term, ...]
    facts: tuple[Fact, ...]
    sets: tuple[FactSet, ...] = ()
    unstated: tuple[Unstated, ...] = ()
    phrases: dict[str, Bilingual] = field(default_factory=dict)
    written: tuple[WrittenItem, ...] = ()

    @cached_property
    def term_by_id(self) -> dict[str, Term]:
        """Terms by id."""
        return {term.id: term for term in self.terms}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Ids of the terms that the facts mark or the passage names.

        An author also writes terms that serve only as wrong answers, so being among an
        article's terms says nothing; a learner who chose one is told the truth about it.
        The Arabic of the passage is only looked at where its English is not written.
        """
        marked = {ident for fact in self.facts for ident in fact.terms()}
        texts = [sentence.text for sentence in self.sentence_by_id.values()]
        told: dict[Lang, str] = {
            "en": " ".join(text.en for text in texts),
            "ar": " ".join(text.ar for text in texts if not text.en),
        }
        folded = {lang: fold(text, lang) for lang, text in told.items()}
        named = {
            term.id
            for term in self.terms
            for lang, text in told.items()
            for name in term.accepted(lang)
            if text and fold(name, lang) in folded[lang] and contains(text, name, lang)
        }
        return frozenset(marked | named)

    @cached_property
    def sentence_by_id(self) -> dict[str, Sentence]:
        """Sentences that prove something by id: the passage's, and quotations."""
        quoted = (*((f.id, f.quote) for f in self.facts), *((w.id, w.quote) for w in self.written))
        quotations = {quote_id(id_): Sentence(quote_id(id_), text) for id_, text in quoted if text}
        return quotations | {s.id: s for paragraph in self.passage for s in paragraph.sentences}
