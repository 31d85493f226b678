"""Everything that a teacher has written, to be searched: facts, questions, sets.

Searching is blind to vowel marks, hamza, capitals and the system of digits; every word
that was typed must stand somewhere in one of the two languages, or be a tag. Worked
example: «احمد ١٩» finds "أَحمد was born in 19", a fact tagged `history` too by `history`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.db.engine import writing
from quizapp.domain.authoring.likeness import Candidate, near_duplicates
from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.items.registry import KINDS
from quizapp.domain.text import fold
from quizapp.services.studio.drafts import (
    Author,
    Draft,
    Status,
    my_drafts,
    open_draft,
    record_of,
)
from quizapp.services.studio.judging import items_of
from quizapp.services.studio.passages import texts_of

LONGEST_TAG: Final = 40
MOST_TAGS: Final = 12
LONGEST_QUERY: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field asks for nothing."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact or question of a teacher, and the kinds of questions that follow from it."""

    draft: str
    title: Bilingual
    status: Status
    live: bool
    part: str
    text: Bilingual
    kinds: tuple[str, ...]
    tags: tuple[str, ...]


def _kinds(record: str) -> Mapping[str, tuple[str, ...]]:
    """The kinds of the items by the id of what they follow from, for a stored text."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in items_of(record):
        found[item.id.split("/")[1]].add(item.kind)
    return {ident: tuple(kind for kind in KINDS if kind in kinds) for ident, kinds in found.items()}


def entries(session: Session, author: Author) -> tuple[Entry, ...]:
    """Return everything that a teacher has written, by article."""
    drafts = my_drafts(session, author)
    tags: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in tables.tags(session.connection(), [draft.id for draft in drafts]):
        tags[row.draft_id, row.part].append(row.tag)
    return tuple(
        replace(
            _entry(draft, part, text),
            kinds=kinds.get(part.partition(":")[2], ()),
            tags=tuple(tags[draft.id, part]),
        )
        for draft in drafts
        for kinds in (_kinds(record_of(draft.article)),)
        for part, text in texts_of(draft.article).items()
    )


def search(found: Sequence[Entry], wanted: Wanted) -> tuple[Entry, ...]:
    """Return the entries that fit everything that is wanted."""
    return tuple(entry for entry in found if _fits(entry, wanted))


def elsewhere(session: Session, author: Author, draft: Draft, part: str) -> tuple[Entry, ...]:
    """Return what the author's other articles say nearly like a part of this one."""
    text = texts_of(draft.article).get(part)
    if text is None:
        return ()
    candidate = Candidate(f"{draft.slug}/{part}", text)
    found = []
    for other in my_drafts(session, author):
        if other.id != draft.id:
            for twin in near_duplicates([candidate], other.article):
                sort = "fact" if twin.other in other.article.fact_by_id else "question"
                found.append(_entry(other, f"{sort}:{twin.other}", twin.other_text))
    return tuple(found)


def _entry(draft: Draft, part: str, text: Bilingual) -> Entry:
    return Entry(draft.public_id, draft.article.title, draft.status, draft.live, part, text, (), ())


def _fits(entry: Entry, wanted: Wanted) -> bool:
    if wanted.kind and wanted.kind not in entry.kinds:
        return False
    if wanted.tag and folded(wanted.tag) not in map(folded, entry.tags):
        return False
    if wanted.status and wanted.status != entry.status:
        return False
    return all(
        any(word[lang] in text for lang, text in _haystacks(entry))
        for word in map(_needle, wanted.words[:LONGEST_QUERY].split())
    )


def _needle(word: str) -> Bilingual:
    return Bilingual.build(lambda lang: fold(word, lang))


def _haystacks(entry: Entry) -> Iterator[tuple[Lang, str]]:
    for lang in LANGS:
        words = (entry.text[lang], entry.title[lang], *entry.tags)
        yield lang, fold(" ".join(words), lang)


def folded(tag: str) -> str:
    """Return a tag blind to how it is written, for comparing."""
    return fold(fold(tag, "ar"), "en")


def tags_by_part(session: Session, draft: Draft) -> Mapping[str, Sequence[str]]:
    """Return the tags of a draft's parts; a part without any has an empty list."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables.tags(session.connection(), [draft.id]):
        found[row.part].append(row.tag)
    return found


def tags_of(session: Session, draft: Draft, part: str) -> tuple[str, ...]:
    """Return the tags of one part of a draft."""
    return tuple(tags_by_part(session, draft)[part])


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a text with commas of either script, each once, in order."""
    words = (word.strip()[:LONGEST_TAG].strip() for word in text.replace("،", ",").split(","))
    kept: dict[str, str] = {}
    for word in words:
        if word:
            kept.setdefault(folded(word), word)
    return tuple(kept.values())[:MOST_TAGS]


def put_tags(
    session: Session, *, author: Author, public_id: str, part: str, words: Sequence[str]
) -> None:
    """Replace the tags of a fact or question. Raises DraftNotFound."""
    draft = open_draft(session, author, public_id)
    if part not in texts_of(draft.article):
        raise DraftNotFound(part)
    with writing(session) as connection:
        tables.put_tags(connection, draft.id, part, words)
