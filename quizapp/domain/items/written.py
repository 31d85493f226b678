"""The items of questions that somebody wrote directly.

What can be asked becomes an item; `authoring.written` tells an author why one cannot. The id
is `article/<id>/-/<kind>`. Options stand in the author's order, which a round shuffles; a
reason goes with each option. Where nothing else is written, the explanation of an answer
is the sentence that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from quizapp.domain.authoring.marks import Marked, MarksBroken, parse
from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList, Lang
from quizapp.domain.content import Article, ClaimKind, Sentence
from quizapp.domain.ids import WHOLE, item_id
from quizapp.domain.items.base import BLANK, Item, Option, TypedKey
from quizapp.domain.items.typed import distinct
from quizapp.domain.written import WrittenItem, WrittenOption

_TRUTHS: Final = (True, False)
_NEARBY: Final = 3


def written_items(article: Article) -> Iterator[Item]:
    """Yield the items of an article's written questions, those that can be asked."""
    for written in article.written:
        item = item_of(written, article)
        if item is not None and item.langs:
            yield item


def item_of(written: WrittenItem, article: Article) -> Item | None:
    """Return the item of a written question as far as it is written.

    None where its kind is unknown, its marks are broken or its key is missing.
    """
    build = _BUILD.get(written.kind)
    if build is None:
        return None
    try:
        fields = build(written, article)
    except MarksBroken:
        return None
    if fields is None:
        return None
    return Item(
        id=item_id(article.slug, written.id, WHOLE, written.kind),
        kind=written.kind,
        article=article.slug,
        facts=(),
        slot=WHOLE,
        explanation=_explanation(written, article),
        evidence=written.proof,
        claim=written.claim,
        **fields,
    )


Fields = dict[str, Any]


def _explanation(written: WrittenItem, article: Article) -> Bilingual:
    proof = [article.sentence_by_id[i].text for i in written.proof if i in article.sentence_by_id]

    def told(lang: Lang) -> str:
        return written.explanation[lang] or " ".join(text[lang] for text in proof if text[lang])

    return Bilingual.build(told)


def _chosen(written: WrittenItem, _article: Article) -> Fields | None:
    key = tuple(i for i, option in enumerate(written.options) if option.right)
    if not key or (written.kind == "choice" and len(key) > 1):
        return None
    options = tuple(
        Option(f"option-{n}", option.text, reason=_reason(option))
        for n, option in enumerate(written.options, 1)
    )
    return {"stem": written.stem, "options": options, "key": key}


def _reason(option: WrittenOption) -> Bilingual | None:
    return option.reason if option.reason.langs else None


def _truth(written: WrittenItem, article: Article) -> Fields | None:
    if written.truth is None:
        return None
    return {
        "stem": article.phrases["true_false"],
        "material": written.material,
        "options": (
            Option("true", article.phrases["true"]),
            Option("false", article.phrases["false"]),
        ),
        "key": (_TRUTHS.index(written.truth),),
        "ordered": True,
    }


def _gap(written: WrittenItem, article: Article) -> Fields | None:
    marked = {lang: parse(written.material[lang]) for lang in LANGS}
    shown = BilingualList(ar=_answers(marked["ar"]), en=_answers(marked["en"]))
    accepted = BilingualList(
        ar=distinct((*shown.ar, *written.accepted.ar)),
        en=distinct((*shown.en, *written.accepted.en)),
    )
    typed = TypedKey(accepted, written.rivals, written.strictness)
    if not written.material.langs:
        return {"stem": written.stem, "typed": typed} if written.stem.langs else None
    sentence = Bilingual.build(lambda lang: _blanked(marked[lang]))
    stem = Bilingual.build(lambda lang: written.stem[lang] or article.phrases["gap"][lang])
    return {"stem": stem, "material": sentence, "typed": typed}


def _answers(marked: Marked) -> tuple[str, ...]:
    return tuple(span.text for span in marked.spans[:1])


def _blanked(marked: Marked) -> str:
    """The sentence with its one mark blank; empty where it has none or several."""
    if len(marked.spans) != 1:
        return ""
    span = marked.spans[0]
    return marked.plain[: span.start] + BLANK + marked.plain[span.end :]


def _number(written: WrittenItem, _article: Article) -> Fields | None:
    if written.value is None:
        return None
    digits = (str(written.value),) if written.month is None else ()
    accepted = BilingualList(
        ar=distinct((*written.accepted.ar, *digits)), en=distinct((*written.accepted.en, *digits))
    )
    key = TypedKey(
        accepted,
        strictness=written.strictness,
        value=written.value,
        month=written.month,
        tolerance=written.tolerance,
    )
    return {"stem": written.stem, "typed": key}


def _match(written: WrittenItem, _article: Article) -> Fields | None:
    rights = sorted({row.right for row in written.rows}, key=lambda text: (text.en, text.ar))
    if not rights:
        return None
    return {
        "stem": written.stem,
        "options": tuple(Option(f"right-{n}", text) for n, text in enumerate(rights, 1)),
        "lefts": tuple(row.left for row in written.rows),
        "key": tuple(rights.index(row.right) for row in written.rows),
    }


def _order(written: WrittenItem, _article: Article) -> Fields | None:
    if not written.steps:
        return None
    return {
        "stem": written.stem,
        "options": tuple(Option(f"step-{n}", text) for n, text in enumerate(written.steps, 1)),
        "key": tuple(range(len(written.steps))),
    }


def _evidence(written: WrittenItem, article: Article) -> Fields | None:
    in_passage = [sentence for paragraph in article.passage for sentence in paragraph.sentences]
    by_id = {sentence.id: sentence for sentence in in_passage}
    right = by_id.get(written.sentences[0]) if written.sentences else None
    if right is None:
        return None
    reasons = {option.sentence: _reason(option) for option in written.options}
    wrong = [by_id[i] for i in reasons if i in by_id and i not in written.sentences]
    shown = {right.id, *(s.id for s in wrong or _around(right, in_passage, written.sentences))}
    sentences = [sentence for sentence in in_passage if sentence.id in shown]
    return {
        "stem": article.phrases["evidence"],
        "material": written.stem,
        "options": tuple(
            Option(s.id, s.text, in_article=True, reason=reasons.get(s.id)) for s in sentences
        ),
        "key": (sentences.index(right),),
    }


def _around(right: Sentence, sentences: Sequence[Sentence], proof: Sequence[str]) -> list[Sentence]:
    """The sentences nearest to the right one, none of which proves it too."""
    at = sentences.index(right)
    others = [
        (abs(place - at), place, sentence)
        for place, sentence in enumerate(sentences)
        if sentence.id not in proof and {*right.text.langs} <= {*sentence.text.langs}
    ]
    return [sentence for _, _, sentence in sorted(others, key=lambda o: o[:2])[:_NEARBY]]


def _claim(written: WrittenItem, article: Article) -> Fields | None:
    if written.claim is None:
        return None
    labels = tuple(ClaimKind)
    return {
        "stem": article.phrases["claim"],
        "material": written.material,
        "options": tuple(Option(c.value, article.phrases[f"claim_{c.value}"]) for c in labels),
        "key": (labels.index(written.claim),),
    }


_BUILD: Final[Mapping[str, Callable[[WrittenItem, Article], Fields | None]]] = MappingProxyType(
    {
        "choice": _chosen,
        "multiple_choice": _chosen,
        "true_false": _truth,
        "gap": _gap,
        "number": _number,
        "match": _match,
        "order": _order,
        "evidence": _evidence,
        "claim": _claim,
    }
)
