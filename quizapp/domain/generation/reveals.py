"""Which item gives away which: what one shows before or with its answer, the other asks.

Item A gives item B away when, in the language played, A shows a text that answers B, or
both ask about one fact, or B asks for a sentence that A shows as proof. Worked example:

    A   "Which city hosted the summit?"   its proof: "Xi came to Samarkand from Beijing."
    B   "____ came to Samarkand."         asked for "Xi": A gives B away
    C   "Who said this?"                  asked for a label: nothing that A shows tells it

What an item *shows* is its stem, material and explanation, its right options (both sides
of a match), the sentences that prove it, and every option that is itself a true sentence
of the passage. Wrong options show nothing: a name among four is no answer to anything.

The whole relation of a bank is computed once per language, as one integer per item whose
bit b says "gives item b away", so that a round tests a candidate by one bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item, Kind
from quizapp.domain.text import contains, fold

EVIDENCE: Final = "evidence"
"""The kind whose options are sentences of the passage."""

_SHORTEST: Final = 3  # letters: "Xi" and the network "X" stand in too many words and names
_ARTICLE: Final = "ال"


@dataclass(frozen=True, slots=True)
class Reveals:
    """Who gives away whom in one bank and language, as bits over the bank's order.

    `gives[a]` has the bits of all items that showing item a gives away, `given[b]` those
    of all items that give item b away. An item is in neither of its own sets.
    """

    gives: tuple[int, ...]
    given: tuple[int, ...]


def reveals(
    items: Sequence[Item], article: Article, kinds: Mapping[str, Kind], lang: Lang
) -> Reveals:
    """Return who gives away whom among `items`, played in one language."""
    gives = [0] * len(items)
    showing = _showing(items, article, lang)
    for text, askers in _asking(items, kinds, lang).items():
        for a in _showers(text, showing, lang):
            gives[a] |= askers
    for together in _inseparable(items):
        for a in _bits(together):
            gives[a] |= together
    for sentence, seekers in _sought(items).items():
        for a, item in enumerate(items):
            if sentence in item.evidence:
                gives[a] |= seekers
    others = tuple(mask & ~(1 << a) for a, mask in enumerate(gives))
    return Reveals(others, _turned(others))


def exposed(item: Item, article: Article, lang: Lang) -> tuple[str, ...]:
    """Return every text that a learner has read once the item is answered."""
    shown = [item.stem[lang], item.explanation[lang]]
    if item.material is not None:
        shown.append(item.material[lang])
    shown += [left[lang] for left in item.lefts]
    right = range(len(item.options)) if item.kind == EVIDENCE else item.key
    shown += [item.options[i].text[lang] for i in right]
    by_id = article.sentence_by_id
    shown += [by_id[ident].text[lang] for ident in item.evidence if ident in by_id]
    return tuple(dict.fromkeys(shown))


def telling(item: Item, kinds: Mapping[str, Kind], lang: Lang) -> tuple[str, ...]:
    """Return the texts that give the item's answer away, too short ones left out.

    A key shorter than three letters is kept only if it has two digits at least: the
    number 16 tells, the letter X does not. A sentence to be found tells nothing by being
    read, only by being shown as proof; that is looked up by its id (`_sought`).
    """
    if item.kind == EVIDENCE:
        return ()
    texts = kinds[item.kind].key_texts(item, lang)
    return tuple(text for text in texts if _tells(fold(text, lang)))


def _tells(folded: str) -> bool:
    return len(folded) >= _SHORTEST or (len(folded) > 1 and folded.isdecimal())


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text, its letters without any space between them, and the items that show it."""

    text: str
    letters: str
    showers: tuple[int, ...]


def _showing(items: Sequence[Item], article: Article, lang: Lang) -> list[_Shown]:
    by_text: dict[str, list[int]] = defaultdict(list)
    for a, item in enumerate(items):
        for text in exposed(item, article, lang):
            by_text[text].append(a)
    return [
        _Shown(text, fold(text, lang).replace(" ", ""), tuple(showers))
        for text, showers in by_text.items()
    ]


def _asking(items: Sequence[Item], kinds: Mapping[str, Kind], lang: Lang) -> dict[str, int]:
    """Telling texts, each with the bits of the items that it gives away."""
    by_text: dict[str, int] = defaultdict(int)
    for b, item in enumerate(items):
        for text in telling(item, kinds, lang):
            by_text[text] |= 1 << b
    return by_text


def _showers(key: str, showing: Sequence[_Shown], lang: Lang) -> Iterator[int]:
    """The items that show a text with the key in it.

    Most texts do not even have the letters of the key's words; asking that first leaves
    few for the dearer question of whether they stand there as words. The article of an
    Arabic word is not looked for: the text may lack it, or have swallowed its alef (للصين).
    """
    parts = fold(key, lang).split()
    if lang == "ar":
        parts = [part.removeprefix(_ARTICLE) for part in parts]
    for shown in showing:
        if all(part in shown.letters for part in parts) and contains(shown.text, key, lang):
            yield from shown.showers


def _inseparable(items: Sequence[Item]) -> Iterator[int]:
    """For every fact the bits of the items that ask about it."""
    by_fact: dict[str, int] = defaultdict(int)
    for b, item in enumerate(items):
        for fact in item.facts:
            by_fact[fact] |= 1 << b
    yield from by_fact.values()


def _sought(items: Sequence[Item]) -> dict[str, int]:
    """For every sentence the bits of the items that ask to find it."""
    by_sentence: dict[str, int] = defaultdict(int)
    for b, item in enumerate(items):
        if item.kind == EVIDENCE:
            for sentence in item.evidence:
                by_sentence[sentence] |= 1 << b
    return by_sentence


def _turned(gives: Sequence[int]) -> tuple[int, ...]:
    """The same relation asked from the other side."""
    given = [0] * len(gives)
    for a, mask in enumerate(gives):
        for b in _bits(mask):
            given[b] |= 1 << a
    return tuple(given)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
