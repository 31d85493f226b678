"""Questions written directly, as records of the file of facts.

Their texts are taken as they stand: a gap marks its answer in double braces. Whether a
question is whole is for `domain.authoring.written` to say; here it must only be readable.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from quizapp.domain.bilingual import UNWRITTEN, Bilingual
from quizapp.domain.content import ClaimKind, Strictness
from quizapp.domain.items.registry import KINDS
from quizapp.domain.written import WrittenItem, WrittenOption, WrittenRow
from quizapp.formats.content import schema
from quizapp.formats.content.facts import read_note
from quizapp.formats.content.problems import Code
from quizapp.formats.content.record import Record, once
from quizapp.formats.content.rows import Row, kept, lists, note, verbatim_pair, written_pair

_MOST: Final = 10**12
_TRUTHS: Final = {"true": True, "false": False}


def read_written(
    root: Record, sentences: Collection[str] | None, seen: dict[str, str]
) -> tuple[WrittenItem, ...]:
    """Return the written questions of a file; `seen` collects their ids.

    `sentences` are the ids of the passage, None where it could not be read.
    """
    read = []
    for record in root.records("written"):
        written = _read(record, sentences)
        if once(record, written.id, seen):
            read.append(written)
    return tuple(read)


def _read(record: Record, sentences: Collection[str] | None) -> WrittenItem:
    record.fits(schema.WRITTEN)
    claim = record.text("claim")
    truth = record.choice("truth", _TRUTHS, "") if record.has("truth") else ""
    return WrittenItem(
        id=record.ident(),
        kind=record.choice("kind", KINDS, "choice"),
        stem=_pair(record, "stem"),
        material=_pair(record, "material"),
        options=tuple(_option(inner, sentences) for inner in record.records("options")),
        rows=tuple(_row(inner) for inner in record.records("rows")),
        steps=tuple(_step(inner) for inner in record.records("steps")),
        truth=_TRUTHS.get(truth),
        claim=record.member("claim", ClaimKind, ClaimKind.EVENT) if claim else None,
        accepted=record.lists("accepted"),
        rivals=record.lists("rivals"),
        strictness=record.member("strictness", Strictness, Strictness.NORMAL),
        value=record.integer("value", -_MOST, _MOST),
        month=record.integer("month", 1, schema.MONTHS_IN_A_YEAR),
        tolerance=record.integer("tolerance", 0, _MOST) or 0,
        explanation=_pair(record, "explanation"),
        sentences=_known(record, "sentences", record.texts("sentences"), sentences),
        quote=record.pair("quote", verbatim=True),
        translated=read_note(record),
    )


def written_row(written: WrittenItem) -> Row:
    """Return the record of a written question."""
    row = {
        "id": written.id,
        "kind": written.kind,
        "stem": written_pair(written.stem),
        "material": written_pair(written.material),
        "options": [_option_row(option) for option in written.options],
        "rows": [
            {"left": verbatim_pair(row.left), "right": verbatim_pair(row.right)}
            for row in written.rows
        ],
        "steps": [verbatim_pair(step) for step in written.steps],
        "truth": written.truth,
        "claim": written.claim.value if written.claim else None,
        "accepted": lists(written.accepted),
        "rivals": lists(written.rivals),
        "strictness": "" if written.strictness.value == "normal" else written.strictness.value,
        "value": written.value,
        "month": written.month,
        "tolerance": written.tolerance or None,
        "explanation": written_pair(written.explanation),
        "sentences": [*written.sentences],
        "quote": written_pair(written.quote),
        "translated": note(written.translated),
    }
    return kept(row, schema.WRITTEN)


def _option_row(option: WrittenOption) -> Row:
    row = {
        "text": written_pair(option.text),
        "right": option.right or None,
        "reason": written_pair(option.reason),
        "sentence": option.sentence,
    }
    return kept(row, schema.WRITTEN_OPTION) or {"right": False}


def _pair(record: Record, field: str) -> Bilingual:
    return record.pair(field, verbatim=True) or UNWRITTEN


def _known(
    record: Record, field: str, ids: tuple[str, ...], sentences: Collection[str] | None
) -> tuple[str, ...]:
    for ident in ids:
        if sentences is not None and ident not in sentences:
            record.report(Code.DANGLING_SENTENCE, record.line_of(field), sentence=ident)
    return ids


def _option(record: Record, sentences: Collection[str] | None) -> WrittenOption:
    record.fits(schema.WRITTEN_OPTION)
    sentence = record.text("sentence")
    return WrittenOption(
        text=_pair(record, "text"),
        right=record.flag("right", default=False),
        reason=_pair(record, "reason"),
        sentence=next(iter(_known(record, "sentence", (sentence,), sentences)), "")
        if sentence
        else "",
    )


def _row(record: Record) -> WrittenRow:
    record.fits(schema.WRITTEN_ROW)
    return WrittenRow(left=_pair(record, "left"), right=_pair(record, "right"))


def _step(record: Record) -> Bilingual:
    record.fits(schema.PAIR)
    return record.sides(verbatim=True)
