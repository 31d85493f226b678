"""Reading and storing the rounds of an export: whole or not at all, as they were logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from quizapp.db import mine as tables
from quizapp.domain.errors import ImportRejected
from quizapp.services.mine import claimed, shape
from quizapp.services.regrades.catching_up import catch_up

_LANGS: Final = ("ar", "en")
_OUTCOMES: Final = ("right", "close", "partial", "wrong", "skipped")
_SPELLINGS: Final = (None, "exact", "folded", "close", "wrong")
_STATES: Final = ("open", "accepted", "declined")
_CERTAINTIES: Final = (None, "sure", "fairly", "guess")


@dataclass(frozen=True, slots=True)
class RoundIn:
    """A round read from an export."""

    values: Mapping[str, Any]
    article_text: str
    repeats: str | None
    entries: tuple[Mapping[str, Any], ...]


def read_round(row: Mapping[str, Any], now: datetime) -> RoundIn:
    """Read one round; ValueError, KeyError or TypeError for what is none.

    A moment that has not come yet becomes `now`.
    """
    entries = tuple(_entry(entry, now) for entry in shape.listed(row, "entries"))
    total = shape.whole(row["total"], 1, 100_000)
    if [entry["position"] for entry in entries] != list(range(1, total + 1)):
        raise ImportRejected("shape", "entries")
    finished = shape.optional_moment(row["finished_at"])
    values = {
        "public_id": shape.text(row["public_id"], 64),
        "lang": shape.one_of(row["lang"], _LANGS),
        "mode": shape.one_of(row["mode"], ("practice", "test")),
        "certainty": shape.truth(row["certainty"]),
        "kinds": shape.names(row["kinds"]),
        "length": shape.optional_whole(row["length"]),
        "total": total,
        "seed": shape.text(row["seed"], 64),
        "started_at": claimed.no_later(shape.moment(row["started_at"]), now),
        "finished_at": None if finished is None else claimed.no_later(finished, now),
    }
    return RoundIn(
        values,
        shape.text(row["article_text"], 32),
        shape.optional_text(row["repeats"], 64),
        entries,
    )


def _entry(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    answered = row["response"]
    return {
        "position": shape.whole(row["position"], 1, 100_000),
        "item_text": shape.text(row["item_text"], 32),
        "arrangement": shape.indices(row["arrangement"]),
        "changed": shape.truth(row["changed"]),
        "lang": shape.one_of(row.get("asked_in"), (None, *_LANGS)),
        "response": None if answered is None else _response(answered, now),
        "appealed_at": _open_appeal(row.get("appeal"), answered, now),
    }


def _open_appeal(row: Any, answered: Any, now: datetime) -> Any:
    """Read when an appeal was made that nobody has decided on; decided ones are done with."""
    if row is None or answered is None or answered["spelling"] != "wrong":
        return None
    if shape.one_of(row["state"], _STATES) != "open":
        return None
    return claimed.no_later(shape.moment(row["made_at"]), now)


def _response(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "client_key": _key(row["client_key"]),
        "lang": shape.one_of(row["lang"], _LANGS),
        "digits": shape.one_of(row["digits"], ("latn", "arab")),
        "chosen": shape.indices(row["chosen"]),
        "typed": shape.text(row["typed"]),
        "skipped": shape.truth(row["skipped"]),
        "outcome": shape.one_of(row["outcome"], _OUTCOMES),
        "score": shape.number(row["score"], 0, 1),
        "marks": shape.indices(row["marks"]),
        "spelling": shape.one_of(row["spelling"], _SPELLINGS),
        "shown": shape.text(row["shown"]),
        "certainty": shape.one_of(row["certainty"], _CERTAINTIES),
        "latency": shape.optional_whole(row["latency"]),
        "normaliser": shape.whole(row["normaliser"], 0, 10_000),
        "answered_at": claimed.no_later(shape.moment(row["answered_at"]), now),
    }


def _key(value: Any) -> bytes:
    key = bytes.fromhex(shape.text(value, 32))
    if len(key) != 16:
        raise ValueError("client_key")
    return key


def store_rounds(
    connection: Connection, account_id: int, rounds: Sequence[RoundIn]
) -> tuple[int, int, int]:
    """Store the rounds that are not there; return rounds and responses stored, and passed over."""
    owners = tables.owners(connection, [chosen.values["public_id"] for chosen in rounds])
    articles = tables.numbers(connection, "article", [chosen.article_text for chosen in rounds])
    wanted = [entry["item_text"] for chosen in rounds for entry in chosen.entries]
    items = tables.numbers(connection, "item", wanted)
    of_items = tables.numbers(connection, "item_of", wanted)
    new: list[int] = []
    numbers = {name: number for name, (number, owner) in owners.items() if owner == account_id}
    stored = responses = passed = 0
    for chosen in rounds:
        name = chosen.values["public_id"]
        if name in numbers:
            continue
        known = all(entry["item_text"] in items for entry in chosen.entries)
        if name in owners or chosen.article_text not in articles or not known:
            passed += 1
            continue
        values = {
            **chosen.values,
            "account_id": account_id,
            "article_version_id": articles[chosen.article_text],
            "repeats_id": numbers.get(chosen.repeats or ""),
        }
        answers = _answers(chosen, items)
        numbers[name] = tables.add_round(
            connection, values, _entries(chosen, items), answers, _appeals(chosen, of_items)
        )
        new.append(numbers[name])
        stored, responses = stored + 1, responses + len(answers)
    catch_up(connection, new)
    return stored, responses, passed


def _entries(chosen: RoundIn, items: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "position": entry["position"],
            "version_id": items[entry["item_text"]],
            "arrangement": entry["arrangement"],
            "changed": entry["changed"],
            "lang": entry["lang"],
        }
        for entry in chosen.entries
    ]


def _answers(chosen: RoundIn, items: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            **entry["response"],
            "position": entry["position"],
            "version_id": items[entry["item_text"]],
        }
        for entry in chosen.entries
        if entry["response"] is not None
    ]


def _appeals(chosen: RoundIn, of_items: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "position": entry["position"],
            "item_id": of_items[entry["item_text"]],
            "lang": entry["response"]["lang"],
            "made_at": entry["appealed_at"],
            "state": "open",
            "reason": "",
            "decided_by": None,
            "decided_at": None,
        }
        for entry in chosen.entries
        if entry["appealed_at"] is not None
    ]
