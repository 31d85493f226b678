"""What was done to a draft: who, when, what changed in words, and taking a state back.

A difference is shown text by text. Each text has a path in its part (`slots.1.question`)
and a language; what is not a text of people (ids, fingerprints) is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.engine import writing
from quizapp.domain.authoring import difference
from quizapp.domain.authoring.facts import draft_from
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.records import encode
from quizapp.services.studio.drafts import Author, Draft, article_from, open_draft, record_of
from quizapp.services.studio.parts import ABOUT, PASSAGE, changed, parts
from quizapp.services.studio.saving import EditedElsewhere, log, put

_SILENT: Final = frozenset({"id", "name", "terms", "translated", "source", "common", "grammar"})
_ABOUT: Final = ("title", "summary", "source_note")

Run = tuple[difference.Op, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done to a draft. `who` is empty where nobody knows any more."""

    number: int
    made_at: datetime
    who: str
    action: str
    note: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text before and after, as runs. `lang` is None where it is of no language."""

    path: str
    lang: Lang | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """How one part differs: `sort` is added, removed or changed."""

    part: str
    sort: str
    texts: tuple[Reworded, ...]


def history(session: Session, draft: Draft) -> tuple[Line, ...]:
    """Return what was done to a draft, the last first."""
    return tuple(
        Line(
            number=row.number,
            made_at=row.made_at,
            who=row.who or "",
            action=row.action,
            note=row.note,
            changed=tuple(json.loads(row.changed)),
        )
        for row in tables.revisions(session.connection(), draft.id)
    )


def state_at(session: Session, draft: Draft, number: int) -> Article:
    """Return a draft's article as it was. Raises DraftNotFound where there is no such state."""
    row = tables.revision(session.connection(), draft.id, number)
    if row is None:
        raise DraftNotFound(f"{draft.public_id}/{number}")
    return article_from(row.record)


def differences(session: Session, draft: Draft, number: int) -> tuple[PartDifference, ...]:
    """Return how a state differs from the one before it. Raises DraftNotFound."""
    new = state_at(session, draft, number)
    if number == 1:
        return ()
    return between(state_at(session, draft, number - 1), new)


def between(old: Article, new: Article) -> tuple[PartDifference, ...]:
    """Return the parts in which two states differ, text by text."""
    names = {name for name, _ in parts(old)}, {name for name, _ in parts(new)}
    return tuple(
        PartDifference(
            part=name,
            sort="added" if name not in names[0] else _sort(name in names[1]),
            texts=tuple(_reworded(_texts(old, name), _texts(new, name))),
        )
        for name in changed(old, new)
    )


def _sort(is_there: bool) -> str:
    return "changed" if is_there else "removed"


def _reworded(
    old: dict[tuple[str, Lang | None], str], new: dict[tuple[str, Lang | None], str]
) -> Iterator[Reworded]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield Reworded(key[0], key[1], difference.words(before, after))


def _texts(article: Article, part: str) -> dict[tuple[str, Lang | None], str]:
    """Return the texts of a part by path and language; nothing where there is no such part."""
    value = next((value for name, value in parts(article) if name == part), None)
    if value is None:
        return {}
    if part == PASSAGE:
        rows = [sentence.text for paragraph in article.passage for sentence in paragraph.sentences]
        return {("text", lang): "\n".join(row[lang] for row in rows) for lang in LANGS}
    if part == ABOUT:
        return dict(_flat(dict(zip(_ABOUT, encode(value), strict=True)), ""))
    if part.startswith("fact:"):
        value = draft_from(article.fact_by_id[value.id], article)
    return dict(_flat(encode(value), ""))


def _flat(value: Any, path: str) -> Iterator[tuple[tuple[str, Lang | None], str]]:
    if isinstance(value, dict) and value and set(value) <= set(LANGS):
        for lang in LANGS:
            text = value.get(lang, "")
            words = "، ".join(text) if isinstance(text, list) else str(text)
            yield (path, lang), words
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in LANGS:
                yield (path, "ar" if name == "ar" else "en"), str(inner)
            elif name not in _SILENT:
                yield from _flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path}.{place}")
    else:
        yield (path, None), "" if value is None else str(value)


def restore(
    session: Session, *, author: Author, public_id: str, number: int, now: datetime
) -> Draft:
    """Make a former state the newest; nothing between is lost.

    Raises DraftNotFound, EditedElsewhere.
    """
    draft = open_draft(session, author, public_id)
    article = state_at(session, draft, number)
    if record_of(article) == record_of(draft.article):
        return draft
    with writing(session) as connection:
        status = "review" if draft.status == "review" else "draft"
        values = {"record": record_of(article), "status": status}
        if not put(connection, draft, values, author=author, now=now):
            raise EditedElsewhere(draft, ABOUT)
        log(
            connection,
            draft,
            article,
            author=author,
            now=now,
            action="restored",
            note=str(number),
        )
    return open_draft(session, author, public_id)
