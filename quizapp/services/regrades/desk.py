"""The teacher's desk: which items have open appeals, which were regraded by nobody yet.

A key may be applied to older answers by the owner of the article and by administrators. A
teacher of a class decides on her own pupils' appeals to articles that belong to nobody: what
she accepts there is accepted for everyone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import appeals, catalogue, regrades
from quizapp.db import older_keys as tables
from quizapp.db.base import AnyRow
from quizapp.domain.accepting import Group, answer_fingerprint, grouped, nearness, refusal
from quizapp.domain.content import Article
from quizapp.domain.errors import ItemNotFound
from quizapp.domain.items.base import Item
from quizapp.domain.regrading import key_fingerprint
from quizapp.services import texts
from quizapp.services.regrades.views import (
    Accepted,
    AppealGroup,
    Decided,
    Decider,
    Desk,
    ItemDesk,
    ItemLine,
    Past,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An item that somebody may decide on, with its texts as they are now."""

    row: AnyRow
    head: AnyRow
    item: Item
    article: Article
    appeals: tuple[AnyRow, ...]
    may_regrade: bool


def desk(session: Session, *, decider: Decider) -> Desk:
    """Return everything that waits for somebody's decision."""
    connection = session.connection()
    waiting = appeals.open_items(connection, decider.account_id, everything=decider.admin)
    counts = {row.name: row.appeals for row in waiting}
    return Desk(
        appeals=_lines(connection, counts),
        regrades=_lines(connection, _changed_keys(connection, decider)),
    )


def open_appeals(session: Session, *, decider: Decider) -> int:
    """Count the appeals that wait for somebody's decision."""
    return appeals.count_open(session.connection(), decider.account_id, everything=decider.admin)


def item_desk(session: Session, *, decider: Decider, name: str) -> ItemDesk:
    """Return one item with its appeals, grouped by spelling. Raises ItemNotFound."""
    connection = session.connection()
    opened = open_item(connection, decider, name)
    waiting = is_waiting(connection, opened)
    return ItemDesk(
        name=name,
        title=opened.article.title,
        item=opened.item,
        groups=_groups(connection, decider, opened),
        decided=_decided(opened),
        waiting=waiting,
        regrade=waiting and opened.may_regrade,
        accepted=_accepted(connection, opened) if opened.may_regrade else (),
        past=tuple(
            Past(row.cause == "spelling", row.reason, row.made_at)
            for row in regrades.regrades(connection, opened.row.id)
        ),
    )


def accepted_for(connection: Connection, opened: Opened) -> list[AnyRow]:
    """Return the spellings that were accepted for the answer that an item asks for now."""
    answer = answer_fingerprint(opened.item, opened.article)
    rows = regrades.spellings(connection, opened.row.slug)
    return [row for row in rows if (row.name, row.answer) == (opened.row.name, answer)]


def _accepted(connection: Connection, opened: Opened) -> tuple[Accepted, ...]:
    return tuple(Accepted(row.lang, row.spelling) for row in accepted_for(connection, opened))


def open_item(connection: Connection, decider: Decider, name: str) -> Opened:
    """Return an item that somebody may decide on. Raises ItemNotFound, for strangers too."""
    row = regrades.find_item(connection, name)
    if row is None:
        raise ItemNotFound(name)
    may_regrade = decider.admin or row.owner_id == decider.account_id
    found = appeals.of_item(connection, decider.account_id, name, everything=decider.admin)
    if not may_regrade and not found:
        raise ItemNotFound(name)
    head = catalogue.article(connection, row.slug)
    assert head is not None, "an item has an article"
    return Opened(
        row=row,
        head=head,
        item=texts.item_of(connection, row.version_id, row.fingerprint),
        article=texts.article_of(connection, head.version_id, head.fingerprint),
        appeals=tuple(found),
        may_regrade=may_regrade,
    )


def is_waiting(connection: Connection, opened: Opened) -> bool:
    """Tell whether answers to an item count by a key that is not its key any more."""
    return bool(older_keys(connection, opened))


def older_keys(connection: Connection, opened: Opened) -> tuple[Item, ...]:
    """Return the versions with another key that answers to an item count by."""
    found = texts.items_of(connection, tables.keys(connection, opened.row.id))
    now = key_fingerprint(opened.item)
    return tuple(found[name] for name in sorted(found) if key_fingerprint(found[name]) != now)


def _changed_keys(connection: Connection, decider: Decider) -> dict[str, int]:
    """The items whose key is another one than some answers count by, with those answers."""
    rows = tables.outdated(connection, decider.account_id, everything=decider.admin)
    versions = {row.key_fingerprint: row.key_id for row in rows}
    versions |= {row.fingerprint: row.version_id for row in rows}
    found = texts.items_of(connection, versions)
    counts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        older, newer = found[row.key_fingerprint], found[row.fingerprint]
        if key_fingerprint(older) != key_fingerprint(newer):
            counts[row.name] += row.answers
    return dict(counts)


def _lines(connection: Connection, counts: Mapping[str, int]) -> tuple[ItemLine, ...]:
    rows = regrades.find_items(connection, list(counts)) if counts else {}
    items = texts.items_of(connection, {r.fingerprint: r.version_id for r in rows.values()})
    articles = texts.articles_of(
        connection, {r.article_fingerprint: r.article_version_id for r in rows.values()}
    )
    return tuple(
        ItemLine(name, articles[row.article_fingerprint].title, items[row.fingerprint], count)
        for name, count in counts.items()
        if (row := rows.get(name)) is not None
    )


def _groups(connection: Connection, decider: Decider, opened: Opened) -> tuple[AppealGroup, ...]:
    waiting = [row for row in opened.appeals if row.state == "open"]
    known = appeals.names(
        connection, decider.account_id, sorted({row.account_id for row in waiting})
    )
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in waiting:
        learner = known[row.account_id]
        if learner.taught and learner.name:
            names[row.lang, row.typed].append(learner.name)
    return tuple(
        _group(opened, group, names) for group in grouped((r.lang, r.typed) for r in waiting)
    )


def _group(
    opened: Opened, group: Group, names: defaultdict[tuple[str, str], list[str]]
) -> AppealGroup:
    written = [name for each in group.spellings for name in names[group.lang, each.text]]
    return AppealGroup(
        lang=group.lang,
        text=group.text,
        spellings=group.spellings,
        count=group.count,
        names=tuple(dict.fromkeys(sorted(written))),
        said=nearness(opened.item, opened.article, group.lang, group.text),
        refusal=refusal(opened.item, opened.article, group.lang, group.text),
    )


def _decided(opened: Opened) -> tuple[Decided, ...]:
    by_decision: defaultdict[tuple[str, str], list[AnyRow]] = defaultdict(list)
    for row in opened.appeals:
        if row.state != "open":
            by_decision[row.state, row.reason].append(row)
    return tuple(
        Decided(group.lang, group.text, state == "accepted", reason, group.count)
        for (state, reason), rows in by_decision.items()
        for group in grouped((row.lang, row.typed) for row in rows)
    )


def folded_alike(opened: Opened, lang: str, text: str) -> Sequence[AnyRow]:
    """Return the open appeals of the group that a spelling belongs to."""
    waiting = [row for row in opened.appeals if row.state == "open" and row.lang == lang]
    for group in grouped((row.lang, row.typed) for row in waiting):
        same = {spelled.text for spelled in group.spellings}
        if text in same:
            return [row for row in waiting if row.typed in same]
    return ()
