"""What an item becomes when it leaves in a file: one language of it, as plain text.

    item (kind)     question
    number          the day and month or the number; what is accepted besides, in words
    match           the pairs in the order of the left sides; rights that no left one needs: extra
    evidence        stem: the instruction, material: the question, choices: the sentences
    claim           a speaker is asked for: `claim` stays empty

Its sentences of evidence go along as they read, because ids of an article mean nothing
elsewhere. What a kind does not use stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.exchange.question import Choice, Pair, Question, tidy
from quizapp.domain.items.base import Item, TypedKey
from quizapp.domain.items.claim import SPEAKER

Fields = dict[str, Any]


def question_of(item: Item, article: Article, lang: Lang) -> Question:
    """Return an item of an article as a question in one language.

    The language must be among `item.langs`. The id is the item's, the same in both.
    """
    return Question(
        id=item.id,
        kind=item.kind,
        lang=lang,
        stem=tidy(item.stem[lang]),
        material=_written(item.material, lang),
        explanation=tidy(item.explanation[lang]),
        evidence=_evidence(item, article, lang),
        tags=(article.slug,),
        **_FIELDS[item.kind](item, lang),
    )


def questions_of(items: Iterable[Item], article: Article, lang: Lang) -> tuple[Question, ...]:
    """Return every one of the items that can be asked in a language, in their order."""
    return tuple(question_of(item, article, lang) for item in items if lang in item.langs)


def _written(text: Bilingual | None, lang: Lang) -> str:
    return tidy(text[lang]) if text is not None else ""


def _evidence(item: Item, article: Article, lang: Lang) -> tuple[str, ...]:
    known = article.sentence_by_id
    texts = (tidy(known[i].text[lang]) for i in item.evidence if i in known)
    return tuple(text for text in texts if text)


def _chosen(item: Item, lang: Lang) -> Fields:
    return {
        "choices": tuple(
            Choice(tidy(option.text[lang]), place in item.key, _written(option.reason, lang))
            for place, option in enumerate(item.options)
        )
    }


def _truth(item: Item, _lang: Lang) -> Fields:
    return {"truth": item.options[item.key[0]].id == "true"}


def _typed(item: Item, lang: Lang) -> Fields:
    key = _key_of(item)
    return {"accepted": _spellings(key, lang), "strictness": key.strictness}


def _number(item: Item, lang: Lang) -> Fields:
    key = _key_of(item)
    digits = str(key.value) if key.month is None else ""
    return {
        "accepted": tuple(text for text in _spellings(key, lang) if text != digits),
        "strictness": key.strictness,
        "value": key.value,
        "month": key.month,
        "tolerance": key.tolerance,
    }


def _key_of(item: Item) -> TypedKey:
    assert item.typed is not None
    return item.typed


def _spellings(key: TypedKey, lang: Lang) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(tidy, key.accepted[lang]) if text))


def _pairs(item: Item, lang: Lang) -> Fields:
    rights = tuple(tidy(option.text[lang]) for option in item.options)
    lefts = (tidy(left[lang]) for left in item.lefts)
    return {
        "pairs": tuple(Pair(left, rights[at]) for left, at in zip(lefts, item.key, strict=True)),
        "extra": tuple(text for at, text in enumerate(rights) if at not in item.key),
    }


def _steps(item: Item, lang: Lang) -> Fields:
    return {"steps": tuple(tidy(item.options[at].text[lang]) for at in item.key)}


def _claim(item: Item, lang: Lang) -> Fields:
    asked_for_speaker = item.slot == SPEAKER or item.claim is None
    return {"claim": "" if asked_for_speaker else str(item.claim), **_chosen(item, lang)}


_FIELDS: Final[Mapping[str, Callable[[Item, Lang], Fields]]] = MappingProxyType(
    {
        "choice": _chosen,
        "multiple_choice": _chosen,
        "true_false": _truth,
        "gap": _typed,
        "number": _number,
        "match": _pairs,
        "order": _steps,
        "evidence": _chosen,
        "claim": _claim,
    }
)
