"""The text of an article: pasted, aligned sentence beside sentence, edited later.

When the text changes, every fact and question finds its sentence again by what it says
and what stands around it. What cannot be found is not guessed: it is listed, before and
after, until its author picks a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.db import studio as tables
from quizapp.domain.authoring.anchoring import Lost, reanchor, with_passage
from quizapp.domain.authoring.passage import Row, align, build
from quizapp.domain.bilingual import LANGS, Bilingual, Lang, other
from quizapp.domain.content import Article, Paragraph, Sentence
from quizapp.services.studio.drafts import Author, Draft, article_from
from quizapp.services.studio.parts import ABOUT, PASSAGE
from quizapp.services.studio.pool import common
from quizapp.services.studio.saving import edit


@dataclass(frozen=True, slots=True)
class LostEvidence:
    """A part whose proof is not in the text any more: what it was, and what comes nearest."""

    part: str
    text: Bilingual
    before: Bilingual | None
    nearest: Sentence | None


def rows_from(ar: str, en: str) -> tuple[Row, ...]:
    """Return two texts as rows, sentence beside sentence; names known in both help."""
    return align(ar, en, common().terms)


def added(rows: Sequence[Row], ar: str, en: str) -> tuple[Row, ...]:
    """Return rows with more text: a translation beside them, or new rows below them.

    A text in the language that no row has yet is taken for the translation of them all.
    """
    new = Bilingual(ar, en)
    for lang in LANGS:
        if rows and new.langs == (lang,) and not any(row[lang].strip() for row in rows):
            sides = {lang: new[lang], other(lang): _text_of(rows, other(lang))}
            return rows_from(sides["ar"], sides["en"])
    return (*rows, *rows_from(ar, en))


def _text_of(rows: Sequence[Row], lang: Lang) -> str:
    """One language of the rows as a text, its paragraphs apart."""
    pieces = (f"\n\n{row[lang]}" if row.opens else row[lang] for row in rows)
    return " ".join(pieces).strip()


def aligned(ar: str, en: str) -> tuple[Paragraph, ...]:
    """Return the passage of two texts."""
    return build(rows_from(ar, en))


def save_about(
    session: Session,
    *,
    author: Author,
    public_id: str,
    texts: tuple[Bilingual, Bilingual, Bilingual],
    seen: str,
    now: datetime,
) -> Draft:
    """Store title, summary and source note. Raises DraftNotFound, EditedElsewhere."""
    title, summary, note = texts

    def change(article: Article) -> Article:
        return replace(article, title=title, summary=summary, source_note=note)

    return edit(
        session,
        author=author,
        public_id=public_id,
        part=ABOUT,
        seen=seen,
        change=change,
        now=now,
    )


def save_passage(
    session: Session,
    *,
    author: Author,
    public_id: str,
    rows: Sequence[Row],
    seen: str,
    now: datetime,
) -> Draft:
    """Store the text; facts and questions keep their sentences where these are found again.

    Raises DraftNotFound, EditedElsewhere.
    """

    def change(article: Article) -> Article:
        known = article.sentence_by_id
        named = [row if row.id in known else replace(row, id="") for row in rows]
        passage = build(named, set(wanted(article)))
        return with_passage(article, passage).article

    return edit(
        session,
        author=author,
        public_id=public_id,
        part=PASSAGE,
        seen=seen,
        change=change,
        now=now,
    )


def wanted(article: Article) -> dict[str, list[str]]:
    """Return the sentence ids that prove something, with the parts that they prove."""
    found: dict[str, list[str]] = {}
    for fact in article.facts:
        if fact.sentence:
            found.setdefault(fact.sentence, []).append(f"fact:{fact.id}")
    for item in article.written:
        for sentence in item.proof:
            found.setdefault(sentence, []).append(f"question:{item.id}")
    return found


def lost_evidence(session: Session, draft: Draft) -> tuple[LostEvidence, ...]:
    """Return the parts whose sentence the text does not have any more."""
    article = draft.article
    gone = {s: parts for s, parts in wanted(article).items() if s not in article.sentence_by_id}
    if not gone:
        return ()
    found: dict[str, Lost] = {}
    connection = session.connection()
    for line in tables.revisions(connection, draft.id):
        if len(found) == len(gone):
            break
        row = tables.revision(connection, draft.id, line.number)
        if row is not None:
            found.update(_as_they_were(article_from(row.record), article, gone.keys() - found))
    words = texts_of(article)
    return tuple(
        LostEvidence(
            part=part,
            text=words[part],
            before=found[sentence].before if sentence in found else None,
            nearest=_nearest(found.get(sentence), article),
        )
        for sentence, parts in gone.items()
        for part in parts
    )


def lost_part(session: Session, draft: Draft, part: str) -> LostEvidence | None:
    """Return what one part has lost, None where its sentence stands in the text."""
    return next((each for each in lost_evidence(session, draft) if each.part == part), None)


def _as_they_were(old: Article, new: Article, idents: set[str]) -> dict[str, Lost]:
    known = {i: old.sentence_by_id[i] for i in idents if i in old.sentence_by_id}
    if not known:
        return {}
    again = reanchor(old.passage, new.passage, known)
    return {
        ident: place if isinstance(place, Lost) else Lost(known[ident].text, place)
        for ident, place in again.items()
    }


def _nearest(lost: Lost | None, article: Article) -> Sentence | None:
    return article.sentence_by_id.get(lost.nearest) if lost and lost.nearest else None


def texts_of(article: Article) -> dict[str, Bilingual]:
    """Return what each fact and question says, in short, under the name of its part."""
    facts = {f"fact:{fact.id}": fact.plain() for fact in article.facts}
    written = {
        f"question:{item.id}": item.stem if item.stem.ar or item.stem.en else item.material
        for item in article.written
    }
    sets = {f"set:{each.id}": each.question for each in article.sets}
    unstated = {f"unstated:{each.id}": each.statement for each in article.unstated}
    return {**facts, **written, **sets, **unstated}
