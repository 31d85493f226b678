"""The process that reads a stranger's file: bytes come in, questions go out, nothing else.

    python -m quizapp.formats.reading moodle ar < file > questions.json
    python -m quizapp.formats.reading auto ar < file > questions.json

What it writes are two lines of JSON: what the file is, `{"format": "moodle"}`, then what it
holds, `questions`, `notes` and `title`. Of a refused file there is only the first line, with
`refused` in it: `code` and `params`. How far it has come stands on its other output:

    progress reading 0 52311
    progress packing 1000 9000

Its memory, its time and the size of what it writes are bounded, by itself here where the
system has such bounds, and by whoever started it. It opens no file and reaches no network.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.travel import FileRefused, Note, Taken
from quizapp.domain.records import encode
from quizapp.formats.detecting import detected
from quizapp.formats.registry import FORMATS

try:
    import resource

    BOUNDED = True
except ImportError:  # Not every system has it; whoever started us watches the time anyway.
    BOUNDED = False

AUTO: Final = "auto"
SECONDS: Final = 30
MEMORY: Final = 1024 * 1024 * 1024
OUTPUT: Final = 24 * 1024 * 1024
MOST_QUESTIONS: Final = 20_000
MOST_NOTES: Final = 2_000
_STEP: Final = 1_000


def main(name: str, spoken: str) -> int:
    """Read the file that comes in; return what the process leaves with."""
    _bound()
    data = sys.stdin.buffer.read()
    _progress("reading", 0, len(data))
    lang = next((lang for lang in LANGS if lang == spoken), LANGS[0])
    for line in answer(name, data, lang):
        sys.stdout.buffer.write(line + b"\n")
    return 0


def _bound() -> None:
    if not BOUNDED:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * OUTPUT, 2 * OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(name: str, data: bytes, lang: Lang) -> tuple[bytes, ...]:
    """Return the lines that say what a file of a format (or AUTO) is, and what it holds.

    `lang` is that of texts that do not say it. What a file cannot be used for stands in the
    first line; nothing is raised, whatever the bytes are.
    """
    known = ""
    try:
        known = detected(data) if name == AUTO else name
        taken = FORMATS[known].reader()(data, lang)
        if not taken.questions and not taken.notes:
            raise FileRefused("empty")
        packed = _json(_packed(taken))
        if len(packed) > OUTPUT:
            raise FileRefused("too_large")
    except FileRefused as refused:
        told = {"code": refused.code, "params": refused.params}
        return (_json({"format": known, "refused": told}),)
    except (MemoryError, RecursionError):
        told = {"code": "too_hungry", "params": {}}
        return (_json({"format": known, "refused": told}),)
    return _json({"format": known}), packed


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(taken: Taken) -> dict[str, Any]:
    """The questions as JSON, no more of them and of the notes than anybody could look at."""
    total = min(len(taken.questions), MOST_QUESTIONS)
    questions = []
    for number, question in enumerate(taken.questions[:total]):
        if number % _STEP == 0:
            _progress("packing", number, total)
        questions.append(encode(question))
    notes = list(taken.notes[:MOST_NOTES])
    if total < len(taken.questions):
        notes.append(Note("too_many_questions", params={"most": str(MOST_QUESTIONS)}))
    if len(notes) < len(taken.notes):
        notes.append(Note("more_notes", params={"count": str(len(taken.notes) - MOST_NOTES)}))
    _progress("packing", total, total)
    return {"questions": questions, "notes": encode(notes), "title": taken.title}


def _progress(stage: str, done: int, total: int) -> None:
    sys.stderr.write(f"progress {stage} {done} {total}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
