"""What the linter found: one sentence for each rule of `domain/lint`."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.domain.bilingual import Lang
from quizapp.wording.catalogue import translated
from quizapp.wording_lint import LINT_MESSAGES


def finding_text(rule: str, params: Mapping[str, str], lang: Lang) -> str:
    """Return what a rule of the linter has against an item, as a sentence."""
    return translated(LINT_MESSAGES[rule], params, lang)
