"""C28: a password costs what was decided, and thirty who sign in together hold nobody up.

`tests/services/test_people_signing.py` proves the parameters that are stored, that a hash of
another cost is made anew at sign-in, and that no more than two are made at once. Here: that the
cost is the one of the policy, that it is really paid, and (soak) what a class feels of it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from bench.classroom import SIGN_INS, hold
from quizapp.services.people import codes, passwords

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane, or more.
POLICY = (19_456, 2, 1)
LONGEST_TOGETHER = 2.0
LONGEST_ANSWER = 300
# ASVS 6.5.2: what is short and lasts is digested as slowly as a password, with a salt.
LEAST_OF_A_CODE = 1 << 14


def test_the_cost_is_that_of_the_policy() -> None:
    assert (passwords.MEMORY_KIB, passwords.PASSES, passwords.LANES) == POLICY
    assert codes._LASTING_COST >= LEAST_OF_A_CODE


@pytest.fixture
def at_full_cost(cheap_passwords: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()


def test_it_is_paid_and_thirty_of_it_fit_into_two_seconds(at_full_cost: None) -> None:
    stored = passwords.hashed("three words in a row")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    spent = []
    for _ in range(7):
        began = time.thread_time()
        assert not passwords.matches("another", stored)
        spent.append(time.thread_time() - began)
    each = statistics.median(spent)
    assert each > 0.01, "a digest that costs nothing protects nothing"
    assert each * SIGN_INS / passwords.AT_ONCE < LONGEST_TOGETHER


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_thirty_sign_in_together_while_forty_answer(tmp_path: Path) -> None:
    lesson = hold(tmp_path)
    assert lesson.others[303] == SIGN_INS + 1
    assert lesson.together < LONGEST_TOGETHER
    assert lesson.percentile(0.95) < LONGEST_ANSWER
