"""A document as PDF, made by a process of its own.

What draws the letters is large and reads what authors wrote; so it is never loaded into the
process that serves pages, and where it hangs or falls it takes nothing with it. That process
knows no secrets: of the environment it gets only what finding programs and fonts takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from quizapp.domain.errors import QuizappError

PDF_TYPE: Final = "application/pdf"
PROCESS: Final = "quizapp.formats.worksheet.pdf"
PATIENCE: Final = 60.0
_AT_ONCE: Final = BoundedSemaphore(2)
_MISSING: Final = 3
_PACKAGES: Final = Path(__file__).resolve().parents[3]
_HANDED_ON: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "XDG_CACHE_HOME",
    "TMPDIR",
)


class PrintingFailed(QuizappError):
    """No PDF could be made. `code` says why: `missing` (Pango), `slow`, `failed`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def printed(html: str, patience: float = PATIENCE) -> bytes:
    """Return the PDF of a document; two at most are made at once. Raises PrintingFailed."""
    if not _AT_ONCE.acquire(timeout=patience):
        raise PrintingFailed("slow")
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the document comes by a pipe
            [sys.executable, "-P", "-m", PROCESS],
            input=html.encode(),
            env=environment(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PrintingFailed("slow") from late
    except OSError as error:
        raise PrintingFailed("failed", str(error)) from error
    finally:
        _AT_ONCE.release()
    if done.returncode == _MISSING:
        raise PrintingFailed("missing")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PrintingFailed("failed", done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def environment() -> dict[str, str]:
    """Return the environment of the process: programs, fonts, and where this package is."""
    kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    return {**kept, "PYTHONPATH": str(_PACKAGES)}


@cache
def can_print() -> bool:
    """Tell whether the package that prints is installed; whether it runs, only a try tells."""
    return find_spec("weasyprint") is not None
