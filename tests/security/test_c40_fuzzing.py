"""C40, atheris: whatever bytes come in, they are read or refused, and judged without a stumble.

Every run lets in each sample and many hundred things made of them, always the same ones;
`make soak` minutes of new ones at each entrance (`tests/security/fuzzing`). The fuzzer runs
under the Python of the scanners' environment and imports our packages from the main one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.peers import ROOT, needs
from tests.security.fuzzing import NAMES

SCANNERS = ROOT / ".venv" / "scanners"
PYTHON = SCANNERS / "bin" / "python"
MODULE = ("-m", "tests.security.fuzzing")
SEED = "7"
TIMES = 1_500
MINUTES = 1.0


def fuzz(folder: Path, names: str, *options: str, seconds: float) -> int:
    """Fuzz entrances; return how many things were let in. Raises AssertionError for a finding."""
    needs(list(SCANNERS.glob("lib/python*/site-packages/atheris")), "atheris")
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    done = subprocess.run(
        [PYTHON, *MODULE, names, f"-artifact_prefix={folder}/", "-timeout=60", *options, corpus],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join((str(ROOT), sysconfig.get_path("purelib"))),
            "PYTHONHASHSEED": "0",
        },
        capture_output=True,
        check=False,
        timeout=seconds,
    )
    said = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-6_000:]
    return int(re.findall(r"Done (\d+) runs", said)[-1])


@pytest.mark.slow
def test_c40_many_hundred_things_are_read_or_refused(tmp_path: Path) -> None:
    options = (f"-seed={SEED}", f"-runs={TIMES}", "-max_len=20000", "-rss_limit_mb=2048")
    assert fuzz(tmp_path, "all", *options, seconds=110) >= TIMES


@pytest.mark.soak
def test_c40_a_planted_fault_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="invalid literal for int"):
        fuzz(tmp_path, "planted", f"-seed={SEED}", "-max_total_time=60", seconds=110)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_c40_minutes_of_anything_are_read_or_refused(tmp_path: Path, name: str) -> None:
    seconds = 60 * MINUTES
    options = (f"-max_total_time={seconds:.0f}", "-max_len=20000", "-rss_limit_mb=2048")
    count = fuzz(tmp_path, name, *options, seconds=seconds * 10)
    print(f"{name}: {count} things let in")
    assert count > 1_000
