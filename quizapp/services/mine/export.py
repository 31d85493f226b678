"""Taking everything along: one JSON-able record, and the log of answers and reviews as CSV.

Moments are milliseconds since 1970, days are ISO dates, keys are hexadecimal. A response is
given as it was logged; `counts` beside it says what it counts for where it was regraded, and
is what the CSV shows. An import does not read it (`regrades.catching_up`).
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quizapp.db import audit, besides, classrooms, studio
from quizapp.db import mine as tables
from quizapp.db.base import AnyRow
from quizapp.db.people import SETTINGS
from quizapp.db.types import to_millis
from quizapp.domain.errors import AccountNotFound
from quizapp.formats.sheets.separated import defused
from quizapp.services.people.watching import OF_GRADES

FORMAT: Final = "waraqa"
VERSION: Final = 1
_BESIDE: Final = (
    "outcome_since",
    "score_since",
    "appeal_state",
    "appeal_reason",
    "appealed_at",
)
CSV_COLUMNS: Final = (
    "kind",
    "moment",
    "day",
    "name",
    "lang",
    "result",
    "score",
    "certainty",
    "milliseconds",
    "typed",
)


def export_all(session: Session, account_id: int, now: datetime | None = None) -> dict[str, Any]:
    """Return everything about an account, as JSON can carry it. Raises AccountNotFound.

    Answers of a test that is homework are left out while it may not be seen how they are
    judged: until it is finished and its moment has come (for good, where `now` is not given).
    """
    connection = session.connection()
    return {
        "format": FORMAT,
        "version": VERSION,
        **export_wishes(connection, account_id),
        "held": _plain(besides.facts(connection, account_id)),
        "decks": [_plain(row) for row in tables.decks(connection, account_id)],
        "cards": [_plain(row) for row in tables.cards(connection, account_id)],
        "reviews": [_review(row) for row in tables.reviews(connection, account_id)],
        "undone": [_review(row) for row in tables.undone(connection, account_id)],
        "rounds": _rounds(connection, account_id, now),
        **_drafts(connection, account_id),
        **_classes(connection, account_id),
        **_besides(connection, account_id),
        **_seen_by(connection, account_id),
    }


def _besides(connection: Connection, account_id: int) -> dict[str, Any]:
    """What else is stored about somebody; an import leaves it alone."""
    found = besides.held(connection, account_id)
    return {name: [_plain(row) for row in rows] for name, rows in found.items()}


def _seen_by(connection: Connection, account_id: int) -> dict[str, Any]:
    """Who looked at somebody's grades, and when: alone, or with those of a whole class while
    she was in it. An import leaves it alone.
    """
    stays = {
        f"class:{row.public_id}": (row.joined_at, row.left_at)
        for row in classrooms.all_of(connection, account_id)
        if row.part == "pupil"
    }
    own = f"account:{account_id}"
    found = audit.of_objects(connection, [own, *stays], OF_GRADES)
    seen = [
        {"moment": _value(row.moment), "action": row.action, "by": row.actor}
        for row in found
        if row.object == own or _within(row.moment, *stays[row.object])
    ]
    return {"seen_by": seen} if seen else {}


def _within(moment: datetime, joined: datetime, left: datetime | None) -> bool:
    return joined <= moment and (left is None or moment <= left)


def _classes(connection: Connection, account_id: int) -> dict[str, Any]:
    """The classes somebody is or was in, as what and by which nickname; an import makes none."""
    rows = classrooms.all_of(connection, account_id)
    listed = [_plain(row, without=("public_id",)) for row in rows]
    return {"classes": listed} if rows else {}


def _drafts(connection: Connection, account_id: int) -> dict[str, Any]:
    """What a teacher wrote, as it is now; an import leaves it alone."""
    rows = studio.drafts_of(connection, account_id)
    written = [
        {
            "slug": row.slug,
            "status": row.status,
            "updated_at": _value(row.updated_at),
            "article": json.loads(row.record),
        }
        for row in rows
    ]
    return {"drafts": written} if written else {}


def export_wishes(connection: Connection, account_id: int) -> dict[str, Any]:
    """Return the part of an export that says how somebody wants things.

    Raises AccountNotFound.
    """
    wishes = tables.wishes(connection, account_id)
    if wishes is None:
        raise AccountNotFound(str(account_id))
    return {
        "account": {"name": wishes.name, "login": wishes.login},
        "settings": {name: getattr(wishes, name) for name in SETTINGS},
        "goals": {name: getattr(wishes, name) for name in tables.GOALS},
        "parameters": _value(wishes.memory_parameters),
    }


def _plain(row: AnyRow, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: _value(value) for name, value in row._mapping.items() if name not in without}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_millis(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return list(value) if isinstance(value, tuple) else value


def _review(row: AnyRow) -> dict[str, Any]:
    return {**_plain(row), "uuid": str(UUID(bytes=row.uuid))}


def _rounds(connection: Connection, account_id: int, now: datetime | None) -> list[dict[str, Any]]:
    found = tables.rounds(connection, account_id)
    told = {row.round_id for row in found if _is_told(row, now)}
    entries: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    names = tuple(column.name for column in tables.RESPONSE_COLUMNS)
    for row in tables.entries(connection, account_id):
        answered = {name: _value(getattr(row, name)) for name in names}
        entry = _plain(row, without=("round_id", *names, *_BESIDE))
        known = row.outcome is not None and row.round_id in told
        entry["response"] = answered if known else None
        entry |= _beside(row) if known else {}
        entries[row.round_id].append(entry)
    return [
        {
            **_plain(row, without=("round_id", "keys_at", "attempt")),
            "entries": entries[row.round_id],
        }
        for row in found
    ]


def _beside(row: AnyRow) -> dict[str, Any]:
    """What became of an answer after it was logged: a regrade, an appeal."""
    found: dict[str, Any] = {}
    if row.outcome_since is not None:
        found["counts"] = {"outcome": row.outcome_since, "score": row.score_since}
    if row.appeal_state is not None:
        found["appeal"] = {
            "state": row.appeal_state,
            "reason": row.appeal_reason,
            "made_at": _value(row.appealed_at),
        }
    return found


def _is_told(row: AnyRow, now: datetime | None) -> bool:
    """Whether it may be seen how the answers of a round were judged."""
    if row.mode == "practice" or row.attempt is None:
        return True
    due = row.keys_at is None or (now is not None and now >= row.keys_at)
    return row.finished_at is not None and due


def export_csv(session: Session, account_id: int, now: datetime | None = None) -> str:
    """Return every answer and every review that counts, a line each, as one CSV text.

    Raises AccountNotFound.
    """
    data = export_all(session, account_id, now)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    undone = {marker["uuid"] for marker in data["undone"]}
    lines = [_review_line(r) for r in data["reviews"] if r["uuid"] not in undone]
    lines += [
        _answer_line(chosen, entry["response"] | entry.get("counts", {}))
        for chosen in data["rounds"]
        for entry in chosen["entries"]
        if entry["response"] is not None
    ]
    for line in sorted(lines, key=lambda line: (line[1], line[0], line[3])):
        writer.writerow([_safe(cell) for cell in line])
    return out.getvalue()


def _review_line(review: dict[str, Any]) -> list[Any]:
    return [
        "review",
        review["moment"],
        review["day"],
        review["name"],
        "",
        review["rating"],
        "",
        review["certainty"] or "",
        _blank(review["latency"]),
        review["typed"] or "",
    ]


def _answer_line(chosen: dict[str, Any], response: dict[str, Any]) -> list[Any]:
    return [
        "answer",
        response["answered_at"],
        "",
        chosen["public_id"],
        response["lang"],
        response["outcome"],
        response["score"],
        response["certainty"] or "",
        _blank(response["latency"]),
        response["typed"],
    ]


def _blank(value: Any) -> Any:
    return "" if value is None else value


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula is kept from being one."""
    return defused(cell) if isinstance(cell, str) else cell
