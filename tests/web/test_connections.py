"""How many browsers may be connected at once, most of them silent."""

from __future__ import annotations

import asyncio
import resource
from pathlib import Path

import pytest

from bench.load import run_load
from bench.served import PROBE, server
from bench.site import make_site
from quizapp.server import CONNECTIONS, OTHER_FILES, room_for_connections

SILENT = 1_200
"""As many as two hundred browsers open: more than the server that we stand on takes by itself."""
PATIENCE = 10.0
NO_END = resource.RLIM_INFINITY
ENOUGH = CONNECTIONS + OTHER_FILES


def test_twelve_hundred_silent_connections_keep_nobody_waiting(tmp_path: Path) -> None:
    make_site(tmp_path)
    room_for_connections()  # of the test's own files
    with server(tmp_path, ("--no-keeper",)) as (port, _):
        answered = asyncio.run(_asked_beside_the_silent(port))
    assert answered == {200: 10}


async def _asked_beside_the_silent(port: int) -> dict[int, int]:
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(SILENT)]
    try:
        asked = asyncio.to_thread(run_load, port, [[PROBE]] * 10, PATIENCE)
        return (await asyncio.wait_for(asked, PATIENCE)).statuses
    finally:
        for _, writer in opened:
            writer.close()


@pytest.mark.parametrize(
    ("allowed", "room", "raised"),
    [
        ((1024, 524_288), CONNECTIONS, (ENOUGH, 524_288)),
        ((1024, NO_END), CONNECTIONS, (ENOUGH, NO_END)),
        ((1024, 2048), 2048 - OTHER_FILES, (2048, 2048)),
        ((64, 64), 1, (64, 64)),
        ((20_000, 20_000), CONNECTIONS, None),
        ((NO_END, NO_END), CONNECTIONS, None),
    ],
)
def test_as_many_as_the_files_that_may_be_open_leave_room_for(
    monkeypatch: pytest.MonkeyPatch,
    allowed: tuple[int, int],
    room: int,
    raised: tuple[int, int] | None,
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: allowed)
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: told.append(limits))
    assert room_for_connections() == room
    assert told == ([] if raised is None else [raised])
