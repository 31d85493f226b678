"""What an article does not yet say, or no longer says alike, in one of its languages.

A side that is empty while the other is written is *missing*. A side is *stale* when the other
one has changed since it was written: every fact and written question keeps, for each
language, the fingerprint that the other side had at that time. Worked example:

    1  Arabic and English are written      ar saw en#1    en saw ar#1
    2  the Arabic is changed               ar saw en#1    en saw ar#1, but it is ar#2: stale
    3  the English follows                 ar saw en#2    en saw ar#2
       or it is only said to be right      ar saw en#1    en saw ar#2    (`confirmed`)

A side that was stale and is written anew follows the other one, so it makes that one stale
in no way; a side that was fresh does.

What a reader would not call a change (vowel marks, punctuation, digits of another system) is
none: fingerprints are taken of folded words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from quizapp.domain.bilingual import LANGS, UNWRITTEN, Bilingual, Lang, other
from quizapp.domain.content import Article, Fact
from quizapp.domain.ids import fingerprint
from quizapp.domain.text import fold
from quizapp.domain.written import WrittenItem

Place = Literal["article", "sentence", "term", "fact", "set", "unstated", "written"]
Text = tuple[str, Bilingual]
"""A text of something by the name of its part."""

S = TypeVar("S", Fact, WrittenItem)

_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Untranslated:
    """One place of an article that a language lacks, or has in an outdated form.

    `place` says what it is, `id` which one, `parts` which of its texts (`statement`, `said`,
    `question:<slot>`, `name`, `text`, `title` …).
    """

    place: Place
    id: str
    lang: Lang
    parts: tuple[str, ...]


def missing(article: Article) -> tuple[Untranslated, ...]:
    """Return what is written in the other language only, in the order of the article."""
    return tuple(
        Untranslated(place, ident, lang, parts)
        for place, ident, texts in _places(article)
        for lang in LANGS
        if (parts := _lacking(texts, lang))
    )


def missing_in(subject: Fact | WrittenItem) -> dict[Lang, tuple[str, ...]]:
    """Return for each language which texts of a fact or question only the other one has."""
    return {lang: parts for lang in LANGS if (parts := _lacking(_texts(subject), lang))}


def stale(article: Article) -> tuple[Untranslated, ...]:
    """Return the facts and written items whose other side changed since a side was written."""
    subjects: tuple[tuple[Place, Fact | WrittenItem], ...] = (
        *(("fact", fact) for fact in article.facts),
        *(("written", written) for written in article.written),
    )
    return tuple(
        Untranslated(place, subject.id, lang, ("statement",) if place == "fact" else ("text",))
        for place, subject in subjects
        for lang in LANGS
        if is_stale(subject, lang)
    )


def is_stale(subject: Fact | WrittenItem, lang: Lang) -> bool:
    """Tell whether the other side of a fact or question changed since this one was written."""
    seen = subject.translated[lang] if subject.translated else ""
    there = side(subject, other(lang))
    return bool(seen and there and side(subject, lang) and seen != there)


def noted(subject: S, before: S | None) -> S:
    """Return an edited fact or question with a note of what each side was written against.

    `before` is what it was, None for a new one.
    """
    now = {lang: side(subject, lang) for lang in LANGS}
    then = {lang: side(before, lang) if before else "" for lang in LANGS}
    kept = (before.translated if before else None) or UNWRITTEN

    def seen(lang: Lang) -> str:
        there = other(lang)
        if not now[lang]:
            return ""
        if now[lang] != then[lang]:
            return now[there]
        if now[there] != then[there]:
            follows = before is not None and is_stale(before, there)
            return now[there] if follows or not then[there] else kept[lang] or then[there]
        return kept[lang]

    return _with_note(subject, Bilingual.build(seen))


def confirmed(subject: S, lang: Lang) -> S:
    """Return a fact or question whose side in a language is said to be right as it stands."""
    kept, there = subject.translated or UNWRITTEN, side(subject, other(lang))
    return _with_note(subject, Bilingual.build(lambda at: there if at == lang else kept[at]))


def _with_note(subject: S, note: Bilingual) -> S:
    return replace(subject, translated=note if note != UNWRITTEN else None)


def side(subject: Fact | WrittenItem, lang: Lang) -> str:
    """Return the fingerprint of everything said in one language; empty where nothing is."""
    told = [(part, fold(text[lang], lang)) for part, text in _texts(subject) if text[lang]]
    return fingerprint(told)[:_DIGITS] if told else ""


def _lacking(texts: list[Text], lang: Lang) -> tuple[str, ...]:
    return tuple(part for part, text in texts if text.langs == (other(lang),))


def _texts(subject: Fact | WrittenItem) -> list[Text]:
    return [*(_of_fact(subject) if isinstance(subject, Fact) else _of_written(subject))]


def _of_fact(fact: Fact) -> Iterator[Text]:
    yield "statement", fact.plain()
    if fact.said:
        yield "said", fact.said
    for ask in fact.asks:
        yield f"question:{ask.slot}", ask.question
    if fact.quote:
        yield "quote", fact.quote


def _of_written(written: WrittenItem) -> Iterator[Text]:
    yield "stem", written.stem
    yield "material", written.material
    for number, option in enumerate(written.options, 1):
        yield f"option:{number}", option.text
        yield f"reason:{number}", option.reason
    for number, row in enumerate(written.rows, 1):
        yield f"row:{number}", row.left
        yield f"partner:{number}", row.right
    for number, step in enumerate(written.steps, 1):
        yield f"step:{number}", step
    accepted = written.accepted
    yield "accepted", Bilingual.build(lambda lang: " ".join(accepted[lang]))
    yield "explanation", written.explanation
    if written.quote:
        yield "quote", written.quote


def _places(article: Article) -> Iterator[tuple[Place, str, list[Text]]]:
    yield "article", article.slug, [("title", article.title), ("summary", article.summary)]
    for paragraph in article.passage:
        for sentence in paragraph.sentences:
            yield "sentence", sentence.id, [("text", sentence.text)]
    for term in article.terms:
        if not term.common:
            yield "term", term.id, [("name", term.name), ("gloss", term.gloss)]
    for fact in article.facts:
        yield "fact", fact.id, _texts(fact)
    for chosen in article.sets:
        sides = [
            text
            for number, member in enumerate(chosen.members, 1)
            for text in (
                (f"row:{number}", member.left),
                (f"partner:{number}", member.right or UNWRITTEN),
            )
        ]
        yield "set", chosen.id, [("question", chosen.question), *sides]
    for unstated in article.unstated:
        texts = [("statement", unstated.statement), ("why", unstated.why)]
        yield "unstated", unstated.id, texts
    for written in article.written:
        yield "written", written.id, _texts(written)
