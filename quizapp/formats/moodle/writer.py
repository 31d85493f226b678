"""Questions to Moodle's XML: which of its types each kind becomes.

    choice, claim, evidence   multichoice, one right      tags tell the three apart
    multiple_choice           multichoice, several right  each worth its share, wrong ones minus it
    true_false                truefalse
    gap                       shortanswer                 the blank stands in the text
    number                    numerical; a date is a shortanswer with the usual spellings
    match                     matching                    what belongs to nothing has no left side
    order                     ordering                    part of Moodle since 4.4

Notes: `dropped` (accepted: a numerical question has no words), `weights_changed` (more right
answers than Moodle has fractions for), `shortened` (id: longer than an idnumber may be),
`duplicate_id` (Moodle would take the second one over without its id), and where a question is
not whole `broken_item`, `no_key`, `too_few_choices`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, tostring

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.moodle.body import feedback_html, line_html, question_html, text_html
from quizapp.formats.moodle.fractions import share
from quizapp.formats.moodle.traits import dated, flaw, tags_of
from quizapp.formats.safety.markup import element

LONGEST_ID: Final = 100
_LONGEST_NAME: Final = 120
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def write(pack: Pack) -> Written:
    """Return Moodle XML with the questions in a category named after the pack."""
    parts = [_HEAD, _text_of(_category(pack))]
    notes: list[Note] = []
    seen: set[str] = set()
    for at, question in enumerate(pack.questions, start=1):
        item = question.id or str(at)
        code = flaw(question) or ("duplicate_id" if question.id in seen else "")
        if code:
            notes.append(Note(code, item))
            continue
        if question.id:
            seen.add(question.id)
        parts.append(_text_of(_question(question)))
        notes.extend(Note(code, item, params=params) for code, params in losses(question))
    return Written("".join([*parts, "</quiz>\n"]).encode(), tuple(notes))


def losses(question: Question) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the code and the parameters of each thing that Moodle XML cannot carry of it."""
    if len(question.id) > LONGEST_ID:
        yield "shortened", {"field": "id"}
    if question.kind == "number" and question.month is None and question.accepted:
        yield "dropped", {"field": "accepted"}
    right = sum(choice.right for choice in question.choices)
    if question.kind == "multiple_choice" and not share(right)[1]:
        yield "weights_changed", {}


def idnumber(identity: str) -> str:
    """Return the id as Moodle can hold it: a long one keeps its end and gains a digest."""
    if len(identity) <= LONGEST_ID:
        return identity
    digest = hashlib.sha256(identity.encode()).hexdigest()[:24]
    return f"{digest}-{identity[-(LONGEST_ID - 25) :]}"


def _text_of(made: Element) -> str:
    return tostring(made, encoding="unicode") + "\n"


def _category(pack: Pack) -> Element:
    title = (pack.title or pack.name).replace("\n", " ").replace("/", "//")
    path = _field("category", f"$course$/top/{title}")
    return element("question", {"type": "category"}, path)


def _question(question: Question) -> Element:
    name, write_kind = _TYPES[question.kind]
    if question.kind == "number" and question.month is not None:
        name, write_kind = "shortanswer", _short_answer
    made = element("question", {"type": name})
    made.append(_field("name", _name(question)))
    made.append(_html("questiontext", question_html(question)))
    made.append(_html("generalfeedback", feedback_html(question)))
    plain = [("defaultgrade", "1"), ("penalty", _PENALTIES.get(name, "0.3333333")), ("hidden", "0")]
    made.extend(element(tag, None, text) for tag, text in plain)
    made.append(element("idnumber", None, idnumber(question.id)))
    made.extend(write_kind(question))
    tags = tags_of(question)
    if tags:
        made.append(element("tags", None, *(_field("tag", tag) for tag in tags)))
    return made


def _name(question: Question) -> str:
    line = " ".join(question.asked.split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"


def _choices(question: Question) -> Iterator[Element]:
    several = question.kind == "multiple_choice"
    worth = share(sum(choice.right for choice in question.choices))[0] if several else "100"
    wrong = f"-{worth}" if several else "0"
    yield element("single", None, "false" if several else "true")
    yield element("shuffleanswers", None, "true")
    yield element("answernumbering", None, "123" if question.lang == "ar" else "abc")
    yield from _overall()
    for choice in question.choices:
        made = _answer(choice.text, worth if choice.right else wrong, question, html=True)
        made.append(_html("feedback", text_html(choice.reason, question.lang)))
        yield made


def _truth(question: Question) -> Iterator[Element]:
    for word, holds in (("true", True), ("false", False)):
        made = _answer(word, "100" if question.truth is holds else "0", question)
        made.append(_html("feedback", ""))
        yield made


def _short_answer(question: Question) -> Iterator[Element]:
    """A star stands for anything in Moodle, unless there is a backslash before it."""
    strict = question.strictness is Strictness.STRICT
    yield element("usecase", None, "1" if strict else "0")
    for text in question.accepted if question.kind == "gap" else dated(question):
        made = _answer(text.replace("*", r"\*"), "100", question)
        made.append(_html("feedback", ""))
        yield made


def _numerical(question: Question) -> Iterator[Element]:
    made = _answer(str(question.value), "100", question)
    made.append(_html("feedback", ""))
    made.append(element("tolerance", None, str(question.tolerance)))
    yield made
    for tag, text in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3")):
        yield element(tag, None, text)
    yield element("unitsleft", None, "0")


def _matching(question: Question) -> Iterator[Element]:
    yield element("shuffleanswers", None, "true")
    yield from _overall()
    rows = [(text_html(pair.left, question.lang), pair.right) for pair in question.pairs]
    for left, right in (*rows, *(("", right) for right in question.extra)):
        yield element(
            "subquestion", {"format": "html"}, element("text", None, left), _field("answer", right)
        )


def _ordering(question: Question) -> Iterator[Element]:
    settings = (
        *(("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")),
        *(("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST"), ("showgrading", "SHOW")),
        ("numberingstyle", "none"),
    )
    yield from (element(tag, None, text) for tag, text in settings)
    yield from _overall()
    for at, step in enumerate(question.steps, start=1):
        yield _answer(step, f"{at}.0000000", question, html=True)


_TYPES: Final[dict[str, tuple[str, Callable[[Question], Iterator[Element]]]]] = {
    "choice": ("multichoice", _choices),
    "claim": ("multichoice", _choices),
    "evidence": ("multichoice", _choices),
    "multiple_choice": ("multichoice", _choices),
    "true_false": ("truefalse", _truth),
    "gap": ("shortanswer", _short_answer),
    "number": ("numerical", _numerical),
    "match": ("matching", _matching),
    "order": ("ordering", _ordering),
}
_PENALTIES: Final = {"truefalse": "1.0000000"}


def _overall() -> Iterator[Element]:
    """What is said of an answer as a whole. Moodle gives up on ordering without the last."""
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        yield _html(tag, "")
    yield element("shownumcorrect")


def _answer(text: str, fraction: str, question: Question, *, html: bool = False) -> Element:
    form = "html" if html else "moodle_auto_format"
    shown = line_html(text, question.lang) if html else text
    attributes = {"fraction": fraction, "format": form}
    return element("answer", attributes, element("text", None, shown))


def _html(tag: str, markup: str) -> Element:
    return element(tag, {"format": "html"}, element("text", None, markup))


def _field(tag: str, text: str) -> Element:
    return element(tag, None, element("text", None, text))
