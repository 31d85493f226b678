"""Races: several actions at the same moment, each in a thread with a session of its own.

Threads of one process share its write lock; so that the database itself is put to the test
too, a race can be run with that lock taken away, as between processes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.db import engine as engine_module

R = TypeVar("R")

# Who comes first is what a race is about, not how long anybody waits: only a machine that stands
# still takes so long.
PATIENCE = 60


class _NoLock:
    """Stands in for the process's lock and locks nothing."""

    def acquire(self, timeout: float = -1) -> bool:
        return True

    def release(self) -> None:
        pass


def as_between_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the process's write lock away: only the database keeps writers apart."""
    monkeypatch.setattr(engine_module, "_WRITER", _NoLock())


def race(engine: Engine, actions: Sequence[Callable[[Session], R]]) -> list[R]:
    """Run the actions at once and return what each gave; none may raise."""
    barrier = threading.Barrier(len(actions))
    outcomes: dict[int, R] = {}
    failures: list[BaseException] = []

    def run(number: int) -> None:
        with Session(engine, expire_on_commit=False) as session:
            connection = session.connection()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
            session.rollback()
            barrier.wait(PATIENCE)
            try:
                outcomes[number] = actions[number](session)
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    with pytest.MonkeyPatch.context() as patient:
        patient.setattr(engine_module, "BUSY_SECONDS", PATIENCE)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures
    return [outcomes[number] for number in range(len(actions))]
