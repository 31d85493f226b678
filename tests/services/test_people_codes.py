"""C29, C14: one-use codes; C26: throttles, in the database; C32: the audit log; notices."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.codes import LETTERS
from quizapp.services.accounts import Viewer
from quizapp.services.people import audit, codes, notices, throttle
from quizapp.services.people.tidying import tidy
from tests.people import begin_session, make_account
from tests.play import NOW

HOUR = timedelta(hours=1)
MOMENT = timedelta(milliseconds=1)


def issue(session: Session, account: Viewer | None, purpose: str = codes.RESET) -> str:
    with writing(session) as connection:
        return codes.issue(
            connection,
            purpose=purpose,
            account_id=account.account_id if account else None,
            issued_by=None,
            lifetime=HOUR,
            now=NOW,
        )


def redeem(
    session: Session, code: str, now: datetime = NOW, purpose: str = codes.RESET
) -> int | None:
    with writing(session) as connection:
        row = codes.redeem(connection, purpose=purpose, code=code, now=now)
    return None if row is None else int(row.account_id)


def test_a_code_works_once_and_for_its_purpose_only(session: Session, account: Viewer) -> None:
    code = issue(session, account)
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert redeem(session, code, purpose=codes.CLAIM) is None
    assert redeem(session, code.lower()) == account.account_id
    assert redeem(session, code) is None


@pytest.mark.parametrize(
    ("later", "good"), [(HOUR - MOMENT, True), (HOUR, False), (HOUR * 2, False)]
)
def test_a_code_is_over_at_its_time(
    session: Session, account: Viewer, later: timedelta, good: bool
) -> None:
    code = issue(session, account)
    assert (redeem(session, code, NOW + later) is not None) is good


def test_a_new_code_voids_the_old_one_of_that_account_only(
    session: Session, account: Viewer, stranger: Viewer
) -> None:
    old, other = issue(session, account), issue(session, stranger)
    new = issue(session, account)
    assert redeem(session, old) is None
    assert redeem(session, other) == stranger.account_id
    assert redeem(session, new) == account.account_id


def test_a_code_is_stored_as_its_digest(session: Session, account: Viewer) -> None:
    code = issue(session, account)
    (row,) = session.execute(text("SELECT * FROM one_use_code")).mappings().all()
    assert code not in str(dict(row))
    assert hashlib.sha256(code.encode()).digest() != row["code_hash"], "made slowly"
    assert len(row["code_hash"]) == 32


def test_sixteen_who_use_a_code_at_once_are_one(engine: Engine, account: Viewer) -> None:
    with Session(engine) as session:
        code = issue(session, account)
    start, found = Barrier(16), list[int | None]()

    def use() -> None:
        with Session(engine) as own:
            start.wait()
            found.append(redeem(own, code))

    threads = [Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [account.account_id] + [None] * 15


def spend(session: Session, now: datetime, key: str = "huda", limit: int = 3) -> bool:
    with writing(session) as connection:
        return throttle.spend(connection, bucket="test", key=key, limit=limit, window=HOUR, now=now)


def test_a_throttle_lets_so_many_through_and_then_one_at_a_time(session: Session) -> None:
    assert [spend(session, NOW) for _ in range(5)] == [True] * 3 + [False] * 2
    third = HOUR / 3
    assert not spend(session, NOW + third - MOMENT)
    assert spend(session, NOW + third)
    assert not spend(session, NOW + third)
    later = NOW + HOUR * 9
    assert [spend(session, later) for _ in range(4)] == [True] * 3 + [False], "never for good"


@given(
    st.lists(st.integers(0, 30 * 60_000), min_size=1, max_size=40),
    st.integers(1, 8),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_throttle_lets_no_more_through_than_it_says_in_any_stretch(
    session: Session, gaps: list[int], limit: int
) -> None:
    key, now, passed = str((gaps, limit)), NOW, list[datetime]()
    for gap in gaps:
        now += gap * MOMENT
        if spend(session, now, key=key, limit=limit):
            passed.append(now)
    assert passed[0] == NOW + gaps[0] * MOMENT, "the first is never refused"
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            refilled = (passed[last] - passed[first]) * limit / HOUR
            assert last - first + 1 <= limit + refilled + 1e-9
    with writing(session) as connection:
        throttle.forgive(connection, bucket="test", key=key)


def test_a_throttle_is_somebodys_own_and_can_be_given_back(session: Session) -> None:
    assert [spend(session, NOW) for _ in range(4)][-1] is False
    assert spend(session, NOW, key="rania")
    with writing(session) as connection:
        throttle.give_back(connection, bucket="test", key="huda", limit=3, window=HOUR)
    assert spend(session, NOW)
    assert not spend(session, NOW)
    with writing(session) as connection:
        throttle.forgive(connection, bucket="test", key="huda")
    assert [spend(session, NOW) for _ in range(4)] == [True] * 3 + [False]


def test_c26_a_throttle_survives_a_restart_and_holds_for_all_workers(engine: Engine) -> None:
    start, passed = Barrier(12), list[bool]()

    def worker() -> None:
        with Session(engine) as own:
            start.wait()
            passed.append(spend(own, NOW, limit=5))

    threads = [Thread(target=worker) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    with Session(engine) as again:
        assert sum(passed) == 5
        assert not spend(again, NOW, limit=5)


def test_a_throttle_keeps_no_address_and_no_name(session: Session) -> None:
    spend(session, NOW, key="10.0.0.1 huda")
    stored = str(session.execute(text("SELECT * FROM throttle")).mappings().all())
    assert "10.0.0.1" not in stored
    assert "huda" not in stored


def record(session: Session, action: str, now: datetime = NOW) -> None:
    with writing(session) as connection:
        audit.record(
            connection, actor_id=1, action=action, object="account:2", details={"b": 1}, now=now
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'nothing'",
        "UPDATE audit_entry SET moment = 0",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = 2",
    ],
)
def test_c32_the_audit_log_cannot_be_changed(session: Session, statement: str) -> None:
    now = datetime.now(UTC)
    for action in ("one", "two", "three"):
        record(session, action, now)
    with pytest.raises(DBAPIError, match="append-only"), writing(session) as connection:
        connection.execute(text(statement))
    assert audit.examine(session.connection()) == (3, [])


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit_entry SET action = 'else' WHERE id = 2", ["audit_entry 2"]),
        ("UPDATE audit_entry SET moment = moment + 1 WHERE id = 1", ["audit_entry 1"]),
        ("UPDATE audit_entry SET actor_id = 9 WHERE id = 3", ["audit_entry 3"]),
        ("UPDATE audit_entry SET details = '{}' WHERE id = 3", ["audit_entry 3"]),
        ("DELETE FROM audit_entry WHERE id = 2", ["audit_entry 3"]),
        ("UPDATE audit_entry SET id = 10 - id WHERE id IN (1, 3)", ["audit_entry 9"]),
        ("SELECT 1", []),
    ],
)
def test_c32_the_chain_shows_what_was_changed_behind_the_triggers(
    session: Session, database_file: object, change: str, broken: list[str]
) -> None:
    for action in ("one", "two", "three"):
        record(session, action)
    with writing(session) as connection:
        connection.execute(text("DROP TRIGGER audit_entry_fixed"))
        connection.execute(text("DROP TRIGGER audit_entry_kept"))
        connection.execute(text(change))
    assert audit.examine(session.connection())[1] == broken


def test_entries_go_after_a_year_and_the_rest_still_is_a_chain(session: Session) -> None:
    now = datetime.now(UTC)
    for days in (800, 400, 20, 0):
        record(session, f"{days} days ago", now - timedelta(days=days))
    assert tidy(session, now).entries == 2
    assert [each.action for each in audit.newest(session.connection())] == [
        "0 days ago",
        "20 days ago",
    ]
    assert audit.examine(session.connection()) == (2, [])


def test_an_entry_undone_with_its_transaction_leaves_no_gap(session: Session) -> None:
    record(session, "one")
    with writing(session) as connection:
        nested = connection.begin_nested()
        audit.record(
            connection, actor_id=None, action="lost", object="account:1", details={}, now=NOW
        )
        nested.rollback()
    record(session, "two")
    assert audit.examine(session.connection()) == (2, [])


def test_a_notice_is_told_once_each_and_stays_until_it_is_seen(
    session: Session, account: Viewer, stranger: Viewer
) -> None:
    everybody = [account.account_id, stranger.account_id, account.account_id]
    with writing(session) as connection:
        notices.tell(connection, account_ids=everybody, kind="k", params={"name": "هدى"}, now=NOW)
    (told,) = notices.unseen(session, account.account_id)
    assert (told.kind, dict(told.params), told.told_at) == ("k", {"name": "هدى"}, NOW)
    with writing(session) as connection:
        notices.tell(
            connection, account_ids=[account.account_id], kind="late", params={}, now=NOW + HOUR
        )
    assert notices.mark_seen(session, account.account_id, until=told.told_at, now=NOW) == 1
    assert [n.kind for n in notices.unseen(session, account.account_id)] == ["late"]
    assert [n.kind for n in notices.unseen(session, stranger.account_id)] == ["k"]
    assert [n.seen for n in notices.recent(session, account.account_id)] == [False, True]


def test_what_is_over_is_tidied_away_and_nothing_else(session: Session, account: Viewer) -> None:
    later = NOW + timedelta(days=10)
    learner = make_account(session)
    token = begin_session(session, learner, own_device=False)
    kept = begin_session(session, learner, now=later)
    issue(session, account)
    spend(session, NOW)
    with writing(session) as connection:
        notices.tell(connection, account_ids=[1], kind="k", params={}, now=NOW)
    notices.mark_seen(session, 1, until=NOW, now=NOW)
    tidied = tidy(session, later)
    assert (tidied.sessions, tidied.codes, tidied.tries, tidied.notices) == (1, 1, 1, 0)
    assert tidy(session, NOW + timedelta(days=100)).notices == 1
    assert token != kept
