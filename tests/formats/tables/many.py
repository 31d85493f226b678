"""Ten thousand questions, written and read; run as a program, it measures that."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from quizapp.domain.exchange.travel import Pack
from quizapp.formats.registry import FORMATS
from tests.exchange import many_questions

COUNT = 10_000


def main() -> None:
    """Print the seconds of writing and of reading, the questions read, and the megabytes."""
    format_ = FORMATS[sys.argv[1]]
    pack = Pack("many", "كثير", "ar", many_questions(COUNT, "ar"))
    began = time.process_time()
    written = format_.writer()(pack)
    between = time.process_time()
    taken = format_.reader()(written.data, "ar")
    ended = time.process_time()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(between - began, ended - between, len(taken.questions), int(peak.split()[1]) // 1024)


if __name__ == "__main__":
    main()
