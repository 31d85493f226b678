"""A cursor over one mapping of a content file: typed reading that reports, never raises.

Every method returns a value of the type it promises, an empty one where the field is
missing or wrong, so that reading goes on and finds the next problem too. The caller
throws the result away if anything was reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final, TypeVar

from quizapp.domain.bilingual import LANGS, NONE_LISTED, Bilingual, BilingualList, Lang
from quizapp.domain.statement import has_bare_brace, unescaped
from quizapp.formats.content import schema
from quizapp.formats.content.problems import Code, Problem, Problems
from quizapp.formats.content.tree import Listing, Node, Scalar, Table

E = TypeVar("E", bound=StrEnum)

MISSING_SIDE: Final[dict[Lang, Code]] = {"ar": Code.MISSING_ARABIC, "en": Code.MISSING_ENGLISH}

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,12}")
_FLAGS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Record:
    """One mapping, the place where it stands, and where its problems go.

    `where` is the id of the record, empty at the root of a file;
    `path` names the way from the record that `where` identifies: `ask.samarkand`.
    """

    table: Table
    problems: Problems
    file: str
    where: str
    path: str = ""

    def report(self, code: Code, line: int | None = None, /, **params: str) -> None:
        """Report a problem of this record, at its first line unless another is given."""
        at = self.table.line if line is None else line
        where = self.where or PurePath(self.file).stem
        self.problems.add(Problem(self.file, where, code, params, at))

    def label(self, field: str) -> str:
        """Return the name of a field as a reader of the file knows it."""
        return f"{self.path}.{field}" if self.path and field else self.path or field

    def line_of(self, field: str) -> int:
        """Return the line of a field's value, or of the record where it has none."""
        node = self.table.entries.get(field)
        return node.line if node else self.table.line

    def fits(self, shape: schema.Shape) -> None:
        """Report keys that the shape does not know and required ones that are missing."""
        for key, node in self.table.entries.items():
            if key not in shape.keys:
                self.report(Code.UNKNOWN_KEY, node.line, key=self.label(key))
        for key in shape.keys:
            empty = key in shape.empty and isinstance(self.table.entries.get(key), Listing)
            if key in shape.required and not empty and not self.has(key):
                self.report(Code.MISSING_FIELD, field=self.label(key))

    def has(self, field: str) -> bool:
        """Tell whether a field is there and not empty."""
        node = self.table.entries.get(field)
        if isinstance(node, Scalar):
            return node.value is not None and node.value.strip() != ""
        return bool(node.rows if isinstance(node, Listing) else node and node.entries)

    def text(self, field: str) -> str:
        """Return a field's text without outer white space, or an empty text."""
        node = self.table.entries.get(field)
        if not self.has(field):
            return ""
        if not isinstance(node, Scalar):
            self.report(Code.NOT_TEXT, self.line_of(field), field=self.label(field))
            return ""
        return (node.value or "").strip()

    def prose(self, field: str) -> str:
        """Return a text that is shown as it stands, so it may hold no marks.

        A brace that is meant has a backslash before it.
        """
        value = self.text(field)
        if has_bare_brace(value):
            self.report(Code.BAD_MARKUP, self.line_of(field), field=self.label(field))
        return unescaped(value)

    def optional(self, field: str) -> str | None:
        """Return a field's text, or None where it is left out."""
        return self.text(field) or None

    def ident(self, field: str = "id") -> str:
        """Return a field's text, which must be a kebab-case id if it is there."""
        value = self.text(field)
        if value and (len(value) > schema.MAX_ID or not schema.KEBAB.fullmatch(value)):
            self.report(Code.BAD_ID, self.line_of(field), id=value)
        return value

    def integer(self, field: str, least: int, most: int) -> int | None:
        """Return a field's whole number, or None where it is left out or out of range."""
        value = self.text(field)
        return self._whole(value, field, least, most) if value else None

    def integers(self, field: str, least: int, most: int) -> tuple[int, ...]:
        """Return the whole numbers of a list."""
        read = (self._whole(value, field, least, most) for value in self.texts(field))
        return tuple(number for number in read if number is not None)

    def _whole(self, value: str, field: str, least: int, most: int) -> int | None:
        line = self.line_of(field)
        if not _INTEGER.fullmatch(value):
            self.report(Code.NOT_INTEGER, line, field=self.label(field), value=value)
            return None
        number = int(value)
        if least <= number <= most:
            return number
        bounds = {"least": str(least), "most": str(most)}
        self.report(Code.OUT_OF_RANGE, line, field=self.label(field), value=value, **bounds)
        return None

    def flag(self, field: str, default: bool) -> bool:
        """Return a truth value: true or false, as YAML writes them."""
        return _FLAGS[self.choice(field, _FLAGS, "true" if default else "false")]

    def choice(self, field: str, allowed: Collection[str], default: str) -> str:
        """Return one of the allowed values; the default where it is left out."""
        value = self.text(field)
        return self._known(value, field, allowed, default) if value else default

    def member(self, field: str, values: type[E], default: E) -> E:
        """Return a member of an enumeration; the default where it is left out."""
        return values(self.choice(field, [value.value for value in values], default.value))

    def choices(self, field: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list whose entries are all allowed values."""
        read = (self._known(value, field, allowed, "") for value in self.texts(field))
        return tuple(value for value in read if value)

    def _known(self, value: str, field: str, allowed: Collection[str], default: str) -> str:
        if value in allowed:
            return value
        shown = ", ".join(allowed)
        line = self.line_of(field)
        label = self.label(field)
        self.report(Code.UNKNOWN_VALUE, line, field=label, value=value, allowed=shown)
        return default

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the texts of a list, or nothing where it is left out."""
        values = []
        for node in self._rows(field):
            if isinstance(node, Scalar) and node.value is not None and node.value.strip():
                values.append(node.value.strip())
            else:
                self.report(Code.NOT_TEXT, node.line, field=self.label(field))
        return tuple(values)

    def sides(self, *, verbatim: bool = False) -> Bilingual:
        """Return the texts that this record itself carries under `ar` and `en`.

        A side that it says it lacks is empty. Verbatim texts may hold any braces.
        """
        lacking = self.choices(schema.LACKS, LANGS)
        for lang in LANGS:
            if not self.has(lang) and lang not in lacking:
                self.report(MISSING_SIDE[lang], field=self.label(lang))
        return Bilingual.build(self.text if verbatim else self.prose)

    def pair(
        self, field: str, *, required: bool = False, verbatim: bool = False
    ) -> Bilingual | None:
        """Return a field with an `ar` and an `en` text, or None where it is left out."""
        inner = self.inner(field, required=required)
        if inner is None:
            return None
        inner.fits(schema.PAIR)
        return inner.sides(verbatim=verbatim)

    def lists(self, field: str) -> BilingualList:
        """Return a field with lists of texts under `ar` and `en`, empty where left out."""
        inner = self.inner(field)
        if inner is None:
            return NONE_LISTED
        inner.fits(schema.LISTS)
        return BilingualList(ar=inner.texts("ar"), en=inner.texts("en"))

    def inner(self, field: str, *, required: bool = False) -> Record | None:
        """Return the record under a field, or None where there is none."""
        node = self.table.entries.get(field)
        if isinstance(node, Table):
            return Record(node, self.problems, self.file, self.where, self.label(field))
        if required or self.has(field):
            self.report(Code.NOT_MAPPING, self.line_of(field), field=self.label(field))
        return None

    def records(self, field: str) -> Iterator[Record]:
        """Yield the records of a list, each named by its id or its place from 1."""
        for place, node in enumerate(self._rows(field), start=1):
            if isinstance(node, Table):
                yield self._row(node, f"{self.label(field)}[{place}]")
            else:
                label = f"{self.label(field)}[{place}]"
                self.report(Code.NOT_MAPPING, node.line, field=label)

    def _row(self, node: Table, label: str) -> Record:
        name = node.entries.get("id")
        if isinstance(name, Scalar) and name.value:
            return Record(node, self.problems, self.file, name.value)
        if not self.where:
            return Record(node, self.problems, self.file, label)
        return Record(node, self.problems, self.file, self.where, label)

    def _rows(self, field: str) -> tuple[Node, ...]:
        node = self.table.entries.get(field)
        if isinstance(node, Listing):
            return node.rows
        if self.has(field):
            self.report(Code.NOT_LIST, self.line_of(field), field=self.label(field))
        return ()


def once(record: Record, ident: str, seen: dict[str, str]) -> bool:
    """Tell whether an id is new; report it where an earlier record has it.

    `seen` maps ids to the file and line of their first use and is added to.
    """
    if not ident:
        return False
    if ident in seen:
        record.report(Code.DUPLICATE_ID, record.line_of("id"), id=ident, first=seen[ident])
        return False
    seen[ident] = f"{record.file}:{record.line_of('id')}"
    return True
