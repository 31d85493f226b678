"""One language of a question as a written item, and putting two languages together.

    side_of(Question(kind="gap", lang="en", material="____ hosted it.", accepted=("Salt",)), …)
    == WrittenItem(kind="gap", material=Bilingual("", "{{Salt}} hosted it."))

What a written item has no place for goes where it is still read: an instruction above the
text, the choices of a claim whose speaker is asked for into a choice. Two sides are one
question when they are built alike: the same kind, as many choices with the same ones right.
A file that leaves out what is optional takes nothing away from what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from quizapp.domain.authoring.marks import Marked, Span, write
from quizapp.domain.bilingual import UNWRITTEN, Bilingual, BilingualList, Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.content import Article, Paragraph
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.items.base import BLANK
from quizapp.domain.items.evidence import PROOF
from quizapp.domain.text.verdict import Strictness
from quizapp.domain.written import WrittenItem, WrittenOption, WrittenRow

Fields = dict[str, Any]


def side_of(question: Question, article: Article, ident: str) -> WrittenItem:
    """Return a question as a written item in its one language."""
    kind = _kind(question, article)
    sentences, quote = _proof(question, article)
    fields = _FIELDS[kind](question, article)
    if kind == "evidence":
        right = fields["sentences"]
        fields["sentences"] = (*right, *(each for each in sentences if each not in right))
        sentences, quote = fields["sentences"], ""
    told = question.explanation
    shown = " ".join(question.evidence)
    return WrittenItem(
        id=ident,
        kind=kind,
        explanation=_one(question, "" if told == shown else told),
        quote=_one(question, quote) if quote else None,
        **{"sentences": sentences, **fields},
    )


def _kind(question: Question, article: Article) -> str:
    """What the question becomes: what the article cannot hold as it is becomes a choice."""
    if question.kind == "claim" and question.claim not in frozenset(ClaimKind):
        return "choice"
    if question.kind == "evidence":
        known = _sentences(article, question.lang)
        if any(choice.text not in known for choice in question.choices):
            return "choice"
        if not any(choice.right for choice in question.choices):
            return "choice"
    return question.kind


def _sentences(article: Article, lang: Lang) -> Mapping[str, str]:
    return _ids_by_text(article.passage, lang)


@lru_cache(maxsize=8)
def _ids_by_text(passage: tuple[Paragraph, ...], lang: Lang) -> Mapping[str, str]:
    """The ids of a passage's sentences by how they read."""
    return {
        tidy(sentence.text[lang]): sentence.id
        for paragraph in passage
        for sentence in paragraph.sentences
        if sentence.text[lang]
    }


def _proof(question: Question, article: Article) -> tuple[tuple[str, ...], str]:
    """The sentences that prove it by their ids, and what is none of the passage's."""
    known = _sentences(article, question.lang)
    found = tuple(dict.fromkeys(known[text] for text in question.evidence if text in known))
    return found, "\n".join(text for text in question.evidence if text not in known)


def _one(question: Question, text: str) -> Bilingual:
    """A text in the question's language alone."""
    return put(UNWRITTEN, text, question.lang)


def put(text: Bilingual, side: str, lang: Lang) -> Bilingual:
    """Return a text with one of its sides replaced."""
    return Bilingual.build(lambda each: side if each == lang else text[each])


def _listed(question: Question, texts: Sequence[str]) -> BilingualList:
    said = tuple(texts)
    return BilingualList(ar=said) if question.lang == "ar" else BilingualList(en=said)


def _whole(question: Question, article: Article) -> str:
    """Everything that is asked: the stem above the material, without our own instructions."""
    above = "" if _is_instruction(question.stem, article) and question.material else question.stem
    return "\n".join(text for text in (above, question.material) if text)


def _is_instruction(text: str, article: Article) -> bool:
    ours = (*article.phrases.values(), PROOF)
    return any(text in (phrase.ar, phrase.en) for phrase in ours)


def _chosen(question: Question, _article: Article) -> Fields:
    stem = "\n".join(text for text in (question.stem, question.material) if text)
    options = tuple(
        WrittenOption(
            text=_one(question, choice.text),
            right=choice.right,
            reason=_one(question, choice.reason),
        )
        for choice in question.choices
    )
    return {"stem": _one(question, stem), "options": options}


def _truth(question: Question, article: Article) -> Fields:
    return {"material": _one(question, _whole(question, article)), "truth": question.truth}


def _gap(question: Question, article: Article) -> Fields:
    strictness = {"strictness": question.strictness}
    if BLANK not in question.material or not question.accepted:
        stem = _one(question, _whole(question, article))
        return {"stem": stem, "accepted": _listed(question, question.accepted), **strictness}
    before, _, after = question.material.partition(BLANK)
    answer = question.accepted[0]
    span = Span(len(before), len(before) + len(answer), answer)
    above = "" if _is_instruction(question.stem, article) else question.stem
    return {
        "stem": _one(question, above),
        "material": _one(question, write(Marked(before + answer + after, (span,)))),
        "accepted": _listed(question, question.accepted[1:]),
        **strictness,
    }


def _number(question: Question, article: Article) -> Fields:
    return {
        "stem": _one(question, _whole(question, article)),
        "accepted": _listed(question, question.accepted),
        "strictness": question.strictness,
        "value": question.value,
        "month": question.month,
        "tolerance": question.tolerance,
    }


def _match(question: Question, article: Article) -> Fields:
    rows = tuple(
        WrittenRow(_one(question, pair.left), _one(question, pair.right)) for pair in question.pairs
    )
    return {"stem": _one(question, _whole(question, article)), "rows": rows}


def _order(question: Question, article: Article) -> Fields:
    steps = tuple(_one(question, step) for step in question.steps)
    return {"stem": _one(question, _whole(question, article)), "steps": steps}


def _evidence(question: Question, article: Article) -> Fields:
    known = _sentences(article, question.lang)
    right = tuple(known[choice.text] for choice in question.choices if choice.right)
    options = tuple(
        WrittenOption(reason=_one(question, choice.reason), sentence=known[choice.text])
        for choice in question.choices
        if not choice.right
    )
    stem = _one(question, _whole(question, article))
    return {"stem": stem, "sentences": right, "options": options}


def _claim(question: Question, article: Article) -> Fields:
    statement = _one(question, _whole(question, article))
    return {"material": statement, "claim": ClaimKind(question.claim)}


_FIELDS: Final[Mapping[str, Callable[[Question, Article], Fields]]] = MappingProxyType(
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


def alike(one: WrittenItem, other: WrittenItem) -> bool:
    """Tell whether two written items are built alike, so that they can be two sides of one."""
    return _build(one) == _build(other)


def _build(written: WrittenItem) -> tuple[object, ...]:
    return (
        written.kind,
        tuple((option.right, option.sentence) for option in written.options),
        [written.rows.index(_first(written, row)) for row in written.rows],
        len(written.steps),
        written.truth,
        written.claim,
        written.value,
        written.month,
        written.kind == "gap" and bool(written.material.langs),
        written.kind == "evidence" and written.sentences[:1],
    )


def _first(written: WrittenItem, row: WrittenRow) -> WrittenRow:
    """The first row with the same partner: two rows may share one."""
    return next(each for each in written.rows if each.right == row.right)


def joined(base: WrittenItem, side: WrittenItem, lang: Lang) -> WrittenItem:
    """Return a written item with one language of it taken from another one built alike."""

    def text(old: Bilingual, new: Bilingual, *, optional: bool = False) -> Bilingual:
        return old if optional and not new[lang] else put(old, new[lang], lang)

    return replace(
        base,
        stem=text(base.stem, side.stem, optional=side.kind == "gap" and bool(side.material[lang])),
        material=text(base.material, side.material),
        options=tuple(
            replace(
                old,
                text=text(old.text, new.text),
                reason=text(old.reason, new.reason, optional=True),
            )
            for old, new in zip(base.options, side.options, strict=True)
        ),
        rows=tuple(
            WrittenRow(text(old.left, new.left), text(old.right, new.right))
            for old, new in zip(base.rows, side.rows, strict=True)
        ),
        steps=tuple(text(old, new) for old, new in zip(base.steps, side.steps, strict=True)),
        accepted=_with(base.accepted, side.accepted, lang),
        strictness=base.strictness if side.strictness is Strictness.NORMAL else side.strictness,
        tolerance=side.tolerance,
        explanation=text(base.explanation, side.explanation, optional=True),
        sentences=side.sentences or base.sentences,
        quote=text(base.quote or UNWRITTEN, side.quote) if side.quote else base.quote,
    )


def _with(old: BilingualList, new: BilingualList, lang: Lang) -> BilingualList:
    if not new[lang]:
        return old
    return replace(old, ar=new.ar) if lang == "ar" else replace(old, en=new.en)
