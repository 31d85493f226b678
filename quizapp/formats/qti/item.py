"""One item read: its texts, its one interaction, its feedback, and what the manifest says of it.

A file of ours says which text is the stem and which the material. In others the prompt is the
stem, or all the text where there is no prompt; text around a prompt is the statement of a true
or false question and stands before the stem of any other. A text with a blank in it is the
sentence of a gap, unless the blank stands alone or after a whole question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import Note
from quizapp.domain.items.base import BLANK
from quizapp.domain.items.registry import KINDS
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.qti import names
from quizapp.formats.qti.answers import key_of
from quizapp.formats.qti.elements import (
    child,
    children,
    marked,
    name_of,
    value_of,
    within,
)
from quizapp.formats.qti.interactions import Asked, Skipped, fields_of
from quizapp.formats.qti.manifest import Listed
from quizapp.formats.qti.texts import Texts

_LONGEST_NUMBER: Final = 16
_AT_END: Final = re.compile(rf"(?<=[?؟:]) ?{BLANK}$")
_MONTHS: Final = 12
_CHOICES: Final = frozenset({"choices"})
_HOLDS: Final[Mapping[str, frozenset[str]]] = {
    "true_false": frozenset({"truth"}),
    "gap": frozenset({"accepted"}),
    "number": frozenset({"accepted", "value"}),
    "match": frozenset({"pairs"}),
    "order": frozenset({"steps"}),
}
"""What the interaction of each kind gives, where that is not choices."""


def question_of(item: Element, listed: Listed, lang: Lang) -> tuple[Question, tuple[Note, ...]]:
    """Return the question that an item is, and what is to be noted of it.

    Raises Skipped.
    """
    kind = listed.details.get("kind", "")
    kind = kind if kind in KINDS else ""
    asked = _asked(item, kind if value_of(item, "tool-name") == names.TOOL else "")
    fields = fields_of(asked)
    if asked.kind:
        if not _HOLDS.get(asked.kind, _CHOICES) & fields.keys():
            raise Skipped("broken_item")
        fields |= {"kind": asked.kind} | _own_texts(asked)
        fields |= _own_details(listed, fields)
        ident = listed.id
    else:
        fields |= _foreign_texts(asked, fields)
        ident = value_of(item, "identifier") or listed.name
    question = Question(id=tidy(ident), lang=lang, tags=listed.tags, **fields)
    if not question.asked or not all(_needed(question)):
        raise Skipped("broken_item")
    notes = [
        Note(code, params={"field": name} if name else {}) for code, name in asked.notes.items()
    ]
    notes += [Note("media_skipped")] * asked.texts.media
    notes += [Note("formatting_lost")] * asked.texts.formatted
    return question, tuple(notes)


def texts_of(question: Question) -> Iterator[str]:
    """Yield every text of a question."""
    yield from (question.id, question.stem, question.material, question.explanation)
    yield from (*question.evidence, *question.accepted, *_needed(question))
    yield from (choice.reason for choice in question.choices)


def _needed(question: Question) -> Iterator[str]:
    """The texts that must not be empty."""
    yield from (choice.text for choice in question.choices)
    yield from (text for pair in question.pairs for text in (pair.left, pair.right))
    yield from (*question.extra, *question.steps)


def _all(element: Element | None) -> Iterable[Element]:
    return () if element is None else element.iter()


def _asked(item: Element, kind: str) -> Asked:
    body = child(item, "item-body")
    found = [each for each in _all(body) if name_of(each).endswith("-interaction")]
    if not found:
        raise Skipped("broken_item")
    if len(found) > 1:
        kinds = dict.fromkeys(name_of(each).removesuffix("-interaction") for each in found)
        raise Skipped("unknown_type", type=" + ".join(kinds)[:80])
    key = key_of(item, value_of(found[0], "response-identifier"))
    asked = Asked(item, found[0], key, Texts(), {}, kind)
    asked.reasons = {
        value_of(each, "identifier"): asked.text(each)
        for each in children(item, "modal-feedback")
        if not kind or value_of(each, "identifier") != names.EXPLAINED
    }
    return asked


def _own_texts(asked: Asked) -> dict[str, Any]:
    body = child(asked.item, "item-body")
    explained = next(
        (
            each
            for each in children(asked.item, "modal-feedback")
            if value_of(each, "identifier") == names.EXPLAINED
        ),
        None,
    )
    proofs = marked(explained, names.EVIDENCE)
    paragraph = next(within(explained, "p"), None)
    return {
        "stem": asked.texts.of(marked(body, names.STEM), exact=True),
        "material": asked.texts.of(marked(body, names.MATERIAL), exact=True),
        "explanation": asked.texts.of(paragraph, exact=True),
        "evidence": tuple(asked.texts.of(each, exact=True) for each in children(proofs, "li")),
    }


def _own_details(listed: Listed, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What our keywords say; what they say wrongly makes the item a broken one."""
    details = listed.details
    try:
        found: dict[str, Any] = {"strictness": Strictness(details.get("strictness", "normal"))}
        if fields["kind"] == "number":
            listed_words = _number(details.get("spellings", "0"))
            found |= {
                "accepted": fields.get("accepted", ())[:listed_words],
                "value": _number(details["value"]),
                "tolerance": abs(_number(details.get("tolerance", "0"))),
            }
            if "month" in details:
                found["month"] = min(max(_number(details["month"]), 1), _MONTHS)
    except (ValueError, KeyError) as error:
        raise Skipped("broken_item") from error
    if fields["kind"] == "claim":
        found["claim"] = tidy(details.get("claim", ""))
    return found


def _number(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def _foreign_texts(asked: Asked, fields: dict[str, Any]) -> dict[str, Any]:
    prompt = asked.texts.of(child(asked.interaction, "prompt"))
    around = asked.texts.of(child(asked.item, "item-body"))
    found = {"explanation": _explained(asked)}
    if fields["kind"] in ("gap", "number"):
        lines = [line for line in _AT_END.sub("", around).split("\n") if line.strip() != BLANK]
        without = tidy(re.sub("\n{3,}", "\n\n", "\n".join(lines)))
        alone = BLANK not in without
        return found | {"stem" if alone else "material": without if alone else around}
    if fields["kind"] == "true_false":
        return found | {"stem": prompt if around else "", "material": around or prompt}
    return found | {"stem": "\n\n".join(filter(None, (around, prompt)))}


def _explained(asked: Asked) -> str:
    """All feedback of a file of others that is not about one choice."""
    choices = {value_of(each, "identifier") for each in within(asked.interaction, "simple-choice")}
    found = [
        asked.text(each)
        for each in within(asked.item, "modal-feedback", "feedback-block")
        if value_of(each, "identifier") not in choices
    ]
    return "\n\n".join(dict.fromkeys(filter(None, found)))
