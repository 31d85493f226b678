"""Each hostile file, read as the site reads it: by a process of its own that is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS
from quizapp.wording.exchange import refusal_text
from tests.hostile import FILES

ROOT = Path(__file__).parents[2]
SECONDS = 1.0
MEGABYTES = 200
# The reading process itself. It says at its end what it took of the processor since it was ready
# to read, and of memory, its start included.
READING = """
import sys, time
from quizapp.formats import reading
ready = time.process_time()
code = reading.main(*sys.argv[1:])
status = open("/proc/self/status", encoding="ascii").read().split("VmHWM:")[1]
print(time.process_time() - ready, int(status.split()[0]) // 1024, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a process is measured by /proc here")
@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused_within_a_second_and_200_megabytes(what: str) -> None:
    hostile = FILES[what]
    done = subprocess.run(
        [sys.executable, "-c", READING, hostile.format, "ar"],
        input=hostile.make(),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    refused = json.loads(done.stdout.splitlines()[0])["refused"]
    seconds, megabytes = map(float, done.stderr.splitlines()[-1].split())
    assert refused["code"] == hostile.code
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    words = {refusal_text(refused["code"], refused["params"], lang) for lang in LANGS}
    assert len(words) == len(LANGS)
