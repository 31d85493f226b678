from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import quizapp.formats
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.travel import FileRefused, Note
from quizapp.wording.exchange import (
    FIELDS,
    NOTES,
    REFUSALS,
    note_text,
    refusal_text,
    refused_text,
)

FORMATS = Path(quizapp.formats.__file__).parent


def first_arguments(call: str) -> Iterator[tuple[str, str]]:
    """Every constant that the formats give to a call first, with the file it stands in."""
    for file in sorted(FORMATS.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != call:
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value), str(file.relative_to(FORMATS))


def test_every_note_of_a_format_has_words() -> None:
    assert [(c, file) for c, file in first_arguments("Note") if c not in NOTES] == []


def test_every_refusal_of_a_format_has_words() -> None:
    refused = [(c, file) for c, file in first_arguments("FileRefused") if c not in REFUSALS]
    assert refused == []


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_name_their_places_in_both_languages(lang: Lang) -> None:
    for table, said in ((NOTES, note_text), (REFUSALS, None)):
        for code, text in table.items():
            places = re.findall(r"%\((\w+)\)s", text)
            params = {place: f"<{place}>" for place in places}
            words = said(Note(code, params=params), lang) if said else ""
            words = words or refusal_text(code, params, lang)
            assert all(value in words for value in params.values()), code
            assert "%" not in words


def test_a_field_is_called_by_its_name() -> None:
    note = Note("dropped", params={"field": "explanation"})
    assert note_text(note, "en") == (
        f"The format has no place for this, so it is left out: {FIELDS['explanation']}."
    )


def test_a_refused_file_says_why() -> None:
    assert refused_text(FileRefused("too_large"), "en") == REFUSALS["too_large"]
