"""Forms as a browser would post them: a right answer, a wrong one, a skipped one."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.bilingual import Lang
from quizapp.domain.items.base import Fields, Item


def right_fields(item: Item, order: Sequence[int], lang: Lang) -> Fields:
    """The form of the right answer to an item whose options are shown in `order`."""
    if item.typed is not None:
        return {"text": [item.typed.accepted[lang][0]]}
    shown = {option: str(place) for place, option in enumerate(order, start=1)}
    if item.kind == "match":
        return {f"pair-{left}": [shown[key]] for left, key in enumerate(item.key, start=1)}
    if item.kind == "order":
        ranks = {step: str(rank) for rank, step in enumerate(item.key, start=1)}
        return {f"place-{place}": [ranks[step]] for place, step in enumerate(order, start=1)}
    return {"choice": [shown[key] for key in item.key]}


def wrong_fields(item: Item, order: Sequence[int], lang: Lang) -> Fields:
    """The form of an answer that is not (entirely) right."""
    if item.typed is not None:
        return {"text": ["99" if item.typed.value is not None else "qqqq"]}
    if item.kind == "match":
        places = [str(order.index(key) + 1) for key in item.key]
        return {f"pair-{n}": [place] for n, place in enumerate(places[1:] + places[:1], start=1)}
    if item.kind == "order":
        right = right_fields(item, order, lang)
        turned = [*list(right.values())[1:], next(iter(right.values()))]
        return dict(zip(right, turned, strict=True))
    wrong = next(place for place, option in enumerate(order, start=1) if option not in item.key)
    return {"choice": [str(wrong)]}


SKIPPED: Fields = {"skip": ["1"]}
