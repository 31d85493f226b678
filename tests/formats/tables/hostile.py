"""Files that want memory, time or trust; run as a program, it measures reading them."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.tables.taking import read_table

MEGABYTE = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def book(sheet: bytes = b"<worksheet/>", **others: bytes) -> bytes:
    """A workbook of one sheet, whatever it holds; other parts by name, `__` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", others.pop("workbook", b"<workbook/>"))
        for name, content in others.items():
            archive.writestr(f"xl/{name.replace('__', '/')}.xml", content)
        archive.writestr(SHEET, sheet)
    return out.getvalue()


def spoken(rows: bytes) -> bytes:
    """A sheet with headings, and rows below them."""
    heads = (b"Question", b"Option 1", b"Option 2", b"Right answer")
    cells = b"".join(b'<c t="inlineStr"><is><t>%b</t></is></c>' % head for head in heads)
    return b"<worksheet><sheetData><row>%b</row>%b</sheetData></worksheet>" % (cells, rows)


def cell_of(megabytes: int) -> bytes:
    text = b"x" * (megabytes * MEGABYTE)
    return book(spoken(b'<row><c t="inlineStr"><is><t>%b</t></is></c></row>' % text))


def lying() -> bytes:
    """The sheet says that it is 100 bytes long, in both places where it says so."""
    data = bytearray(cell_of(40))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.rindex(
            SHEET.encode(), 0, len(data) if at == 24 else data.rindex(b"PK\x01\x02")
        )
        head = data.rindex(mark, 0, start)
        struct.pack_into("<I", data, head + at, 100)
    return bytes(data)


def shared() -> bytes:
    """A long text, named by every cell there may be."""
    rows = b"<row>%b</row>" % (b'<c t="s"><v>0</v></c>' * 60)
    text = b"<sst><si><t>%b</t></si></sst>" % (b"x" * 90_000)
    return book(spoken(rows * 10_000), sharedStrings=text)


def far(position: bytes) -> bytes:
    return book(spoken(b'<row><c r="%b"><v>1</v></c></row>' % position))


def elsewhere() -> bytes:
    """The first sheet is said to be a file of the machine."""
    out = io.BytesIO(book(workbook=b'<workbook><sheet id="r"/></workbook>'))
    with zipfile.ZipFile(out, "a") as archive:
        relation = b'<a><Relationship Id="r" Target="../../../etc/passwd"/></a>'
        archive.writestr("xl/_rels/workbook.xml.rels", relation)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell of 100 MB": (lambda: cell_of(100), "too_large"),
    "a cell of 60 MB": (lambda: cell_of(60), "too_large"),
    "a shared text of 60 MB": (
        lambda: book(spoken(b""), sharedStrings=b"<si><t>%b" % (b"x" * 60 * MEGABYTE)),
        "too_large",
    ),
    "very many shared texts": (
        lambda: book(spoken(b""), sharedStrings=b"<sst>%b" % (b"<si/>" * 8 * MEGABYTE)),
        "too_large",
    ),
    "sizes that lie": (lying, "unsafe"),
    "a text named by every cell": (shared, "too_large"),
    "a million rows": (lambda: far(b"A1048576"), "too_large"),
    "ten thousand columns": (lambda: far(b"NTP2"), "too_large"),
    "cells without end": (
        lambda: book(spoken(b"<row>%b</row>" % (b"<c/>" * 5 * MEGABYTE))),
        "too_large",
    ),
    "rows without end": (
        lambda: book(spoken(b"<row><c><v>1</v></c></row>" * 2 * MEGABYTE)),
        "too_large",
    ),
    "elements without meaning": (lambda: book(b"<x>" + b"<y/>" * 5 * MEGABYTE), "too_large"),
    "one in the other": (lambda: book(b"<a>" * 100_000), "too_large"),
    "attributes without end": (
        lambda: book(b"<a %b/>" % b" ".join(b'b%d=""' % n for n in range(300_000))),
        "too_large",
    ),
    "a comment without end": (lambda: book(b"<!--" + b"x" * 60 * MEGABYTE), "too_large"),
    "entities": (
        lambda: book(b"<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><a>&c;</a>"),
        "format",
    ),
    "an entity from outside": (
        lambda: book(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        "format",
    ),
    "a sheet that is somewhere else": (elsewhere, "format"),
    "an encoding that is none": (lambda: book(b"<?xml version='1.0' encoding='x'?><a/>"), "format"),
    "no workbook": (lambda: book().replace(b"workbook", b"wurkbook"), "format"),
    "half a workbook": (lambda: cell_of(1)[:700], "format"),
    "text of 17 MB": (lambda: b"a,b\n" * (17 * MEGABYTE // 4), "too_large"),
    "lines without end": (lambda: b"a,b\n" * 4_000_000, "too_large"),
    "columns without end": (lambda: b"Question,Answer\n" + b"a," * 7 * MEGABYTE, "too_large"),
    "a quotation without end": (lambda: b'Question,Answer\n"' + b"a," * 7_000_000, "too_large"),
    "separators alone": (lambda: b",;\t|" * 4_000_000, "too_large"),
    "heads without end": (lambda: b"Question (" * 1_600_000, "too_large"),
    "emoji without end": (lambda: "😀,".encode() * 3_000_000, "too_large"),
    "zeros": (lambda: bytes(16 * MEGABYTE), "encoding"),
    "noise": (lambda: bytes(range(256)) * 60_000, "encoding"),
    "nothing": (lambda: b"", "empty"),
    "blank lines": (lambda: b"\n" * 8_000_000, "too_large"),
    "a record of many lines": (lambda: b"Question,Answer\n" + b'"\n",' * 3_000_000, "too_large"),
    "prose": (lambda: "هذا نص، لا جدول.\nوهذه جملة أخرى.\n".encode(), "no_headings"),
    "headings alone": (lambda: b"Question,Right answer\n", "empty"),
}


def outcome(data: bytes) -> str:
    """The code with which a file is refused; "" where it is not."""
    try:
        read_table(data, "ar")
    except FileRefused as refused:
        return refused.code
    return ""


def main() -> None:
    """Print for each file the code and the seconds of work; last the megabytes of all."""
    for name in sys.argv[1:]:
        data = Path(name).read_bytes()
        began = time.process_time()
        print(outcome(data) or "taken", time.process_time() - began)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) // 1024)


if __name__ == "__main__":
    main()
