"""`quizapp account invite | reset | disable | enable | role | log`, and what `serve` prints."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from quizapp.cli import main
from quizapp.db.engine import make_engine
from quizapp.domain.codes import tidied
from quizapp.services.accounts import viewer_of
from tests.people import PASSWORD, begin_session, make_account
from tests.play import NOW
from tests.second_factor import equip

Run = Callable[..., Result]


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


@pytest.fixture
def run(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, on a database of its own."""
    monkeypatch.setenv("WARAQA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WARAQA_DATABASE_URL", url)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return call


@pytest.fixture
def token(url: str) -> str:
    """The token of huda, who is signed in."""
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        huda = make_account(session, login="huda", password=PASSWORD)
        made = begin_session(session, huda)
    engine.dispose()
    return made


def alive(url: str, token: str) -> bool:
    engine = make_engine(url)
    with Session(engine) as session:
        found = viewer_of(session, token, NOW) is not None
    engine.dispose()
    return found


def test_an_invitation_is_a_code_and_a_link_with_the_code_behind_the_hash(run: Run) -> None:
    result = run("account", "invite", "--role", "admin", "--url", "https://quiz.example.org/")
    assert result.exit_code == 0, result.output
    code, link = result.output.splitlines()
    assert any(tidied(word.strip("،,")) for word in code.split())
    assert "https://quiz.example.org/" in link
    assert "/code#" in link


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("deed", ["disable", "reset"])
def test_c13_a_deed_ends_sessions_at_once(
    run: Run, url: str, token: str, deed: str, lang: str
) -> None:
    assert alive(url, token)
    result = run("account", deed, "HUDA", "--lang", lang)
    assert result.exit_code == 0, result.output
    assert result.output.strip()
    assert not alive(url, token)


def test_roles_change_and_the_log_says_so(run: Run, url: str, token: str) -> None:
    assert run("account", "role", "huda", "teacher").exit_code == 0
    assert not alive(url, token)
    assert run("account", "disable", "huda").exit_code == 0
    assert run("account", "enable", "huda").exit_code == 0
    lines = [line.split("\t")[1:] for line in run("account", "log").output.splitlines()]
    assert lines == [
        ["-", "account.enabled", "account:1"],
        ["-", "account.disabled", "account:1"],
        ["-", "role.changed", "account:1"],
    ]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_lost_second_factor_is_switched_off(run: Run, url: str, token: str, lang: str) -> None:
    nothing = run("account", "second-factor", "off", "huda", "--lang", lang)
    assert nothing.exit_code == 0
    assert alive(url, token), "there was nothing to switch off"
    engine = make_engine(url)
    with Session(engine) as session:
        equip(session, 1, NOW)
    engine.dispose()
    done = run("account", "second-factor", "off", "huda", "--lang", lang)
    assert done.exit_code == 0
    assert done.output.strip() != nothing.output.strip()
    assert not alive(url, token)
    (line,) = run("account", "log").output.splitlines()
    assert line.split("\t")[1:] == ["-", "second-factor.disabled", "account:1"]


def test_more_time_is_given_within_bounds(run: Run, url: str) -> None:
    engine = make_engine(url)
    with Session(engine) as session:
        account = make_account(session, login="huda", password=PASSWORD)
        token = begin_session(session, account)
    assert "1.5" in run("account", "time", "huda", "1.5", "--lang", "ar").output
    assert run("account", "time", "huda", "4").exit_code == 2
    with Session(engine) as session:
        viewer = viewer_of(session, token, NOW)
        assert viewer is not None
        assert viewer.allowance == 1.5
    engine.dispose()


@pytest.mark.parametrize(
    "arguments",
    [
        ("reset", "nobody"),
        ("disable", "nobody"),
        ("role", "nobody", "teacher"),
        ("time", "nobody", "2"),
        ("second-factor", "off", "nobody"),
    ],
)
def test_an_unknown_account_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("account", *arguments)
    assert result.exit_code == 1
    assert "nobody" in result.output


def test_serving_prints_a_link_for_the_first_teacher_until_there_is_one(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["quizapp.cli.serve"]  # Its name in the package is the command's.
    monkeypatch.setattr(module, "serve_forever", lambda **_: None)
    first, second = (run("serve", "--port", "8123").output for _ in range(2))
    for output in (first, second):
        assert output.count("http://127.0.0.1:8123/ar/code#") == 1
        assert output.count("http://127.0.0.1:8123/en/code#") == 1
    assert first.partition("#")[2] != second.partition("#")[2], "each start makes the last void"
    engine = make_engine(url)
    with Session(engine) as session:
        make_account(session, role="teacher", login="rania", password=PASSWORD)
    engine.dispose()
    assert "code#" not in run("serve", "--port", "8123").output


def test_tidy_lists_what_is_old_and_does_it_when_it_is_told_to(run: Run, url: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        make_account(session, role="guest", name="", now=long_ago)
    engine.dispose()
    for _ in range(2):
        told = run("account", "tidy", "--dry-run", "--lang", "en")
        assert (told.exit_code, told.stdout) == (0, "guests\t-\t1\n")
        assert "Nothing was changed." in told.stderr
    assert run("account", "tidy").stdout == "guests\t-\t1\n"
    again = run("account", "tidy", "--lang", "en")
    assert again.stdout == ""
    assert "Nothing that nobody uses" in again.stderr
