"""Text files as Arabic programs write them, and bytes that are none."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.safety.decoding import decode

ARABIC = "السؤال,الخيار ١,الإجابة الصحيحة\r\nأين عُقدت القمّة؟,سمرقند,١\r\n"
MIXED = "Question;الخيار\nما معنى «café»؟;مقهى (PDF)\n"
ENGLISH = "Question,Option 1\nWhere?,Samarkand\n"


@pytest.mark.parametrize("text", [ARABIC, MIXED, ENGLISH])
@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1256", b""),
    ],
)
def test_a_text_is_read_in_whatever_encoding_it_comes(text: str, codec: str, mark: bytes) -> None:
    if codec == "cp1256":
        text = text.translate({ord("١"): "1"})  # The code page has no Arabic-Indic digits.
    assert decode(mark + text.encode(codec)) == text


REFUSED = {
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01",
    "zeros": bytes(100),
    "an odd number of bytes of UTF-16": "سؤال\n".encode("utf-16-le") + b"\n",
    "UTF-16 that breaks off within a letter": codecs.BOM_UTF16_LE + b"\x00\xd8",
    "UTF-8 by its mark, and then something else": codecs.BOM_UTF8 + ARABIC.encode("utf-16-le"),
    "UTF-8 that breaks off within a letter": ARABIC.encode()[:-3],
    "UTF-8 with a spoilt byte": ARABIC.encode().replace(b"\xd8\xa7", b"\xff", 1),
    "UTF-32": ARABIC.encode("utf-32"),
    "ISO 8859-6": ARABIC.replace("١", "1").encode("iso8859-6"),
    "Cyrillic": "Где состоялся саммит? В Самарканде.".encode("cp1251"),
    "Japanese": "サミットはどこで開催されましたか".encode("shift-jis"),
    "a control character in a code page": b"\xc7\xe1\x01\xd3",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_come_out_wrong_is_refused(what: str) -> None:
    with pytest.raises(FileRefused) as refused:
        decode(REFUSED[what])
    assert refused.value.code == "encoding"


def test_a_large_file_is_decided_on_quickly() -> None:
    began = time.process_time()
    with pytest.raises(FileRefused):
        decode(b"\x83" * 16_000_000)
    assert decode(b"\xc7" * 16_000_000).startswith("ا")
    assert time.process_time() - began < 2


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_with_a_mark_comes_back(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except FileRefused:
        return
    assert "\0" not in text
    assert len(text) <= len(data)
