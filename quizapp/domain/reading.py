"""A passage cut into runs where its terms stand, so that each can be explained on the spot.

    "Putin and Xi met. Xi left."   ->   ("Putin and Xi"), " met. ", ("Xi"), " left."

Which term a place belongs to is decided first: the longest name wins, and among equals a
term that a fact marks. Only then repetitions within a paragraph become plain text again,
so a lesser term never takes over where the right one has been explained already.

A term counts as named in a sentence only if every language it is written in names it: the English
"who" is no health agency where the Arabic sentence names none. Numbers and dates explain
themselves. Runs are whole words, so joined letters are never torn apart, and all runs of
a sentence joined are its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article, Paragraph, Sentence, Term, TermType
from quizapp.domain.text import contains, find, fold, words

_PLAIN: Final = frozenset({TermType.NUMBER, TermType.DATE})
_WORDS: Final = frozenset({TermType.CONCEPT, TermType.QUOTATION, TermType.ROLE})
_BREAKS: Final = frozenset('.,:;!?…،؛؟()[]«»“”„"')


@dataclass(frozen=True, slots=True)
class TermRun:
    """A place in a text where a term stands, as it is written there."""

    term: str
    text: str


Run: TypeAlias = str | TermRun
Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence of the passage as runs, in both languages."""

    id: str
    ar: Runs
    en: Runs

    def __getitem__(self, lang: Lang) -> Runs:
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True, slots=True)
class AnnotatedParagraph:
    """A paragraph of the passage, its sentences as runs."""

    id: str
    sentences: tuple[AnnotatedSentence, ...]


def annotate(text: str, terms: Sequence[Term], lang: Lang) -> Runs:
    """Return a text cut into runs wherever one of the terms stands in it.

    The longest name is looked for first; names of one length in the order of the terms.
    No run is empty; an empty text has none.
    """
    named = [(name, term.id) for term in terms for name in term.accepted(lang)]
    named.sort(key=lambda pair: (-len(words(pair[0], lang)), -len(pair[0])))
    runs: Runs = (text,) if text else ()
    for name, ident in named:
        runs = tuple(piece for run in runs for piece in _cut(run, name, ident, lang))
    return runs


def _cut(run: Run, name: str, ident: str, lang: Lang) -> Iterator[Run]:
    if isinstance(run, TermRun):
        yield run
        return
    done = 0
    for start, end in _places(run, name, lang):
        if done < start:
            yield run[done:start]
        yield TermRun(ident, run[start:end])
        done = end
    if done < len(run):
        yield run[done:]


def _places(text: str, name: str, lang: Lang) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in one breath: not where the sentence breaks inside it."""
    past = 0
    while (span := find(text[past:], name, lang)) is not None:
        start, end = past + span[0], past + span[1]
        if not _BREAKS.intersection(text[start:end]).difference(name):
            yield start, end
        past = end


def explained_terms(article: Article) -> tuple[Term, ...]:
    """Return the terms worth explaining to a reader: mentioned, and with a gloss.

    Those that facts mark come first: where two share a name, the author meant these. Of
    the others only names are explained, because an ordinary word among them is a wrong
    answer that happens to occur in the text.
    """
    marked = {ident for fact in article.facts for ident in fact.terms()}
    mentioned = [
        term
        for term in article.terms
        if term.id in article.mentioned
        and term.type not in _PLAIN
        and (term.id in marked or term.type not in _WORDS)
        and term.name.langs
        and all(term.gloss[lang] for lang in term.name.langs)
    ]
    return tuple(sorted(mentioned, key=lambda term: term.id not in marked))


def annotated_passage(article: Article) -> tuple[AnnotatedParagraph, ...]:
    """Return the article's passage with each term marked at its first place in a paragraph."""
    terms = explained_terms(article)
    return tuple(_annotated(paragraph, terms) for paragraph in article.passage)


def _annotated(paragraph: Paragraph, terms: Sequence[Term]) -> AnnotatedParagraph:
    seen: dict[Lang, set[str]] = {"ar": set(), "en": set()}
    sentences = []
    for sentence in paragraph.sentences:
        named = [term for term in terms if _is_named(term, sentence)]
        sentences.append(
            AnnotatedSentence(
                id=sentence.id,
                ar=_first_places(annotate(sentence.text.ar, named, "ar"), seen["ar"]),
                en=_first_places(annotate(sentence.text.en, named, "en"), seen["en"]),
            )
        )
    return AnnotatedParagraph(paragraph.id, tuple(sentences))


def _is_named(term: Term, sentence: Sentence) -> bool:
    # Most terms are not in most sentences, which a look at the folded English tells at once.
    english = fold(sentence.text.en, "en")
    in_english = not english or any(
        fold(name, "en") in english and contains(sentence.text.en, name, "en")
        for name in term.accepted("en")
    )
    arabic = sentence.text.ar
    return in_english and (
        not arabic or any(contains(arabic, name, "ar") for name in term.accepted("ar"))
    )


def _first_places(runs: Runs, seen: set[str]) -> Runs:
    """Turn terms seen before into plain text, note the others as seen, join what touches."""
    found: list[Run] = []
    for run in runs:
        if isinstance(run, TermRun) and run.term not in seen:
            seen.add(run.term)
            found.append(run)
            continue
        text = run.text if isinstance(run, TermRun) else run
        if found and isinstance(found[-1], str):
            found[-1] += text
        else:
            found.append(text)
    return tuple(found)


def text_of(runs: Runs) -> str:
    """Return the text that the runs were cut from."""
    return "".join(run.text if isinstance(run, TermRun) else run for run in runs)
