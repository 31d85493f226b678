"""The rule that both languages of an item say the same: numbers, quotations, negation.

    ar  "في 16 أكتوبر"      en  "on 16 October"      parity
    ar  "في 16 أكتوبر"      en  "on 15 October"      the numbers differ: an error
    ar  "في الثاني عشر"     en  "on the 12th"        a number in words: a warning

Parts are compared one by one, so that an author is led to the very text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from quizapp.domain.lint.cues import letters
from quizapp.domain.lint.finding import Hit, Severity, content_rule, item_rule
from quizapp.domain.lint.reading import folded, parts, tokens
from quizapp.domain.lint.vocabulary import DENIAL_AR, DENIAL_EN, NO_DENIAL_AFTER_LA

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# A number hyphenated to a word is part of a name (COVID-19), and names are translated.
_NUMBER: Final = re.compile(r"(?<![^\W\d]-)(?<!\w)\d+(?:[.,٬٫]\d+)*")
_QUOTATION: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_NOTHING: Final = "–"
_RATIO: Final = (0.45, 1.5)  # measured on 538 texts: 0.49 to 1.24, 0.76 on average
_SHORT: Final = 25  # letters; under this one long word makes any ratio
_SENTENCES: Final = frozenset({"stem", "material", "explanation"})


@content_rule("Q27", Severity.WARNING)
def languages_agree(item: Item, article: Article) -> Iterator[Hit]:
    """The Arabic and the English of every text have the same numbers, quotations, denials.

    Numbers that both sides write in digits and that differ are an error; the rest is a
    warning. The sentences of the passage that prove the key count as texts of the item. A text
    in one language has nothing to agree with.
    """
    for part, text in (*parts(item), *_proof(item, article)):
        if len(text.langs) < len(LANGS):
            continue
        here, there = numbers(text.ar), numbers(text.en)
        if here != there:
            severity = Severity.ERROR if here and there else None
            yield Hit({"ar": _listed(here), "en": _listed(there)}, part=part, severity=severity)
        said, cited = _QUOTATION.findall(text.ar), _QUOTATION.findall(text.en)
        if len(said) != len(cited):
            params = {"ar": " ".join(said) or _NOTHING, "en": " ".join(cited) or _NOTHING}
            yield Hit(params, part=part)
        denied = text.map(_denies)
        if part in _SENTENCES and bool(denied.ar) != bool(denied.en):
            yield Hit({"ar": denied.ar or _NOTHING, "en": denied.en or _NOTHING}, part=part)


@item_rule("Q27L", Severity.WARNING)
def about_as_long(item: Item) -> Iterator[Hit]:
    """A sentence in Arabic has 0.45 to 1.5 times the letters that it has in English.

    Arabic writes no short vowels and is shorter by a quarter. Outside these bounds one of
    the two says more than the other.
    """
    for part, text in parts(item):
        ar, en = letters(text.ar), letters(text.en)
        if part in _SENTENCES and min(ar, en) and max(ar, en) >= _SHORT:
            low, high = _RATIO
            if not low <= ar / en <= high:
                yield Hit({"ar": str(ar), "en": str(en)}, part=part)


def _proof(item: Item, article: Article) -> Iterator[tuple[str, Bilingual]]:
    for ident in item.evidence:
        if sentence := article.sentence_by_id.get(ident):
            yield f"passage:{ident}", sentence.text


def numbers(text: str) -> Counter[str]:
    """Return the numbers that a text writes in digits, of any system, and how often."""
    found = _NUMBER.findall(text.translate(_DIGITS))
    return Counter(re.sub(r"[,٬]", "", number).replace("٫", ".") for number in found)


def _listed(found: Counter[str]) -> str:
    return ", ".join(sorted(found.elements())) or _NOTHING


def _denies(text: str, lang: Lang) -> str:
    """Return the first word that denies something, or nothing."""
    if lang == "en":
        found = DENIAL_EN.search(text)
        return found[0] if found else ""
    said = tokens(text, "ar")
    deny = folded(DENIAL_AR, "ar")
    still = folded(NO_DENIAL_AFTER_LA, "ar")
    for token, after in zip(said, [*said[1:], None], strict=False):
        if token.word in deny and not (after and after.word in still):
            return token.raw
    return ""
