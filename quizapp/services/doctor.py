"""The examination of a database: is it whole, and does it still say what it said?

Reads everything and writes nothing. Beside the file itself it examines what no database
can know: that every text still has its fingerprint, that every response, judged again from
its stored item text, comes out as it was logged, and that every card stands where its
reviews put it. Where a response was judged by another version of the text normaliser, the
log is right by definition.

A check that cannot be made because the file does not give its rows any more is a fault like
another; the checks after it are made all the same.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from quizapp.db import examine as tables
from quizapp.db import migrate
from quizapp.db.base import AnyRow
from quizapp.domain.errors import UnknownKind
from quizapp.domain.ids import fingerprint_of
from quizapp.domain.items.base import Answer, Item, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.domain.text import NORMALISER_VERSION
from quizapp.services import texts
from quizapp.services.doctor_cards import examine_memory
from quizapp.services.doctor_regrades import examine_regrades
from quizapp.services.people import audit


class Check(StrEnum):
    """What is examined, in order. The last two are about the program, not the database alone."""

    INTEGRITY = "integrity"
    FOREIGN_KEYS = "foreign_keys"
    SCHEMA = "schema"
    GUARDS = "guards"
    PERMITS = "permits"
    TEXTS = "texts"
    ROUNDS = "rounds"
    RESPONSES = "responses"
    REGRADES = "regrades"
    SCORES = "scores"
    MEMORY = "memory"
    DAYS = "days"
    AUDIT = "audit"
    CATALOGUES = "catalogues"
    SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Examined:
    """One check: how many things it went through, how many it had to pass over, the faults.

    A fault names what is wrong: a table, an item, a round's public id with a position.
    """

    check: Check
    count: int
    faults: tuple[str, ...]
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """All checks, in order."""

    checks: tuple[Examined, ...]

    @property
    def sound(self) -> bool:
        """Whether no check found a fault."""
        return not any(examined.faults for examined in self.checks)


Step = tuple[tuple[Check, ...], Callable[[Connection], Iterable[Examined]]]


def examine(session: Session, scripts: Path, most_replayed: int | None = None) -> DoctorReport:
    """Examine the whole database against the schema that the migration scripts know.

    With another schema only the file itself can be examined. Where there are more answers
    and reviews than `most_replayed`, those are passed over and not judged again.
    """
    connection = session.connection()
    file = _made(connection, _OF_THE_FILE)
    schema = _made(connection, (((Check.SCHEMA,), lambda found: [_schema(found, scripts)]),))
    if schema[0].faults:
        return DoctorReport((*file, *schema))
    return DoctorReport(
        (
            *file,
            *schema,
            *_made(connection, _OF_THE_TABLES),
            *_again(connection, most_replayed),
            *_made(connection, _OF_THE_CHAIN),
        )
    )


def _made(connection: Connection, steps: Iterable[Step]) -> tuple[Examined, ...]:
    """Make checks; whatever keeps one from being made is its fault.

    In a damaged file there may be anything: pages that are none, texts that are no UTF-8, words
    that no program of ours wrote. So whatever is raised counts, and is told.
    """
    found: list[Examined] = []
    for checks, step in steps:
        try:
            found += step(connection)
        except Exception as error:
            told = (error.orig if isinstance(error, DatabaseError) else None) or error
            said = f"{type(told).__name__}: {told}".splitlines()[0][:200]
            found += [Examined(check, 0, (said,)) for check in checks]
    return tuple(found)


def _again(connection: Connection, most: int | None) -> tuple[Examined, ...]:
    """Judge and replay the logs, unless they are longer than that."""
    if most is not None and (lines := tables.lines_of_logs(connection)) > most:
        return tuple(
            Examined(check, 0, (), lines) for checks, _ in _OF_THE_LOGS for check in checks
        )
    return _made(connection, _OF_THE_LOGS)


def _listed(check: Check, faults: Iterable[str], count: int = 1) -> Examined:
    return Examined(check, count, tuple(faults))


def _schema(connection: Connection, scripts: Path) -> Examined:
    revision = migrate.revision_in(connection)
    faults = () if revision == migrate.head(scripts) else (str(revision),)
    return Examined(Check.SCHEMA, 1, faults)


def _texts(connection: Connection) -> Examined:
    count = 0
    faults = list(tables.without_text(connection))
    for read in (tables.article_texts, tables.item_texts, tables.card_texts):
        for row in read(connection):
            count += 1
            if fingerprint_of(row.record) != row.fingerprint:
                faults.append(row.fingerprint)
    return Examined(Check.TEXTS, count, tuple(faults))


def _responses(connection: Connection) -> Iterator[Examined]:
    """Judge every response again; sum the scores of each round on the way."""
    count = passed_over = 0
    faults: list[str] = []
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for row in tables.responses(connection):
        count += 1
        place = f"{row.public_id} {row.position}"
        if row.version_id != row.entry_version_id:
            faults.append(place)
        if row.normaliser != NORMALISER_VERSION:
            passed_over += 1
            scores[row.public_id].append(_since(row, row.score))
            continue
        try:
            item = texts.item_of(connection, row.version_id, row.item_fingerprint)
            score, as_logged = _judge_again(item, row)
        except (IndexError, KeyError, TypeError, ValueError, UnknownKind):
            score, as_logged = 0.0, False  # A text or a row that cannot be read any more.
        scores[row.public_id].append(_since(row, score))
        if not as_logged:
            faults.append(place)
    yield Examined(Check.RESPONSES, count, tuple(faults), passed_over)
    steps, wrong_steps, other_judges = examine_regrades(connection)
    yield Examined(Check.REGRADES, steps, tuple(wrong_steps), other_judges)
    yield _scores(scores, tables.score_of_rounds(connection))


def _since(row: AnyRow, score: float) -> float:
    """The score that counts: a regrade's, whose own check follows, or the one given."""
    return score if row.score_since is None else float(row.score_since)


def _judge_again(item: Item, row: AnyRow) -> tuple[float, bool]:
    given = Answer(chosen=row.chosen, text=row.typed, skipped=row.skipped)
    grade = kind_of(item.kind).grade(item, given, row.lang)
    as_logged = (
        grade.outcome == Outcome(row.outcome)
        and grade.score == row.score
        and tuple(map(int, grade.marks)) == row.marks
        and (grade.spelling and grade.spelling.value) == row.spelling
        and grade.shown == row.shown
    )
    return grade.score, as_logged


def _scores(recomputed: dict[str, list[float]], shown: dict[str, float]) -> Examined:
    faults = [
        round_id
        for round_id, scores in recomputed.items()
        if not math.isclose(math.fsum(scores), shown[round_id], abs_tol=1e-9)
    ]
    return Examined(Check.SCORES, len(recomputed), tuple(faults))


def _memory(connection: Connection) -> Iterator[Examined]:
    """Replay every review; compare the cards' states and the totals of days."""
    states, wrong_states, days, wrong_days = examine_memory(connection)
    yield Examined(Check.MEMORY, states, tuple(wrong_states))
    yield Examined(Check.DAYS, days, tuple(wrong_days))


def _audit(connection: Connection) -> Examined:
    """Follow the chain of the audit log from its first entry."""
    count, faults = audit.examine(connection)
    return Examined(Check.AUDIT, count, tuple(faults))


def _guards(connection: Connection) -> Examined:
    return _listed(Check.GUARDS, tables.missing_guards(connection), len(tables.GUARDS))


_OF_THE_FILE: Final[tuple[Step, ...]] = (
    ((Check.INTEGRITY,), lambda found: [_listed(Check.INTEGRITY, tables.integrity(found))]),
    ((Check.FOREIGN_KEYS,), lambda found: [_listed(Check.FOREIGN_KEYS, tables.dangling(found))]),
)
_OF_THE_TABLES: Final[tuple[Step, ...]] = (
    ((Check.GUARDS,), lambda found: [_guards(found)]),
    ((Check.PERMITS,), lambda found: [_listed(Check.PERMITS, tables.open_permits(found))]),
    ((Check.TEXTS,), lambda found: [_texts(found)]),
    ((Check.ROUNDS,), lambda found: [_listed(Check.ROUNDS, tables.unsound_rounds(found))]),
)
_OF_THE_LOGS: Final[tuple[Step, ...]] = (
    ((Check.RESPONSES, Check.REGRADES, Check.SCORES), lambda found: list(_responses(found))),
    ((Check.MEMORY, Check.DAYS), lambda found: list(_memory(found))),
)
_OF_THE_CHAIN: Final[tuple[Step, ...]] = (((Check.AUDIT,), lambda found: [_audit(found)]),)
