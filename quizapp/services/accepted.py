"""Spellings that teachers accepted, joined to the items that they were accepted for.

The content itself, whether it comes from files or from the studio, knows nothing of them:
they stand in a table of their own and join an item's key whenever its article is stored. So
an item with such a spelling is a version like any other, with a fingerprint of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from quizapp.db import regrades
from quizapp.db.base import AnyRow
from quizapp.domain.accepting import answer_fingerprint, with_spellings
from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article
from quizapp.domain.items.base import Item
from quizapp.domain.records import decode


def accepting_items(
    connection: Connection, article: Article, records: Mapping[str, str]
) -> list[Item]:
    """Return those of an article's items, given as records, that accept more than they say."""
    accepted: defaultdict[str, list[AnyRow]] = defaultdict(list)
    for row in regrades.spellings(connection, article.slug):
        accepted[row.name].append(row)
    found = []
    for name in sorted(accepted.keys() & records.keys()):
        item = decode(Item, json.loads(records[name]))
        wider = accepting(item, article, accepted[name])
        if wider != item:
            found.append(wider)
    return found


def accepting(item: Item, article: Article, rows: Iterable[AnyRow]) -> Item:
    """Return an item with the spellings that were accepted for the answer it asks for now."""
    answer = answer_fingerprint(item, article)
    fit = [row for row in rows if row.answer == answer]
    spellings = BilingualList(
        ar=tuple(row.spelling for row in fit if row.lang == "ar"),
        en=tuple(row.spelling for row in fit if row.lang == "en"),
    )
    return with_spellings(item, spellings, article)
