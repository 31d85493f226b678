from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.formats.content.problems import Code
from quizapp.formats.content.tree import MAX_BYTES, MAX_DEPTH, Listing, Node, Scalar, Table, parse


class Heard:
    def __init__(self) -> None:
        self.codes: list[tuple[Code, int | None]] = []

    def __call__(self, code: Code, line: int | None, /, **params: str) -> None:
        self.codes.append((code, line))


def parsed(data: bytes) -> tuple[Node | None, list[tuple[Code, int | None]]]:
    heard = Heard()
    return parse(data, heard), heard.codes


def test_a_mapping_becomes_a_table_that_knows_its_lines() -> None:
    tree, codes = parsed("a: [x, ~]\nب:\n  c: نعم".encode())
    assert codes == []
    assert tree == Table(
        {
            "a": Listing((Scalar("x", 1), Scalar(None, 1)), 1),
            "ب": Table({"c": Scalar("نعم", 3)}, 3),
        },
        1,
    )


@pytest.mark.parametrize("word", ["no", "on", "12", "0x1F", "2024-05-01", "1_000", "1:30"])
def test_a_plain_word_stays_as_typed(word: str) -> None:
    assert parsed(f"a: {word}".encode()) == (Table({"a": Scalar(word, 1)}, 1), [])


@pytest.mark.parametrize("null", ["", "~", "null", "NULL"])
def test_a_plain_null_is_nothing_and_a_quoted_one_is_a_word(null: str) -> None:
    plain, _ = parsed(f"a: {null}".encode())
    quoted, _ = parsed(f"a: '{null}'".encode())
    assert plain == Table({"a": Scalar(None, 1)}, 1)
    assert quoted == Table({"a": Scalar(null, 1)}, 1)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a: [1\n", Code.BAD_YAML, 2),
        (b"a:\n\t- 1\n", Code.BAD_YAML, 2),
        (b"a: \x00", Code.BAD_YAML, None),
        (b"a: \xff", Code.NOT_UTF8, None),
        (b"a: 1\nb: !!python/object/apply:os.system [true]", Code.TAG, 2),
        (b"a: !!python/name:os.system", Code.TAG, 1),
        (b"a: !include /etc/passwd", Code.TAG, 1),
        (b"a: &x 1", Code.ALIAS, 1),
        (b"a: 1\nb: *a", Code.ALIAS, 2),
        (b"a: 1\nb: 2\na: 3", Code.DUPLICATE_KEY, 3),
        (b"a:\n  b: 1\n  b: 2", Code.DUPLICATE_KEY, 3),
        (b"? [a, b]\n: 1", Code.NOT_TEXT, 1),
        (b"a: 1\n---\nb: 2", Code.SEVERAL_DOCUMENTS, 2),
        (b"[" * (MAX_DEPTH + 1), Code.TOO_DEEP, 1),
        (b"[" * 100_000, Code.TOO_DEEP, 1),
        (b"a: " + b"x" * MAX_BYTES, Code.TOO_LARGE, None),
    ],
    ids=lambda value: value[:12].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_what_is_not_plain_yaml_is_reported(data: bytes, code: Code, line: int | None) -> None:
    _, codes = parsed(data)
    assert (code, line) in codes


def test_a_bomb_of_aliases_is_refused_without_being_expanded() -> None:
    rows = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 30)]
    _, codes = parsed(b"\n".join(rows))
    assert {code for code, _ in codes} == {Code.ALIAS}


def test_of_a_key_written_twice_the_first_counts() -> None:
    assert parsed(b"a: 1\na: 2")[0] == Table({"a": Scalar("1", 1)}, 1)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_parser_raise(data: bytes) -> None:
    tree, codes = parsed(data)
    assert tree is not None or codes


@given(st.text(alphabet="[]{}:,-?!&*|>'\"#%@` \n\tab0~", max_size=60))
def test_no_punctuation_makes_the_parser_raise(text: str) -> None:
    tree, codes = parsed(text.encode())
    assert tree is not None or codes
