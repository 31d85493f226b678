"""Ten thousand questions, written and read; run as a program, it measures that.

python -m tests.formats.many qti moodle

Every format is measured in a process of its own, which has the questions when it begins.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from quizapp.domain.exchange.travel import Pack
from quizapp.formats.registry import FORMATS
from tests.exchange import many_questions

COUNT = 10_000


def main(names: list[str]) -> None:
    """Print a line for each format, as `measure` does."""
    pack = Pack("many", "كثير", "ar", many_questions(COUNT, "ar"))
    for name in names:
        child = os.fork()
        if not child:
            measure(name, pack)
            sys.stdout.flush()
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{name} could not be measured")


def measure(name: str, pack: Pack) -> None:
    """Print the seconds of writing and of reading, the questions carried and read, megabytes."""
    format_ = FORMATS[name]
    began = time.process_time()
    written = format_.writer()(pack)
    between = time.process_time()
    read = len(format_.reader()(written.data, "ar").questions) if format_.reads else 0
    ended = time.process_time()
    lost = {note.item for note in written.notes if note.code in LEFT_OUT}
    status = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1]
    megabytes = int(status.split()[0]) // 1024
    print(name, between - began, ended - between, COUNT - len(lost), read, megabytes)


# What a writer says of a question that it did not write.
LEFT_OUT = {"left_out_kind", "left_out_signs", "too_many_choices", "too_few_choices", "too_long"}


if __name__ == "__main__":
    main(sys.argv[1:])
