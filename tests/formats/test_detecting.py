"""What a file is, told by its content; every format of ours is known again."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.travel import FileRefused, Pack
from quizapp.formats.detecting import detected
from quizapp.formats.registry import FORMATS
from quizapp.services.exchange.exporting import readable, writable
from tests.exchange import packs, sample_questions

BOTH_WAYS = tuple(f.name for f in writable() if f in readable())
AIKEN = "Which town?\nA. Salt\nB. Irbid\nANSWER: A\n"
GIFT = "Which town? {=Salt ~Irbid}\n"


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_our_own_files_are_known_again(name: str, lang: Lang) -> None:
    data = FORMATS[name].writer()(Pack("pack", "Title", lang, sample_questions(lang))).data
    assert detected(data) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (AIKEN, "aiken"),
        (f"\ufeff{AIKEN}", "aiken"),
        ("أي مدينة؟\nأ. السلط\nب. إربد\nANSWER: أ\n", "aiken"),
        (GIFT, "gift"),
        ("// a comment\n\n::title:: Is it so? {T}\n", "gift"),
        ("$CATEGORY: one\n\nWhat, then? {#4:1}\n", "gift"),
        ("Question,Kind,Answer\nWhich {=one}?,choice,Salt\n", "table_csv"),
        ("السؤال؛ النوع؛ الإجابة\nأين؟؛ اختيار؛ هنا\n", "table_csv"),
        ("#separator:tab\nfront\tback\n", "anki"),
        ("<quiz></quiz>", "moodle"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<!-- made -->\n<quiz>\n</quiz>', "moodle"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_texts_of_others_are_told_apart(text: str, name: str, encoding: str) -> None:
    assert detected(text.encode(encoding)) == name


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7", "unknown_format"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "unknown_format"),
        (b"<html><body>a page</body></html>", "unknown_format"),
        (b"Only a sentence", "unknown_format"),
        (zipped(readme=b"x"), "unknown_format"),
        (zipped(**{"imsmanifest.xml": b"<schema>IMS Common Cartridge</schema>"}), "cartridge"),
        (zipped(**{"fair__article.yaml": b"slug: fair"}), "whole_article"),
        (b"PK\x03\x04 broken", "format"),
        (zipped(**{"..__outside": b"x"}), "unsafe"),
    ],
)
def test_what_is_none_of_ours_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        detected(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    ["{" * 200_000, "{=" * 100_000, "=" * 300_000, "\n" * 300_000, "<!--" * 60_000, "::" * 99_000],
)
def test_no_text_takes_long_to_look_at(text: str) -> None:
    started = time.process_time()
    with suppress(FileRefused):
        detected(text.encode())
    assert time.process_time() - started < 1


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_anything_is_a_format_or_refused(data: bytes) -> None:
    with suppress(FileRefused):
        assert detected(data) in FORMATS


@settings(deadline=None, max_examples=30)
@given(packs(most=2))
def test_moodle_files_are_known_whatever_stands_in_them(pack: Pack) -> None:
    assert detected(FORMATS["moodle"].writer()(pack).data) == "moodle"
