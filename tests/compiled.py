"""The binary catalogues, which the program reads: written anew where the text ones are newer.

To write them takes a second, and every process of the tests, and every server, wants them.
"""

from __future__ import annotations

from pathlib import Path

from quizapp.domain.bilingual import LANGS
from tools.catalogues import DOMAINS, compile_all, po_file


def compile_where_needed() -> None:
    """Make the binary catalogues say what the text ones say."""
    if any(_is_old(po_file(lang, domain)) for lang in LANGS for domain in DOMAINS):
        compile_all()


def _is_old(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime_ns <= source.stat().st_mtime_ns
