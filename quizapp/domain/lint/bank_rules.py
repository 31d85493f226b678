"""Rules over all items of an article: faults that no single item shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import LANGS
from quizapp.domain.ids import WHOLE
from quizapp.domain.items.base import Item
from quizapp.domain.lint.cues import letters
from quizapp.domain.lint.finding import Hit, Severity, bank_rule
from quizapp.domain.lint.reading import keys, wrong_options

_ENOUGH_ITEMS: Final = 8
_TOO_OFTEN: Final = 0.5


@bank_rule("Q09B", Severity.WARNING)
def key_not_mostly_longest(items: Sequence[Item]) -> Iterator[Hit]:
    """Over the whole bank the key is the longest option in at most half of the choices.

    `Take the longest` must not pay. Ties are no cue; a few items prove nothing.
    """
    choices = [i for i in items if i.kind == "choice" and keys(i) and wrong_options(i)]
    for lang in LANGS:
        asked = [item for item in choices if lang in item.langs]
        if len(asked) < _ENOUGH_ITEMS:
            continue
        longest = sum(
            letters(item.options[keys(item)[0]].text[lang])
            > max(letters(item.options[i].text[lang]) for i in wrong_options(item))
            for item in asked
        )
        if longest / len(asked) > _TOO_OFTEN:
            yield Hit({"longest": str(longest), "items": str(len(asked))}, lang=lang)


@bank_rule("Q30B", Severity.WARNING)
def false_has_its_true_twin(items: Sequence[Item]) -> Iterator[Hit]:
    """Every fact with a false statement has a true one too.

    Rounds balance true and false; a fact that only ever comes false would tell.
    """
    statements = [item for item in items if item.kind == "true_false"]
    true = {fact for item in statements if item.slot == WHOLE for fact in item.facts}
    for item in statements:
        if item.slot != WHOLE and not true.issuperset(item.facts):
            yield Hit({"fact": ", ".join(item.facts)}, item=item.id)
