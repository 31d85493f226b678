"""Our package in Anki itself, and Anki's files here: a process of its own does its part."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizapp.domain.cards.build import Side
from quizapp.domain.cards.state import Phase, Rating
from quizapp.domain.cards.study_day import StudyCalendar
from quizapp.domain.exchange.cards import CardPack, guid_of
from quizapp.formats.anki.note_type import FIELDS, FONT
from quizapp.formats.anki.reader import read, read_notes
from quizapp.formats.anki.text import write_text
from quizapp.formats.anki.writer import write
from tests.formats.anki.packages import AMMAN, card, every_standing, pack
from tests.peers import drive

Told = dict[str, Any]
NOW = datetime.now(UTC)
GENERATIONS = ("legacy", "current", "colpkg", "colpkg-legacy")


@pytest.fixture(autouse=True)
def a_moment_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anki looks at the machine's clock, so ours is that of the test, on the same study day.

    Days turn at full or half hours of UTC: a test that would begin just before waits for it.
    """
    to_turn = 1800 - time.time() % 1800
    if to_turn < 40 or to_turn > 1785:
        time.sleep((to_turn + 16) % 1800)
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=10)
    monkeypatch.setitem(globals(), "NOW", begun)


def task(folder: Path, name: str, *arguments: object, zone: str = "Asia/Amman") -> Told:
    found = drive("anki_drive.py", name, folder / "c.anki2", *arguments, within=folder, zone=zone)
    assert isinstance(found, dict)
    return found


def brought(folder: Path, data: bytes, *, progress: bool = True, zone: str = "Asia/Amman") -> Told:
    path = folder / "ours.apkg"
    path.write_bytes(data)
    return task(folder, "import", path, "1" if progress else "0", zone=zone)


def by_guid(told: Told) -> dict[str, Told]:
    return {note["guid"]: note for note in told["notes"]}


def test_every_note_arrives_with_its_fields_deck_and_tags(tmp_path: Path) -> None:
    told = brought(tmp_path, write(every_standing(NOW), NOW))
    assert (told["new"], told["conflicting"], told["updated"]) == (7, 0, 0)
    note = by_guid(told)[guid_of(card(3).id)]
    assert tuple(note["fields"]) == FIELDS
    assert note["fields"]["FrontNote"] == "انعقدت القمة في ____ &amp; &lt;هناك&gt;."
    assert note["fields"]["Statement"] == "The summit was held<br>in Samarkand."
    assert note["fields"]["Translation"] == "انعقدت القمة في سمرقند."
    assert note["tags"] == ["waraqa::summit"]
    assert {each["deck"] for n in told["notes"] for each in n["cards"]} == {
        "Waraqa::قمة سمرقند::Terms"
    }


def test_each_side_says_its_language_and_direction_and_nothing_in_it_is_run(
    tmp_path: Path,
) -> None:
    told = brought(tmp_path, write(pack(card(1)), NOW))
    shown = told["notes"][0]["cards"][0]
    assert '<div class="side" lang="ar" dir="rtl">\n<div class="text">أين' in shown["question"]
    assert '<div class="side" lang="en" dir="ltr">\n<div class="text">Samarkand' in shown["answer"]
    assert "&lt;هناك&gt;" in shown["question"]
    assert "[sound:x.mp3]" not in shown["answer"].replace("&#91;", "")
    assert "anki:play" not in shown["answer"]


def test_memory_queues_and_due_days_arrive(tmp_path: Path) -> None:
    cards = every_standing(NOW)
    told = by_guid(brought(tmp_path, write(cards, NOW)))
    today = AMMAN.day(datetime.now(UTC))
    for each in cards.cards:
        shown, state = told[guid_of(each.id)]["cards"][0], each.state
        assert state is not None
        assert (shown["reps"], shown["lapses"]) == (state.reps, state.lapses)
        if not state.reps:
            assert (shown["type"], shown["queue"], shown["memory"]) == (0, 0, None)
            continue
        assert shown["memory"] == pytest.approx([state.stability, state.difficulty], abs=1e-3)
        assert state.last_review is not None
        assert shown["last"] == int(state.last_review.timestamp())
        assert shown["retention"] == pytest.approx(0.9)
        if state.due_at is not None:
            assert shown["due"] == int(state.due_at.timestamp())
            stepping = {Phase.LEARNING: 1, Phase.RELEARNING: 3}[state.phase]
            assert (shown["type"], shown["queue"]) == (stepping, 1)
        else:
            due = each.due_on or state.due_day
            assert due is not None
            assert shown["due"] == (due - today).days
            assert (shown["type"], shown["queue"]) == (2, -1 if each.suspended else 2)


def test_the_log_arrives_line_for_line(tmp_path: Path) -> None:
    cards = every_standing(NOW)
    told = by_guid(brought(tmp_path, write(cards, NOW)))
    logged = 0
    for each in cards.cards:
        rows = told[guid_of(each.id)]["cards"][0]["log"]
        assert [row[1] for row in rows] == [int(line.rating) for line in each.log]
        for row, line in zip(rows, each.log, strict=True):
            assert abs(row[0] - line.moment.timestamp() * 1000) < 20
        logged += len(rows)
    assert logged == 13


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Amman", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"]
)
def test_a_card_due_tomorrow_is_due_tomorrow_in_every_zone(tmp_path: Path, zone: str) -> None:
    calendar = StudyCalendar(zone)
    today = calendar.day(datetime.now(UTC))
    due = card(4, [3, 3], now=NOW, due_on=today + timedelta(days=1))
    told = brought(tmp_path, write(CardPack((due,), calendar), NOW), zone=zone)
    assert told["notes"][0]["cards"][0]["due"] - told["today"] == 1


def test_a_second_import_updates_texts_and_keeps_progress_made_there(tmp_path: Path) -> None:
    brought(tmp_path, write(pack(card(1), card(2)), NOW))
    task(tmp_path, "answer", "3")
    changed = card(1, front=Side("ar", "أين انعقدت القمة هذا العام؟"))
    told = brought(tmp_path, write(pack(changed, card(2)), NOW + timedelta(seconds=2)))
    assert (told["new"], told["updated"], told["conflicting"]) == (0, 2, 0)
    notes = by_guid(told)
    assert notes[guid_of(changed.id)]["fields"]["Front"] == "أين انعقدت القمة هذا العام؟"
    assert sum(note["cards"][0]["reps"] for note in notes.values()) == 1
    assert sum(len(note["cards"][0]["log"]) for note in notes.values()) == 1


def test_without_progress_nothing_is_scheduled(tmp_path: Path) -> None:
    told = brought(tmp_path, write(every_standing(NOW), NOW), progress=False)
    assert {note["cards"][0]["type"] for note in told["notes"]} == {0}


def test_the_font_arrives_though_no_field_names_it(tmp_path: Path) -> None:
    told = brought(tmp_path, write(pack(card(1)), NOW, font=b"wOF2 not really"))
    assert told["media"] == [FONT]


def test_the_text_file_arrives_with_names_decks_and_tags(tmp_path: Path) -> None:
    path = tmp_path / "ours.txt"
    path.write_bytes(write_text(pack(card(1), card(2))))
    told = task(tmp_path, "text", path)
    assert (told["new"], told["missing_notetype"]) == (2, 0)
    note = by_guid(told)[guid_of(card(1).id)]
    assert note["type"] == "Basic"
    assert note["tags"] == ["waraqa::summit"]
    assert note["cards"][0]["deck"] == "Waraqa::قمة سمرقند::Terms"
    assert note["fields"]["Front"].startswith('<div lang="ar" dir="rtl">أين')


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What Anki writes of our cards, some answered there, and of notes of its own types."""
    folder = tmp_path_factory.mktemp("anki")
    brought(folder, write(pack(*(card(n, now=NOW) for n in range(1, 5))), NOW))
    task(folder, "answer", "3,1,4")
    task(folder, "foreign")
    found = {}
    for kind in (*GENERATIONS, "text"):
        path = folder / kind
        task(folder, "export", path, kind)
        found[kind] = path.read_bytes()
    return found


@pytest.mark.parametrize("kind", GENERATIONS)
def test_every_generation_is_read_with_reviews_made_there(
    written: dict[str, bytes], kind: str
) -> None:
    found = read_notes(written[kind])
    assert not found.skipped
    assert len(found.notes) == 11
    own = [note for note in found.notes if note.card_id]
    assert {note.deck for note in own} == {("Waraqa", "قمة سمرقند", "Terms")}
    assert {note.type_name for note in own} == {"Waraqa"}
    reviews = [review for note in own for each in note.cards for review in each.reviews]
    assert sorted(review.rating for review in reviews) == [Rating.AGAIN, Rating.GOOD, Rating.EASY]
    assert all(review.number / 1000 > NOW.timestamp() for review in reviews)
    answered = [each for note in own for each in note.cards if each.reviews]
    assert all(each.stability and each.difficulty for each in answered)


@pytest.mark.parametrize("kind", [*GENERATIONS, "text"])
def test_notes_of_ankis_own_types_become_questions(written: dict[str, bytes], kind: str) -> None:
    taken = read(written[kind], "en")
    asked = {(q.lang, q.stem or q.material): q.accepted for q in taken.questions}
    expected = {
        ("ar", "عاصمة الأردن؟"): ("عم\u0651ان",),
        ("en", "Capital of Chile?"): ("Santiago",),
        ("en", "Which flag?"): ("Peru",),
        ("en", "____ lies in Peru."): ("Lima",),
        ("en", "Lima lies in ____."): ("Peru",),
        ("en", "salt"): ("ملح",),
        ("en", "2 + 2"): ("4",),
    }
    assert expected.items() <= asked.items()
    codes = {note.code for note in taken.notes}
    assert {"formatting_lost", "media_skipped", "long_answer"} <= codes
    assert {q.kind for q in taken.questions} == {"gap"}
    tags = {q.stem: q.tags for q in taken.questions}
    assert tags["عاصمة الأردن؟"] == ("عربي",)
