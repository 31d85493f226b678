"""Questions written directly: what is missing before one can be asked.

    faults(WrittenItem("capital", "choice", stem=..., options=(one right, one wrong)), article)
    == (Fault("too_few", "options"), Fault("no_evidence", "evidence"))

A side that is not written at all is no fault: the question is then asked in the other
language. A side that is begun must be whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from quizapp.domain.authoring.facts import used_ids
from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.marks import MarksBroken, parse
from quizapp.domain.authoring.naming import slug_of, unused
from quizapp.domain.authoring.translation import noted
from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, ClaimKind
from quizapp.domain.items.base import Item
from quizapp.domain.items.match import FEWEST_ROWS
from quizapp.domain.items.order import FEWEST_STEPS
from quizapp.domain.items.written import item_of
from quizapp.domain.written import WrittenItem, WrittenOption, WrittenRow

__all__ = [
    "Fault",
    "WrittenItem",
    "WrittenOption",
    "WrittenRow",
    "faults",
    "identified",
    "item_from",
    "with_written",
]

FEWEST_OPTIONS: Final = 3
MOST_OPTIONS: Final = 8
FEWEST_SEVERAL: Final = 4
FEWEST_SENTENCES: Final = 3
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31

Part = tuple[str, Bilingual]


def item_from(written: WrittenItem, article: Article) -> Item:
    """Return the item of a written question. Raises ValueError where it has faults."""
    found = faults(written, article)
    item = item_of(written, article)
    if found or item is None:
        raise ValueError(", ".join(f"{fault.place}: {fault.code}" for fault in found))
    return item


def faults(written: WrittenItem, article: Article) -> tuple[Fault, ...]:
    """Return everything for which a written question cannot be asked; empty where it can.

    Codes: `unknown_kind`, `no_id`, `duplicate_id`, `empty` (a text, in a language begun),
    `no_text` (in no language), `too_few`, `too_many`, `no_key`, `several_keys`, `no_wrong`,
    `no_answer`, `several_answers`, `no_number`, `out_of_range`, `no_claim`, `no_evidence`,
    `unknown_sentence`, `duplicate`, and those of MarksBroken.
    """
    check = _CHECKS.get(written.kind)
    if check is None:
        return (Fault("unknown_kind", "kind"),)
    return (
        *_id_faults(written, article),
        *_marks_broken(written),
        *check(written, article),
        *_unfinished(written),
        *_evidence_faults(written, article),
    )


def _id_faults(written: WrittenItem, article: Article) -> Iterator[Fault]:
    if not written.id:
        yield Fault("no_id", "id")
    others = [other for other in article.written if other.id == written.id]
    elsewhere = used_ids(replace(article, written=()))
    if written.id in elsewhere or len(others) > 1:
        yield Fault("duplicate_id", "id")


def _marks_broken(written: WrittenItem) -> Iterator[Fault]:
    if written.kind != "gap":
        return
    for lang in LANGS:
        try:
            parse(written.material[lang])
        except MarksBroken as broken:
            yield Fault(broken.code, "material", lang, broken.position)


def _begun(written: WrittenItem) -> tuple[Lang, ...]:
    """The languages in which anything that a learner reads is written."""
    texts = [text for _, text in _parts(written)]
    return tuple(lang for lang in LANGS if any(text[lang].strip() for text in texts))


def _parts(written: WrittenItem) -> list[Part]:
    """The texts that a kind needs, in every language that is begun."""
    parts: list[Part] = []
    if written.kind in _WITH_MATERIAL or (written.kind == "gap" and written.material.langs):
        parts.append(("material", written.material))
    else:
        parts.append(("stem", written.stem))
    if written.kind in _WITH_OPTIONS:
        parts += [(f"option:{n}", option.text) for n, option in enumerate(written.options, 1)]
    if written.kind == "match":
        parts += [(f"row:{n}", row.left) for n, row in enumerate(written.rows, 1)]
        parts += [(f"partner:{n}", row.right) for n, row in enumerate(written.rows, 1)]
    if written.kind == "order":
        parts += [(f"step:{n}", step) for n, step in enumerate(written.steps, 1)]
    return parts


def _unfinished(written: WrittenItem) -> Iterator[Fault]:
    begun = _begun(written)
    if not begun:
        yield Fault("no_text", _parts(written)[0][0])
    for place, text in _parts(written):
        for lang in begun:
            if not text[lang].strip():
                yield Fault("empty", place, lang)


def _evidence_faults(written: WrittenItem, article: Article) -> Iterator[Fault]:
    if written.kind == "claim" and written.claim is ClaimKind.UNSTATED:
        if not written.explanation.langs:
            yield Fault("empty", "explanation")
        return
    quoted = written.quote is not None and bool(written.quote.langs)
    if not written.sentences and not quoted:
        yield Fault("no_evidence", "evidence")
    for ident in written.sentences:
        if ident not in article.sentence_by_id:
            yield Fault("unknown_sentence", "evidence")
    proof = [
        article.sentence_by_id[i].text for i in written.sentences if i in article.sentence_by_id
    ]
    if quoted and written.quote is not None:
        proof.append(written.quote)
    for lang in _begun(written) if proof else ():
        if not written.explanation[lang] and not any(text[lang] for text in proof):
            yield Fault("empty", "evidence", lang)


def _choice(written: WrittenItem, _: Article) -> Iterator[Fault]:
    keys = sum(option.right for option in written.options)
    if keys == 0:
        yield Fault("no_key", "options")
    if keys > 1:
        yield Fault("several_keys", "options")
    yield from _counted(len(written.options), FEWEST_OPTIONS, MOST_OPTIONS, "options")
    yield from _doubled([(f"option:{n}", o.text) for n, o in enumerate(written.options, 1)])


def _several(written: WrittenItem, _: Article) -> Iterator[Fault]:
    keys = sum(option.right for option in written.options)
    if keys < 2:
        yield Fault("no_key", "options")
    if keys == len(written.options):
        yield Fault("no_wrong", "options")
    yield from _counted(len(written.options), FEWEST_SEVERAL, MOST_OPTIONS, "options")
    yield from _doubled([(f"option:{n}", o.text) for n, o in enumerate(written.options, 1)])


def _true_false(written: WrittenItem, _: Article) -> Iterator[Fault]:
    if written.truth is None:
        yield Fault("no_key", "truth")


def _gap(written: WrittenItem, _: Article) -> Iterator[Fault]:
    for lang in written.material.langs:
        try:
            marks = len(parse(written.material[lang]).spans)
        except MarksBroken:
            continue
        if marks != 1:
            yield Fault("several_answers" if marks else "no_answer", "material", lang)
    if not written.material.langs:
        for lang in written.stem.langs:
            if not any(text.strip() for text in written.accepted[lang]):
                yield Fault("no_answer", "accepted", lang)


def _number(written: WrittenItem, _: Article) -> Iterator[Fault]:
    if written.value is None:
        yield Fault("no_number", "value")
    if written.tolerance < 0:
        yield Fault("out_of_range", "tolerance")
    if written.month is None:
        return
    if not 1 <= written.month <= _LAST_MONTH:
        yield Fault("out_of_range", "month")
    if written.value is not None and not 1 <= written.value <= _LAST_DAY:
        yield Fault("out_of_range", "value")
    for lang in written.stem.langs:
        if not written.accepted[lang]:
            yield Fault("no_answer", "accepted", lang)


def _match(written: WrittenItem, _: Article) -> Iterator[Fault]:
    yield from _counted(len(written.rows), FEWEST_ROWS, MOST_OPTIONS, "rows")
    yield from _doubled([(f"row:{n}", row.left) for n, row in enumerate(written.rows, 1)])
    if written.rows and len({row.right for row in written.rows}) < 2:
        yield Fault("duplicate", "partner:1")


def _order(written: WrittenItem, _: Article) -> Iterator[Fault]:
    yield from _counted(len(written.steps), FEWEST_STEPS, MOST_OPTIONS, "steps")
    yield from _doubled([(f"step:{n}", step) for n, step in enumerate(written.steps, 1)])


def _evidence(written: WrittenItem, article: Article) -> Iterator[Fault]:
    in_passage = {s.id for paragraph in article.passage for s in paragraph.sentences}
    for number, option in enumerate(written.options, 1):
        if option.sentence not in in_passage:
            yield Fault("unknown_sentence", f"option:{number}")
    if written.sentences and written.sentences[0] not in in_passage:
        yield Fault("unknown_sentence", "evidence")
    item = item_of(written, article)
    if item is not None:
        yield from _counted(len(item.options), FEWEST_SENTENCES, MOST_OPTIONS, "options")


def _claim(written: WrittenItem, _: Article) -> Iterator[Fault]:
    if written.claim is None:
        yield Fault("no_claim", "claim")


def _counted(count: int, least: int, most: int, place: str) -> Iterator[Fault]:
    if count < least:
        yield Fault("too_few", place)
    if count > most:
        yield Fault("too_many", place)


def _doubled(parts: Sequence[Part]) -> Iterator[Fault]:
    """Yield each text that an earlier one has in the same words."""
    for lang in LANGS:
        seen: set[str] = set()
        for place, text in parts:
            said = text[lang].strip()
            if said and said in seen:
                yield Fault("duplicate", place, lang)
            seen.add(said)


Check = Callable[[WrittenItem, Article], Iterator[Fault]]

_WITH_OPTIONS: Final = frozenset({"choice", "multiple_choice"})
_WITH_MATERIAL: Final = frozenset({"true_false", "claim"})
_CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "choice": _choice,
        "multiple_choice": _several,
        "true_false": _true_false,
        "gap": _gap,
        "number": _number,
        "match": _match,
        "order": _order,
        "evidence": _evidence,
        "claim": _claim,
    }
)


def with_written(article: Article, written: WrittenItem) -> Article:
    """Return the article with a written question in it: in place of the one with its id, or
    after the others. What each changed side was written against is noted.
    """
    known = {other.id: other for other in article.written}
    known[written.id] = noted(written, known.get(written.id))
    return replace(article, written=tuple(known.values()))


def identified(written: WrittenItem, article: Article) -> WrittenItem:
    """Return a new question with an id made of its words that nothing in the article has."""
    if written.id:
        return written
    text = written.stem if written.stem.langs else written.material
    return replace(written, id=unused(slug_of(text, written.kind), used_ids(article)))
