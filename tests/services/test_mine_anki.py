"""Cards to Anki and reviews back: in the database."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.cards.state import Rating
from quizapp.domain.content import Article
from quizapp.domain.errors import ImportRejected
from quizapp.domain.exchange.cards import ForeignReview
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.anki.reader import read_notes
from quizapp.services import mine
from quizapp.services.accounts import Viewer, create_guest
from quizapp.services.doctor import examine
from quizapp.services.mine import anki_in, anki_out
from tests.cards import Student
from tests.databases import SCRIPTS
from tests.peers import drive
from tests.play import NOW

NAMING = anki_out.Naming("ar", {"article-ar": "عربي", "article-en": "English", "terms": "Terms"})


@pytest.fixture
def student(session: Session, account: Viewer, article: Article) -> Student:
    student = Student(session, account.account_id)
    student.start("article-ar", "terms")
    for _ in range(4):
        student.study()
        student.wait(days=2)
    return student


def package(student: Student, *, progress: bool = True) -> bytes:
    return anki_out.anki_package(
        student.session,
        account_id=student.account_id,
        naming=NAMING,
        now=student.now,
        progress=progress,
    )


def look(student: Student, data: bytes) -> anki_in.AnkiView:
    return anki_in.look(student.session, account_id=student.account_id, data=data, now=student.now)


def bring(student: Student, found: anki_in.Found) -> anki_in.AnkiReport:
    return anki_in.bring(
        student.session, account_id=student.account_id, found=found, now=student.now
    )


def state(student: Student) -> list[tuple[Any, ...]]:
    rows = student.session.execute(
        text(
            "SELECT name, due_on, phase, stability, difficulty, reps, lapses, last_review"
            " FROM card_state JOIN card ON card.id = card_id WHERE account_id = :id ORDER BY name"
        ),
        {"id": student.account_id},
    )
    return [tuple(row) for row in rows]


def days(student: Student) -> list[object]:
    rows = student.session.execute(
        text("SELECT * FROM day_total WHERE account_id = :id ORDER BY day"),
        {"id": student.account_id},
    )
    return [tuple(row)[1:] for row in rows]


def reviewed_card(student: Student) -> tuple[str, int]:
    """A card that was reviewed, and the millisecond of its last review."""
    row = student.session.execute(
        text("SELECT name, moment FROM review JOIN card ON card.id = card_id ORDER BY moment DESC")
    ).first()
    assert row is not None
    return row.name, row.moment


def test_the_cards_of_decks_taken_up_go_along_with_their_memory_and_reviews(
    student: Student,
) -> None:
    brought = read_notes(package(student))
    decks = {note.deck for note in brought.notes}
    assert {deck[0] for deck in decks} == {"Waraqa"}
    assert {deck[2] for deck in decks} == {"عربي", "Terms"}
    logged = sum(len(card.reviews) for note in brought.notes for card in note.cards)
    kept = mine.export_all(student.session, student.account_id)["reviews"]
    assert logged == len(kept) > 10
    remembered = [card for note in brought.notes for card in note.cards if card.stability]
    assert len(remembered) == len(state(student))


def test_without_progress_every_card_leaves_as_new(student: Student) -> None:
    brought = read_notes(package(student, progress=False))
    assert len(brought.notes) == len(read_notes(package(student)).notes)
    assert not any(card.reviews or card.stability for n in brought.notes for card in n.cards)


def test_what_left_and_comes_back_as_it_was_brings_nothing(student: Student) -> None:
    before = state(student), days(student)
    view = look(student, package(student))
    assert (view.reviews, view.foreign, view.unknown) == (0, 0, 0)
    assert view.known > 10
    assert bring(student, view.found) == anki_in.AnkiReport(0, 0)
    assert (state(student), days(student)) == before


def test_an_undone_review_does_not_come_back(student: Student) -> None:
    student.study(most=500)
    data = package(student)
    student.wait(seconds=1)
    student.grade() if student.look().card else None
    student.undo()
    assert look(student, data).reviews == 0


def test_a_review_made_elsewhere_is_logged_once_and_its_card_replayed(student: Student) -> None:
    name, moment = reviewed_card(student)
    student.wait(days=1)
    number = moment + 3_600_000
    found = {name: (ForeignReview(number, Rating.AGAIN, None, 4_000),)}
    before = {row[0]: row for row in state(student)}
    assert bring(student, found) == anki_in.AnkiReport(1, 1)
    after = {row[0]: row for row in state(student)}
    assert after[name] != before[name]
    assert {k: v for k, v in after.items() if k != name} == {
        k: v for k, v in before.items() if k != name
    }
    totals = days(student)
    assert bring(student, found) == anki_in.AnkiReport(0, 0)
    assert days(student) == totals
    assert examine(student.session, SCRIPTS).sound


def test_a_fresh_account_gets_decks_states_and_days_from_the_file(
    student: Student, session: Session
) -> None:
    data = package(student)
    other = create_guest(session, token="t" * 40, public_id="other", now=NOW)
    newcomer = Student(session, other.account_id, now=student.now)
    view = look(newcomer, data)
    assert view.reviews > 10
    report = bring(newcomer, anki_in.unpacked(anki_in.packed(view.found)))
    assert report == anki_in.AnkiReport(view.reviews, view.cards)
    memory = {row[0]: row[3:7] for row in state(newcomer)}
    was = {row[0]: row[3:7] for row in state(student)}
    assert memory == was
    assert days(newcomer) == days(student)
    assert look(newcomer, data).reviews == 0
    assert read_notes(package(newcomer)).notes != ()


def test_moments_to_come_and_cards_not_here_are_passed_over(student: Student) -> None:
    name, _ = reviewed_card(student)
    ahead = int((student.now + timedelta(days=3)).timestamp() * 1000)
    found = {
        name: (ForeignReview(ahead, Rating.GOOD),),
        "nowhere/x/y/card-ar": (ForeignReview(5, Rating.GOOD),),
    }
    assert bring(student, found) == anki_in.AnkiReport(0, 0)


def test_a_refused_file_changes_nothing(student: Student) -> None:
    before = mine.export_all(student.session, student.account_id)
    with pytest.raises(FileRefused):
        look(student, b"PK\x03\x04 and nothing more")
    assert mine.export_all(student.session, student.account_id) == before


@pytest.mark.parametrize(
    "text_sent", ["", "!", "AAAA", "é", "eJyrrgUAAXUA+Q==x", anki_in.packed({"a": ()})[:-4]]
)
def test_a_text_that_was_not_packed_here_is_refused(text_sent: str) -> None:
    with pytest.raises(ImportRejected):
        anki_in.unpacked(text_sent)


@pytest.mark.parametrize("row", [[1, 5, None, None], [0, 1, None, None], [1, 1], [1, 1, -1, 0]])
def test_a_review_that_cannot_be_is_refused(row: list[object]) -> None:
    text_sent = json.dumps({"a": [row]}).encode()
    with pytest.raises(ImportRejected):
        anki_in.unpacked(base64.urlsafe_b64encode(zlib.compress(text_sent)).decode())


def test_a_packed_text_that_expands_without_end_is_refused() -> None:
    squeezed = zlib.compress(bytes(64 * 1024 * 1024), 9)
    with pytest.raises(ImportRejected):
        anki_in.unpacked(base64.urlsafe_b64encode(squeezed).decode())


def test_more_than_can_be_taken_at_once_is_refused(student: Student) -> None:
    many = tuple(ForeignReview(number, Rating.GOOD) for number in range(1, 100_002))
    with pytest.raises(ImportRejected) as rejection:
        bring(student, {"a": many})
    assert rejection.value.code == "too_large"


def test_reviews_made_in_anki_itself_come_back(student: Student, tmp_path: Path) -> None:
    """Our package into Anki, answered there, written by Anki in both generations, and back."""
    student.wait(seconds=(datetime.now(UTC) - student.now).total_seconds() - 60)
    student.grade()
    (tmp_path / "ours.apkg").write_bytes(package(student))
    collection = tmp_path / "c.anki2"

    def task(*arguments: object) -> None:
        drive("anki_drive.py", *arguments, within=tmp_path)

    task("import", collection, tmp_path / "ours.apkg")
    task("answer", collection, "3,1,4,2")
    student.wait(minutes=5)
    before = state(student)
    for kind in ("current", "legacy"):
        task("export", collection, tmp_path / kind, kind)
    view = look(student, (tmp_path / "current").read_bytes())
    assert (view.reviews, view.unknown, view.foreign) == (4, 0, 0)
    assert bring(student, view.found).reviews == 4
    assert state(student) != before
    again = look(student, (tmp_path / "legacy").read_bytes())
    assert (again.reviews, again.known) == (0, view.known + 4)
    assert examine(student.session, SCRIPTS).sound
