"""Bringing back what was exported: idempotent, all or nothing, in one transaction.

Everything is read and checked before anything is written. A review is known by its uuid and
a round by its public id, so what is there already is left as it is; what names content that
is not here, or a moment to come, is passed over. Then the memory of every card that got a
review is replayed, and the totals of days are summed up anew:

    export, delete, import         the same due days, history and progress
    import again                   nothing is written
    import into another's account  what both reviewed is one log, in order of time
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from quizapp.db import decks, people, personal, reviews
from quizapp.db import mine as tables
from quizapp.db.engine import writing
from quizapp.domain.errors import AccountNotFound, ImportRejected, QuizappError
from quizapp.services.accounts import Settings
from quizapp.services.cards.goals import check_goals
from quizapp.services.cards.recording import new_state
from quizapp.services.cards.records import settings_with
from quizapp.services.cards.views import DECKS, LONGEST_NOTE, Goals
from quizapp.services.mine import claimed, shape
from quizapp.services.mine.export import FORMAT, VERSION
from quizapp.services.mine.replaying import put_in_place
from quizapp.services.mine.rounds import RoundIn, read_round, store_rounds

_PHASES: Final = ("new", "learning", "review", "relearning")
_CERTAINTIES: Final = (None, "sure", "fairly", "guess")
_MOST_PARAMETERS: Final = 100


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought in; what was there already is not counted.

    `passed_over` counts records that name content which is not here, or another's round, or a
    moment at which nothing can have been done (`mine.claimed`).
    """

    rounds: int
    responses: int
    reviews: int
    cards: int
    passed_over: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """An export as it was read: what its rows become, names of content still names."""

    settings: Settings
    goals: Goals
    parameters: tuple[float, ...] | None
    decks: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    undone: list[dict[str, Any]]
    rounds: list[RoundIn]
    now: datetime


def import_all(session: Session, account_id: int, data: Any, now: datetime) -> ImportReport:
    """Take in what `export_all` gave. Settings and goals become those of the export.

    Raises ImportRejected for anything else (`format`, `version`, `shape`, `too_large`),
    AccountNotFound.
    """
    incoming = read(data, now)
    try:
        with writing(session, of=account_id) as connection:
            return _store(connection, account_id, incoming)
    except (IntegrityError, StatementError) as error:
        raise ImportRejected("shape", "the database refused it") from error


def import_within(connection: Connection, account_id: int, data: Any) -> ImportReport:
    """Take in what `export_all` gave just now, in the caller's transaction, as `import_all` does.

    Its moments are those of our own clock, whatever that has been set to since.
    """
    return _store(connection, account_id, read(data, claimed.NEVER))


def read(data: Any, now: datetime) -> Incoming:
    """Return what an export holds, checked. Raises ImportRejected."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ImportRejected("format")
    if data.get("version") != VERSION:
        raise ImportRejected("version", str(data.get("version")))
    try:
        return Incoming(
            settings=_settings(data["settings"]),
            goals=_goals(data["goals"]),
            parameters=_parameters(data.get("parameters")),
            decks=[_deck(row, now) for row in shape.listed(data, "decks")],
            cards=[_card(row) for row in shape.listed(data, "cards")],
            reviews=[_review(row) for row in shape.listed(data, "reviews")],
            undone=[
                {"uuid": shape.uuid_bytes(row["uuid"]), "moment": _not_to_come(row["moment"], now)}
                for row in shape.listed(data, "undone")
            ],
            rounds=[read_round(row, now) for row in shape.listed(data, "rounds")],
            now=now,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ImportRejected("shape", str(error)) from error
    except ImportRejected:
        raise
    except QuizappError as error:  # a time zone that nobody knows
        raise ImportRejected("shape", str(error)) from error


def _settings(row: Any) -> Settings:
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: shape.word(value) for name, value in row.items() if name in known})


def _goals(row: Any) -> Goals:
    goals = Goals(
        retention=shape.number(row["retention"], 0, 1),
        new_a_day=shape.whole(row["new_a_day"]),
        cap_a_day=shape.whole(row["cap_a_day"]),
        zone=shape.text(row["zone"], 64),
    )
    check_goals(goals)
    return goals


def _parameters(value: Any) -> tuple[float, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > _MOST_PARAMETERS:
        raise ValueError("parameters")
    found = tuple(shape.number(each, 0, 1_000) for each in value)
    settings_with(found)  # refuses what no memory can have
    return found


def _not_to_come(value: Any, now: datetime) -> datetime:
    return claimed.no_later(shape.moment(value), now)


def _deck(row: Any, now: datetime) -> dict[str, Any]:
    return {
        "slug": shape.text(row["slug"], 120),
        "deck": shape.one_of(row["deck"], DECKS),
        "started_at": _not_to_come(row["started_at"], now),
    }


def _card(row: Any) -> dict[str, Any]:
    return {
        "name": shape.text(row["name"], 400),
        "due_on": shape.optional_day(row["due_on"]),
        "suspended": shape.truth(row["suspended"]),
        "buried_on": shape.optional_day(row["buried_on"]),
        "note": shape.text(row["note"], LONGEST_NOTE),
        "text": shape.optional_text(row["text"], 32),
    }


def _review(row: Any) -> dict[str, Any]:
    moment = shape.moment(row["moment"])
    return {
        "name": shape.text(row["name"], 400),
        "text": shape.optional_text(row["text"], 32),
        "uuid": shape.uuid_bytes(row["uuid"]),
        "moment": moment,
        "day": claimed.fitting(shape.day(row["day"]), moment),
        "rating": shape.whole(row["rating"], 1, 4),
        "retention": shape.number(row["retention"], 0.7, 0.97),
        "due_day": shape.optional_day(row["due_day"]),
        "source": shape.one_of(row["source"], ("card", "quiz")),
        "certainty": shape.one_of(row["certainty"], _CERTAINTIES),
        "latency": shape.optional_whole(row["latency"]),
        "typed": shape.optional_text(row["typed"]),
        "phase": shape.one_of(row["phase"], _PHASES),
        "stability": shape.number(row["stability"], 0, 1e9),
        "difficulty": shape.number(row["difficulty"], 0, 10),
    }


def _store(connection: Connection, account_id: int, incoming: Incoming) -> ImportReport:
    if not people.change_settings(connection, account_id, asdict(incoming.settings)):
        raise AccountNotFound(str(account_id))
    decks.set_goals(connection, account_id, asdict(incoming.goals))
    passed = _store_decks(connection, account_id, incoming)
    rounds, responses, missed = store_rounds(connection, account_id, incoming.rounds)
    names = [row["name"] for row in (*incoming.reviews, *incoming.cards)]
    numbers = tables.numbers(connection, "card", names)
    held = tables.held(connection, account_id)
    added, touched, unknown = _store_reviews(connection, account_id, incoming, numbers, held)
    cards = _store_cards(connection, account_id, incoming, numbers, held)
    texts = _text_numbers(connection, incoming.cards)
    exported = {
        numbers[row["name"]]: {"due_on": row["due_on"], "text": texts.get(row["text"])}
        for row in incoming.cards
        if row["name"] in numbers
    }
    named = {number: name for name, number in numbers.items()}
    put_in_place(
        connection,
        account_id,
        settings_with(incoming.parameters),
        {card: named[card] for card in touched},
        exported,
        held.keys(),
        whole=personal.change_parameters(connection, account_id, incoming.parameters),
    )
    return ImportReport(rounds, responses, added, cards, passed + missed + unknown)


def _store_decks(connection: Connection, account_id: int, incoming: Incoming) -> int:
    slugs = tables.numbers(connection, "slug", [row["slug"] for row in incoming.decks])
    passed = 0
    for row in incoming.decks:
        if row["slug"] not in slugs:
            passed += 1
            continue
        values = {"deck": row["deck"], "started_at": row["started_at"]}
        ids = {"account_id": account_id, "article_id": slugs[row["slug"]]}
        decks.start(connection, ids | values)
    return passed


def _store_reviews(
    connection: Connection,
    account_id: int,
    incoming: Incoming,
    numbers: dict[str, int],
    held: dict[int, int],
) -> tuple[int, set[int], int]:
    """Return how many reviews were new, the cards they are of, how many name no card here."""
    known = tables.uuids(connection, account_id)
    texts = _text_numbers(connection, incoming.reviews)
    happened = [row for row in incoming.reviews if claimed.happened(row["moment"], incoming.now)]
    fresh = [row for row in happened if row["name"] in numbers and row["uuid"] not in known]
    rows = [
        {
            **{name: value for name, value in row.items() if name not in ("name", "text")},
            "account_id": account_id,
            "card_id": numbers[row["name"]],
            "version_id": texts.get(row["text"]),
        }
        for row in fresh
    ]
    reviews.record_many(connection, rows)
    there = known | {row["uuid"] for row in fresh}
    of_card = {
        row["uuid"]: numbers[row["name"]]
        for row in incoming.reviews
        if row["uuid"] in there and row["name"] in numbers
    }
    before = {marker.uuid for marker in tables.undone(connection, account_id)}
    markers = [
        {**row, "account_id": account_id}
        for row in incoming.undone
        if row["uuid"] in of_card and row["uuid"] not in before
    ]
    reviews.mark_undone(connection, markers)
    touched = {row["card_id"] for row in rows} | {of_card[row["uuid"]] for row in markers}
    missing = [new_state(account_id, card) for card in touched if card not in held]
    reviews.add_states(connection, missing)
    unknown = len(incoming.reviews) - sum(row["name"] in numbers for row in happened)
    return len({row["uuid"] for row in fresh}), touched, unknown


def _text_numbers(connection: Connection, rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    wanted = [row["text"] for row in rows if row["text"] is not None]
    return tables.numbers(connection, "card_text", wanted)


def _store_cards(
    connection: Connection,
    account_id: int,
    incoming: Incoming,
    numbers: dict[str, int],
    held: dict[int, int],
) -> int:
    """Handle cards as in the export where they were not held before; return how many."""
    new = [
        row for row in incoming.cards if row["name"] in numbers and numbers[row["name"]] not in held
    ]
    reviews.add_states(connection, [new_state(account_id, numbers[row["name"]]) for row in new])
    for row in new:
        values = {name: row[name] for name in ("due_on", "suspended", "buried_on", "note")}
        decks.handle(connection, account_id, numbers[row["name"]], **values)
    return len(new)
