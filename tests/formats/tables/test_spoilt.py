"""Tables spoilt at any place are read or refused; nothing else happens.

The small files are those in which ten minutes of the same at random found something.
"""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from quizapp.domain.exchange.travel import FileRefused, Pack, Taken
from quizapp.formats.registry import FORMATS
from quizapp.formats.tables.taking import read_table
from quizapp.wording.exchange import NOTES, REFUSALS
from tests.exchange import sample_questions

PACK = Pack("p", "t", "ar", sample_questions())
SEEDS = {name: FORMATS[name].writer()(PACK).data for name in ("table_xlsx", "table_csv", "kahoot")}
TOLD = (
    *(b'r="A0"', b'r="ZZ99"', b't="s"', b"99999999", b"-1", b"</row>", b"<c>", b"<f>1</f>"),
    *(b"_xD800_", b"&#0;", b't="b"', b"<is><t>", b"\xff", b"\0", b'"', b"\n", b"\r", b"'", b"|"),
    *("،".encode(), "الخيار ١".encode(), b"Right answer", b"1e999", b"____", b"sep=;\n"),
)
FOUND = (
    b"\n",
    b'"\n',
    b"sep=;\n",
    b"sep=;\n\n",
    b'""',
    b"\xef\xbb\xbf\n",
    b"'\n",
    b",",
    b"|",
    "،".encode(),
)


def outcome(data: bytes) -> Taken | str:
    try:
        return read_table(data, "ar")
    except FileRefused as refused:
        return refused.code


def check(data: bytes) -> None:
    found = outcome(data)
    if isinstance(found, str):
        assert found in REFUSALS
        return
    assert all(note.code in NOTES and note.line for note in found.notes)
    written = FORMATS["table_csv"].writer()(Pack("p", "t", "en", found.questions))
    if found.questions and not written.notes:
        assert outcome(written.data) == Taken(found.questions)


@pytest.mark.parametrize("data", FOUND)
def test_what_was_once_found_is_refused(data: bytes) -> None:
    assert outcome(data) in ("empty", "no_headings")


def spoil(data: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 2, 5))):
        at = rng.randrange(len(spoilt) + 1)
        spoilt[at : at + rng.choice((0, 1, 20))] = rng.choice(TOLD)
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("name", SEEDS)
def test_a_table_spoilt_at_any_place_is_read_or_refused(name: str, seed: int) -> None:
    rng = random.Random(f"{name} {seed}")
    data = SEEDS[name]
    check(spoil(data, rng))
    if name == "table_csv":
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    read = sorted(each for each in parts if "sheet1" in each or "shared" in each or "book" in each)
    for each in rng.sample(read, 2):
        parts[each] = spoil(parts[each], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    check(out.getvalue())
