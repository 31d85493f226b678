"""Packages made to do harm: refused, or their items skipped, quickly and within bounds."""

from __future__ import annotations

import io
import random
import stat
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import tidy
from quizapp.domain.exchange.travel import FileRefused, Pack, Taken
from quizapp.formats.qti.markup import inline
from quizapp.formats.qti.reader import read
from quizapp.formats.qti.writer import write
from quizapp.formats.safety.archive import packed
from tests.exchange import sample_questions
from tests.formats.qti import foreign
from tests.formats.qti.foreign import item_3, package

SECONDS = 2.0
MEMORY = 200 * 1024 * 1024

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

MARKED = "<p class='waraqa-stem'/>"


def manifest(inside: str) -> bytes:
    return packed([("imsmanifest.xml", f"<manifest>{inside}</manifest>".encode())])


def with_doctype(doctype: str) -> bytes:
    text = item_3(foreign.TRUTH_3).replace("?>\n", f"?>\n{doctype}", 1)
    return package(text.replace("flat", "&e;"))


def entry(name: str, mode: int = stat.S_IFREG) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def resources(count: int, more: str = "") -> bytes:
    one = f'<resource identifier="r" type="imsqti_item_xmlv3p0" href="x.xml">{more}</resource>'
    return manifest(f"<resources>{one * count}</resources>")


def lying() -> bytes:
    data = bytearray(package(item_3(foreign.TRUTH_3 + " " * 100_000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(data)


REFUSED: dict[str, Callable[[], bytes]] = {
    "an entity of a file": partial(with_doctype, ENTITY),
    "a billion laughs": partial(with_doctype, LAUGHS + "]>"),
    "an entity in the manifest": lambda: packed(
        [("imsmanifest.xml", f"{ENTITY}<manifest>&e;</manifest>".encode())]
    ),
    "a path that leads out": partial(entry, "../../x"),
    "a path from the root": partial(entry, "/etc/x"),
    "a link": partial(entry, "items/x.xml", stat.S_IFLNK),
    "a lying size": lying,
    "a manifest of 100 MB": partial(manifest, " " * 100_000_000),
    "a manifest of a million elements": partial(manifest, "<a/>" * 1_000_000),
    "a resource of a million elements": partial(resources, 1, "<file/>" * 1_000_000),
    "a manifest nested without end": partial(manifest, "<a>" * 100_000),
    "an attribute of a megabyte": partial(manifest, f'<a b="{"x" * 1_000_000}"/>'),
    "a part of 200 MB": lambda: packed(
        [("imsmanifest.xml", b"<manifest/>"), ("items/bomb", bytes(200_000_000))]
    ),
    "a hundred items of 200,000 elements": lambda: package(
        *(item_3("<a/>" * 200_000) for _ in range(100))
    ),
    "a hundred items that break off after 60,000 elements": lambda: package(
        *("<x>" + "<a/>" * 60_000 for _ in range(100))
    ),
    "half a package": lambda: package(item_3(foreign.TRUTH_3))[:-40],
}
SKIPPED: dict[str, Callable[[], bytes]] = {
    "an item of a million elements": lambda: package(item_3("<qti-p/>" * 1_000_000)),
    "an item nested without end": lambda: package("<a>" * 100_000),
    "20,000 items that are not there": partial(resources, 20_000),
    "an item of one long text": lambda: package(item_3(f"<qti-item-body>{'x' * 900_000}")),
    "an item of 50,000 choices": lambda: package(
        item_3(
            "<qti-item-body><qti-choice-interaction response-identifier='R'>"
            + "<qti-simple-choice/>" * 50_000
            + "</qti-choice-interaction></qti-item-body>"
        )
    ),
    "an item of 50,000 marks of ours": lambda: package(
        item_3(f"<qti-item-body>{MARKED * 40_000}</qti-item-body>")
    ),
    "a million classes": lambda: package(item_3(f"<qti-item-body class='{'a ' * 100_000}'/>")),
}


def measured(make: Callable[[], bytes]) -> Taken:
    data = make()
    tracemalloc.start()
    began = time.process_time()
    try:
        return read(data, "en")
    finally:
        taken, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < MEMORY
        assert taken < SECONDS * 2  # Being traced doubles it.


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_whole(case: str) -> None:
    with pytest.raises(FileRefused) as refused:
        measured(REFUSED[case])
    assert refused.value.code in ("unsafe", "too_large", "format")


@pytest.mark.parametrize("case", SKIPPED)
def test_is_skipped_with_a_note(case: str) -> None:
    found = measured(SKIPPED[case])
    assert found.questions == ()
    assert found.notes


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "piece", ["1", "1 + ", "a.", "a", ".", "ب ", "ب", " ", "ب1", "1+", "\n", "<"]
)
def test_no_text_takes_long_to_write(lang: Lang, piece: str) -> None:
    text = "a" + piece * (20_000 // len(piece)) + "ب"
    began = time.process_time()
    assert tidy(inline(text, lang))
    assert time.process_time() - began < SECONDS / 4


WORDS = (
    *("waraqa-month:0", "waraqa-month:", "waraqa-value:9" * 20, "waraqa-value:x"),
    *("waraqa-kind:order", "waraqa-kind:number", "waraqa-spellings:-5", "waraqa-strictness:so"),
    *('base-type="float"', 'cardinality="multiple"', "1e999", "nan", "-1", "٣", "<br/>", "L1 R9"),
    *("</p>", "<qti-prompt>", "qti-order-interaction", "&#0;", "]]>", "<![CDATA[", "</"),
)


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_a_damaged_package_is_taken_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    question = chance.choice(sample_questions())
    with zipfile.ZipFile(io.BytesIO(write(Pack("p", "P", "en", (question,))).data)) as archive:
        files = [[name, archive.read(name).decode()] for name in archive.namelist()]
    for _ in range(chance.randint(1, 3)):
        file = chance.choice(files)
        at, word = chance.randrange(len(file[1])), chance.choice(WORDS)
        file[1] = file[1][:at] + word + file[1][at + chance.choice((0, 1, len(word), 40)) :]
    try:
        found = read(packed((name, text.encode()) for name, text in files), "en")
    except FileRefused:
        return
    if found.questions:
        assert read(write(Pack("p", "P", "en", found.questions)).data, "en").notes == ()
