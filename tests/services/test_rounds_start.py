from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.content import Article
from quizapp.domain.errors import ArticleNotFound, NothingToAsk, RoundNotFound, RoundOpen
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.ids import seeded
from quizapp.domain.records import decode
from quizapp.services import rounds
from quizapp.services.accounts import Viewer
from quizapp.services.rounds import RoundRequest
from tests.play import NOW, Player, request

ENTRIES = text(
    "SELECT e.position, i.name, e.arrangement FROM round_entry e"
    " JOIN round r ON r.id = e.round_id"
    " JOIN item_version v ON v.id = e.version_id JOIN item i ON i.id = v.item_id"
    " WHERE r.public_id = :id ORDER BY e.position"
)


def entries(session: Session, round_id: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(ENTRIES, {"id": round_id})]


def start(session: Session, account: Viewer, wanted: RoundRequest, **other: Any) -> str:
    arguments: dict[str, Any] = {"public_id": "round-1", "seed": 7, "now": NOW} | other
    return rounds.start_round(session, account_id=account.account_id, request=wanted, **arguments)


@pytest.mark.usefixtures("article")
def test_the_same_seed_gives_the_same_round_and_another_seed_another(
    session: Session, account: Viewer
) -> None:
    wanted = request(length=4)
    drawn = [
        entries(session, start(session, account, wanted, public_id=name, seed=seed))
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 4


@pytest.mark.parametrize("length", [2, None])
def test_a_round_can_be_rebuilt_from_what_is_stored(
    session: Session, account: Viewer, article: Article, length: int | None
) -> None:
    round_id = start(session, account, request(length=length, kinds=("choice", "gap")))
    row = session.execute(
        text(
            "SELECT r.lang, r.length, r.kinds, r.seed, v.record FROM round r"
            " JOIN article_version v ON v.id = r.article_version_id"
        )
    ).one()
    bank = Bank.of(decode(Article, json.loads(row.record)))
    spec = RoundSpec(row.lang, row.length, tuple(row.kinds.split()))
    drawn = assemble(bank, spec, seeded(row.seed))
    assert entries(session, round_id) == [
        (position, entry.item, ",".join(map(str, entry.order)))
        for position, entry in enumerate(drawn, start=1)
    ]


@pytest.mark.usefixtures("article")
def test_only_the_kinds_asked_for_come(session: Session, account: Viewer) -> None:
    round_id = start(session, account, request(length=None, kinds=("true_false",)))
    names = [row[1] for row in entries(session, round_id)]
    assert names
    assert all(name.endswith("/true_false") for name in names)


@pytest.mark.usefixtures("article")
def test_starting_twice_under_one_id_starts_one_round(session: Session, account: Viewer) -> None:
    first = start(session, account, request(), seed=1)
    drawn = entries(session, first)
    assert start(session, account, request(length=1), seed=2) == first
    assert entries(session, first) == drawn
    assert len(rounds.history(session, account_id=account.account_id)) == 1


@pytest.mark.usefixtures("article")
def test_nobody_gets_a_round_by_naming_its_id(
    session: Session, account: Viewer, stranger: Viewer
) -> None:
    start(session, account, request())
    with pytest.raises(RoundNotFound):
        start(session, stranger, request())


@pytest.mark.usefixtures("article")
def test_when_no_item_fits_there_is_no_round(session: Session, account: Viewer) -> None:
    with pytest.raises(NothingToAsk):
        start(session, account, request(kinds=("no such kind",)))
    assert rounds.history(session, account_id=account.account_id) == ()


def test_an_unknown_article_is_not_found(session: Session, account: Viewer) -> None:
    with pytest.raises(ArticleNotFound):
        start(session, account, dataclasses.replace(request(), article="nowhere"))


def repeat(player: Player, public_id: str = "repeat", **other: Any) -> str:
    arguments: dict[str, Any] = {"account_id": player.account_id, "round_id": player.round_id}
    arguments |= {"public_id": public_id, "seed": 3, "now": NOW} | other
    return rounds.start_repeat(player.session, **arguments)


def test_a_repeat_asks_what_was_wrong_skipped_or_left_open(player: Player) -> None:
    player.start(request(length=4, mode="test", certainty=True))
    asked = [row[1] for row in entries(player.session, player.round_id)]
    player.right(1)
    player.wrong(2)
    player.submit(3, {"skip": ["1"]})
    player.finish()
    again = repeat(player)
    assert sorted(row[1] for row in entries(player.session, again)) == sorted(asked[1:])
    head = rounds.current(player.session, account_id=player.account_id)
    assert head is not None
    assert (head.public_id, head.mode, head.certainty, head.lang) == (again, "test", True, "en")


def test_a_repeat_can_be_repeated(player: Player) -> None:
    player.start(request(length=2))
    player.finish()
    player.round_id = repeat(player)
    player.right(1)
    player.finish()
    player.round_id = repeat(player, "repeat of the repeat")
    assert player.question(1).head.total == 1


def test_nothing_missed_is_nothing_to_repeat(player: Player) -> None:
    player.start()
    player.play_through()
    with pytest.raises(NothingToAsk):
        repeat(player)


def test_an_open_round_is_not_repeated(player: Player) -> None:
    player.start()
    with pytest.raises(RoundOpen):
        repeat(player)


def test_length_none_and_length_are_kept_apart(player: Player) -> None:
    whole = player.start(request(length=None), public_id="whole")
    part = player.start(replace(request(), length=1), public_id="part")
    assert len(entries(player.session, whole)) > len(entries(player.session, part)) == 1
