"""Rules about how a question is put: clear, positive, complete, in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article, ClaimKind
from quizapp.domain.items.base import BLANK, Item
from quizapp.domain.lint.finding import Hit, Severity, Span, content_rule, item_rule
from quizapp.domain.lint.reading import (
    QUESTION_KINDS,
    Token,
    between_quotations,
    folded,
    is_stop_word,
    question_part,
    sides,
    tokens,
    unquoted,
)
from quizapp.domain.lint.vocabulary import (
    HEDGES,
    NEGATIVE_AR,
    NEGATIVE_EN,
    NO_DENIAL_AFTER_LA,
    POINTING,
    PRONOUNS,
    USUAL_AFTER_GHAYR,
    VAGUE,
)
from quizapp.domain.text import peel, words

_FEWEST_WORDS: Final = {"ar": 3, "en": 4}  # Arabic says in one word what English says in two
_LONG_OPTION: Final = 8
_OPTIONS_SHARE: Final = 0.6
_COPIED_RUN: Final = 8
_EMPHASIS: Final = '«“"*_'
_IMPERFECT: Final = ("ي", "ت", "ن", "ا")
_COPULA_AFTER: Final = {  # who was it that, من هي التي: part of the question itself
    "en": frozenset({"is", "was"}),
    "ar": frozenset({"من", "ما", "ماذا", "اي", "ايه"}),
}


def negations(text: str, lang: Lang) -> tuple[Span, ...]:
    """Return where a text negates; words that only look like it are passed over."""
    if lang == "en":
        return tuple(m.span() for m in NEGATIVE_EN.finditer(text))
    found = tokens(text, "ar")
    pairs = zip(found, [*found[1:], None], strict=False)
    return tuple((t.start, t.end) for t, after in pairs if _negates(t, after))


def _negates(token: Token, after: Token | None) -> bool:
    """Tell whether an Arabic word negates what follows it."""
    if token.word in folded(NEGATIVE_AR, "ar"):
        return True
    following = after.word if after else ""
    if token.word in {"لا", "ولا", "فلا"}:
        still = folded(NO_DENIAL_AFTER_LA, "ar")
        return following.startswith(_IMPERFECT) and len(following) > 3 and following not in still
    if token.word == "غير":
        usual = tuple(folded(USUAL_AFTER_GHAYR, "ar"))
        return bool(following) and not peel(following).startswith(usual)
    return False


@item_rule("Q07", Severity.WARNING)
def positive_stem(item: Item) -> Iterator[Hit]:
    """A question asks what is, not what is not; a reader in a hurry misses the `not`.

    Where the negative is emphasised (capitals, or set off in Arabic) it is only shown.
    """
    if item.kind not in QUESTION_KINDS | {"evidence"}:
        return
    for part, lang, text in sides(item, question_part(item)):
        for start, end in negations(unquoted(text), lang):
            loud = text[start:end].isupper() or text[:start].endswith(tuple(_EMPHASIS))
            severity = Severity.INFO if loud else None
            yield Hit({"word": text[start:end]}, lang, (start, end), part, severity)


@item_rule("Q08", Severity.WARNING)
def no_double_negative(item: Item) -> Iterator[Hit]:
    """No negative stem over a negative option, and no two negatives in one statement."""
    for lang in LANGS:
        if item.kind == "true_false" and item.material:
            count = len(negations(unquoted(item.material[lang]), lang))
            if count > 1:
                yield Hit({"count": str(count)}, lang=lang, part="material")
        elif item.kind in QUESTION_KINDS and negations(unquoted(item.stem[lang]), lang):
            for number, option in enumerate(item.options, start=1):
                if count := len(negations(option.text[lang], lang)):
                    yield Hit({"count": str(count + 1)}, lang=lang, part=f"option:{number}")


@item_rule("Q14", Severity.WARNING)
def no_vague_terms(item: Item) -> Iterator[Hit]:
    """No words that nobody can measure (often, usually) where an answer depends on them.

    Hedges (perhaps, might) are as vague, except where the article only expects or
    interprets: there they are what it says.
    """
    looked_at = {"true_false": ("material",), "claim": (), "evidence": ("material",)}
    hedged = item.claim in {ClaimKind.EXPECTATION, ClaimKind.ANALYSIS}
    for part, lang, text in sides(item, *looked_at.get(item.kind, ("stem", "material", "option"))):
        listed = VAGUE[lang] if hedged else VAGUE[lang] | HEDGES[lang]
        vague = folded(listed, lang)
        for token in tokens(unquoted(text), lang):
            if token.word in vague:
                yield Hit({"word": token.raw}, lang, (token.start, token.end), part)


@item_rule("Q16", Severity.WARNING)
def self_contained(item: Item) -> Iterator[Hit]:
    """The stem can be answered with the options covered.

    It asks (a question mark or a blank), has four words at least (three in Arabic),
    begins with no pronoun that points at nothing, and holds the idea itself, instead
    of leaving 60 % of the words to long options.
    """
    for lang in LANGS:
        if reason := _incomplete(item, lang):
            yield Hit({"text": reason}, lang=lang, part=question_part(item))


def _incomplete(item: Item, lang: Lang) -> str | None:
    """Return the words by which a stem is seen to be incomplete."""
    material = item.material[lang] if item.material else ""
    # A fact without a question is itself to be proved: then the stem asks.
    asks = question_part(item) == "material" and material != item.explanation[lang]
    stem = material if asks else item.stem[lang]
    if not stem.rstrip(' »”"').endswith(("?", "؟")) and BLANK not in stem:
        return stem
    said = tokens(stem, lang)
    alone = item.kind in QUESTION_KINDS | {"evidence"}
    if alone and len(said) < _FEWEST_WORDS[lang]:
        return stem
    if alone and (pointing := _pointing_at_nothing(said, lang)):
        return pointing
    sizes = [len(tokens(option.text[lang], lang)) for option in item.options]
    if item.kind in {"choice", "multiple_choice"} and sizes:
        long = sum(sizes) / len(sizes) > _LONG_OPTION
        share = sum(sizes) / (sum(sizes) + len(said) + len(tokens(material, lang)))
        return stem if long and share > _OPTIONS_SHARE else None
    return None


def _pointing_at_nothing(said: Sequence[Token], lang: Lang) -> str | None:
    """Return a pronoun that stands before anything it could stand for."""
    for before, token in zip([None, *said], said, strict=False):
        if token.word in folded(PRONOUNS[lang], lang):
            if before and before.word in _COPULA_AFTER[lang]:
                continue
            return token.raw
        if not is_stop_word(token.word, lang):
            return None
    return None


@content_rule("Q17", Severity.WARNING)
def own_words(item: Item, article: Article) -> Iterator[Hit]:
    """A question shares no run of more than eight words with the sentence that proves it.

    Copied wording tests recognition. A quotation must be copied and ends the run; gaps
    and statements are such sentences by design.
    """
    if item.kind not in QUESTION_KINDS:
        return
    proof = [article.sentence_by_id[i] for i in item.evidence if i in article.sentence_by_id]
    for lang in LANGS:
        runs = [words(run, lang) for run in between_quotations(item.stem[lang])]
        told = [words(sentence.text[lang], lang) for sentence in proof]
        longest = max((_common_run(one, two) for one in runs for two in told), default=0)
        if longest > _COPIED_RUN:
            yield Hit({"words": str(longest)}, lang=lang, part="stem")


def _common_run(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the length of the longest run of words that both have."""
    longest, above = 0, [0] * (len(two) + 1)
    for word in one:
        row = [0] * (len(two) + 1)
        for j, other in enumerate(two, start=1):
            if word == other:
                row[j] = above[j - 1] + 1
                longest = max(longest, row[j])
        above = row
    return longest


@item_rule("Q32", Severity.ERROR)
def no_pointing(item: Item) -> Iterator[Hit]:
    """No word relies on colour or place on the screen: not everybody sees either."""
    for part, lang, text in sides(item, "stem", "material"):
        if found := POINTING[lang].search(unquoted(text)):
            yield Hit({"phrase": found[0]}, lang=lang, span=found.span(), part=part)
