"""What a decision would change, before it is made: every answer, every learner, every score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import appeals, regrades
from quizapp.db.base import AnyRow
from quizapp.domain.accepting import refusal, with_spellings
from quizapp.domain.bilingual import BilingualList, Lang
from quizapp.domain.errors import AppealRefusal, ItemNotFound
from quizapp.domain.items.base import Item
from quizapp.domain.text.normalise import clean
from quizapp.services import texts
from quizapp.services.regrades.desk import Opened, older_keys, open_item
from quizapp.services.regrades.standing import Effect, effects
from quizapp.services.regrades.views import Affected, Decider, Preview


def preview_spelling(
    session: Session, *, decider: Decider, name: str, lang: Lang, spelling: str
) -> Preview:
    """Return what accepting a spelling would change. Raises ItemNotFound, AppealRefusal."""
    connection = session.connection()
    opened = open_item(connection, decider, name)
    key = wider(connection, opened, lang, clean(spelling))
    return _preview(connection, decider, opened, key)


def preview_key(session: Session, *, decider: Decider, name: str) -> Preview:
    """Return what counting by the current key would change for older answers.

    Raises ItemNotFound, also for those who may not apply it.
    """
    connection = session.connection()
    opened = open_item(connection, decider, name)
    if not opened.may_regrade:
        raise ItemNotFound(name)
    return _preview(connection, decider, opened, opened.item)


def wider(connection: Connection, opened: Opened, lang: Lang, text: str) -> Item:
    """Return the item with one more right spelling. Raises AppealRefusal."""
    problem = refusal(opened.item, opened.article, lang, text)
    if problem is not None:
        raise AppealRefusal(problem.code, problem.rival)
    if older_keys(connection, opened) and not opened.may_regrade:
        # Accepting would apply a changed key as well, which is not this teacher's to decide.
        raise AppealRefusal("waiting")
    extra = BilingualList(ar=(text,)) if lang == "ar" else BilingualList(en=(text,))
    return with_spellings(opened.item, extra, opened.article)


def _preview(connection: Connection, decider: Decider, opened: Opened, key: Item) -> Preview:
    rows = regrades.standings(connection, opened.row.id)
    counted = [effect for effect in effects(connection, rows, key) if effect.change.counts]
    return Preview(
        name=opened.row.name,
        title=opened.article.title,
        before=older_keys(connection, opened) or (opened.item,),
        after=key,
        affected=_affected(connection, decider, counted),
        learners=len({effect.row.account_id for effect in counted}),
        answers=len(counted),
        fingerprint=opened.row.fingerprint,
    )


def _affected(
    connection: Connection, decider: Decider, counted: Sequence[Effect]
) -> tuple[Affected, ...]:
    known = appeals.names(
        connection, decider.account_id, sorted({effect.row.account_id for effect in counted})
    )
    rounds = sorted({effect.row.round_id for effect in counted})
    scores = appeals.round_scores(connection, rounds)
    moves: defaultdict[int, float] = defaultdict(float)
    for effect in counted:
        change = effect.change
        moves[effect.row.round_id] += change.after.score - change.before.score
    found = []
    for effect in counted:
        row, learner, now = effect.row, known[effect.row.account_id], scores[effect.row.round_id]
        found.append(
            Affected(
                name=learner.name if learner.taught else "",
                taught=bool(learner.taught),
                lang=row.lang,
                began=row.started_at,
                given=_given(row, connection),
                before=effect.change.before.outcome,
                after=effect.change.after.outcome,
                round_before=now.score,
                round_after=now.score + moves[row.round_id],
                total=now.total,
            )
        )
    return tuple(sorted(found, key=lambda line: (not line.taught, line.name, line.began)))


def _given(row: AnyRow, connection: Connection) -> tuple[str, ...]:
    if row.typed:
        return (row.typed,)
    seen = texts.item_of(connection, row.seen_id, row.seen_fingerprint)
    return tuple(seen.options[index].text[row.lang] for index in row.chosen)
