"""What was acknowledged survives the death of the process, and nothing else appears."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import make_engine
from quizapp.services.doctor import examine
from tests.databases import SCRIPTS
from tests.play import Player

KILLS = 10
ACKNOWLEDGED = 25

# Plays rounds for ever; prints round and position after the service has returned.
PLAY = """
import sys
from itertools import count
from sqlalchemy.orm import Session
from quizapp.db.engine import make_engine
from tests.play import Player, request
url, account_id, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
engine = make_engine(url)
for number in count():
    with Session(engine, expire_on_commit=False) as session:
        player = Player(session, account_id)
        player.start(request(length=4), public_id=f"{name}-{number}")
        for position in range(1, player.question(1).head.total + 1):
            assert player.right(position).stored
            print(player.round_id, position, flush=True)
"""


def play_until_killed(url: str, account_id: int, name: str) -> set[tuple[str, int]]:
    """Return what the process had acknowledged when it was killed in the middle of its work."""
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY, url, str(account_id), name],
        stdout=subprocess.PIPE,
        text=True,
        cwd=SCRIPTS.parent,
    )
    assert process.stdout is not None
    acknowledged = []
    for line in process.stdout:
        acknowledged.append(line)
        if len(acknowledged) == ACKNOWLEDGED:
            process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()
    whole = [line.split() for line in acknowledged if line.endswith("\n")]
    return {(round_id, int(position)) for round_id, position in whole}


@pytest.mark.slow
def test_no_acknowledged_answer_is_lost_and_none_is_invented(
    player: Player, database_file: Path
) -> None:
    url = f"sqlite:///{database_file}"
    player.session.close()
    player.session.get_bind().engine.dispose()
    with ThreadPoolExecutor(3) as pool:  # The others go on writing while one dies.
        lives = pool.map(
            lambda n: play_until_killed(url, player.account_id, f"life-{n}"), range(KILLS)
        )
        acknowledged = set().union(*lives)
    engine = make_engine(url)
    with Session(engine) as session:
        stored = {
            (row.public_id, row.position)
            for row in session.execute(
                text(
                    "SELECT r.public_id, p.position FROM response p"
                    " JOIN round r ON r.id = p.round_id"
                )
            )
        }
        assert acknowledged <= stored
        assert len(stored - acknowledged) <= KILLS, "at most the one in flight at each kill"
        assert len(acknowledged) >= KILLS * ACKNOWLEDGED
        assert examine(session, SCRIPTS).sound
    engine.dispose()
