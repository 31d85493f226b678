"""One question of a file while it is read: its common parts, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import QuizappError
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import Note
from quizapp.formats.moodle.body import Body, body_of
from quizapp.formats.moodle.fractions import worth
from quizapp.formats.moodle.traits import Traits, traits_of

MOST_ANSWERS: Final = 100
MOST_TAGS: Final = 2_000_000
_LONGEST_LABEL: Final = 60
_PLAIN: Final = ("plain_text", "markdown")


class Skipped(QuizappError):
    """A question that is not taken over, and the code of why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a file: its text, what it is worth, what is said of it."""

    text: str
    worth: float
    reason: str


@dataclass(slots=True)
class Asked:
    """What any format says of a question whatever its type, and the notes about it so far.

    `label` and `line` say where the question stands; `ours` whether we wrote it. `tags` counts
    those of its HTML, so that a file of nothing else can be given up.
    """

    label: str
    base: Question
    traits: Traits
    ours: bool = False
    line: int | None = None
    notes: list[Note] = field(default_factory=list)
    tags: int = 0

    def say(self, code: str, **params: str) -> None:
        """Note something about the question, once."""
        note = Note(code, self.label, self.line, params)
        if note not in self.notes:
            self.notes.append(note)

    def body(self, markup: str) -> Body:
        """Return the texts of a piece of HTML; note what is lost with it."""
        body = body_of(markup)
        self.tags += body.tags
        if not body.whole:
            raise Skipped("too_long")
        if body.media:
            self.say("media_skipped")
        if body.formatted:
            self.say("formatting_lost")
        return body


class Entry(Asked):
    """A question of Moodle XML: its element and what its common parts say."""

    def __init__(self, element: Element, lang: Lang, number: int) -> None:
        self.element = element
        identity = " ".join(tidy(element.findtext("idnumber") or "")[:200].split())
        name = " ".join(tidy(_text(element.find("name")))[:_LONGEST_LABEL].split())
        traits = traits_of(_text(tag) for tag in element.findall("tags/tag")[:MOST_ANSWERS])
        empty = Question(identity, "choice", lang)
        super().__init__(identity or name or str(number), empty, traits)

    def begin(self) -> None:
        """Read the common parts. Raises Skipped where one of them is too long."""
        body = self.reading(self.element.find("questiontext"))
        feedback = self.reading(self.element.find("generalfeedback"))
        self.ours = body.ours
        self.base = asked_by(self.base, body, feedback, self.traits.tags)

    def reading(self, part: Element | None) -> Body:
        """Return the texts of a part that may be HTML, and note what is lost with it."""
        if part is None:
            return Body()
        if part.find("file") is not None:
            self.say("media_skipped")
        text = _text(part)
        form = part.get("format", "html")
        if form in _PLAIN:
            return Body(stem=tidy(text))
        if form == "moodle_auto_format":
            text = text.strip().replace("\n", "<br>")
        return self.body(text)

    def text_of(self, part: Element | None) -> str:
        """Return the text of a part that may be HTML."""
        return self.reading(part).stem

    def answers(self, *, html: bool = True) -> Iterator[Answer]:
        """Yield the answers; texts are HTML, or plain where there is nothing to format."""
        found = self.element.findall("answer")
        if len(found) > MOST_ANSWERS:
            raise Skipped("too_many_choices")
        for each in found:
            text = self.text_of(each) if html else tidy(_text(each))
            reason = self.text_of(each.find("feedback"))
            yield Answer(text, worth(each.get("fraction", "0")), reason)


def asked_by(base: Question, body: Body, feedback: Body, tags: tuple[str, ...]) -> Question:
    """Return a question with its common parts; of what kind it is, others say."""
    said = (feedback.stem, feedback.explanation)
    return replace(
        base,
        lang=body.lang or feedback.lang or base.lang,
        stem=body.stem,
        material=body.material,
        explanation="\n\n".join(each for each in said if each),
        evidence=feedback.evidence,
        tags=tags,
    )


def _text(part: Element | None) -> str:
    """The text of a part: in its `text`, or in old files directly within."""
    if part is None:
        return ""
    return part.findtext("text") or part.text or ""
