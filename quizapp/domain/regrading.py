"""Judging answers again after what counts as right has changed.

An answer was given to one version of a question. A regrade adopts another version: the
question stays as it was seen, and only its key is taken from there. Options are the same
where their text is, or else the thing they stand for; an answer whose options did not hold
the new key at all cannot be judged by it, and keeps what it counts for.

    seen      Salt*, Irbid, Zarqa     chosen Irbid      wrong
    adopted   Irbid*, Salt, Ajloun    same options      right now
    adopted   Jerash*, Salt, Irbid    never offered     wrong, as before
    adopted   Salt*, Irbid, Zarqa     the first again   wrong

What an answer counts for is thus a function of the answer and of the versions adopted, in
their order. Adopting one twice is adopting it once, and nothing but the answer's own
question is ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from quizapp.domain.bilingual import Lang
from quizapp.domain.ids import WHOLE, fingerprint
from quizapp.domain.items.base import Answer, Grade, Item, Option
from quizapp.domain.items.registry import kind_of
from quizapp.domain.records import encode
from quizapp.domain.text import fold

K = TypeVar("K")

# Kinds whose key belongs to a sentence: of another sentence it says nothing.
_ABOUT_A_SENTENCE: Final = frozenset({"true_false", "claim"})
# Ids that only count the options: another version may give them to other things.
_COUNTED: Final = re.compile(r"[a-z]+-?\d+")


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer to the version `seen`, and what it counts for by the version `key`."""

    seen: Item
    lang: Lang
    answer: Answer
    key: Item
    grade: Grade


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer counted for, and what it counts for now."""

    before: Grade
    after: Grade

    @property
    def counts(self) -> bool:
        """Whether the verdict or the score is another one, not only what is shown beside it."""
        return (self.before.outcome, self.before.score) != (self.after.outcome, self.after.score)


def as_logged(seen: Item, lang: Lang, answer: Answer) -> Standing:
    """Return what an answer counts for by the version that it was given to."""
    return Standing(seen, lang, answer, seen, _grade(seen, answer, lang))


def adopted(standing: Standing, key: Item) -> Standing:
    """Return what an answer counts for by another version; as before where that cannot be said."""
    item = rekeyed(standing.seen, key, standing.lang)
    if item is None:
        return standing
    return replace(standing, key=key, grade=_grade(item, standing.answer, standing.lang))


def replayed(
    seen: Item, lang: Lang, answer: Answer, versions: Iterable[Item], logged: Grade | None = None
) -> Standing:
    """Return what an answer counts for after all versions adopted since, in their order.

    `logged` is the judgement of the time, where it is to be kept instead of judging again.
    """
    standing = (
        as_logged(seen, lang, answer) if logged is None else _kept(seen, lang, answer, logged)
    )
    for version in versions:
        standing = adopted(standing, version)
    return standing


def changes(standings: Mapping[K, Standing], key: Item) -> dict[K, Change]:
    """Return what adopting a version changes, by the names of the standings.

    Those are in it whose judgement differs, or beside whom another option stands as right.
    """
    found = {}
    for name, standing in standings.items():
        after = adopted(standing, key)
        if after.grade != standing.grade or _right(after) != _right(standing):
            found[name] = Change(standing.grade, after.grade)
    return found


def rekeyed(seen: Item, key: Item, lang: Lang) -> Item | None:
    """Return a question as it was seen, with what is right taken from another version.

    None where the other version cannot say it: another question, or one whose right
    options did not stand among those that were seen.
    """
    if (seen.id, seen.kind) != (key.id, key.kind):
        return None
    if seen.typed is not None:
        if key.typed is None or not key.typed.accepted[lang]:
            return None
        return replace(seen, typed=key.typed, explanation=key.explanation)
    if seen.kind in _ABOUT_A_SENTENCE and _material(seen, lang) != _material(key, lang):
        return None
    indices = _ordered(seen, key, lang) if seen.lefts else _same(seen, key, lang)
    if indices is None:
        return None
    return replace(seen, key=indices, explanation=key.explanation)


def key_fingerprint(item: Item) -> str:
    """Return 32 hex digits that change when another answer becomes right.

    Rewording, other wrong options and other rivals of a spelling do not change it.
    """
    typed = encode(replace(item.typed, rivals=type(item.typed.rivals)())) if item.typed else None
    right = [_name(item.options[index], item) for index in item.key]
    return fingerprint({"right": right, "lefts": encode(item.lefts), "typed": typed})


def _grade(item: Item, answer: Answer, lang: Lang) -> Grade:
    return kind_of(item.kind).grade(item, answer, lang)


def _kept(seen: Item, lang: Lang, answer: Answer, logged: Grade) -> Standing:
    return Standing(seen, lang, answer, seen, logged)


def _right(standing: Standing) -> tuple[int, ...] | None:
    item = rekeyed(standing.seen, standing.key, standing.lang)
    return None if item is None else item.key


def _material(item: Item, lang: Lang) -> str:
    return fold(item.material[lang], lang) if item.material else ""


def _same(seen: Item, key: Item, lang: Lang) -> tuple[int, ...] | None:
    """Find the right options of one version among those of another."""
    if seen.kind == "order" and len(seen.options) != len(key.options):
        return None
    places = _places(seen, key, lang)
    found = tuple(places[index] for index in key.key if index in places)
    if len(set(found)) != len(key.key):
        return None
    return found if seen.kind == "order" else tuple(sorted(found))


def _ordered(seen: Item, key: Item, lang: Lang) -> tuple[int, ...] | None:
    """Find the partners of a match for the left sides that were seen."""
    places = _places(seen, key, lang)
    partners = {
        fold(left[lang], lang): places.get(right)
        for left, right in zip(key.lefts, key.key, strict=True)
    }
    found = [partners.get(fold(left[lang], lang)) for left in seen.lefts]
    if len(key.lefts) != len(seen.lefts) or any(place is None for place in found):
        return None
    return tuple(place for place in found if place is not None)


def _places(seen: Item, key: Item, lang: Lang) -> dict[int, int]:
    """Return for each option of one version where it stands in the other, if it does."""
    by_text = {fold(option.text[lang], lang): at for at, option in enumerate(seen.options)}
    by_id = {option.id: at for at, option in enumerate(seen.options) if _is_a_thing(option, seen)}
    found: dict[int, int] = {}
    for index, option in enumerate(key.options):
        place = by_text.get(fold(option.text[lang], lang))
        if place is None and _is_a_thing(option, key):
            place = by_id.get(option.id)
        if place is not None:
            found[index] = place
    return found


def _is_a_thing(option: Option, item: Item) -> bool:
    """Tell whether an option's id names what it stands for, whatever its text."""
    labelled = item.kind in _ABOUT_A_SENTENCE
    return not _COUNTED.fullmatch(option.id) and (item.slot != WHOLE or labelled)


def _name(option: Option, item: Item) -> object:
    return option.id if _is_a_thing(option, item) else encode(option.text)
