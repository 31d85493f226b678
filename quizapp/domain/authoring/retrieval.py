"""Evidence found again after a passage was edited, by quotation and context.

Ids mean nothing here: whoever rewrites a row keeps its id and changes what it says. So each
sentence of the old passage is looked for in the new one by its words (`resemblance`), every
new sentence answers for one old sentence at most, and where two are as likely, neither is
taken. What a sentence proves must still stand in it. The rest is lost, and is shown with
what it said and what comes nearest, for a teacher to decide. Worked example:

    before   a "Salt hosted the fair."      b "Huda opened it."      c "It rained."
    after    x "Huda opened it."            y "Salt hostd the fair." z "It was sunny."
    found    a -> y (mended), b -> x        lost   c (nearest: z)

A sentence that was reworded beyond that is taken only if its neighbours on both sides are
found around it, its figures and denials are the same, and the answers it proves stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.domain.authoring.resemblance import Bond, Resemblance, resemblance, same_weights
from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.content import Paragraph, Sentence
from quizapp.domain.text import contains, fold

_CLEAR: Final = 0.05
_REWORDED: Final = 0.6
_NEAREST: Final = 0.35

Quotes = Mapping[str, Sequence[BilingualList]]
"""For sentences by id: what each must still hold, any one spelling of each."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A sentence that was not found again: its text before, and what comes nearest now.

    `nearest` is the id of a sentence of the new passage, None where nothing is like it.
    """

    before: Bilingual
    nearest: str | None = None


def reanchor(
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    wanted: Iterable[str],
    quotes: Quotes | None = None,
) -> dict[str, str | Lost]:
    """Return for each wanted sentence of the old passage its id in the new one, or Lost.

    `quotes` are the answers that a sentence proves; one that the old sentence held must
    stand in the new one. Ids that the old passage does not know are left out.
    """
    search = _Search(_flat(old), _flat(new), quotes or {})
    search.run()
    return {ident: search.outcome(ident) for ident in wanted if ident in search.place}


def _flat(passage: Sequence[Paragraph]) -> list[Sentence]:
    return [sentence for paragraph in passage for sentence in paragraph.sentences]


class _Search:
    """Pairs the sentences of two passages; `found` maps old places to new ones."""

    def __init__(self, old: list[Sentence], new: list[Sentence], quotes: Quotes) -> None:
        self.old, self.new, self.quotes = old, new, quotes
        self.place = {sentence.id: at for at, sentence in enumerate(old)}
        self.found: dict[int, int] = {}

    def run(self) -> None:
        """Pair what is the same, then what is surely edited, then what stands between both."""
        self._take_same()
        self._take_clear()
        self._take_between()

    def outcome(self, ident: str) -> str | Lost:
        """Return the new id of an old sentence, or that it is lost."""
        at = self.place[ident]
        if at in self.found:
            return self.new[self.found[at]].id
        before = self.old[at].text
        alike = [(resemblance(before, s.text).likeness, -n) for n, s in enumerate(self.new)]
        best, negative = max(alike, default=(0.0, 0))
        return Lost(before, self.new[-negative].id if best >= _NEAREST else None)

    def _take_same(self) -> None:
        by_words: dict[tuple[str, str], list[int]] = {}
        for at, sentence in enumerate(self.new):
            by_words.setdefault(_said(sentence.text), []).append(at)
        for at, sentence in enumerate(self.old):
            places = by_words.get(_said(sentence.text))
            if places:  # sentences in the same words prove the same: in their order
                self.found[at] = places.pop(0)

    def _take_clear(self) -> None:
        pairs = self._open_pairs()
        for (at, to), likeness in sorted(pairs.items(), key=lambda pair: -pair[1]):
            rivals = [other for (a, b), other in pairs.items() if (a == at) != (b == to)]
            if all(likeness - rival >= _CLEAR for rival in rivals) and self._still_proves(at, to):
                self.found[at] = to

    def _open_pairs(self) -> dict[tuple[int, int], float]:
        """How likely each pair of sentences is that are not spoken for, where it may be one."""
        taken = {*self.found.values()}
        pairs = {}
        for at, sentence in enumerate(self.old):
            for to, other in enumerate(self.new):
                if at not in self.found and to not in taken:
                    seen = resemblance(sentence.text, other.text)
                    if seen.bond is not Bond.DIFFERENT:
                        pairs[at, to] = _weight(seen)
        return pairs

    def _take_between(self) -> None:
        """Take a reworded sentence that proves what it proved, between its old neighbours."""
        taken = {*self.found.values()}
        for at, sentence in enumerate(self.old):
            before, after = self.found.get(at - 1), self.found.get(at + 1)
            if at in self.found or before is None or after != before + 2:
                continue
            to = before + 1
            seen = resemblance(sentence.text, self.new[to].text)
            held = self._held(at)
            here, there = sentence.text, self.new[to].text
            both = [lang for lang in here.langs if lang in there.langs]
            weighty = all(same_weights(here[lang], there[lang], lang) for lang in both)
            likely = to not in taken and held and seen.likeness >= _REWORDED and weighty
            if likely and self._still_proves(at, to):
                self.found[at] = to

    def _held(self, at: int) -> list[BilingualList]:
        """The answers that stood in the old sentence, in every language it has."""
        text = self.old[at].text
        return [quote for quote in self.quotes.get(self.old[at].id, ()) if _stands(quote, text)]

    def _still_proves(self, at: int, to: int) -> bool:
        return all(_stands(quote, self.new[to].text) for quote in self._held(at))


def _said(text: Bilingual) -> tuple[str, str]:
    return fold(text.ar, "ar"), fold(text.en, "en")


def _weight(seen: Resemblance) -> float:
    """What is kept whole counts as fully alike, however much was added."""
    return 1.0 if seen.bond is Bond.KEPT else seen.likeness


def _stands(quote: BilingualList, text: Bilingual) -> bool:
    return all(
        any(contains(text[lang], spelling, lang) for spelling in quote[lang])
        for lang in text.langs
        if quote[lang]
    )
