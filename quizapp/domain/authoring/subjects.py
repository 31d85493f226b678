"""In which languages an item is meant to be asked: those in which its subject is written.

The subject is what an author wrote: a fact with its sentence and the question of the slot, a
set, an unstated claim, a question of its own. An item that cannot be asked in a language in
which all of that is there lacks something by mistake; any other one lacks it on purpose.
"""

from __future__ import annotations

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from quizapp.domain.items.derive import proved_langs


def meant_for(item: Item, article: Article) -> tuple[Lang, ...]:
    """Return the languages in which an item is meant to be asked."""
    _, owner, slot, _ = item.id.split("/")
    facts = [article.fact_by_id[ident] for ident in item.facts if ident in article.fact_by_id]
    langs = [{*proved_langs(article, fact)} for fact in facts]
    asks = [ask for fact in facts if fact.id == owner for ask in fact.asks if ask.slot == slot]
    langs += [{*ask.question.langs} for ask in asks if ask.question.langs]
    langs += [{*text.langs} for text in _texts(owner, article)]
    return tuple(lang for lang in LANGS if all(lang in written for written in langs))


def _texts(owner: str, article: Article) -> list[Bilingual]:
    """What sets, unstated claims and written questions of an id say first."""
    sets = [chosen.question for chosen in article.sets if chosen.id == owner]
    unstated = [claim.statement for claim in article.unstated if claim.id == owner]
    written = [w.material if w.material.langs else w.stem for w in article.written if w.id == owner]
    return [*sets, *unstated, *written]
