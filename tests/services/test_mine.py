from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.besides import HELD
from quizapp.domain.content import Article
from quizapp.domain.errors import AccountNotFound, ImportRejected
from quizapp.services import cards, mine, rounds
from quizapp.services.accounts import (
    Settings,
    Viewer,
    change_settings,
    create_guest,
    delete_account,
)
from quizapp.services.cards import Goals
from quizapp.services.doctor import examine
from quizapp.services.mine import ImportReport
from quizapp.services.progress import progress
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.play import Player, request, submission

Data = dict[str, Any]


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    """Somebody with reviews, some undone, cards put away, a note, and rounds."""
    student = Student(session, account.account_id)
    change_settings(session, account.account_id, Settings("ar", "en", "arab", certainty=True))
    goals = Goals(0.85, 5, 50, "Asia/Amman")
    cards.change_goals(session, account.account_id, goals)
    student.start("article-ar", "terms")
    for day in range(12):
        if day % 2 and student.look().card is not None:
            student.grade(1)
        student.study(3 if day % 3 else 4)
        if day % 4 == 0:
            student.undo()
        student.wait(days=1)
    student.wait(days=20)
    card = student.card()
    cards.edit_note(
        session, account_id=account.account_id, card_id=card.card_id, note="كلام", now=student.now
    )
    student.flag(card, "suspend")
    student.flag(student.card(), "bury")
    player = Player(session, account.account_id)
    for mode in ("practice", "test"):
        player.start(request(mode=mode, length=4, certainty=True), public_id=mode)  # type: ignore[arg-type]
        player.submit(1, submission(player.form(1), certainty="sure"), student.now)
        player.wrong(3)
    player.start(request(length=2), public_id="done")
    player.play_through()
    return student


def exported(student: Student) -> Data:
    data = mine.export_all(student.session, student.account_id)
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def everything(student: Student) -> dict[str, Any]:
    session, account_id, now = student.session, student.account_id, student.now
    due = text(
        "SELECT name, due_on, due_day, due_at, stability, difficulty, phase, step, reps, lapses,"
        " first_day, last_day, last_review, suspended, buried_on, note, version_id FROM card_state"
        " JOIN card ON card.id = card_id WHERE account_id = :id ORDER BY name"
    )
    left_alone = {"held", *HELD}  # Handed over only: whose account it is, browsers signed in.
    return {
        "export": {
            name: value for name, value in exported(student).items() if name not in left_alone
        },
        "states": [tuple(row) for row in session.execute(due, {"id": account_id})],
        "progress": progress(session, account_id=account_id, now=now),
        "history": rounds.history(session, account_id=account_id),
        "decks": cards.decks(session, account_id=account_id, now=now),
    }


def test_export_delete_and_import_bring_everything_back(student: Student) -> None:
    before = everything(student)
    data = before["export"]
    assert len(data["reviews"]) > 25
    assert len(data["undone"]) == 3
    assert len(data["rounds"]) == 3
    delete_account(student.session, "account-of-huda", now=student.now)
    again = create_guest(student.session, token="new", public_id="new", now=student.now)
    student.account_id = again.account_id
    report = mine.import_all(student.session, again.account_id, data, student.now)
    assert report == ImportReport(
        rounds=3,
        responses=6,
        reviews=len(data["reviews"]),
        cards=len(data["cards"]),
        passed_over=0,
    )
    assert everything(student) == before
    assert examine(student.session, SCRIPTS).sound


def test_a_zero_character_in_a_note_leaves_an_export_that_can_be_imported(
    student: Student,
) -> None:
    cards.edit_note(
        student.session,
        account_id=student.account_id,
        card_id=student.card().card_id,
        note="\x00 one\x00two \x00",
        now=student.now,
    )
    data = exported(student)
    assert [card["note"] for card in data["cards"] if "two" in (card["note"] or "")] == [
        "\ufffd one\ufffdtwo \ufffd"
    ]
    mine.import_all(student.session, student.account_id, data, student.now)


def test_importing_again_changes_nothing(student: Student) -> None:
    before = everything(student)
    for _ in range(2):
        report = mine.import_all(student.session, student.account_id, before["export"], student.now)
        assert report == ImportReport(0, 0, 0, 0, 0)
        assert everything(student) == before


def test_two_halves_of_a_log_come_together_in_any_order(student: Student) -> None:
    data = exported(student)
    half = len(data["reviews"]) // 2
    parts = []
    for chosen in (data["reviews"][:half], data["reviews"][half:]):
        parts.append(copy.deepcopy(data) | {"reviews": chosen, "rounds": []})
    found = []
    for order in (parts, parts[::-1], [*parts, *parts]):
        guest = create_guest(
            student.session, token=f"t{len(found)}", public_id=f"p{len(found)}", now=student.now
        )
        for part in order:
            mine.import_all(student.session, guest.account_id, part, student.now)
        rows = student.session.execute(
            text(
                "SELECT card_id, phase, stability, due_day, reps, lapses FROM card_state"
                " WHERE account_id = :id ORDER BY card_id"
            ),
            {"id": guest.account_id},
        )
        found.append([tuple(row) for row in rows])
    assert found[0] == found[1] == found[2]
    assert examine(student.session, SCRIPTS).sound


def test_what_names_other_content_is_passed_over(student: Student) -> None:
    data = exported(student)
    data["reviews"][0]["name"] = "elsewhere/fact/slot/card-ar"
    data["decks"][0]["slug"] = "elsewhere"
    data["rounds"][0]["article_text"] = "0" * 32
    data["rounds"][1]["entries"][0]["item_text"] = "0" * 32
    guest = create_guest(student.session, token="t", public_id="p", now=student.now)
    delete_account(student.session, "account-of-huda", now=student.now)
    report = mine.import_all(student.session, guest.account_id, data, student.now)
    assert report.passed_over == 4
    assert (report.rounds, report.reviews) == (1, len(data["reviews"]) - 1)
    assert examine(student.session, SCRIPTS).sound


def test_a_round_of_somebody_else_is_not_taken_over(student: Student, stranger: Viewer) -> None:
    data = exported(student)
    report = mine.import_all(student.session, stranger.account_id, data, student.now)
    assert (report.rounds, report.passed_over) == (0, 3)
    assert rounds.history(student.session, account_id=stranger.account_id) == ()


def put(path: str, value: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        *parents, last = path.split(".")
        place: Any = data
        for name in parents:
            place = place[int(name) if name.isdigit() else name]
        place[last] = value

    return change


BROKEN: dict[str, tuple[Callable[[Data], None], str]] = {
    "another format": (put("format", "anki"), "format"),
    "a later version": (put("version", 2), "version"),
    "no goals": (lambda data: data.pop("goals"), "shape"),
    "a goal out of range": (put("goals.retention", 0.99), "shape"),
    "a zone that is none": (put("goals.zone", "Nowhere/Land"), "shape"),
    "a setting that is none": (put("settings.theme", "pink"), "shape"),
    "reviews that are no list": (put("reviews", {"0": 1}), "shape"),
    "a review that is no record": (put("reviews.0", "x"), "shape"),
    "a grade of five": (put("reviews.0.rating", 5), "shape"),
    "a grade that is true": (put("reviews.0.rating", True), "shape"),
    "a uuid that is none": (put("reviews.0.uuid", "x"), "shape"),
    "a moment before the beginning": (put("reviews.0.moment", -1), "shape"),
    "a moment beyond time": (put("reviews.0.moment", 10**18), "shape"),
    "a day that is none": (put("reviews.0.day", "2026-02-30"), "shape"),
    "a text without end": (put("cards.0.note", "x" * 10_000), "shape"),
    "half a letter": (put("cards.0.note", "\ud83d"), "shape"),
    "half a letter in a setting": (put("settings.theme", "\ud83d"), "shape"),
    "a score of two": (put("rounds.0.entries.0.response.score", 2), "shape"),
    "a round with a hole": (put("rounds.0.entries.0.position", 9), "shape"),
    "a key that is none": (put("rounds.0.entries.0.response.client_key", "zz"), "shape"),
    "a stability beyond number": (put("reviews.0.stability", float("nan")), "shape"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_not_exported_here_is_refused_whole(student: Student, name: str) -> None:
    change, code = BROKEN[name]
    data = exported(student)
    if name == "a review that is no record":
        data["reviews"][0] = "x"
    else:
        change(data)
    guest = create_guest(student.session, token="t", public_id="p", now=student.now)
    with pytest.raises(ImportRejected) as caught:
        mine.import_all(student.session, guest.account_id, data, student.now)
    assert caught.value.code == code
    assert mine.export_all(student.session, guest.account_id)["reviews"] == []
    assert cards.goals_of(student.session, guest.account_id) == Goals()


@pytest.mark.parametrize("data", [None, [], "x", 7, {}, {"format": "waraqa"}])
def test_what_is_no_export_at_all_is_refused(student: Student, data: Any) -> None:
    with pytest.raises(ImportRejected):
        mine.import_all(student.session, student.account_id, data, student.now)


def test_nobody_has_nothing_to_take_along(session: Session) -> None:
    with pytest.raises(AccountNotFound):
        mine.export_all(session, 1)


def test_the_table_has_a_line_for_all_that_counts(student: Student) -> None:
    data = exported(student)
    lines = list(csv.DictReader(io.StringIO(mine.export_csv(student.session, student.account_id))))
    kinds = [line["kind"] for line in lines]
    assert kinds.count("review") == len(data["reviews"]) - len(data["undone"])
    assert kinds.count("answer") == 6
    assert [int(line["moment"]) for line in lines] == sorted(int(line["moment"]) for line in lines)


def test_the_table_runs_no_formula(student: Student) -> None:
    player = Player(student.session, student.account_id)
    player.start(request(kinds=("gap",), length=1), public_id="formula")
    player.submit(1, submission({"text": ["=1+1"]}), student.now)
    assert "'=1+1" in mine.export_csv(student.session, student.account_id)
