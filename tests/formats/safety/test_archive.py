"""Packed files as a stranger may make them: looked over first, unpacked within bounds."""

from __future__ import annotations

import io
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.archive import Archive, is_archive, packed

MEGABYTE = 1024 * 1024


def opened(data: bytes) -> Archive:
    return Archive(data, most_parts=20, most_unpacked=8 * MEGABYTE)


def zipped(
    *parts: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def linked() -> bytes:
    part = zipfile.ZipInfo("link")
    part.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((part, b"/etc/passwd"))


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


def encrypted() -> bytes:
    return patched(zipped(("a", b"x" * 50)), b"PK\x01\x02", 8, b"\x01\x00")


def lying(size: int) -> bytes:
    return patched(zipped(("a", b"x" * 50_000)), b"PK\x01\x02", 24, struct.pack("<L", size))


def overlapping() -> bytes:
    """Two entries of the table of contents that share one part (as in the quine bombs)."""
    whole = zipped(("a", b"x" * 5_000), ("b", b"x" * 5_000))
    second = whole.rindex(b"PK\x01\x02")
    data = bytearray(whole)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(data)


def crowded() -> bytes:
    return zipped(*((f"{number}", b"") for number in range(50)))


HOSTILE = {
    "a path that climbs": (lambda: zipped(("../../etc/passwd", b"x")), "unsafe"),
    "a path that climbs inside": (lambda: zipped(("a/../../b", b"x")), "unsafe"),
    "an absolute path": (lambda: zipped(("/etc/passwd", b"x")), "unsafe"),
    "a drive": (lambda: zipped(("c:evil", b"x")), "unsafe"),
    "a backslash": (lambda: zipped(("..\\evil", b"x")), "unsafe"),
    "two parts of one name": (lambda: zipped(("a", b"1"), ("a", b"2")), "unsafe"),
    "a symbolic link": (linked, "unsafe"),
    "a password": (encrypted, "unsafe"),
    "overlapping entries": (overlapping, "unsafe"),
    "too many parts": (crowded, "too_large"),
    "too much in all": (lambda: zipped(("a", bytes(9 * MEGABYTE))), "too_large"),
    "a rare way of packing": (lambda: zipped(("a", b"x"), method=zipfile.ZIP_LZMA), "format"),
    "no zip": (lambda: b"%PDF-1.7", "format"),
    "nothing": (lambda: b"", "format"),
    "the beginning of a zip": (lambda: zipped(("a", b"x" * 100))[:60], "format"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_before_anything_is_unpacked(what: str) -> None:
    make, code = HOSTILE[what]
    with pytest.raises(FileRefused) as refusal:
        opened(make())
    assert refusal.value.code == code


@pytest.mark.parametrize("size", [10, 49_999, 50_001, 4 * MEGABYTE])
def test_a_size_that_is_a_lie_is_refused_on_reading(size: int) -> None:
    archive = opened(lying(size))
    with pytest.raises(FileRefused) as refusal:
        archive.read("a", MEGABYTE * 8)
    assert refusal.value.code == "unsafe"


def test_a_packed_file_within_is_not_handed_on() -> None:
    archive = opened(zipped(("inner.zip", zipped(("a", b"x"))), method=zipfile.ZIP_DEFLATED))
    with pytest.raises(FileRefused, match="unsafe"):
        archive.read("inner.zip", MEGABYTE)


def test_a_part_is_read_up_to_what_the_caller_allows_and_all_of_them_to_the_bound() -> None:
    archive = opened(zipped(("a", bytes(3 * MEGABYTE)), ("b", bytes(3 * MEGABYTE))))
    with pytest.raises(FileRefused, match="too_large"):
        archive.read("a", MEGABYTE)
    assert len(archive.read("a", 3 * MEGABYTE)) == 3 * MEGABYTE
    archive.read("b", 3 * MEGABYTE)
    with pytest.raises(FileRefused, match="too_large"):
        archive.read("a", 3 * MEGABYTE)


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileRefused, match="format"):
        opened(zipped(("a", b"x"))).read("b", 10)


def bombed() -> bytes:
    return zipped(("a", bytes(200 * MEGABYTE)))


@pytest.mark.parametrize("make", [bombed, lambda: MAGIC_HEAP, crowded])
def test_bombs_cost_neither_time_nor_memory(make: Callable[[], bytes]) -> None:
    data = make()
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(FileRefused):
        opened(data)
    spent = time.process_time() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 2
    assert peak < 20 * MEGABYTE


# A table of contents of 400,000 entries without a part behind it.
MAGIC_HEAP = b"PK\x03\x04" + (b"PK\x01\x02" + bytes(42)) * 400_000


def test_what_is_packed_is_unpacked_and_the_same_bytes_come_each_time() -> None:
    parts = [("a/b.txt", b"one"), ("\u0645.txt", b"two")]
    data = packed(parts)
    archive = opened(data)
    assert is_archive(data)
    assert archive.names == ("a/b.txt", "\u0645.txt")
    assert archive.size("a/b.txt") == 3
    assert [archive.read(name, 10) for name in archive.names] == [b"one", b"two"]
    assert packed(parts) == data


def test_folders_are_no_parts() -> None:
    assert opened(zipped(("folder/", b""), ("folder/a", b"x"))).names == ("folder/a",)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8), st.integers(0))
@example([], 30)
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(
    changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(zipped(("a", b"hello" * 10), ("b/c", b"world")))
    for place, value in changes:
        data[place % len(data)] = value
    found = ""
    try:
        archive = opened(bytes(data[: cut % len(data)] if cut % 7 == 0 else data))
        for name in archive.names:
            archive.read(name, MEGABYTE)
    except FileRefused as refusal:
        found = refusal.code
    assert found in {"", "unsafe", "too_large", "format"}
