"""The registry of lint rules, and how they are run.

One line makes a rule part of every check; `tests/domain/lint` fails for a rule without
a case that breaks it and one that nearly does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from quizapp.domain.bilingual import LANGS
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from quizapp.domain.lint import (
    bank_rules,
    claims,
    cues,
    evidence,
    grammar,
    intervals,
    options,
    parity,
    script,
    stems,
    truth,
)
from quizapp.domain.lint.finding import Finding, Rule

_LISTED: Final = (
    options.one_key,
    options.no_duplicates,
    truth.wrong_is_wrong,
    intervals.no_overlap,
    options.one_sort,
    options.no_all_of_the_above,
    stems.positive_stem,
    stems.no_double_negative,
    cues.no_length_cue,
    bank_rules.key_not_mostly_longest,
    cues.no_clang,
    grammar.no_english_grammar_cue,
    grammar.no_arabic_grammar_cue,
    cues.no_absolutes_in_wrong_options,
    stems.no_vague_terms,
    cues.no_convergence,
    stems.self_contained,
    stems.own_words,
    cues.not_self_revealing,
    intervals.ascending,
    options.enough_options,
    claims.attribution_kept,
    claims.timeless,
    claims.no_opinion,
    parity.languages_agree,
    parity.about_as_long,
    script.own_script,
    truth.one_slot_swapped,
    bank_rules.false_has_its_true_twin,
    stems.no_pointing,
    evidence.proved_by_the_passage,
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.id: rule for rule in _LISTED})
"""Every rule by its id, in the order in which they are checked."""


def lint_item(
    item: Item, article: Article, rules: Mapping[str, Rule] = RULES
) -> tuple[Finding, ...]:
    """Return what the rules have against one item of an article.

    In a language in which the item cannot be asked, nobody minds how it reads.
    """
    langs = item.langs or LANGS
    return tuple(
        finding
        for rule in rules.values()
        for finding in rule.check(item, article)
        if finding.lang is None or finding.lang in langs
    )


def lint_bank(
    items: Sequence[Item], article: Article, rules: Mapping[str, Rule] = RULES
) -> tuple[Finding, ...]:
    """Return what the rules have against a bank: item by item, then as a whole."""
    each = [f for item in items for f in lint_item(item, article, rules)]
    whole = [f for rule in rules.values() for f in rule.check_bank(items, article)]
    return (*each, *whole)
