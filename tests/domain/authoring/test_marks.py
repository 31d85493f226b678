from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.authoring.marks import (
    Marked,
    MarksBroken,
    Span,
    escaped,
    joined,
    parse,
    runs,
    write,
)

LETTERS = "aأب ة{}|\\.،١"
words = st.text(alphabet=LETTERS, min_size=1, max_size=6).map(str.strip).filter(bool)
plain_runs = st.text(alphabet=LETTERS, min_size=1, max_size=8)
spans = st.builds(lambda text, ref: Span(0, 0, text, ref), words, st.one_of(st.just(""), words))


@pytest.mark.parametrize(
    ("text", "plain", "answers"),
    [
        ("{{Rome}} fell.", "Rome fell.", [(0, 4, "Rome", "")]),
        ("In {{Rome|city}}.", "In Rome.", [(3, 7, "Rome", "city")]),
        ("{{ روما | rome }} سقطت", "روما سقطت", [(0, 4, "روما", "rome")]),
        ("{{a}}{{b}}", "ab", [(0, 1, "a", ""), (1, 2, "b", "")]),
        ("{a} | b}", "{a} | b}", []),
        (r"\{{a\}}", "{{a}}", []),
        (r"{{a\|b}}", "a|b", [(0, 3, "a|b", "")]),
        (r"C:\n", r"C:\n", []),
        ("", "", []),
    ],
)
def test_marks_are_read(text: str, plain: str, answers: list[tuple[int, int, str, str]]) -> None:
    read = parse(text)
    assert read.plain == plain
    assert [(s.start, s.end, s.text, s.ref) for s in read.spans] == answers
    assert all(plain[s.start : s.end] == s.text for s in read.spans)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("ab {{c", "unclosed", 3),
        ("ab }} c", "unopened", 3),
        ("a {{b {{c}}", "nested", 6),
        ("a {{ }}", "empty", 2),
        ("a {{|rome}}", "empty", 2),
        ("{{a}} }}", "unopened", 6),
    ],
)
def test_a_broken_mark_is_pointed_at(text: str, code: str, position: int) -> None:
    with pytest.raises(MarksBroken) as broken:
        parse(text)
    assert (broken.value.code, broken.value.position) == (code, position)


@given(st.lists(st.one_of(plain_runs, spans), max_size=6))
def test_what_is_written_is_read_again(parts: list[str | Span]) -> None:
    marked = joined(parts)
    assert parse(write(marked)) == marked


@given(plain_runs)
def test_any_text_can_be_escaped(text: str) -> None:
    assert parse(escaped(text)) == Marked(text)


@given(st.text(alphabet="{}|\\ab", max_size=12))
def test_reading_any_text_ends_in_marks_or_a_place_within_it(text: str) -> None:
    try:
        marked = parse(text)
    except MarksBroken as broken:
        place = broken.position
    else:
        place = 0
        assert "".join(r if isinstance(r, str) else r.text for r in runs(marked)) == marked.plain
        assert parse(write(marked)) == marked
    assert 0 <= place < max(1, len(text))
