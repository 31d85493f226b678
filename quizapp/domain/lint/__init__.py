"""Judging items before anybody plays them: one rule per known flaw.

    lint_item(item, article) -> (Finding("Q09", W, "a/f/s/choice", "en", ...), ...)

A finding is a code with parameters; only `web` and `cli` put it into words.
"""

from __future__ import annotations

from quizapp.domain.lint.evidence import evidence_failures
from quizapp.domain.lint.finding import Finding, Rule, Severity
from quizapp.domain.lint.rules import RULES, lint_bank, lint_item

__all__ = ["RULES", "Finding", "Rule", "Severity", "evidence_failures", "lint_bank", "lint_item"]
