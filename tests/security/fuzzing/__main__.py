"""Fuzz the entrances under atheris: `python -m tests.security.fuzzing ENTRANCES OPTIONS…`.

ENTRANCES are names between commas, `all`, or `planted`: a fault to be found. OPTIONS are
libFuzzer's, and the last of them a folder for what was found worth keeping; with a file in its
place just that is let in: a finding, once more. The Python is that of the scanners' environment,
with our own packages before its own (`tests/security/test_c40_fuzzing.py` says how).
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr
from pathlib import Path

import atheris

OURS = [
    *("quizapp.domain", "quizapp.formats", "quizapp.services.mine"),
    "tests.security.fuzzing.planted",
]
with atheris.instrument_imports(include=OURS):
    from tests.security.fuzzing import entrances, planted
    from tests.security.fuzzing.samples import words


def main(names: str, *options: str) -> None:
    """Fuzz until libFuzzer ends the process: 0 where nothing was found."""
    folder = Path(options[-1])
    if folder.is_dir():
        for name in chosen(names):
            for number, seed in enumerate(entrances.seeds(name)):
                (folder / f"{name}-{number}").write_bytes(seed)
        known = folder.with_suffix(".words")
        known.write_text("".join(f'"{_escaped(word)}"\n' for word in words()), encoding="ascii")
        options = (f"-dict={known}", *options)
    feed = planted.feed if names == "planted" else entrances.feed
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:

        def once(data: bytes) -> None:
            with redirect_stderr(nowhere):  # How far reading has come is of no interest here.
                feed(data)

        atheris.Setup([sys.argv[0], *options], once)
        atheris.Fuzz()


def chosen(names: str) -> tuple[str, ...]:
    """Return the entrances that are named."""
    if names == "planted":
        return ()
    return entrances.NAMES if names == "all" else tuple(names.split(","))


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


main(*sys.argv[1:])
