"""What stands in one cell: several texts, a key, a heading, a text that looks like a formula."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.exchange.travel import FileRefused
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.safety.decoding import decode
from quizapp.formats.tables import words
from quizapp.formats.tables.keys import positions
from quizapp.formats.tables.lists import joined, parted
from quizapp.formats.tables.places import NUMBERED, TITLES, Place, place_of, title_of
from quizapp.formats.tables.separated import csv_of, restored, rows_of_text

UGLY = st.text(
    st.sampled_from("=+-@'\"|\\,;\t\n ＝＋－＠a1١،؛ب\U0001f600")
    | st.characters(codec="utf-8", exclude_characters="\0\r"),
    max_size=12,
)
QUICK = settings(deadline=None, max_examples=200)


@QUICK
@given(st.lists(UGLY.map(str.strip).filter(bool), max_size=5))
def test_several_texts_in_a_cell_come_apart_as_they_were(texts: list[str]) -> None:
    assert parted(joined(texts)) == tuple(texts)


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("a | b", ("a", "b")),
        ("a|b|", ("a", "b")),
        ("a\\|b", ("a|b",)),
        ("C:\\dir", ("C:\\dir",)),
        (" | ", ()),
        ("", ()),
    ],
)
def test_several_texts_are_read_as_people_write_them(cell: str, texts: tuple[str, ...]) -> None:
    assert parted(cell) == texts


@QUICK
@given(st.lists(st.lists(UGLY, min_size=1, max_size=4), min_size=1, max_size=6))
def test_csv_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    heads = ["Question", "Option 1", "Option 2", "Right answer"]
    data = csv_of([heads, *rows])
    found = [row.cells for row in rows_of_text(decode(data), 100)]
    wanted = []
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        wanted += [tuple(row)] if row else []
    assert found == [tuple(heads), *wanted]


@QUICK
@given(UGLY)
def test_no_cell_of_our_csv_begins_like_a_formula(text: str) -> None:
    cell = decode(csv_of([[text]])).removesuffix("\r\n")
    inner = cell.removeprefix('"').removesuffix('"').replace('""', '"')
    assert not re.match("[=+\\-@\t\r\n＝＋－＠]", inner)
    assert restored(inner) == text


@pytest.mark.parametrize(
    ("separator", "lines"), [(",", 1), ("\t", 2)], ids=["a line", "a quoted line end"]
)
def test_a_row_has_the_line_on_which_it_begins(separator: str, lines: int) -> None:
    cell = "a" if lines == 1 else '"a\nb"'
    text = separator.join(("Question", "Answer")) + f"\n{cell}{separator}b\n\nc{separator}d"
    assert [row.number for row in rows_of_text(text, 9)] == [1, 2, 3 + lines]


def test_more_rows_than_may_be_are_refused() -> None:
    assert len(rows_of_text("a,b\n" * 5, 5)) == 5
    with pytest.raises(FileRefused):
        rows_of_text("a,b\n" * 7, 5)


OPTIONS = {1: "Moscow", 2: "Samarkand", 3: "3", 4: "سمرقند", 5: "a"}


@pytest.mark.parametrize(
    ("said", "right"),
    [
        *(("2", {2}), ("٢", {2}), ("1,3", {1, 3}), ("1، 3", {1, 3}), ("1 3", {1, 3})),
        *(("3", {3}), ("B", {2}), ("a", {5}), ("A, D", {1, 4}), ("ب", {2}), ("أ، د", {1, 4})),
        *(("Samarkand", {2}), (" samarkand ", {2}), ("سَمَرقند", {4})),
        *(("Moscow | Samarkand", {1, 2}), ("Moscow; سمرقند", {1, 4})),
        *(("6", set()), ("0", set()), ("1,6", set()), ("London", set()), ("", set())),
        *(("Moscow | London", set()), ("x" * 10_000, set()), ("1," * 5_000, set())),
    ],
)
def test_a_key_is_read_by_number_letter_or_text_and_never_guessed(
    said: str, right: set[int]
) -> None:
    assert positions(said, OPTIONS) == right


def test_of_two_answers_that_read_alike_none_is_meant() -> None:
    assert positions("same", {1: "Same", 2: "SAME"}) == frozenset()
    assert positions("SAME", {1: "Same", 2: "SAME"}) == {2}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", TITLES)
def test_our_own_headings_are_known(part: str, lang: Lang) -> None:
    for number in (1, 8, 14) if part in NUMBERED else (0,):
        assert place_of(title_of(Place(part, number), lang)) == Place(part, number)


@pytest.mark.parametrize("lang", LANGS)
def test_our_own_words_are_known(lang: Lang) -> None:
    assert {k: words.kind_of(both[lang]) for k, both in words.KINDS.items()} == {
        k: k for k in words.KINDS
    }
    assert [words.truth_of(words.TRUTHS[truth][lang]) for truth in (True, False)] == [True, False]
    assert [words.language_of(words.LANGUAGES[each][lang]) for each in LANGS] == [*LANGS]
    assert [words.strictness_of(words.STRICTNESS[s][lang]) for s in Strictness] == [*Strictness]
    assert [words.claim_of(words.CLAIMS[claim][lang]) for claim in ClaimKind] == [*ClaimKind]


@pytest.mark.parametrize("heading", ["", "x", "Time", "Direction", "اسم الطالب", "Option 0x", "#"])
def test_a_heading_that_means_nothing_here_names_no_part_of_a_question(heading: str) -> None:
    place = place_of(heading)
    assert place is None or place.part == "aside"
