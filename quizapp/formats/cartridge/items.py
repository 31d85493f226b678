"""One item of a quiz in a Common Cartridge: the cartridge's own profile of QTI 1.2.

    kind                      profile             what is right
    choice, claim, evidence   multiple_choice     the choice
    true_false                true_false          `true` or `false`
    multiple_choice           multiple_response   all the right choices and no other
    gap, number               fib                 any of the spellings; numbers are listed

Texts are HTML within a wrapping element that has language and direction. Choices are compared
with `case="Yes"` where several are right: without it Moodle counts every choice for nothing.
Each spelling has a condition of its own, as readers take the first of each only. Explanation
and evidence are the feedback that everybody gets; a reason is feedback for whoever chose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from quizapp.domain.bilingual import Lang, direction
from quizapp.domain.exchange.question import Question
from quizapp.formats.qti.items import TRUTH
from quizapp.formats.qti.markup import escaped, node
from quizapp.formats.qti.scoring import spellings
from quizapp.formats.safety import plain

PROFILES: Final = {
    "choice": "cc.multiple_choice.v0p1",
    "claim": "cc.multiple_choice.v0p1",
    "evidence": "cc.multiple_choice.v0p1",
    "true_false": "cc.true_false.v0p1",
    "multiple_choice": "cc.multiple_response.v0p1",
    "gap": "cc.fib.v0p1",
    "number": "cc.fib.v0p1",
}
RESPONSE: Final = "RESPONSE"
GENERAL: Final = "general_fb"
_TITLE: Final = 80
_ANYTHING: Final = node("conditionvar", None, node("other"))
_RIGHT: Final = node("setvar", {"action": "Set", "varname": "SCORE"}, "100")
_OUTCOMES: Final = node(
    "outcomes",
    None,
    node(
        "decvar",
        {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"},
    ),
)


def item_xml(question: Question, identifier: str) -> str:
    """Return an item. The question is one that `writer.carried` lets through."""
    typed = question.kind in ("gap", "number")
    fields = (("cc_profile", PROFILES[question.kind]), ("qmd_computerscored", "Yes"))
    return node(
        "item",
        {"ident": identifier, "title": " ".join(question.asked.split())[:_TITLE]},
        node("itemmetadata", None, metadata(fields)),
        node(
            "presentation",
            None,
            _material(_asked(question)),
            _field() if typed else _choices(question),
        ),
        node("resprocessing", None, _OUTCOMES, *_conditions(question)),
        *_feedback(question),
    )


def metadata(fields: Iterable[tuple[str, str]]) -> str:
    """Return labelled entries as the profile has them."""
    return node(
        "qtimetadata",
        None,
        *(
            node(
                "qtimetadatafield",
                None,
                node("fieldlabel", None, label),
                node("fieldentry", None, entry),
            )
            for label, entry in fields
        ),
    )


def chosen(question: Question) -> Sequence[tuple[str, str, bool, str]]:
    """Return identifier, text, whether it is right, and reason of every choice."""
    if question.kind == "true_false":
        yes, no = TRUTH[question.lang]
        truth = question.truth is True
        return (("true", yes, truth, ""), ("false", no, not truth, ""))
    return tuple(
        (f"C{at}", choice.text, choice.right, choice.reason)
        for at, choice in enumerate(question.choices, 1)
    )


def _html(name: str, lang: Lang, inside: str) -> str:
    return f'<{name} lang="{lang}" dir="{direction(lang)}">{inside}</{name}>'


def _material(markup: str) -> str:
    return node("material", None, node("mattext", {"texttype": "text/html"}, escaped(markup)))


def _asked(question: Question) -> str:
    texts = filter(None, (question.stem, question.material))
    inside = "".join(plain.paragraphs(text, formulas=True) for text in texts)
    return _html("div", question.lang, inside)


def _field() -> str:
    return node(
        "response_str",
        {"ident": RESPONSE, "rcardinality": "Single"},
        node("render_fib", {"prompt": "Box", "fibtype": "String"}),
    )


def _choices(question: Question) -> str:
    several = question.kind == "multiple_choice"
    labels = (
        node(
            "response_label",
            {"ident": name},
            _material(_html("span", question.lang, plain.inline(text, formulas=True))),
        )
        for name, text, _, _ in chosen(question)
    )
    return node(
        "response_lid",
        {"ident": RESPONSE, "rcardinality": "Multiple" if several else "Single"},
        node("render_choice", None, *labels),
    )


def _conditions(question: Question) -> Iterable[str]:
    if question.explanation or question.evidence:
        yield _condition("Yes", _ANYTHING, _shown(GENERAL))
    if question.kind in ("gap", "number"):
        for spelling in spellings(question):
            yield _condition("No", node("conditionvar", None, _equal(spelling, "No")), _RIGHT)
    elif question.kind == "multiple_choice":
        yield from _several(question)
    else:
        for name, _, right, reason in chosen(question):
            told = (_RIGHT if right else "") + (_shown(f"{name}_fb") if reason else "")
            if told:
                yield _condition("No", node("conditionvar", None, _equal(name)), told)


def _several(question: Question) -> Iterable[str]:
    wanted = []
    for name, _, right, reason in chosen(question):
        equal = _equal(name, "Yes")
        wanted.append(equal if right else node("not", None, equal))
        if reason:
            yield _condition("Yes", node("conditionvar", None, equal), _shown(f"{name}_fb"))
    both = node("conditionvar", None, node("and", None, *wanted))
    yield _condition("No", both, _RIGHT)


def _condition(goes_on: str, test: str, then: str) -> str:
    return node("respcondition", {"continue": goes_on}, test, then)


def _equal(value: str, case: str = "") -> str:
    cases = {"case": case} if case else {}
    return node("varequal", {"respident": RESPONSE, **cases}, escaped(value))


def _shown(name: str) -> str:
    return node("displayfeedback", {"feedbacktype": "Response", "linkrefid": name})


def _feedback(question: Question) -> Iterable[str]:
    inside = plain.paragraphs(question.explanation, formulas=True) if question.explanation else ""
    if question.evidence:
        proofs = (f"<li>{plain.inline(each, formulas=True)}</li>" for each in question.evidence)
        inside += f"<ul>{''.join(proofs)}</ul>"
    if inside:
        yield _told(GENERAL, _html("div", question.lang, inside))
    for name, _, _, reason in chosen(question):
        if reason:
            markup = plain.paragraphs(reason, formulas=True)
            yield _told(f"{name}_fb", _html("div", question.lang, markup))


def _told(name: str, markup: str) -> str:
    return node("itemfeedback", {"ident": name}, node("flow_mat", None, _material(markup)))
