"""How records become YAML: tidily, in the order of the schema, one text a line.

What is left out: empty fields, and white space around a text, which the reader drops anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import yaml

from quizapp.domain.bilingual import LANGS, Bilingual, BilingualList
from quizapp.domain.statement import escaped
from quizapp.formats.content import schema

_ONE_LINE: Final = 2**31 - 1

Row = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _one_line(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # Left to itself the emitter folds line breaks, and loses the rarer ones of Unicode.
    style = '"' if len(text.splitlines()) > 1 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _one_line)


def dumped(content: Row) -> bytes:
    """Return the file of a record."""
    text: str = yaml.dump(
        content,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_ONE_LINE,
    )
    return text.encode()


def kept(row: Row, shape: schema.Shape) -> Row:
    """Return the fields that say something, in the order of the schema."""
    return {key: row[key] for key in shape.keys if row.get(key) not in (None, "", [], {})}


def pair(text: Bilingual, *, verbatim: bool = False) -> Row:
    """Return a text in both languages, or with a note of what it lacks."""
    sides: Row = {
        lang: _tidy(text[lang], verbatim=verbatim) for lang in LANGS if text[lang].strip()
    }
    lacking = [lang for lang in LANGS if lang not in sides]
    return {**sides, schema.LACKS: lacking} if lacking else sides


def verbatim_pair(text: Bilingual) -> Row:
    """Return a text in which braces need no backslash."""
    return pair(text, verbatim=True)


def written_pair(text: Bilingual | None) -> Row:
    """Return a verbatim text, empty where it is written in no language."""
    return verbatim_pair(text) if text and text.langs else {}


def _tidy(text: str, *, verbatim: bool) -> str:
    return text.strip() if verbatim else escaped(text.strip())


def tidy_list(texts: Iterable[str]) -> list[str]:
    """Return the texts of a list that say something."""
    return [text.strip() for text in texts if text.strip()]


def lists(texts: BilingualList) -> Row:
    """Return lists in both languages, empty ones left out."""
    return {lang: tidy for lang in LANGS if (tidy := tidy_list(texts[lang]))}


def note(text: Bilingual | None) -> Row:
    """Return what the sides of a record were written against."""
    return {lang: text[lang] for lang in LANGS if text[lang]} if text else {}
