"""A file that a stranger may have made, read by a process of its own.

What it does to that process, it does to nobody else: it is stopped when it takes too long,
when nobody wants to know any more, or at its own bounds (`formats.reading`). It knows no
secrets: of the environment it gets only what finding programs takes.
"""

from __future__ import annotations

import json
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.errors import QuizappError
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.domain.records import decode
from quizapp.formats.reading import AUTO, OUTPUT
from quizapp.formats.worksheet.printer import environment

__all__ = ["AUTO", "Read", "ReadingCancelled", "Step", "read_apart", "taken_from"]

PROCESS: Final = "quizapp.formats.reading"
PATIENCE: Final = 60.0
_TICK: Final = 0.2
_LINE: Final = 200
_KILLED_FOR_TIME: Final = -signal.SIGXCPU


class ReadingCancelled(QuizappError):
    """Nobody wants to know any more what is in the file."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far reading has come: `reading` or `packing`, so much of so much."""

    stage: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held: its format, and its questions and notes as JSON (`taken_from`)."""

    format: str
    text: str


Watch = Callable[[Step], bool]
"""Is told how far reading has come, several times a second; tells whether to go on."""


def read_apart(
    data: bytes, name: str, lang: Lang, watch: Watch, patience: float = PATIENCE
) -> Read:
    """Return what a file holds, read as a format or as what it seems to be (AUTO).

    Raises FileRefused, and ReadingCancelled when `watch` says so.
    """
    with TemporaryFile() as taken_in, TemporaryFile() as given_back:
        taken_in.write(data)
        taken_in.seek(0)
        left_with = _run(taken_in, given_back, [name, lang], watch, patience)
        if left_with == _KILLED_FOR_TIME:
            raise FileRefused("too_slow")
        if left_with:
            raise FileRefused("stopped")
        given_back.seek(0)
        return _answer(given_back.read(2 * OUTPUT))


def _run(
    taken_in: IO[bytes], given_back: IO[bytes], words: list[str], watch: Watch, patience: float
) -> int:
    started = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own module; the file comes by a pipe
        [sys.executable, "-P", "-m", PROCESS, *words],
        stdin=taken_in,
        stdout=given_back,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as child:
        try:
            for step in _steps(child):
                if not watch(step):
                    raise ReadingCancelled
                if time.monotonic() - started > patience:
                    raise FileRefused("too_slow")
            return child.wait(patience)
        except subprocess.TimeoutExpired:
            raise FileRefused("too_slow") from None
        finally:
            child.kill()


def _steps(child: subprocess.Popen[bytes]) -> Iterator[Step]:
    """Yield how far it has come, several times a second, until it says no more."""
    assert child.stderr is not None
    step, rest = Step(), b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stderr, selectors.EVENT_READ)
        while True:
            if waiting.select(_TICK):
                piece = child.stderr.read1(4096)  # type: ignore[attr-defined]
                if not piece:
                    return
                *lines, rest = (rest + piece).split(b"\n")
                rest = rest[-_LINE:]
                for line in lines:
                    step = _step(line, step)
            yield step


def _step(line: bytes, before: Step) -> Step:
    words = line[:_LINE].split()
    if len(words) != 4 or words[0] != b"progress" or not (words[2] + words[3]).isdigit():
        return before
    return Step(words[1].decode("ascii", "replace"), int(words[2]), int(words[3]))


def _answer(told: bytes) -> Read:
    head, _, taken = told.partition(b"\n")
    try:
        answer = json.loads(head)
        if "refused" in answer:
            raise FileRefused(answer["refused"]["code"], answer["refused"]["params"])
        return Read(answer["format"], taken.decode())
    except (ValueError, KeyError, TypeError) as error:
        raise FileRefused("stopped") from error


def taken_from(text: str) -> Taken:
    """Return the questions and notes of what was read."""
    record = json.loads(text)
    return Taken(
        questions=decode(tuple[Question, ...], record["questions"]),
        notes=tuple(
            Note(n["code"], n.get("item", ""), n.get("line"), n.get("params", {}))
            for n in record["notes"]
        ),
        title=record["title"],
    )
