"""The bodies that are taken: their schemas, and what is made of one that fits.

A fact is written as in the studio: a sentence in each language with its {{answers}} marked,
and for each answer what may be asked. What a body leaves out is as for something new; what
comes back from reading a fact can be sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from quizapp.domain.authoring.facts import FactDraft, SlotDraft
from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.content import Article, ClaimKind, Grammar, Strictness, TermType
from quizapp.domain.exchange.question import tidy
from quizapp.domain.items.registry import KINDS
from quizapp.web.api.checking import DETAILS
from quizapp.web.api.schema_parts import (
    PLAIN_IDENT,
    TRUTH,
    Schema,
    chosen,
    maybe,
    sides,
    some,
    typed,
    whole,
)
from quizapp.web.faults import FAULTS
from quizapp.web.problems import FieldError

SHORT: Final = 200
LINE: Final = 2000
LONG: Final = 60_000
MOST_ANSWERS: Final = 12
_BIGGEST: Final = 10**9

_PAIR: Final = sides(
    "A text in both languages; a side that is not written is left out.", typed(LINE)
)
_ANSWER: Final[Schema] = {
    "type": "object",
    "description": "A marked answer. `ar` and `en` are its words as they are marked; `terms` are "
    "known names that it stands for, several where the answer is a set.",
    "required": ["name"],
    "properties": {
        "name": PLAIN_IDENT,
        "ar": typed(SHORT),
        "en": typed(SHORT),
        "terms": some(PLAIN_IDENT, 20),
        "asked": TRUTH,
        "question": _PAIR,
        "type": maybe(chosen(TermType)),
        "aliases": sides("Other right spellings.", some(typed(SHORT), 20)),
        "value": maybe(whole(-_BIGGEST, _BIGGEST)),
        "month": maybe(whole(1, 12)),
        "grammar": {
            "type": ["object", "null"],
            "description": "What options of one question have to share in Arabic.",
            "properties": {
                "gender": {"type": ["string", "null"], "enum": ["m", "f", None]},
                "number": chosen(("singular", "dual", "plural")),
                "definite": TRUTH,
            },
            "additionalProperties": False,
        },
        "strictness": chosen(Strictness),
        "tolerance": whole(0, _BIGGEST),
        "never": some(PLAIN_IDENT, 50),
        "pool": some(PLAIN_IDENT, 50),
        "skip": some(chosen(KINDS), len(KINDS)),
    },
    "additionalProperties": False,
}
FACT: Final[Schema] = {
    "type": "object",
    "description": "A fact as it is written: sentences with {{answers}} marked. Its proof is a "
    "sentence of the draft, or a quotation.",
    "required": ["statement"],
    "properties": {
        "claim": chosen(kind for kind in ClaimKind if kind is not ClaimKind.UNSTATED),
        "statement": _PAIR,
        "answers": some(_ANSWER, MOST_ANSWERS),
        "sentence": typed(SHORT),
        "quote": {**_PAIR, "type": ["object", "null"]},
        "said_by": typed(SHORT),
        "said": {**_PAIR, "type": ["object", "null"]},
        "source": some(whole(1, 200), 50),
        "relation": typed(SHORT),
    },
    "additionalProperties": False,
}
NEW_DRAFT: Final[Schema] = {
    "type": "object",
    "description": "A new article: its title in at least one language, and its text, which is "
    "set side by side as in the studio.",
    "required": ["title"],
    "properties": {
        "title": sides("The title.", typed(SHORT)),
        "summary": _PAIR,
        "text": sides("The text, paragraphs apart by an empty line.", typed(LONG)),
    },
    "additionalProperties": False,
}
BODIES: Final[Mapping[str, Schema]] = {"NewDraft": NEW_DRAFT}


def pair(value: Mapping[str, Any] | None) -> Bilingual:
    """Return a text in both languages, tidied."""
    given = value or {}
    return Bilingual.build(lambda lang: tidy(given.get(lang, "")))


def optional_pair(value: Mapping[str, Any] | None) -> Bilingual | None:
    """Return such a text, None where neither side is written."""
    found = pair(value)
    return found if found.langs else None


def fact_of(body: Mapping[str, Any], ident: str, before: FactDraft | None) -> FactDraft:
    """Return the draft of a body that fits `FACT`. `before` is how the fact stood."""
    statement = pair(body["statement"])
    quote = optional_pair(body.get("quote"))
    sentence = "" if quote else tidy(body.get("sentence", ""))
    return FactDraft(
        id=ident,
        claim=ClaimKind(body.get("claim", ClaimKind.EVENT)),
        ar=statement.ar,
        en=statement.en,
        slots=tuple(_slot(each) for each in body.get("answers", ())),
        sentence=sentence,
        quote=quote,
        said_by=tidy(body.get("said_by", "")),
        said=optional_pair(body.get("said")),
        source=tuple(sorted(set(body.get("source", ())))),
        relation=tidy(body.get("relation", "")),
        translated=before.translated if before else None,
    )


def _slot(body: Mapping[str, Any]) -> SlotDraft:
    aliases = body.get("aliases", {})
    grammar = body.get("grammar")
    kind = body.get("type")
    return SlotDraft(
        name=body["name"],
        ar=tidy(body.get("ar", "")),
        en=tidy(body.get("en", "")),
        terms=_once(body.get("terms", ())),
        asked=body.get("asked", True),
        question=pair(body.get("question")),
        type=TermType(kind) if kind else None,
        aliases=BilingualList(ar=_texts(aliases.get("ar", ())), en=_texts(aliases.get("en", ()))),
        value=body.get("value"),
        month=body.get("month"),
        grammar=Grammar(**grammar) if grammar is not None else None,
        strictness=Strictness(body.get("strictness", Strictness.NORMAL)),
        tolerance=body.get("tolerance", 0),
        never=_once(body.get("never", ())),
        pool=_once(body.get("pool", ())),
        skip=_once(body.get("skip", ())),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tidy, values))))


def misplaced(draft: FactDraft, article: Article) -> tuple[FieldError, ...]:
    """Return what a draft names twice, or that is not there."""
    found = []
    names = [slot.name for slot in draft.slots]
    for number, slot in enumerate(draft.slots):
        at = f"answers[{number}]"
        if slot.name in names[:number]:
            found.append(FieldError(f"{at}.name", "duplicate", str(FAULTS["duplicate"])))
        for place, idents in (("terms", slot.terms), ("never", slot.never), ("pool", slot.pool)):
            if any(ident not in article.term_by_id for ident in idents):
                code, words = "not_allowed", DETAILS["not_allowed"]
                found.append(FieldError(f"{at}.{place}", code, str(words)))
    return tuple(found)
