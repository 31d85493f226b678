"""A text to sentences, two texts to rows of the same meaning, rows to a passage.

    split("He came. She left.", "en")        ->  ("He came.", "She left.")
    align("جاء. ذهبت.", "He came. She left.")  ->  (Row("جاء.", "He came.", opens=True), ...)
    build(rows)                              ->  (Paragraph("p1", (Sentence("p1s1", ...), ...)),)

Where the machine aligned wrongly, one language is shifted against the other (`moved`), rows
are joined, or a cell is cut; no word is lost on the way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from quizapp.domain.authoring.alignment import Bead, beads
from quizapp.domain.authoring.sentences import paragraphs, split
from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Paragraph, Sentence, Term

__all__ = ["Row", "align", "build", "cut", "joined", "moved", "rows_of", "split"]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence beside its translation; a side may be empty.

    `id` is empty for a new sentence; `opens` tells that a paragraph begins with it.
    """

    ar: str
    en: str
    id: str = ""
    opens: bool = False

    def __getitem__(self, lang: Lang) -> str:
        return self.ar if lang == "ar" else self.en

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing in either language."""
        return not self.ar.strip() and not self.en.strip()


_EMPTY: Final = Row("", "")


def align(
    ar: str | Sequence[str], en: str | Sequence[str], names: Sequence[Term] = ()
) -> tuple[Row, ...]:
    """Return two texts as rows, side by side; either may be empty.

    Texts are split into paragraphs and sentences first, lists are taken as sentences. With
    as many paragraphs on both sides, each is aligned with its counterpart. `names` are
    terms known in both languages, such as the shared ones: a name in both sentences helps.
    """
    arabic, english = _parts(ar, "ar"), _parts(en, "en")
    if len(arabic) == len(english):
        return tuple(
            row
            for one, two in zip(arabic, english, strict=True)
            for row in _aligned(beads(one, two, names), one, two, [0], [0])
        )
    one = [sentence for part in arabic for sentence in part]
    two = [sentence for part in english for sentence in part]
    openings = _openings(arabic), _openings(english)
    return tuple(_aligned(beads(one, two, names), one, two, *openings))


def _parts(text: str | Sequence[str], lang: Lang) -> list[Sequence[str]]:
    if isinstance(text, str):
        return [split(part, lang) for part in paragraphs(text)]
    return [text] if text else []


def _openings(parts: Sequence[Sequence[str]]) -> list[int]:
    at, found = 0, []
    for part in parts:
        found.append(at)
        at += len(part)
    return found


def _aligned(
    found: Sequence[Bead],
    ar: Sequence[str],
    en: Sequence[str],
    opening_ar: Sequence[int],
    opening_en: Sequence[int],
) -> Iterator[Row]:
    """Yield rows; a paragraph opens where it does in Arabic, or in English if there is none."""
    for number, (left, right) in enumerate(found):
        opens = any(i in opening_ar for i in left) if ar else any(j in opening_en for j in right)
        yield Row(
            " ".join(ar[i] for i in left),
            " ".join(en[j] for j in right),
            opens=opens or number == 0,
        )


def rows_of(passage: Sequence[Paragraph]) -> tuple[Row, ...]:
    """Return the rows of a passage, with their ids."""
    return tuple(
        Row(sentence.text.ar, sentence.text.en, sentence.id, opens=number == 0)
        for paragraph in passage
        for number, sentence in enumerate(paragraph.sentences)
    )


def moved(rows: Sequence[Row], lang: Lang, at: int, *, down: bool) -> tuple[Row, ...]:
    """Return the rows with one language shifted by one row from row `at` (from 0) on.

    Down leaves row `at` empty in that language. Up takes what follows into an empty cell;
    where the cell is not empty, it joins the one above it. The other language stays, and
    with it the ids. IndexError where there is no such row.
    """
    cells = [row[lang] for row in rows]
    here = cells[at]
    if down:
        cells.insert(at, "")
    elif not here.strip():
        del cells[at]
    elif at > 0:
        cells[at - 1] = " ".join(part for part in (cells[at - 1], here) if part)
        del cells[at]
    changed = [
        _with(row, lang, cell or "") for row, cell in zip_longest(rows, cells, fillvalue=None)
    ]
    while changed and changed[-1].is_empty:
        changed.pop()
    return tuple(changed)


def _with(row: Row | None, lang: Lang, text: str) -> Row:
    row = row or _EMPTY
    return replace(row, ar=text) if lang == "ar" else replace(row, en=text)


def joined(rows: Sequence[Row], at: int) -> tuple[Row, ...]:
    """Return the rows with row `at` (from 1) joined to the one before it, in both languages."""
    if not 0 < at < len(rows):
        raise IndexError(at)
    above, below = rows[at - 1], rows[at]
    one = replace(
        above,
        ar=" ".join(part for part in (above.ar, below.ar) if part),
        en=" ".join(part for part in (above.en, below.en) if part),
    )
    return (*rows[: at - 1], one, *rows[at + 1 :])


def cut(rows: Sequence[Row], at: int, lang: Lang, position: int) -> tuple[Row, ...]:
    """Return the rows with one cell cut in two at a character.

    The rest goes into a new row below; the other language stays where it is.
    """
    text = rows[at][lang]
    first, rest = text[:position].strip(), text[position:].strip()
    if not first or not rest:
        return tuple(rows)
    below = Row(rest, "") if lang == "ar" else Row("", rest)
    return (*rows[:at], _with(rows[at], lang, first), below, *rows[at + 1 :])


def build(rows: Sequence[Row], used: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """Return the passage of rows; empty rows are left out.

    Rows with an id keep it. A new sentence gets one that no row has and that is not among
    `used`: ids of sentences that were deleted must not come back with another meaning.
    """
    said = [row for row in rows if not row.is_empty]
    taken = {*used, *(row.id for row in said if row.id)}
    grouped: list[list[Row]] = []
    for row in said:
        if row.opens or not grouped:
            grouped.append([])
        grouped[-1].append(row)
    met: set[str] = set()
    return tuple(
        Paragraph(f"p{number}", tuple(_sentences(group, number, taken, met)))
        for number, group in enumerate(grouped, start=1)
    )


def _sentences(
    rows: Sequence[Row], paragraph: int, taken: set[str], met: set[str]
) -> Iterator[Sentence]:
    for number, row in enumerate(rows, start=1):
        ident = row.id if row.id not in met else ""
        ident = ident or _fresh(f"p{paragraph}s", number, taken)
        met.add(ident)
        taken.add(ident)
        text = Bilingual(ar=" ".join(row.ar.split()), en=" ".join(row.en.split()))
        yield Sentence(ident, text)


def _fresh(prefix: str, number: int, taken: Collection[str]) -> str:
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
