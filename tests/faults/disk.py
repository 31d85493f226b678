"""A disk of its own for a site: a file with ext4 on it, mounted through a loop device.

A power cut is what is in that file at one moment: what the file system had handed to the disk
by then, and nothing of what it still kept in memory. The recipe: stop every process of the
server, copy the file, kill the server, mount the copy where the disk was, start again.

The file system is told to wait long before it writes of its own accord (`commit`), so that
only what the database asked for by `fsync` is on the disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from quizapp.db.migrate import sqlite_file
from tests.databases import Template, drop

MEGABYTE = 1024 * 1024
SIZE = 48 * MEGABYTE
PATIENCE = 20.0
LOG_SHARE = 12 * MEGABYTE  # One of journal for so much of disk.
# The kernel's EXT4_IOC_SHUTDOWN and its flag "without writing the journal first".
_SHUT_DOWN, _AT_ONCE = 0x8004587D, 2
_OPTIONS = "loop,commit=600,lazytime,errors=remount-ro"
_TOOLS = ("mkfs.ext4", "mount", "umount", "losetup")


def need_disks() -> None:
    """Skip a test where no disk can be made; where CI is set, not for want of a tool."""
    if os.geteuid() != 0:
        pytest.skip("a disk can be mounted by root only")
    if not Path("/dev/loop-control").exists():
        pytest.skip("there are no loop devices, which the kernel gives or does not")
    for tool in _TOOLS:
        if _found(tool) is None:
            what = f"{tool} is missing: apt install e2fsprogs mount"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def _found(tool: str) -> str | None:
    return shutil.which(tool, path=f"{os.environ['PATH']}:/sbin:/usr/sbin")


@dataclass
class Disk:
    """A disk in a folder; what is on it stands at `place` while it is mounted."""

    folder: Path
    size: int = SIZE
    number: int = 0
    place: Path = field(init=False)

    def __post_init__(self) -> None:
        self.place = self.folder / "disk"

    @property
    def image(self) -> Path:
        """The file that holds the disk now."""
        return self.folder / f"disk-{self.number}.img"

    def make(self) -> None:
        """Make an empty disk."""
        with self.image.open("wb") as file:
            file.truncate(self.size)
        _run(
            "mkfs.ext4",
            "-q",
            "-F",
            "-O",
            "^resize_inode",
            "-J",
            f"size={max(1, self.size // LOG_SHARE)}",
            str(self.image),
        )
        self.place.mkdir()

    def mount(self) -> None:
        """Mount it. Raises CalledProcessError where this machine does not allow that."""
        _run("mount", "-o", _OPTIONS, str(self.image), str(self.place))

    def allow(self, how: Literal["ro", "rw"]) -> None:
        """Let it be read only, as soon as nobody has it open for writing, or be written again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return _run("mount", "-o", f"remount,{how}", str(self.place))
            except subprocess.CalledProcessError:  # Who was killed is not gone at once.
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def turn_read_only(self) -> None:
        """Have the file system find a fault in itself, and refuse to be written from now on."""
        device = self.place.stat().st_dev
        name = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve().name
        trigger = Path(f"/sys/fs/ext4/{name}/trigger_fs_error")
        if not os.access(trigger, os.W_OK):
            pytest.skip("this kernel has no way to make ext4 find a fault")
        trigger.write_text("tested")

    def fail(self) -> None:
        """From now on every access fails, as when the cable is pulled out."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUT_DOWN, struct.pack("I", _AT_ONCE))
        finally:
            os.close(handle)

    def fill(self) -> Path:
        """Leave no byte free; return the file that takes them all."""
        filler = self.place / "filler"
        with filler.open("wb", buffering=0) as file:
            for piece in (64 * 1024, 1024, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(piece))
        return filler

    def settle(self) -> None:
        """Have everything written that the file system still keeps in memory."""
        _run("sync", "--file-system", str(self.place))

    def unmount(self) -> None:
        """Unmount it, at once, whatever is still open on it."""
        _run("umount", "--lazy", str(self.place))

    def picture(self) -> Path:
        """Copy the disk as it is at this moment; return the copy."""
        copy = self.folder / f"disk-{self.number + 1}.img"
        _run("cp", "--sparse=always", str(self.image), str(copy))
        return copy

    def become_picture(self) -> None:
        """Go on with the copy that was made last; what the old disk held is gone."""
        self.unmount()
        self.image.unlink()
        self.number += 1
        self.mount()


def stock(disk: Disk, stocked: Template) -> str:
    """Put a filled database on a disk; return its URL."""
    url = stocked.copied(disk.folder)
    file = sqlite_file(url)
    assert file is not None
    shutil.copy(file, disk.place / file.name)
    file.unlink()
    drop(url)
    disk.settle()
    return f"sqlite:///{disk.place / file.name}"


@contextmanager
def mounted(disk: Disk) -> Iterator[Disk]:
    """Make and mount a disk; unmount it whatever happens. Skips where that cannot be done."""
    need_disks()
    disk.make()
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(_found(tool)), *arguments], check=True, capture_output=True)
