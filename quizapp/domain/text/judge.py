"""Judging a typed word or name: exact, folded, close or wrong.

The ladder, with the key "الصين" and the rival "الهند":

    الصين          exact
    الصّين، صين     folded: marks, tatweel, the article never cost a mark
    الصصين         close: one slip; the right spelling is shown
    الهند           wrong, and so is anything as near to a rival as to the key

A mark that contradicts the key's mark is wrong where the key carries one; a missing
mark is not. Nothing is ever guessed about digits or words of fewer than five letters.
Distance is optimal string alignment (Damerau–Levenshtein without overlapping swaps).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from quizapp.domain.bilingual import Lang
from quizapp.domain.text.normalise import bare, clean, is_mark, words
from quizapp.domain.text.numbers import parse_number
from quizapp.domain.text.peel import without_article
from quizapp.domain.text.verdict import MAX_LENGTH, Judgement, Strictness, Verdict

_ENGLISH_ARTICLES: Final = ("the", "a", "an")
_HAMZA_SEATS: Final = str.maketrans("", "", "ءئؤ")
_SHORT: Final = 5  # words with fewer letters are never approximated
_LONG: Final = 9  # from here on two slips are ordinary
_NEVER: Final = 99
_DECIMAL: Final = re.compile(r"(?<![\d.,])\d+[.,]\d+(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling in the forms that judging compares."""

    raw: str
    marked: str
    words: tuple[str, ...]
    keys: frozenset[str]
    fractions: tuple[Decimal, ...]

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @property
    def has_digit(self) -> bool:
        return any(c.isdigit() for c in self.joined)


def judge(
    typed: str,
    accepted: Sequence[str],
    *,
    lang: Lang,
    rivals: Sequence[str] = (),
    strictness: Strictness = Strictness.NORMAL,
) -> Judgement:
    """Judge a typed answer against its accepted spellings, the one to display first.

    `rivals` are spellings of other answers of the same kind: what is as near to one of
    them as to the key is wrong. Raises ValueError where nothing is accepted.
    """
    if not accepted:
        raise ValueError("a typed answer needs at least one accepted spelling")
    wrong = Judgement(Verdict.WRONG, accepted[0])
    if len(typed) > MAX_LENGTH:
        return wrong
    answer = clean(typed)
    for spelling in accepted:
        if answer == clean(spelling):
            return Judgement(_exact_or_folded(typed, spelling), spelling)
    others = [r for r in rivals if r not in accepted]
    if any(answer == clean(rival) for rival in others):
        return wrong
    given = _spelling(typed, lang)
    keys = [_spelling(spelling, lang) for spelling in accepted]
    for key in keys:
        if _agrees(given, key, strictness):
            return Judgement(Verdict.FOLDED, key.raw)
    if strictness is Strictness.STRICT:
        return wrong
    return _approximate(given, keys, [_spelling(r, lang) for r in others], strictness) or wrong


def _exact_or_folded(typed: str, spelling: str) -> Verdict:
    return Verdict.EXACT if typed.strip() == spelling else Verdict.FOLDED


@lru_cache(maxsize=8192)
def _spelling(text: str, lang: Lang) -> _Spelling:
    folded = words(text, lang)
    if lang == "en":
        stems = folded[1:] if len(folded) > 1 and folded[0] in _ENGLISH_ARTICLES else folded
        shape = clean(text).casefold()
        return _Spelling(text, shape, stems, frozenset({"".join(stems)}), _fractions(text))
    stems = _without_articles(text, folded)
    forms = {"".join(folded), "".join(stems)}
    if text_words := bare(text).split():
        first = _without_particle(text_words[0])
        forms.update("".join(words(" ".join((f, *text_words[1:])), lang)) for f in first)
    seatless = bare(text).translate(_HAMZA_SEATS)
    seats = _without_articles(seatless, words(seatless, lang))
    forms |= {"".join(seats)} | {_one_ending(stems), _one_ending(folded)}
    keys = frozenset(f for f in forms if f)
    return _Spelling(text, clean(text), stems, keys, _fractions(text))


def _fractions(text: str) -> tuple[Decimal, ...]:
    """Return the numbers of a text that are not whole: 3.5 is not 35, but 3,5 and ٣٫٥ are it."""
    found = (parse_number(each) for each in _DECIMAL.findall(clean(text).replace("\u066b", ".")))
    return tuple(each for each in found if each is not None and each != int(each))


def _without_articles(text: str, folded: tuple[str, ...]) -> tuple[str, ...]:
    """Drop ال from words whose alef is bare as written: ألمانيا keeps its own."""
    written = [part for word in bare(text).split() for part in (word,) * len(words(word, "ar"))]
    if len(written) != len(folded):
        return folded
    return tuple(
        without_article(word) if origin.lstrip('"(').startswith("ال") else word
        for word, origin in zip(folded, written, strict=True)
    )


def _without_particle(word: str) -> Iterable[str]:
    """Read والصين، بالصين as الصين and للصين as الصين; the article must be there."""
    for particle in ("وال", "فال", "بال", "كال"):
        if word.startswith(particle):
            yield word[1:]
    if word.startswith("لل"):
        yield "ال" + word[2:]


def _one_ending(stems: tuple[str, ...]) -> str:
    """سوريا، سورية، سوريه: a final ا or ه of a longer word is one ending."""
    return "".join(w[:-1] + "ه" if len(w) >= _SHORT and w[-1] in "اه" else w for w in stems)


def _agrees(given: _Spelling, key: _Spelling, strictness: Strictness) -> bool:
    if strictness is Strictness.STRICT:
        same = bare(given.raw) == bare(key.raw)
    else:
        same = _same_but_for_particles(given, key)
    return same and not _contradicts(given.marked, key.marked)


def _same_but_for_particles(given: _Spelling, key: _Spelling) -> bool:
    return not given.keys.isdisjoint(key.keys) and given.fractions == key.fractions


def _contradicts(given: str, key: str) -> bool:
    """Tell whether a mark typed stands against a mark of the key, letter by letter.

    Letters are paired from the end, so that a missing article shifts nothing.
    """
    pairs = zip(reversed(_marked_letters(given)), reversed(_marked_letters(key)), strict=False)
    return any(typed and wanted and _clash(typed, wanted) for typed, wanted in pairs)


@lru_cache(maxsize=4096)
def _marked_letters(text: str) -> tuple[frozenset[str], ...]:
    letters: list[set[str]] = []
    for character in text:
        if is_mark(character):
            if letters:
                letters[-1].add(character)
        elif character.isalnum():
            letters.append(set())
    return tuple(frozenset(marks) for marks in letters)


_SHADDA: Final = "\u0651"
_DAGGER_ALEF: Final = "\u0670"
_FATHA: Final = "\u064e"


def _clash(typed: frozenset[str], wanted: frozenset[str]) -> bool:
    typed_vowels = {_FATHA if m == _DAGGER_ALEF else m for m in typed - {_SHADDA}}
    wanted_vowels = {_FATHA if m == _DAGGER_ALEF else m for m in wanted - {_SHADDA}}
    if typed_vowels and wanted_vowels and typed_vowels != wanted_vowels:
        return True
    return _SHADDA in typed and _SHADDA not in wanted


def _approximate(
    given: _Spelling,
    keys: Sequence[_Spelling],
    rivals: Sequence[_Spelling],
    strictness: Strictness,
) -> Judgement | None:
    if not given.joined or given.has_digit:
        return None
    distance, best = min(
        ((_slips(given, key, strictness), key) for key in keys), key=lambda pair: pair[0]
    )
    if distance == _NEVER:
        return None
    if any(OSA.distance(given.joined, rival.joined) <= distance for rival in rivals):
        return None
    return Judgement(Verdict.CLOSE, best.raw)


def _slips(given: _Spelling, key: _Spelling, strictness: Strictness) -> int:
    """Return how many slips apart two spellings are, or `_NEVER` where too many."""
    if key.has_digit or not given.keys.isdisjoint(key.keys):
        return _NEVER  # the same letters with contradicting marks are no slip
    allowed = _allowance(len(key.joined), strictness)
    distance = OSA.distance(given.joined, key.joined, score_cutoff=allowed)
    if distance > allowed:
        return _NEVER
    if _differs_by_a_word(given.words, key.words, strictness):
        return _NEVER
    return distance


def _differs_by_a_word(
    given: tuple[str, ...], key: tuple[str, ...], strictness: Strictness
) -> bool:
    """Tell whether a whole word was changed or added: North for South, "no Kazakhstan"."""
    if len(given) == len(key):
        return any(
            OSA.distance(mine, its) > _allowance(len(its), strictness)
            for mine, its in zip(given, key, strict=True)
        )
    whole = "".join(key)
    apart = OSA.distance("".join(given), whole)
    return len(given) > len(key) and any(
        OSA.distance("".join(given[:at] + given[at + 1 :]), whole) < apart
        for at in range(len(given))
    )


def _allowance(letters: int, strictness: Strictness) -> int:
    if letters < _SHORT:
        return 0
    if letters < _LONG:
        return 1
    return 3 if strictness is Strictness.LENIENT else 2
