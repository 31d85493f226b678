"""The flashcards of an article, built from its facts and terms.

A slot with one answer gives a card in each language, a term of the article's own that is
worth explaining to its readers (`domain.reading`) gives a bridge in each direction:

    book-fair/host/salt/card-ar            Arabic question -> Arabic answer
    book-fair/host/salt/card-en            English question -> English answer
    book-fair/term/salt/bridge-ar-en       Arabic name -> English name
    book-fair/term/salt/bridge-en-ar       English name -> Arabic name

The ids depend on nothing but the names of article, fact, slot and term, so that content can
be built again without anybody's memory being lost; a card whose text has changed has a new
fingerprint. Numbers and dates explain themselves and have no bridge, and neither has a word
that only serves as a wrong answer and happens to occur in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang, other
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.content import Article, Ask, Fact, Term, TermType
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.ids import fingerprint, item_id
from quizapp.domain.items.base import BLANK, TypedKey
from quizapp.domain.items.derive import is_counted, proved_langs, single_asks
from quizapp.domain.items.gap import LONGEST_ANSWER
from quizapp.domain.items.typed import accepted_spellings
from quizapp.domain.reading import explained_terms
from quizapp.domain.records import encode
from quizapp.domain.text import contains, fold

CARD: Final = "card"
TERM: Final = "term"


class Deck(StrEnum):
    """The decks that every article has."""

    ARABIC = "article-ar"
    ENGLISH = "article-en"
    TERMS = "terms"


_DECKS: Final[dict[Lang, Deck]] = {"ar": Deck.ARABIC, "en": Deck.ENGLISH}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card. `note` stands below the text; it may be empty.

    On the front it is another way to ask (the fact's sentence with a blank) or the term's
    gloss, on the back the gloss of the answer.
    """

    lang: Lang
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A flashcard. `fact` is None on a bridge, `statement` the fact's whole sentence.

    `evidence` are the passage sentences that prove the answer. `typed` is what counts as
    the right answer typed, None where typing it would be a matter of luck.
    """

    id: str
    article: str
    deck: Deck
    term: str
    front: Side
    back: Side
    fact: str | None = None
    statement: Bilingual | None = None
    evidence: tuple[str, ...] = ()
    typed: TypedKey | None = None

    @property
    def group(self) -> str:
        """What siblings share."""
        return group_of(self.id)

    @property
    def fingerprint(self) -> str:
        """32 hex digits of the text that a learner sees; how typing is judged is no part."""
        return fingerprint([encode(side) for side in (self.front, self.back, self.statement)])


def fact_card_id(group: str, lang: Lang) -> str:
    """Return the id of a slot's card in a language; `group` is `article/fact/slot`."""
    return f"{group}/card-{lang}"


def bridge_id(article: str, term: str, asked: Lang) -> str:
    """Return the id of a term's card that is asked in one language, answered in the other."""
    return item_id(article, TERM, term, f"bridge-{asked}-{other(asked)}")


def build_cards(article: Article) -> tuple[Card, ...]:
    """Return every card of an article: by fact and slot in the order of the content,
    Arabic first, then the bridges.
    """
    distractors = Distractors(article)
    return (*_fact_cards(article, distractors), *_bridges(article, distractors))


def _fact_cards(article: Article, distractors: Distractors) -> Iterator[Card]:
    for fact, ask, term in single_asks(article, CARD):
        typed = _typed_in_sentence(fact, ask, term, distractors)
        for lang in proved_langs(article, fact):
            front = _front(fact, ask, term, lang)
            if not front.text or not term.name[lang]:
                continue
            yield Card(
                id=fact_card_id(f"{article.slug}/{fact.id}/{ask.slot}", lang),
                article=article.slug,
                deck=_DECKS[lang],
                term=term.id,
                front=front,
                back=Side(lang, term.name[lang], term.gloss[lang]),
                fact=fact.id,
                statement=fact.plain(),
                evidence=(fact.sentence,),
                typed=typed if _is_short(term.name[lang]) else None,
            )


def _front(fact: Fact, ask: Ask, term: Term, lang: Lang) -> Side:
    """The question over the sentence with a blank; the sentence alone where nobody wrote one."""
    blanked = _with_blank(fact, ask, term, lang)
    if not ask.question[lang]:
        return Side(lang, blanked)
    return Side(lang, ask.question[lang], blanked)


def _with_blank(fact: Fact, ask: Ask, term: Term, lang: Lang) -> str:
    """The fact's sentence with the answer left out; empty where it stands there elsewhere."""
    statement = fact.statement(lang)
    if ask.slot not in statement.slots():
        return ""
    blanked = statement.blanked(ask.slot, BLANK)
    spellings = (statement.surface(ask.slot), *term.accepted(lang))
    return "" if any(contains(blanked, word, lang) for word in spellings) else blanked


def _typed_in_sentence(fact: Fact, ask: Ask, term: Term, distractors: Distractors) -> TypedKey:
    """The name and its other spellings, and the form that the sentence has."""
    shown = tuple(
        statement.surface(ask.slot) if ask.slot in statement.slots() else term.name[lang]
        for lang, statement in ((lang, fact.statement(lang)) for lang in LANGS)
    )
    accepted = accepted_spellings(
        [(term.name.ar, term.name.en)], term.aliases, BilingualList((shown[0],), (shown[1],))
    )
    counted = is_counted(term)
    return TypedKey(
        accepted=accepted,
        rivals=distractors.rivals(term, accepted),
        strictness=ask.strictness,
        value=term.value if counted else None,
        month=term.month if counted and term.type is TermType.DATE else None,
        tolerance=ask.tolerance,
    )


def _bridges(article: Article, distractors: Distractors) -> Iterator[Card]:
    for term in explained_terms(article):
        if not _is_bridged(term):
            continue
        accepted = accepted_spellings([(term.name.ar, term.name.en)], term.aliases)
        key = TypedKey(accepted, distractors.rivals(term, accepted))
        for asked in LANGS:
            answered = other(asked)
            yield Card(
                id=bridge_id(article.slug, term.id, asked),
                article=article.slug,
                deck=Deck.TERMS,
                term=term.id,
                front=Side(asked, term.name[asked], term.gloss[asked]),
                back=Side(answered, term.name[answered], term.gloss[answered]),
                typed=key if _is_short(term.name[answered]) else None,
            )


def _is_bridged(term: Term) -> bool:
    both = len(term.name.langs) == len(LANGS)
    return both and not term.common and fold(term.name.ar, "ar") != fold(term.name.en, "en")


def _is_short(answer: str) -> bool:
    return len(answer.split()) <= LONGEST_ANSWER
