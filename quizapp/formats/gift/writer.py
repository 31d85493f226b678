"""Questions to GIFT, as Moodle reads it.

    // [id:alps/height] [tag:geography]
    ::How high?::[html]<div dir\\="ltr" lang\\="en">…</div>{#4810:5####[html]…}

Texts are HTML that says its language (`moodle.body`), with `\\ ~ = # { } :` escaped. A gap
stands where it is in the sentence, as a missing word; a date is typed text with the usual
spellings. A blank line ends every question, and no line end stands within one but before an
answer: so nothing in a text can begin a line with `//` or `$CATEGORY:`.

Notes: `left_out_kind` (order: GIFT has none), `dropped` (accepted: numbers have no words, and an
answer to type may not hold `->`, which makes pairs of it), `left_out_signs` (all its answers
hold it), `weights_changed`, `shortened`, `duplicate_id`, and as in Moodle XML where a question
is not whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.domain.items.base import BLANK
from quizapp.formats.moodle.body import feedback_html, line_html, question_html, text_html
from quizapp.formats.moodle.fractions import share
from quizapp.formats.moodle.traits import dated, flaw, tags_of
from quizapp.formats.moodle.writer import idnumber, losses

ARROW: Final = "->"
_SIGNS: Final = re.compile(r"([\\~=#{}:])")
_FORMAT: Final = re.compile(r"\[(?=(?:html|markdown|plain|moodle)\])")
_LONGEST_NAME: Final = 80


def write(pack: Pack) -> Written:
    """Return a GIFT file with the questions in a category named after the pack."""
    title = " ".join((pack.title or pack.name).split()).replace("/", "//")
    parts = [f"$CATEGORY: $course$/top/{title}\n\n"]
    notes: list[Note] = []
    seen: set[str] = set()
    for at, given in enumerate(pack.questions, start=1):
        item = given.id or str(at)
        question = without_arrows(given)
        code = _reason(question, given) or ("duplicate_id" if question.id in seen else "")
        if code:
            notes.append(Note(code, item))
            continue
        if question.id:
            seen.add(question.id)
        parts.append(_question(question))
        notes.extend(Note(code, item, params=params) for code, params in losses(question))
        if question != given:
            notes.append(Note("dropped", item, params={"field": "accepted"}))
    return Written("".join(parts).encode(), tuple(notes))


def without_arrows(question: Question) -> Question:
    """Return the question with the answers to type that GIFT can carry.

    An arrow would make pairs of them.
    """
    if question.kind != "gap" and question.month is None:
        return question
    kept = tuple(text for text in question.accepted if ARROW not in text)
    return replace(question, accepted=kept)


def _reason(question: Question, given: Question) -> str:
    if question.kind == "order":
        return "left_out_kind"
    if question.kind == "gap" and any(given.accepted) and not question.accepted:
        return "left_out_signs"
    return flaw(question)


def _question(question: Question) -> str:
    before, after = _around(question)
    name = escaped(" ".join(question.asked.split())[:_LONGEST_NAME].rstrip())
    lines = [*_answers(question)]
    feedback = feedback_html(question)
    if feedback:
        lines.append(f"####{_html(feedback)}")
    joined = "\n\t".join(lines)
    inside = joined if len(lines) < 2 else f"{joined}\n"
    return f"{_comment(question)}::{name}::[html]{before}{{{inside}}}{after}\n\n"


def _comment(question: Question) -> str:
    marks = [("tag", tag) for tag in tags_of(question)]
    if question.id:
        marks.insert(0, ("id", idnumber(question.id)))
    if not marks:
        return ""
    written = (f"[{name}:{value.replace(']', chr(92) + ']')}]" for name, value in marks)
    return f"// {' '.join(written)}\n"


def _around(question: Question) -> tuple[str, str]:
    """What stands before the answers and after them: something where a word is missing."""
    markup = question_html(question)
    if question.kind != "gap" or BLANK not in question.material:
        return _html(markup), ""
    before, _, after = markup.rpartition(BLANK)
    after = _html(after)
    comment = after.lstrip().startswith("//")
    return _html(before), after.replace("//", "/&\\#47;", 1) if comment else after


def _answers(question: Question) -> Iterator[str]:
    if question.kind == "true_false":
        yield "TRUE" if question.truth else "FALSE"
    elif question.kind == "match":
        for pair in question.pairs:
            yield f"={_html(text_html(pair.left, question.lang))} -> {escaped(pair.right)}"
        yield from (f"= -> {escaped(right)}" for right in question.extra)
    elif question.choices:
        yield from _choices(question)
    elif question.month is None and question.value is not None:
        room = f":{question.tolerance}" if question.tolerance else ""
        yield f"#{question.value}{room}"
    else:
        typed = question.accepted if question.month is None else dated(question)
        yield from (f"={_typed_answer(text)}" for text in typed)


def _choices(question: Question) -> Iterator[str]:
    several = question.kind == "multiple_choice"
    worth = share(sum(choice.right for choice in question.choices))[0] if several else ""
    for choice in question.choices:
        sign = "=" if choice.right else "~"
        if several:
            sign = f"~%{worth}%" if choice.right else f"~%-{worth}%"
        said = text_html(choice.reason, question.lang)
        reason = f"#{_html(said)}" if said else ""
        yield f"{sign}{_html(line_html(choice.text, question.lang))}{reason}"


def _typed_answer(text: str) -> str:
    """An answer to type: a star stands for anything, a weight or a format may come first."""
    written = escaped(text.replace("*", r"\*"))
    if _FORMAT.match(text):
        return f"%100%[plain]{written}"
    return f"%100%{written}" if text.startswith("%") else written


def escaped(text: str) -> str:
    """Return a text with a backslash before every sign of GIFT, and `\\n` for a line end."""
    return _SIGNS.sub(r"\\\1", text).replace("\n", r"\n")


def _html(markup: str) -> str:
    return escaped(_FORMAT.sub("&#91;", markup))
