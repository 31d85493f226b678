"""One item of a QTI 3.0 package: what is read, chosen and typed, and what is shown afterwards.

What asks for an answer (`stem`), and below it what is asked about (`material`), is the prompt of
the interaction. A text entry has no prompt: it stands where the blank is, or in a paragraph of
its own. Right sides and steps are listed by their texts, so that the order tells nothing to
those who play it in a program that does not shuffle. Explanation and evidence are modal
feedback that every attempt shows; each reason of a choice is shown to those who chose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.items.base import BLANK
from quizapp.formats.qti import names
from quizapp.formats.qti.markup import DECLARATION, inline, node, paragraph, spoken
from quizapp.formats.qti.scoring import (
    has_reasons,
    is_explained,
    outcomes,
    picks_several,
    processing,
    response,
    rights_of,
    spellings,
)

TRUTH: Final[Mapping[Lang, tuple[str, str]]] = {
    "ar": ("صواب", "خطأ"),
    "en": ("True", "False"),
}
_TITLE: Final = 80
_IN_ORDER: Final = ("true_false", "claim")
"""Kinds whose choices have an order of their own."""


def item_xml(question: Question, identifier: str) -> str:
    """Return the file of an item. The question is one that `writer.carried` lets through."""
    attributes = {
        "xmlns": names.ASI,
        "xmlns:xsi": names.INSTANCE,
        "xsi:schemaLocation": names.ASI_SCHEMA,
        "identifier": identifier,
        "title": " ".join(question.asked.split())[:_TITLE] or identifier,
        "adaptive": "false",
        "time-dependent": "false",
        "tool-name": names.TOOL,
        "tool-version": "1",
        "xml:lang": question.lang,
    }
    parts = (
        response(question),
        outcomes(question),
        node("qti-item-body", spoken(question.lang), *_body(question)),
        processing(question),
        *_feedback(question),
    )
    return DECLARATION + node("qti-assessment-item", attributes, *parts)


def _body(question: Question) -> Iterable[str]:
    if question.kind in ("gap", "number"):
        yield from _typed(question)
        return
    match question.kind:
        case "match":
            yield _match(question)
        case "order":
            yield _order(question)
        case _:
            yield _choice(question)


def _block(name: str, question: Question, text: str) -> str:
    return node("div", {"class": name}, paragraph(text, question.lang))


def _typed(question: Question) -> Iterable[str]:
    longest = max(map(len, spellings(question)), default=len(str(question.value)))
    attributes = {"response-identifier": names.RESPONSE, "expected-length": str(longest)}
    entry = node("qti-text-entry-interaction", attributes)
    if question.stem:
        yield _block(names.STEM, question, question.stem)
    if BLANK in question.material:
        before, _, after = question.material.partition(BLANK)
        lang = question.lang
        sentence = node("p", None, inline(before, lang), entry, inline(after, lang))
        yield node("div", {"class": names.MATERIAL}, sentence)
        return
    if question.material:
        yield _block(names.MATERIAL, question, question.material)
    yield node("p", None, entry)


def _choice(question: Question) -> str:
    if question.kind == "true_false":
        yes, no = TRUTH[question.lang]
        made = [(names.TRUE, yes), (names.FALSE, no)]
    else:
        made = [(f"C{at}", choice.text) for at, choice in enumerate(question.choices, 1)]
    attributes = {
        "response-identifier": names.RESPONSE,
        "shuffle": "false" if question.kind in _IN_ORDER or _counted(made) else "true",
        "min-choices": "0",
        "max-choices": "0" if picks_several(question) else "1",
    }
    choices = (_chooseable("qti-simple-choice", name, text, question) for name, text in made)
    return node("qti-choice-interaction", attributes, _prompt(question), *choices)


def _counted(made: Iterable[tuple[str, str]]) -> bool:
    """Choices that each hold a digit are numbers or dates, and stand in their own order."""
    return all(any(letter.isdigit() for letter in text) for _, text in made)


def _match(question: Question) -> str:
    lefts = [(f"L{at}", pair.left) for at, pair in enumerate(question.pairs, 1)]
    rights = [(f"R{at}", text) for at, text in enumerate(rights_of(question), 1)]
    attributes = {
        "response-identifier": names.RESPONSE,
        "shuffle": "false",
        "min-associations": "0",
        "max-associations": str(len(lefts)),
    }
    name = "qti-simple-associable-choice"
    sides = (
        node(
            "qti-simple-match-set", None, *(_chooseable(name, *one, question, "1") for one in lefts)
        ),
        node(
            "qti-simple-match-set",
            None,
            *(_chooseable(name, *one, question, "0") for one in _by_text(rights)),
        ),
    )
    return node("qti-match-interaction", attributes, _prompt(question), *sides)


def _order(question: Question) -> str:
    right = [(f"S{at}", step) for at, step in enumerate(question.steps, 1)]
    shown = _by_text(right)
    if shown == right:
        shown = shown[1:] + shown[:1]
    attributes = {"response-identifier": names.RESPONSE, "shuffle": "false"}
    steps = (_chooseable("qti-simple-choice", *one, question) for one in shown)
    return node("qti-order-interaction", attributes, _prompt(question), *steps)


def _by_text(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(named, key=lambda one: (one[1], one[0]))


def _prompt(question: Question) -> str:
    """What is asked, and below it what it is asked of; inline, as a prompt was in QTI 2."""
    texts = ((names.STEM, question.stem), (names.MATERIAL, question.material))
    spans = [
        node("span", {"class": name}, inline(text, question.lang)) for name, text in texts if text
    ]
    return node("qti-prompt", None, "<br/><br/>".join(spans)) if spans else ""


def _chooseable(name: str, identifier: str, text: str, question: Question, most: str = "") -> str:
    attributes = {"identifier": identifier} | ({"match-max": most} if most else {})
    return node(name, attributes, inline(text, question.lang))


def _feedback(question: Question) -> Iterable[str]:
    if is_explained(question):
        shown = []
        if question.explanation:
            shown.append(paragraph(question.explanation, question.lang))
        if question.evidence:
            proofs = (node("li", None, inline(each, question.lang)) for each in question.evidence)
            shown.append(node("ul", {"class": names.EVIDENCE}, *proofs))
        yield _modal(question, names.FEEDBACK, names.EXPLAINED, "".join(shown))
    if has_reasons(question):
        for at, choice in enumerate(question.choices, 1):
            if choice.reason:
                shown = [paragraph(choice.reason, question.lang)]
                yield _modal(question, names.REASON, f"C{at}", *shown)


def _modal(question: Question, outcome: str, identifier: str, shown: str) -> str:
    attributes = {"outcome-identifier": outcome, "identifier": identifier, "show-hide": "show"}
    block = node("div", {"class": names.EXPLANATION, **spoken(question.lang)}, shown)
    return node("qti-modal-feedback", attributes, node("qti-content-body", None, block))
