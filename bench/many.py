"""A site with millions of reviews: the learners, cards, states, days and log of some years.

It decides what such a log looks like. Most learners have some thousand reviews over some
hundred days, one has a hundred thousand; every tenth card or so is new, a hundredth is due,
the rest lies before them by its stability. Reviews of a day come seconds after another. What
is stored agrees with itself (days are the sums of their reviews), but is not a replay: nobody
could wait for that.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, select, text

from bench.loading import analyse, copied
from quizapp.db.base import AnyRow, table
from quizapp.db.card_rows import REVIEW, STATE, TOTAL
from quizapp.db.card_texts import CARD, CARD_TEXT
from quizapp.db.models import Account, Classroom, Membership
from quizapp.domain.cards.siblings import group_of
from quizapp.services.accounts import Settings

ACCOUNT: Final = table(Account)
CLASSROOM: Final = table(Classroom)
MEMBERSHIP: Final = table(Membership)
TODAY: Final = date(2026, 3, 1)
NOW: Final = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CARDS: Final = 4_000
TEACHER: Final = "the-teacher"
CLASS: Final = "class-of-30"
HEAVY: Final = 100_000
PUPILS: Final = 30
DAY: Final = 86_400_000
_TODAY: Final = TODAY.toordinal() - date(1970, 1, 1).toordinal()
_RATINGS: Final = (3, 3, 1, 3, 4, 3, 2, 3, 3, 3, 1, 3, 4)
Rows = Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Site:
    """Who is who in what was made."""

    heavy: int
    usual: int
    teacher: int
    article: int
    slug: str
    classroom: str = CLASS

    @classmethod
    def found(cls, connection: Connection) -> Site | None:
        """Return who is who in a database that was filled before; None in another."""
        teacher = connection.execute(
            select(ACCOUNT.c.id).where(ACCOUNT.c.public_id == TEACHER)
        ).scalar_one_or_none()
        if teacher is None:
            return None
        heavy = connection.execute(
            select(ACCOUNT.c.id).where(ACCOUNT.c.public_id == "learner-0")
        ).scalar_one()
        model = _model(connection)
        slug = str(model.name.split("/")[0])
        return cls(heavy, heavy + 1, teacher, model.article_id, slug)


@dataclass(frozen=True, slots=True)
class Learning:
    """One learner's years: so many reviews of so many cards on so many days."""

    account: int
    reviews: int
    cards: int
    days: int
    version: int
    first_card: int

    def log(self) -> Rows:
        """Yield the rows of `review`, the earliest first."""
        chance = random.Random(self.account)
        names = chance.randbytes(16 * self.reviews)
        begin, a_day = _TODAY - self.days, -(-self.reviews // self.days)
        step = 7_919 % self.cards or 1
        for number in range(self.reviews):
            day = begin + number * self.days // self.reviews
            moment = day * DAY + 28_800_000 + number % a_day * 15_000
            seen = number * step % self.cards
            yield (
                self.account,
                moment,
                self.first_card + seen,
                names[16 * number : 16 * number + 16],
                day,
                _RATINGS[number % 13],
                0.9,
                day + 3 + number % 60,
                "card",
                2_000 + seen,
                "review",
                5.0 + seen % 300,
                3.0 + seen % 5,
                self.version,
            )

    def states(self) -> Rows:
        """Yield the rows of `card_state`."""
        for card in range(self.cards):
            due, last = _TODAY - 3 + card * 37 % 300, _TODAY - 10 - card % 40
            yield (
                self.account,
                self.first_card + card,
                "review",
                5.0 + card % 300,
                3.0 + card % 5,
                0,
                due,
                _TODAY - self.days,
                last,
                last * DAY + 36_000_000,
                max(1, self.reviews // self.cards),
                card % 3,
                due,
                False,
                "",
                self.version,
            )

    def totals(self) -> Rows:
        """Yield the rows of `day_total`: what `log` comes to."""
        sums: dict[int, list[int]] = {}
        for row in self.log():
            found = sums.setdefault(row[4], [0, 0, 0])
            found[0] += 1
            found[1] += row[5] == 1
            found[2] += row[9]
        for day, (reviews, again, millis) in sums.items():
            yield (
                self.account,
                day,
                reviews,
                reviews,
                0,
                again,
                reviews,
                reviews - again,
                millis,
            )


LOG_COLUMNS: Final = (
    "account_id", "moment", "card_id", "uuid", "day", "rating", "retention", "due_day", "source",
    "latency", "phase", "stability", "difficulty", "version_id",
)  # fmt: skip
STATE_COLUMNS: Final = (
    "account_id", "card_id", "phase", "stability", "difficulty", "step", "due_day", "first_day",
    "last_day", "last_review", "reps", "lapses", "due_on", "suspended", "note", "version_id",
)  # fmt: skip
TOTAL_COLUMNS: Final = (
    "account_id", "day", "reviews", "cards", "introduced", "again", "tested", "recalled", "millis",
)  # fmt: skip


def learners(reviews: int, numbers: Sequence[int], version: int, first_card: int) -> list[Learning]:
    """Share out reviews: the first learner gets the most, the others lognormally many."""
    chance = random.Random(1)
    weights = [chance.lognormvariate(0, 0.8) for _ in numbers[1:]]
    rest = (reviews - HEAVY) / sum(weights)
    counts = [HEAVY, *(max(20, int(weight * rest)) for weight in weights)]
    counts[-1] += max(0, reviews - sum(counts))
    return [
        Learning(
            account=number,
            reviews=count,
            cards=min(CARDS, max(10, count // 8)),
            days=min(1_000, max(2, count // 20)),
            version=version,
            first_card=first_card,
        )
        for number, count in zip(numbers, counts, strict=True)
    ]


def fill(engine: Engine, reviews: int, people: int) -> Site:
    """Fill a migrated database with seeds in it, and return who is who."""
    with engine.begin() as connection:
        first_card, version = _cards(connection)
        numbers = _accounts(connection, people)
        _class(connection, numbers)
    crowd = learners(reviews, numbers[:-1], version, first_card)
    copied(engine, STATE.name, STATE_COLUMNS, (row for one in crowd for row in one.states()))
    copied(engine, TOTAL.name, TOTAL_COLUMNS, (row for one in crowd for row in one.totals()))
    copied(engine, REVIEW.name, LOG_COLUMNS, (row for one in crowd for row in one.log()))
    analyse(engine)
    with engine.connect() as connection:
        site = Site.found(connection)
    assert site is not None
    return site


def _cards(connection: Connection) -> tuple[int, int]:
    """Make cards beyond those of the seeds, all with the text of one; return the first."""
    model = _model(connection)
    first = connection.execute(select(text("max(id)")).select_from(CARD)).scalar_one() + 1
    slug, fact, _ = model.name.split("/", 2)
    rows = []
    for number in range(CARDS):
        lang = ("ar", "en")[number % 2]
        name = f"{slug}/{fact}/s{number // 2}/card-{lang}"
        rows.append(
            {
                "id": first + number,
                "name": name,
                "article_id": model.article_id,
                "deck": f"article-{lang}",
                "sibling_group": group_of(name),
                "lang": lang,
                "position": 10_000 + number,
                "fingerprint": f"{first + number:032d}",
            }
        )
    connection.execute(insert(CARD), rows)
    texts = [
        {"card_id": row["id"], "fingerprint": row["fingerprint"], "record": model.record}
        | {"created_at": NOW}
        for row in rows
    ]
    connection.execute(insert(CARD_TEXT), texts)
    version = connection.execute(
        select(CARD_TEXT.c.id).where(CARD_TEXT.c.card_id == first)
    ).scalar_one()
    return first, version


def _model(connection: Connection) -> AnyRow:
    """Return the seeds' card whose text all the others show."""
    return connection.execute(
        select(CARD, CARD_TEXT.c.record)
        .join_from(CARD, CARD_TEXT, CARD_TEXT.c.card_id == CARD.c.id)
        .where(CARD.c.deck == "article-ar")
        .order_by(CARD.c.id)
        .limit(1)
    ).one()


def _accounts(connection: Connection, people: int) -> list[int]:
    """Make the learners and a teacher, the last of the numbers returned."""
    names = [f"learner-{number}" for number in range(people)]
    rows = [
        {**asdict(Settings()), "public_id": name, "role": role, "name": name}
        | {"created_at": NOW - timedelta(days=1_100)}
        for role, name in [*(("guest", name) for name in names), ("teacher", TEACHER)]
    ]
    connection.execute(insert(ACCOUNT), rows)
    made = select(ACCOUNT.c.id).where(ACCOUNT.c.public_id.in_([r["public_id"] for r in rows]))
    return list(connection.execute(made.order_by(ACCOUNT.c.id)).scalars())


def _class(connection: Connection, numbers: Sequence[int]) -> None:
    """Put thirty learners into a class of the teacher."""
    connection.execute(
        insert(CLASSROOM),
        {
            "public_id": CLASS,
            "name": "5B",
            "owner_id": numbers[-1],
            "zone": "UTC",
            "nicknames": "words",
            "leaderboard": False,
            "created_at": NOW,
        },
    )
    found = select(CLASSROOM.c.id).where(CLASSROOM.c.public_id == CLASS)
    classroom = connection.execute(found).scalar_one()
    pupils = [(number, "pupil") for number in numbers[1 : PUPILS + 1]]
    connection.execute(
        insert(MEMBERSHIP),
        [
            {"classroom_id": classroom, "account_id": number, "part": part, "words": place}
            | {"joined_at": NOW}
            for place, (number, part) in enumerate([*pupils, (numbers[-1], "teacher")])
        ],
    )
