"""Which sentence of the text proves a fact, where its author did not say.

Every marked answer must stand in it, in each language in which both are written; among
several, the one that shares the most words with the fact. Where two share as many, none
is taken: a guess would be no proof.

    fact      {{Irbid}} hosted the fair.
    text      The fair was held in Irbid. Irbid hosted the fair in autumn.
    taken     the second sentence
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from quizapp.domain.authoring.facts import FactDraft
from quizapp.domain.authoring.marks import Marked, parse
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article, Sentence
from quizapp.domain.text import contains, words


def proved(draft: FactDraft, article: Article) -> FactDraft:
    """Return a draft with its sentence, where it names none and one stands out.

    Raises MarksBroken.
    """
    if draft.sentence or draft.quote:
        return draft
    marked: dict[Lang, Marked] = {lang: parse(draft.text(lang)) for lang in LANGS}
    if not any(side.spans for side in marked.values()):
        return draft
    shared = {
        sentence.id: _shared(marked, sentence)
        for paragraph in article.passage
        for sentence in paragraph.sentences
        if _holds(marked, sentence)
    }
    best = max(shared.values(), default=0)
    found = [ident for ident, count in shared.items() if count == best]
    return replace(draft, sentence=found[0]) if len(found) == 1 else draft


def _holds(marked: Mapping[Lang, Marked], sentence: Sentence) -> bool:
    sides = [lang for lang in LANGS if marked[lang].spans and sentence.text[lang]]
    return bool(sides) and all(
        contains(sentence.text[lang], span.text, lang)
        for lang in sides
        for span in marked[lang].spans
    )


def _shared(marked: Mapping[Lang, Marked], sentence: Sentence) -> int:
    return sum(
        len({*words(marked[lang].plain, lang)} & {*words(sentence.text[lang], lang)})
        for lang in LANGS
    )
