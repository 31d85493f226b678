from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quizapp.domain.cards.replay import replay
from quizapp.domain.content import Article
from quizapp.domain.memory import MemorySettings
from quizapp.services.accounts import Viewer
from quizapp.services.cards.records import REPLAYING
from quizapp.services.progress import LanguageGap, Progress, progress
from quizapp.services.progress.memory import _t, gap_of
from tests.answers import right_fields, wrong_fields
from tests.cards import Student
from tests.databases import statements
from tests.logs import lines_in
from tests.play import Player, request, submission

RATINGS = (3, 3, 1, 4, 3, 2)
TODAY = date(2026, 3, 1)
EPOCH = date(1970, 1, 1).toordinal()


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
    assert found.reviews == len(lines) > 80
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


def hold(student: Student, card: str, *, stability: float, away: int) -> None:
    """Put a card into the learner's hands: so firm, last seen so many days ago."""
    last = student.now.date() - timedelta(days=away)
    student.session.execute(
        text(
            "INSERT INTO card_state (account_id, card_id, phase, stability, difficulty, step,"
            " last_day, reps, lapses, suspended, note) SELECT :account, id, 'review', :stability,"
            " 5, 0, :last, 1, 0, false, '' FROM card WHERE name = :card"
        ),
        {
            "account": student.account_id,
            "stability": stability,
            "last": last.toordinal() - EPOCH,
            "card": card,
        },
    )
    student.session.commit()


def names(session: Session, deck: str) -> list[str]:
    query = text("SELECT name FROM card WHERE deck = :deck ORDER BY name")
    return list(session.execute(query, {"deck": deck}).scalars())


def test_a_fact_is_known_as_long_as_nine_in_ten_would_recall_it(
    session: Session, account: Viewer, article: Article
) -> None:
    """Nine in ten recall a card after as many days as its stability: 10 days of 10 is the edge.

    Arabic: 9 days of 10 known, 11 of 10 shaky, 300 of 299 shaky, one unseen.
    English: 0 days of 1 known, 2 of 1 shaky, two unseen.
    """
    student = Student(session, account.account_id)
    arabic, english = (names(session, f"article-{lang}") for lang in ("ar", "en"))
    assert len(arabic) == len(english) == 4, "one slot a fact in this article"
    for name, stability, away in (
        (arabic[0], 10, 9), (arabic[1], 10, 11), (arabic[2], 299, 300),
        (english[0], 1, 0), (english[1], 1, 2),
    ):  # fmt: skip
        hold(student, name, stability=stability, away=away)
    assert {
        row.lang: (row.known, row.shaky, row.unseen, row.total) for row in seen(student).facts
    } == {"ar": (1, 2, 1, 4), "en": (1, 1, 2, 4)}


def pair(slot: int, ar: float, en: float) -> list[SimpleNamespace]:
    """The states of a slot's cards; recall is 1 for a card seen today, 0.9 after its stability."""
    days = {1.0: 0, 0.9: 10}
    return [
        SimpleNamespace(
            reps=3,
            deck=f"article-{lang}",
            lang=lang,
            sibling_group=f"book-fair/f{slot}/x",
            stability=10.0,
            last_day=TODAY - timedelta(days=days[recall]),
        )
        for lang, recall in (("ar", ar), ("en", en))
    ]


def gap_over(*pairs: list[SimpleNamespace]) -> LanguageGap | None:
    learner = SimpleNamespace(today=TODAY, settings=MemorySettings())
    return gap_of([state for each in pairs for state in each], learner)  # type: ignore[arg-type]


def test_the_gap_is_a_mean_with_its_interval() -> None:
    """Ten pairs 0.1 apart and ten alike.

    Mean 0.05; standard deviation sqrt(20 * 0.05^2 / 19) = 0.0512989; with t(19) = 2.093024
    half the interval is 2.093024 * 0.0512989 / sqrt(20) = 0.0240087.
    """
    apart = [pair(n, 1.0, 0.9) for n in range(10)] + [pair(n, 0.9, 0.9) for n in range(10, 20)]
    found = gap_over(*apart)
    assert found is not None
    assert found.pairs == 20
    assert found.difference == pytest.approx(0.05, abs=1e-9)
    assert found.low == pytest.approx(0.0259913, abs=5e-5)
    assert found.high == pytest.approx(0.0740087, abs=5e-5)


def test_the_gap_has_a_direction_and_is_silent_under_twenty_pairs() -> None:
    weaker = [pair(n, 0.9, 1.0) for n in range(20)]
    found = gap_over(*weaker)
    assert found is not None
    assert (found.difference, found.low, found.high) == pytest.approx((-0.1, -0.1, -0.1))
    assert gap_over(*weaker[:19]) is None
    assert gap_over(*weaker[:19], weaker[19][:1]) is None, "one language alone is no pair"


# The 97.5 % points of Student's t, from tables.
@pytest.mark.parametrize(
    ("freedom", "point"), [(19, 2.0930), (24, 2.0639), (29, 2.0452), (60, 2.0003), (120, 1.9799)]
)
def test_the_interval_uses_students_t(freedom: int, point: float) -> None:
    assert _t(freedom) == pytest.approx(point, rel=0.002)


def test_rounds_and_certainty_are_counted(player: Player) -> None:
    """Two rounds of choices: 2 of 3 right, then 1 of 2; five answers with their certainty."""
    for name, answers in (
        ("one", (("sure", True), ("sure", False), ("guess", True))),
        ("two", (("fairly", False), ("sure", True))),
    ):
        wanted = request(length=len(answers), kinds=("choice",), certainty=True)
        player.start(wanted, public_id=name)
        for position, (certainty, right) in enumerate(answers, 1):
            fields = player.form(position, right_fields if right else wrong_fields)
            player.submit(position, submission(fields, certainty=certainty))  # type: ignore[arg-type]
    player.start(request(length=2, kinds=("choice",)), public_id="open")
    player.right(1)
    found = seen(Student(player.session, player.account_id))
    assert [(r.public_id, r.score, r.total, r.lang) for r in found.rounds] == [
        ("one", 2.0, 3, "en"),
        ("two", 1.0, 2, "en"),
    ]
    assert [(c.lang, c.certainty, c.count, c.right) for c in found.calibration] == [
        ("en", "sure", 3, 2),
        ("en", "fairly", 1, 0),
        ("en", "guess", 1, 1),
    ]


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
