"""Bundles that somebody made to do harm, or by mistake: refused whole, at once, in words."""

from __future__ import annotations

import contextlib
import io
import random
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.bundle.reader import MOST_PARTS, MOST_UNPACKED, read
from quizapp.formats.content import Code, ContentRejected
from quizapp.formats.content.tree import MAX_BYTES, MAX_NODES, MAX_TEXT
from tests.formats.bundle.made import bundle, packed_by_hand, unpacked

FACTS: Final = "book-fair/facts.yaml"
READING: Final = """
import contextlib, sys
from pathlib import Path
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.bundle.reader import read
from quizapp.formats.content import ContentRejected

with contextlib.suppress(FileRefused, ContentRejected):
    read(sys.stdin.buffer.read())
    raise SystemExit("not refused")
# What getrusage tells begins with the memory of whoever started this process.
told = Path("/proc/self/status").read_text()
print(told.partition("VmHWM:")[2].split()[0])
"""


def with_facts(data: bytes) -> bytes:
    return packed_by_hand({**unpacked(bundle()), FACTS: data})


def poisoned(old: str, new: str, name: str = FACTS) -> bytes:
    files = unpacked(bundle())
    text = files[name].decode()
    assert old in text
    return packed_by_hand({**files, name: text.replace(old, new, 1)})


def named(name: str, mode: int = 0o644) -> Callable[[], bytes]:
    def made() -> bytes:
        out = io.BytesIO(bundle())
        with zipfile.ZipFile(out, "a") as archive:
            part = zipfile.ZipInfo("x")
            part.filename = name
            part.external_attr = mode << 16
            archive.writestr(part, "/etc/passwd")
        return out.getvalue()

    return made


def lying() -> bytes:
    data = bytearray(packed_by_hand({**unpacked(bundle()), FACTS: b"0" * 100_000}))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    at = data.index(FACTS.encode(), at) - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def overlapping() -> bytes:
    data = bytearray(bundle())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def twice() -> bytes:
    out = io.BytesIO(bundle())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(FACTS, "facts: []")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "format"),
        (lambda: b"PK\x03\x04", "format"),
        (lambda: b"slug: x", "format"),
        (lambda: bundle()[:-30], "format"),
        (lambda: packed_by_hand({"a.txt": b"x"}), "no_article"),
        (lambda: packed_by_hand({"article.yaml": b"slug: x"}), "no_article"),
        (lambda: packed_by_hand({"common/article.yaml": b"slug: x"}), "no_article"),
        (
            lambda: packed_by_hand({"a/article.yaml": b"", "b/article.yaml": b""}),
            "several_articles",
        ),
        (lambda: with_facts(b"0" * (MAX_BYTES + 1)), "too_large"),
        (lambda: with_facts(b"\0" * (MOST_UNPACKED + 1)), "too_large"),
        (lambda: packed_by_hand({f"{n}.txt": b"" for n in range(MOST_PARTS + 1)}), "too_large"),
        (lambda: packed_by_hand({"a/article.yaml": b"", **_many()}), "too_large"),
        (named("../evil.yaml"), "unsafe"),
        (named("/etc/evil.yaml"), "unsafe"),
        (named("c:\\evil.yaml"), "unsafe"),
        (named("link.yaml", stat.S_IFLNK | 0o777), "unsafe"),
        (lambda: with_facts(bundle()), "unsafe"),
        (lying, "unsafe"),
        (overlapping, "unsafe"),
        (twice, "unsafe"),
    ],
)
def test_a_file_that_no_decent_program_makes_is_refused(
    make: Callable[[], bytes], code: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(make())
    assert refused.value.code == code


def _many() -> dict[str, bytes]:
    return {f"common/{n}.yaml": b"terms: []" for n in range(30)}


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"facts: &a [1]\nsets: *a", Code.ALIAS, 2),
        (b"facts: !!python/object/apply:os.system [true]", Code.TAG, 1),
        (b"facts: " + b"[" * 100_000, Code.TOO_DEEP, 1),
        (b"facts:\n" + b"- \n" * (MAX_NODES + 1), Code.TOO_MANY, MAX_NODES - 1),
        (b"facts: " + b"x" * (MAX_TEXT + 1), Code.TOO_LONG, 1),
        (b'facts: "a\\0b"', Code.UNSEEN, 1),
        ("facts: a\u202eb".encode(), Code.UNSEEN, 1),
        ("facts: []".encode("utf-16"), Code.NOT_UTF8, None),
        ("facts: نعم".encode("cp1256"), Code.NOT_UTF8, None),
        (b"facts: []\nfacts: []", Code.DUPLICATE_KEY, 2),
        (b"facts: []\n---\nfacts: []", Code.SEVERAL_DOCUMENTS, 2),
    ],
    ids=lambda value: str(value)[:20],
)
def test_yaml_that_does_harm_is_refused_by_file_and_line(
    data: bytes, code: Code, line: int | None
) -> None:
    with pytest.raises(ContentRejected) as rejected:
        read(with_facts(data))
    assert (FACTS, code, line) in [(p.file, p.code, p.line) for p in rejected.value.problems]


def test_every_problem_of_a_bundle_is_told_at_once() -> None:
    files = unpacked(bundle())
    broken = files[FACTS].decode().replace("claim: event", "claim: rumour")
    head = files["book-fair/article.yaml"].decode().replace("slug:", "author: me\nslug:")
    with pytest.raises(ContentRejected) as rejected:
        read(packed_by_hand({**files, FACTS: broken, "book-fair/article.yaml": head}))
    found = {(p.file, p.code) for p in rejected.value.problems}
    assert found >= {(FACTS, "unknown_value"), ("book-fair/article.yaml", "unknown_key")}


def flood() -> bytes:
    return with_facts(b"facts:\n" + b"- {a: 1, b: 2}\n" * 60_000)


def aliases() -> bytes:
    rows = [b"facts: [x]", b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 99)]
    return with_facts(b"\n".join(rows))


FLOODS: Final = (
    flood,
    aliases,
    lambda: with_facts(b"facts:\n" + b"- \n" * 2_600_000),
    lambda: with_facts(b"facts: '" + b"x" * (MAX_BYTES - 20) + b"'"),
    lambda: with_facts(b"? " * 4_000_000),
    lambda: with_facts(b"{" * MAX_BYTES),
    lambda: with_facts(b'"' + b"\\x41" * 1_900_000),
    lambda: with_facts(b"\0" * MOST_UNPACKED),
    lambda: with_facts(b"facts: [" + "ك,".encode() * 2_600_000 + b"]"),
)


@pytest.mark.parametrize("make", FLOODS)
def test_none_takes_long(make: Callable[[], bytes]) -> None:
    data = make()
    start = time.process_time()
    with pytest.raises((FileRefused, ContentRejected)):
        read(data)
    assert time.process_time() - start < 2


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells how much it was")
@pytest.mark.parametrize("make", FLOODS)
def test_none_takes_much_memory(make: Callable[[], bytes]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", READING], input=make(), capture_output=True, check=True
    )
    assert int(told.stdout) < 200 * 1024  # The whole process with everything that it has loaded.


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_bundle_with_bytes_changed_is_read_or_refused_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    files = unpacked(bundle())
    name = rng.choice(sorted(files))
    data = bytearray(files[name])
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data))
        data[at : at + rng.randint(0, 3)] = rng.choice(
            [b"{", b"- ", b"\n", b": ", b"\xff", b"0", b""]
        )
    with contextlib.suppress(FileRefused, ContentRejected):
        read(packed_by_hand({**files, name: bytes(data)}))
