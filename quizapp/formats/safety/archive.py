"""Packed files (zip) that a stranger may have made, and writing such files of our own.

A packed file is looked over before anything in it is unpacked; what a decent program would
never write is refused, whole:

    unsafe      a path that leads out (`/etc/x`, `../x`, `c:x`, a backslash), two parts of one
                name, parts that overlap, a link or a device, a password, a size that is not
                what it says, a packed file within
    too_large   more parts, or more bytes once unpacked, than the caller allows
    format      no zip, a broken one, or one that packs in a way nobody uses here

Nothing is ever written to a disk and no name in the file is used as a path.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from quizapp.domain.exchange.travel import FileRefused

MAGIC: Final = b"PK\x03\x04"
_ENTRY: Final = b"PK\x01\x02"
_HEADER: Final = struct.Struct("<26x2H")  # of a part: the lengths of its name and extra field
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1 | 0x40
_PLAIN_TYPES: Final = (0, stat.S_IFREG, stat.S_IFDIR)
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
)
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def is_archive(data: bytes) -> bool:
    """Tell whether a file begins like a packed one."""
    return data.startswith(MAGIC)


class Archive:
    """The parts of a packed file; raises FileRefused when made and on every `read`."""

    def __init__(self, data: bytes, *, most_parts: int, most_unpacked: int) -> None:
        if not is_archive(data):
            raise FileRefused("format")
        # The table of contents is read as a whole, so its length is bounded beforehand.
        if data.count(_ENTRY) > most_parts:
            raise FileRefused("too_large")
        self._data = data
        self._left = most_unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise FileRefused("format") from error
        parts = self._zip.infolist()
        if len(parts) > most_parts or sum(part.file_size for part in parts) > most_unpacked:
            raise FileRefused("too_large")
        for part in parts:
            _check(part)
        if len({part.filename for part in parts}) != len(parts):
            raise FileRefused("unsafe")
        self._check_places(parts)
        self._parts = {part.filename: part for part in parts if not part.is_dir()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, folders left out."""
        return tuple(self._parts)

    def size(self, name: str) -> int:
        """Return the size that a part claims to have; 0 where there is none of the name."""
        return self._parts[name].file_size if name in self._parts else 0

    def read(self, name: str, most: int) -> bytes:
        """Return a part, unpacked, of `most` bytes; FileRefused where there is none.

        All reads together stay below the bound that the archive was opened with.
        """
        found = b"".join(self.pieces(name, most))
        if found.startswith(MAGIC):
            raise FileRefused("unsafe")
        return found

    def pieces(self, name: str, most: int) -> Iterator[bytes]:
        """Yield a part as `read` does, in pieces, so that a long one need not be held whole."""
        part = self._parts.get(name)
        if part is None:
            raise FileRefused("format")
        if part.file_size > min(most, self._left):
            raise FileRefused("too_large")
        found = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_CHUNK):
                    found += len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise FileRefused("too_large")
                    yield piece
        except _BROKEN as error:
            raise FileRefused("unsafe") from error
        if found != part.file_size:
            raise FileRefused("unsafe")

    def _check_places(self, parts: list[zipfile.ZipInfo]) -> None:
        """Refuse parts that share bytes with each other or with the table of contents."""
        free = 0
        for part in sorted(parts, key=lambda part: part.header_offset):
            start = part.header_offset
            if start < free or start + _HEADER.size > len(self._data):
                raise FileRefused("unsafe")
            free = start + _HEADER.size + sum(_HEADER.unpack_from(self._data, start))
            free += part.compress_size
        if free > self._zip.start_dir:
            raise FileRefused("unsafe")


def _check(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename
    steps = name.removesuffix("/").split("/")
    if "\\" in name or ":" in name or "\0" in name or not all(steps) or {".", ".."} & {*steps}:
        raise FileRefused("unsafe")
    if stat.S_IFMT(part.external_attr >> 16) not in _PLAIN_TYPES or part.flag_bits & _ENCRYPTED:
        raise FileRefused("unsafe")
    if part.compress_type not in _METHODS:
        raise FileRefused("format")


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a packed file with these parts in this order: the same bytes at any time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            part.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(part, data)
    return out.getvalue()
