"""What a class remembers of an article, and the six questions that save the most of it.

A fact is in the list if somebody in the class ever reviewed a card of it. The warm-up is
drawn greedily: of the questions that a fact allows, one a fact, the one whose slot saves the
most comes first, and as long as there are others none that gives an earlier one away or is
given away by it. Recalling beats recognising, so of equals the typed ones go first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.db import results as tables
from quizapp.db.base import AnyRow
from quizapp.domain.bilingual import LANGS, Bilingual
from quizapp.domain.cards.siblings import group_of
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound, NothingToAsk
from quizapp.domain.generation.bank import Bank
from quizapp.domain.statistics.remembering import Held, outlook, savings
from quizapp.services import homework, texts
from quizapp.services.cards.records import settings_with, state_of
from quizapp.services.results.gathering import classroom_of, pupils_of
from quizapp.services.results.views import ClassMemory, FactRow, WarmUpItem

WARM_UP: Final = 6
USUAL_DAYS: Final = 14
MOST_DAYS: Final = 365
_PREFERRED: Final = ("gap", "number", "choice", "true_false", "evidence", "claim")
_LEAST: Final = 0.005  # Less than this of one learner is nothing that a question could save.


def class_memory(
    session: Session,
    *,
    account_id: int,
    classroom_id: str,
    article: str | None,
    day: date | None,
    now: datetime,
) -> ClassMemory:
    """Return what becomes of an article's facts by a day, and the warm-up for today.

    Without an article the first one is taken of which the class learnt anything, without a
    day one in two weeks; a day out of reach is moved to the nearest within a year. Raises
    ClassroomNotFound and ArticleNotFound.
    """
    connection = session.connection()
    classroom, shown = classroom_of(connection, account_id, classroom_id)
    today = StudyCalendar(classroom.zone).day(now)
    until = within_reach(day, today)
    members = [pupil.account_id for pupil in pupils_of(connection, classroom)]
    heads = {row.slug: row for row in catalogue.articles(connection)}
    chosen, cards = _chosen(connection, article, heads, members)
    held = [_held(row) for row in cards]
    stored = texts.articles_of(
        connection, {row.fingerprint: row.version_id for row in heads.values()}
    )
    text = stored[chosen.fingerprint] if chosen is not None else None
    return ClassMemory(
        classroom=shown,
        articles=tuple((slug, stored[row.fingerprint].title) for slug, row in heads.items()),
        article=text,
        today=today,
        day=until,
        learners=len({card.learner for card in held}),
        rows=_rows(text, held, today, until),
        warm_up=_warm_up_of(connection, chosen, savings(held, today, until)),
    )


def _warm_up_of(
    connection: Connection, chosen: AnyRow | None, saved: Mapping[str, float]
) -> tuple[WarmUpItem, ...]:
    if chosen is None or not saved:
        return ()
    return warm_up(texts.bank_of(connection, chosen).bank, saved)


def within_reach(day: date | None, today: date) -> date:
    """Return the day that is looked at: from tomorrow to a year from now, usually two weeks."""
    if day is None:
        return today + timedelta(days=USUAL_DAYS)
    return min(max(day, today + timedelta(days=1)), today + timedelta(days=MOST_DAYS))


def warm_up(bank: Bank, saved: Mapping[str, float]) -> tuple[WarmUpItem, ...]:
    """Return the questions that save the most, at most six, one a fact.

    None gives another away, unless there are fewer than six such; then the next best fill up,
    and the round that is drawn from them puts what gives away behind what it would give away.
    """
    places = sorted(
        (
            at
            for at, item in enumerate(bank.items)
            if item.facts and saved.get(group_of(item.id), 0.0) > _LEAST
        ),
        key=lambda at: _merit(bank, at, saved),
    )
    taken: list[int] = []
    facts: set[str] = set()
    hidden = 0
    for strict in (True, False):
        for at in places:
            item = bank.items[at]
            if len(taken) == WARM_UP:
                break
            if facts.isdisjoint(item.facts) and not (strict and hidden >> at & 1):
                taken.append(at)
                facts.update(item.facts)
                hidden |= _entangled(bank, at)
    taken.sort(key=lambda at: _merit(bank, at, saved))
    return tuple(WarmUpItem(bank.items[at], saved[group_of(bank.items[at].id)]) for at in taken)


def _merit(bank: Bank, at: int, saved: Mapping[str, float]) -> tuple[float, int, str]:
    item = bank.items[at]
    rank = _PREFERRED.index(item.kind) if item.kind in _PREFERRED else len(_PREFERRED)
    return (-saved[group_of(item.id)], rank, item.id)


def _entangled(bank: Bank, at: int) -> int:
    """Everything that gives the item away or that it gives away, in either language."""
    mask = 0
    for lang in LANGS:
        relation = bank.reveals(lang)
        mask |= relation.gives[at] | relation.given[at]
    return mask


def _chosen(
    connection: Connection,
    wanted: str | None,
    heads: Mapping[str, AnyRow],
    members: Sequence[int],
) -> tuple[AnyRow | None, list[AnyRow]]:
    """The article looked at with the cards that the members hold of it."""
    if wanted is not None:
        if wanted not in heads:
            raise ArticleNotFound(wanted)
        return heads[wanted], tables.memory(connection, members, heads[wanted].id)
    for head in heads.values():
        cards = tables.memory(connection, members, head.id)
        if cards:
            return head, cards
    return next(iter(heads.values()), None), []


def _held(row: AnyRow) -> Held:
    return Held(row.account_id, state_of(row), settings_with(row.memory_parameters, row.retention))


def _rows(
    article: Article | None, held: Sequence[Held], today: date, day: date
) -> tuple[FactRow, ...]:
    if article is None:
        return ()
    plain: dict[str, Bilingual] = {fact.id: fact.plain() for fact in article.facts}
    return tuple(
        FactRow(row.fact, plain[row.fact], row)
        for row in outlook(held, today, day)
        if row.fact in plain
    )


def set_warm_up(
    session: Session,
    *,
    account_id: int,
    classroom_id: str,
    article: str,
    day: date | None,
    title: str,
    public_id: str,
    now: datetime,
) -> str:
    """Set the warm-up to the class as homework, from now on; return its public id.

    The same public id again sets none. Raises what `class_memory` and `homework.assign` raise,
    and NothingToAsk where no question would save anything.
    """
    found = class_memory(
        session,
        account_id=account_id,
        classroom_id=classroom_id,
        article=article,
        day=day,
        now=now,
    )
    if not found.warm_up:
        raise NothingToAsk(article)
    items = tuple(row.item.id for row in found.warm_up)
    return homework.assign(
        session,
        account_id=account_id,
        classroom_id=classroom_id,
        task=homework.TaskWish(article=article, items=items, length=None),
        terms=homework.TermsWish(title=title, opens_at=now, due_at=None, counts="first"),
        public_id=public_id,
        seed=public_id,
        now=now,
    )
