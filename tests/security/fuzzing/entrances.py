"""What lets strangers' bytes in, and what has to hold whatever they are.

An entrance takes a number, which chooses among its ways (a language, a part of a package), and
bytes. It raises where our code raises what it does not promise to raise, or where what came in
breaks a promise; reading and refusing are both fine. `samples` are what a fuzzer begins with.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from quizapp.domain.bilingual import LANGS
from quizapp.domain.errors import ImportRejected
from quizapp.domain.exchange.arriving import arrivals_of
from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats import reading, roster
from quizapp.formats.anki.reader import read_notes
from quizapp.formats.bundle.reader import read as read_bundle
from quizapp.formats.content import ContentRejected
from quizapp.services.exchange.child import taken_from
from quizapp.services.mine import take_in
from quizapp.wording.exchange import note_text, refusal_text
from tests.samples import mini_article
from tests.security.fuzzing import NAMES, samples
from tests.security.fuzzing.judging import judge_anything

# Instrumented code is some ten times slower, and the machine has other work.
SECONDS: Final = 10.0
ARTICLE: Final = mini_article()
NOW: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NO_ROSTER: Final = ("empty", "too_large", "too_many", "encoding", "format")

Feed = Callable[[int, bytes], None]
Samples = Callable[[], Iterator[samples.Sample]]


class TooSlowError(AssertionError):
    """An entrance took longer over a few kilobytes than anybody waits."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in, and what is put in first."""

    feed: Feed
    samples: Samples


def read_as(name: str) -> Feed:
    """Read a file as the site does, as a format or as what it seems to be."""

    def feed(choice: int, data: bytes) -> None:
        _check_answer(reading.answer(name, data, LANGS[choice % len(LANGS)]))

    return feed


def _check_answer(lines: tuple[bytes, ...]) -> None:
    """Take the answer of the reading process as the site does, to the question in a draft."""
    refused = json.loads(lines[0]).get("refused")
    if refused is not None:
        _in_words(refused["code"], refused["params"])
        return
    taken = taken_from(lines[1].decode())
    assert all(note_text(note, lang) for note in taken.notes for lang in LANGS)
    for question in taken.questions:
        assert question.asked
        assert all(tidy(text) == text for text in _texts(question)), question
    arrivals = arrivals_of(taken.questions, ARTICLE)
    assert all(note_text(note, lang) for note in arrivals.notes for lang in LANGS)


def _in_words(code: str, params: Mapping[str, str]) -> None:
    assert all(refusal_text(code, params, lang) for lang in LANGS)


def _several(things: Sequence[object]) -> None:
    assert things, "something was found, or something was found wrong"


def _texts(question: Question) -> Iterator[str]:
    yield from (question.stem, question.material, question.explanation)
    yield from (text for choice in question.choices for text in (choice.text, choice.reason))
    yield from (text for pair in question.pairs for text in (pair.left, pair.right))
    yield from question.extra + question.steps + question.accepted + question.evidence


def read_a_package(choice: int, data: bytes) -> None:
    """Read a package of ours with one part of it exchanged."""
    _check_answer(reading.answer(reading.AUTO, samples.with_part(choice, data), "ar"))


def read_an_article(choice: int, data: bytes) -> None:
    """Read a bundle with one of its files exchanged."""
    try:
        read_bundle(samples.with_file(choice, data))
    except FileRefused as refused:
        _in_words(refused.code, refused.params)
    except ContentRejected as rejected:
        _several(rejected.problems)


def read_cards(choice: int, data: bytes) -> None:
    """Read cards of Anki's: a file, or a database with one of its values exchanged."""
    try:
        found = read_notes(samples.with_value(choice, data))
    except FileRefused as refused:
        _in_words(refused.code, refused.params)
    else:
        _several(found.notes + found.skipped)


def read_an_export(choice: int, data: bytes) -> None:
    """Read what somebody takes along from another site of ours, with one value exchanged."""
    try:
        found = take_in.read(json.loads(samples.with_leaf(choice, data)), NOW)
    except (ValueError, RecursionError, ImportRejected):
        return
    # No database holds half a letter.
    json.dumps(asdict(found), default=str, ensure_ascii=False).encode()


def read_a_roster(choice: int, data: bytes) -> None:
    """Read the names of a class, as a file or as what was pasted."""
    try:
        found = (
            roster.read_pasted(data.decode("utf-8", "replace"))
            if choice % 2
            else roster.read_file(data)
        )
    except roster.RosterRejected as rejected:
        _several([code for code in NO_ROSTER if code == rejected.code])
    else:
        assert len(found.lines) <= roster.MOST_LINES


def judge(choice: int, data: bytes) -> None:
    """Judge what somebody typed against what somebody else accepts."""
    judge_anything(choice, data.decode("utf-8", "replace"))


ENTRANCES: Final[Mapping[str, Entrance]] = {
    "any": Entrance(read_as(reading.AUTO), samples.whole_files),
    **{
        name: Entrance(read_as(name), samples.texts_of(name))
        for name in ("moodle", "gift", "aiken", "table_csv")
    },
    "package": Entrance(read_a_package, samples.parts),
    "article": Entrance(read_an_article, samples.files),
    "cards": Entrance(read_cards, samples.cards),
    "export": Entrance(read_an_export, samples.exports),
    "roster": Entrance(read_a_roster, samples.rosters),
    "typed": Entrance(judge, samples.typed),
}
assert tuple(ENTRANCES) == NAMES


def feed(data: bytes) -> None:
    """Let bytes in: the first names the entrance, the second its way. Raises what is a finding."""
    if len(data) < 2:
        return
    began = time.process_time()
    ENTRANCES[NAMES[data[0] % len(NAMES)]].feed(data[1], data[2:])
    if time.process_time() - began > SECONDS:
        raise TooSlowError(NAMES[data[0] % len(NAMES)])


def seeds(name: str) -> Iterator[bytes]:
    """Yield what an entrance is fed first, as `feed` takes it."""
    for choice, data in ENTRANCES[name].samples():
        yield bytes((NAMES.index(name), choice)) + data
