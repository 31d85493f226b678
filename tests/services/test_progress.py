from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.cards.replay import replay
from quizapp.domain.content import Article
from quizapp.domain.memory import MemorySettings, retrievability
from quizapp.services.accounts import Viewer
from quizapp.services.cards.records import REPLAYING
from quizapp.services.progress import Progress, progress
from tests.cards import Student
from tests.databases import statements
from tests.logs import lines_in
from tests.play import Player, request

RATINGS = (3, 3, 1, 4, 3, 2)


@pytest.fixture
def studied(session: Session, account: Viewer, article: Article) -> Student:
    """Somebody who studied for a while, with days off, forgetting now and then."""
    student = Student(session, account.account_id)
    student.start()
    for day in range(70):
        if day % 10 < 8:
            for n in range(60):
                card = student.look().card
                if card is None:
                    break
                student.grade(RATINGS[(day + n) % len(RATINGS)], card)  # type: ignore[arg-type]
                student.wait(minutes=2)
            if day % 7 == 0:
                student.undo()
        student.wait(days=1)
        student.now = student.now.replace(hour=9, minute=30)
    return student


def seen(student: Student) -> Progress:
    return progress(student.session, account_id=student.account_id, now=student.now)


def test_every_number_is_what_the_log_says(studied: Student) -> None:
    found = seen(studied)
    today = studied.now.date()
    lines = lines_in(studied.session)
    assert found.reviews == len(lines) > 100
    by_day = Counter(line.study_day for line in lines)
    assert {day.day: day.count for day in found.heatmap if day.count} == by_day
    assert (len(found.heatmap), found.heatmap[-1].day) == (182, today)

    states = {card: replay(card, lines, REPLAYING) for card in {line.card for line in lines}}
    due = Counter(max(s.due_day, today) for s in states.values() if s.due_day is not None)
    assert {day.day: day.count for day in found.forecast if day.count} == {
        day: count for day, count in due.items() if day < today + timedelta(days=30)
    }
    assert sum(b.cards for b in found.stability) == len(states)
    for each in found.stability:
        top = each.upper or 10**9
        assert each.cards == sum(each.lower <= s.stability < top for s in states.values())

    assert {m.month: (m.passed, m.total) for m in found.retention} == months_of(lines)
    assert found.desired == 0.9
    assert found.today.day == today
    assert found.streak.longest >= found.streak.days


def months_of(lines: list) -> dict[date, tuple[int, int]]:  # type: ignore[type-arg]
    first: dict[tuple[date, str], object] = {}
    for line in sorted(lines, key=lambda line: line.moment):
        first.setdefault((line.study_day, line.card), line)
    months: dict[date, tuple[int, int]] = {line.study_day.replace(day=1): (0, 0) for line in lines}
    for (day, _), line in first.items():
        if line.phase == "review":  # type: ignore[attr-defined]
            passed, total = months[day.replace(day=1)]
            right = line.rating > 1  # type: ignore[attr-defined]
            months[day.replace(day=1)] = (passed + right, total + 1)
    return months


def test_facts_and_the_gap_are_what_the_states_say(studied: Student) -> None:
    found = seen(studied)
    lines, today = lines_in(studied.session), studied.now.date()
    settings = MemorySettings()
    recall: dict[str, float] = {}
    for card in {line.card for line in lines if "/card-" in line.card}:
        recall[card] = retrievability(replay(card, lines, REPLAYING), today, settings)
    for row in found.facts:
        mine = [r for card, r in recall.items() if card.endswith(f"card-{row.lang}")]
        assert row.known + row.shaky == len(mine), "one slot a fact in this article"
        assert abs(row.known - sum(r >= 0.9 for r in mine)) <= sum(
            abs(r - 0.9) < 1e-6 for r in mine
        ) + sum(1 for r in mine if r == 0.9)
        assert row.known + row.shaky + row.unseen == row.total == 4
    assert found.gap is None, "under twenty pairs nothing is said"


def test_the_gap_is_the_mean_of_paired_differences(
    studied: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.services.progress.memory.LEAST_PAIRS", 3)
    lines, today, settings = lines_in(studied.session), studied.now.date(), MemorySettings()
    recall = {
        card: retrievability(replay(card, lines, REPLAYING), today, settings)
        for card in {line.card for line in lines if "/card-" in line.card}
    }
    apart = [
        recall[card] - recall[card[:-2] + "en"]
        for card in recall
        if card.endswith("-ar") and card[:-2] + "en" in recall
    ]
    gap = seen(studied).gap
    assert gap is not None
    assert gap.pairs == len(apart) >= 3
    assert gap.difference == pytest.approx(statistics.fmean(apart))
    assert gap.low < gap.difference < gap.high
    assert gap.high + gap.low == pytest.approx(2 * gap.difference)


def test_rounds_and_certainty_are_counted(player: Player) -> None:
    player.start(request(length=2, certainty=True), public_id="one")
    for position, make in ((1, player.right), (2, player.wrong)):
        make(position)
    student = Student(player.session, player.account_id)
    found = seen(student)
    assert [(r.public_id, r.total) for r in found.rounds] == [("one", 2)]
    assert found.rounds[0].score >= 1
    assert found.calibration == (), "nobody was asked how certain they were"


def test_somebody_new_sees_an_empty_page(session: Session, account: Viewer) -> None:
    found = seen(Student(session, account.account_id))
    assert (found.reviews, found.gap, found.rounds, found.retention) == (0, None, (), ())
    assert (len(found.forecast), len(found.heatmap)) == (30, 182)
    assert not found.streak.studied_today


def test_the_page_costs_the_same_however_long_the_log(engine: Engine, studied: Student) -> None:
    seen(studied)
    studied.session.rollback()
    with statements(engine) as sent:
        seen(studied)
    assert len(sent) <= 7
    assert not [s for s in sent if " review " in s.split("FROM", 1)[0]]


def test_looking_writes_nothing(engine: Engine, studied: Student) -> None:
    with statements(engine) as sent:
        seen(studied)
        studied.look()
    assert all(s.lstrip().startswith("SELECT") for s in sent)


def test_totals_of_days_are_the_sum_of_the_log(studied: Student) -> None:
    shown = studied.session.execute(text("SELECT sum(reviews), sum(millis) FROM day_total")).one()
    lines = lines_in(studied.session)
    assert tuple(shown) == (len(lines), sum(line.duration_ms or 0 for line in lines))
