"""A bounded load on a server of this machine: keep-alive clients with ready-made requests.

Each client owns a list of request bytes, sends one, reads the whole reply, sends the
next; no thinking time. Only loopback is ever a target.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What a load measured. Latencies are in milliseconds, `statuses` counts replies."""

    requests: int
    seconds: float
    latencies: tuple[float, ...]
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def _reply(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if length:
        await reader.readexactly(length)
    return status


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> int:
    """Send one request and return the status of its reply, which is read whole."""
    writer.write(request)
    return await _reply(reader)


async def _client(
    port: int, requests: Sequence[bytes], until: float, seen: list[tuple[float, int]]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in requests:
            if time.perf_counter() >= until:
                break
            start = time.perf_counter()
            status = await exchange(reader, writer, request)
            seen.append(((time.perf_counter() - start) * 1000, status))
    finally:
        writer.close()


def run_load(port: int, per_client: Sequence[Sequence[bytes]], seconds: float) -> Load:
    """Run one client per request list until the lists or the time run out."""
    seen: list[tuple[float, int]] = []

    async def scene() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_client(port, mine, until, seen) for mine in per_client))

    start = time.perf_counter()
    asyncio.run(scene())
    spent = time.perf_counter() - start
    statuses: dict[int, int] = {}
    for _, status in seen:
        statuses[status] = statuses.get(status, 0) + 1
    return Load(len(seen), spent, tuple(ms for ms, _ in seen), statuses)


async def _stall(port: int, count: int, hold: float) -> None:
    head = (
        b"POST /ar/settings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nhalf"
    )
    writers = []
    for _ in range(count):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head)
        writers.append(writer)
    await asyncio.sleep(hold)
    for writer in writers:
        writer.close()


def slow_bodies(port: int, count: int, probe: bytes) -> list[float]:
    """Hold `count` half-sent POSTs open and return the latencies of ten probes meanwhile."""
    seen: list[tuple[float, int]] = []

    async def scene() -> None:
        stalled = asyncio.create_task(_stall(port, count, hold=2.0))
        await asyncio.sleep(1.0)
        until = time.perf_counter() + 10
        await asyncio.wait_for(_client(port, [probe] * 10, until, seen), 15)
        await stalled

    asyncio.run(scene())
    return [ms for ms, _ in seen]
