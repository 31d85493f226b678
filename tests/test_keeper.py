"""The keeper's process: one round at a time, no harm to the server, no life after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp import keeper
from quizapp.services.backup_state import NAME, read_state

LONG = 60.0


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether a process is there and not only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_file: Path) -> Path:
    monkeypatch.setenv("WARAQA_DATA_DIR", str(database_file.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WARAQA_DATABASE_URL", raising=False)
    return database_file.parent


HOLD = """
import sys
from pathlib import Path
from quizapp.keeper import holding
with holding(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_by_one_and_dies_with_its_holder(tmp_path: Path) -> None:
    lock = tmp_path / "new" / keeper.LOCK
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        with keeper.holding(lock) as ours:
            assert not ours
        process.kill()
    with keeper.holding(lock) as ours:
        assert ours


def test_beside_the_server_it_makes_a_backup_and_ends_with_it(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = keeper._started

    def noted(first: float) -> subprocess.Popen[bytes] | None:
        process = start(first)
        assert process is not None
        started.append(process)
        return process

    monkeypatch.setattr(keeper, "_started", noted)
    monkeypatch.setattr(keeper, "AGAIN", 0.1)
    with keeper.beside(first=600):
        started[0].send_signal(signal.SIGKILL)
        monkeypatch.setattr(keeper, "_started", lambda _: noted(0.0))
        wait_for(lambda: read_state(data / "backups").checked_at is not None)
        assert os.getpriority(os.PRIO_PROCESS, started[-1].pid) > 0, "everybody else goes first"
    assert len(started) == 2
    assert not lives(started[-1].pid)
    assert "ended by itself (-9)" in capfd.readouterr().err
    names = {path.suffix for path in (data / "backups").iterdir()}
    assert names == {".db", ".json", ".sha256"}
    assert (data / "backups" / NAME).is_file()


PARENT = """
import os
from quizapp import keeper
print(keeper._started(600.0).pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_it_does_not_outlive_a_server_that_was_killed(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    wait_for(lambda: not lives(int(done.stdout)))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.kill(os.getpid(), 9)", "a round died: -9"),
        ("raise SystemExit(2)", "a round died: 2"),
        ("raise SystemExit(1)", ""),
        ("", ""),
    ],
)
def test_a_round_that_dies_is_told(
    code: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keeper, "_program", lambda: [sys.executable, "-c", code])
    keeper._round([], None)
    assert said in capsys.readouterr().err
    monkeypatch.setattr(keeper, "_program", lambda: ["/nowhere/python"])
    keeper._round([], None)
    assert "could not be started" in capsys.readouterr().err


def test_a_round_is_ended_with_its_keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import time; time.sleep(600)"
    monkeypatch.setattr(keeper, "_program", lambda: [sys.executable, "-c", code])
    start = time.monotonic()
    keeper._round([], parent=-1)
    assert time.monotonic() - start < LONG


def test_importing_the_keeper_loads_neither_the_web_nor_the_database() -> None:
    code = "import sys, quizapp.keeper; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
