"""The key: what is right, in letters and in words, why, and the sentence that proves it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import Lang
from quizapp.formats.worksheet.marks import letter, put
from quizapp.formats.worksheet.sheet import Question, Worksheet


def put_answer(parent: Element, question: Question, sheet: Worksheet, lang: Lang) -> None:
    """Append the answer to a question with its reason and its proof."""
    for line in answer_lines(question, lang):
        put(parent, "p", sheet.shown(line, lang), class_="ws-right")
    for line in question.item.explanation[lang].split("\n"):
        if line:
            put(parent, "p", sheet.shown(line, lang), class_="ws-why")
    for sentence in question.evidence:
        if sentence.text[lang]:
            put(parent, "blockquote", sheet.shown(sentence.text[lang], lang))


def answer_lines(question: Question, lang: Lang) -> tuple[str, ...]:
    """Return what is right, one line a thing to be ticked, written, paired or ranked.

    A chosen option is named by its letter as printed: "B. Salt".
    """
    item = question.item
    if item.typed is not None:
        accepted = item.typed.accepted[lang]
        return accepted[:1]
    texts = [option.text[lang] for option in item.options]
    if item.kind == "order":
        return tuple(f"{rank}. {texts[index]}" for rank, index in enumerate(item.key, start=1))
    named = {index: letter(place, lang) for place, index in enumerate(question.order)}
    if item.kind == "match":
        return tuple(
            f"{left[lang]} \u2013 {named[index]}. {texts[index]}"
            for left, index in zip(item.lefts, item.key, strict=True)
        )
    return tuple(f"{named[index]}. {texts[index]}" for index in sorted(item.key, key=named.get))  # type: ignore[arg-type]
