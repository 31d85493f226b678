"""Starting a round: its questions are drawn from a seed and stored at once.

The same article text, request and seed give the same entries, byte for byte; all three
are stored with the round. Starting again under the same public id is a double submit and
gives the round that is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import catalogue, play, rounds
from quizapp.db.base import AnyRow
from quizapp.db.engine import writing
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.errors import ArticleNotFound, NothingToAsk, RoundNotFound, RoundOpen
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import Entry, RoundSpec, assemble
from quizapp.domain.ids import seeded
from quizapp.services import texts
from quizapp.services.cards.effects import weights_for_round
from quizapp.services.rounds.views import Mode


@dataclass(frozen=True, slots=True)
class RoundRequest:
    """What round is wanted. `length` None asks for all, empty `kinds` for every kind.

    `forgetting` draws more of what the learner's cards say is fading; such a round cannot
    be drawn again from its seed alone.
    """

    article: str
    lang: Lang
    length: int | None
    kinds: tuple[str, ...]
    mode: Mode
    certainty: bool = False
    forgetting: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A round to be drawn: for whom, from what, under which id.

    `only` names the items, all of them and no others. `spoken` is a seed for asking each
    question in a language of its own, half of them in each, and whether to swap the two.
    """

    account_id: int
    request: RoundRequest
    only: tuple[str, ...]
    repeats_id: int | None
    public_id: str
    seed: str
    now: datetime
    spoken: tuple[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A round that is drawn and not stored yet."""

    draft: Draft
    values: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]


def start_round(
    session: Session,
    *,
    account_id: int,
    request: RoundRequest,
    public_id: str,
    seed: str | int,
    now: datetime,
) -> str:
    """Draw a round, store it, return its public id.

    Raises ArticleNotFound, and NothingToAsk when no item fits the request.
    """
    return _start(session, Draft(account_id, request, (), None, public_id, str(seed), now))


def start_repeat(
    session: Session,
    *,
    account_id: int,
    round_id: str,
    public_id: str,
    seed: str | int,
    now: datetime,
) -> str:
    """Start a round of what was missed in a finished one: wrong, partly right, not answered.

    Items that were retired meanwhile are left out, changed ones come in their new text.
    Raises RoundNotFound, RoundOpen for a round not finished, NothingToAsk when nothing
    was missed.
    """
    connection = session.connection()
    row = play.find_round(connection, account_id, round_id)
    if row is None:
        raise RoundNotFound(round_id)
    if row.finished_at is None or not _shows_keys(row, now):
        raise RoundOpen(round_id)
    missed = rounds.missed_items(connection, row.id)
    if not missed:
        raise NothingToAsk(round_id)
    article = texts.article_of(connection, row.article_version_id, row.article_fingerprint)
    request = RoundRequest(
        article=article.slug,
        lang=row.lang,
        length=None,
        kinds=(),
        mode=row.mode,
        certainty=row.asks_certainty,
    )
    return _start(session, Draft(account_id, request, missed, row.id, public_id, str(seed), now))


def _shows_keys(row: AnyRow, now: datetime) -> bool:
    return row.mode == "practice" or row.keys_at is None or now >= row.keys_at


def _start(session: Session, draft: Draft) -> str:
    drawn = draw(session, draft)
    with writing(session, of=draft.account_id) as connection:
        keep(connection, drawn)
    return draft.public_id


def keep(connection: Connection, drawn: Drawn) -> bool:
    """Store a round that was drawn, within the caller's transaction.

    Returns False where it is there already. Raises RoundNotFound where its id is taken.
    """
    draft = drawn.draft
    if rounds.add_round(connection, drawn.values, drawn.entries):
        return True
    if play.find_round(connection, draft.account_id, draft.public_id) is None:
        raise RoundNotFound(draft.public_id)
    return False


def draw(session: Session, draft: Draft) -> Drawn:
    """Draw the questions of a round; the same draft gives the same ones.

    Raises ArticleNotFound, and NothingToAsk when no item fits the request.
    """
    connection = session.connection()
    request = draft.request
    head = catalogue.article(connection, request.article)
    if head is None:
        raise ArticleNotFound(request.article)
    stored = texts.bank_of(connection, head)
    spec = RoundSpec(lang=request.lang, length=request.length, kinds=request.kinds, only=draft.only)
    weights = None
    if request.forgetting:
        weights = weights_for_round(
            session, account_id=draft.account_id, article=request.article, now=draft.now
        )
    if draft.spoken is not None:
        weights = _in_both(stored.bank)
        spec = replace(spec, only=tuple(n for n in spec.only if weights.get(n, 1.0)))
    entries = assemble(stored.bank, spec, seeded(draft.seed), weights)
    if not entries or (draft.only and not spec.only):
        raise NothingToAsk(request.article)
    fingerprints = [stored.fingerprints[entry.item] for entry in entries]
    versions = catalogue.version_ids(connection, fingerprints)
    rows = _entry_rows(
        entries,
        [versions[fingerprint] for fingerprint in fingerprints],
        _languages(draft.spoken, [entry.item for entry in entries]),
    )
    return Drawn(draft, _round_values(draft, head.version_id, len(rows)), tuple(rows))


def _in_both(bank: Bank) -> dict[str, float]:
    """Weights that leave out what can be asked in one language only."""
    return {item.id: 0.0 for item in bank.items if len(item.langs) < len(LANGS)}


def _languages(spoken: tuple[str, bool] | None, items: Sequence[str]) -> list[Lang | None]:
    """A language for every item: half of them Arabic, drawn by item, so that the same items
    under the same seed get the same ones in any order; swapped, each gets the other one.
    """
    if spoken is None:
        return [None] * len(items)
    seed, swapped = spoken
    first = sorted(items, key=lambda name: seeded(seed, name).random())[: len(items) // 2]
    arabic = set(items) - set(first) if swapped else set(first)
    return ["ar" if name in arabic else "en" for name in items]


def _round_values(draft: Draft, article_version_id: int, total: int) -> dict[str, Any]:
    return {
        "public_id": draft.public_id,
        "account_id": draft.account_id,
        "article_version_id": article_version_id,
        "repeats_id": draft.repeats_id,
        "lang": draft.request.lang,
        "mode": draft.request.mode,
        "certainty": draft.request.certainty,
        "kinds": draft.request.kinds,
        "length": draft.request.length,
        "total": total,
        "seed": draft.seed,
        "started_at": draft.now,
        "finished_at": None,
    }


def _entry_rows(
    entries: Sequence[Entry], version_ids: Sequence[int], languages: Sequence[Lang | None]
) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "version_id": version_id,
            "arrangement": entry.order,
            "lang": lang,
        }
        for position, (entry, version_id, lang) in enumerate(
            zip(entries, version_ids, languages, strict=True), start=1
        )
    ]
