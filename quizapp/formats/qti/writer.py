"""Writing a QTI 3.0 package: a manifest, a test, and one file a question.

The same questions give the same bytes. Everything is carried but for:

    no_key           nothing is right, or nothing could be typed: the question is left out
    too_few_choices  a match or an order of fewer than two: left out
    dropped          field `accepted`: the words for a number whose tolerance is so wide that a
                     field for numbers has to be used; field `tags`: tags that look like ours
    weights_changed  an order is right or wrong; the standard has no partial credit that every
                     player knows
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.formats.qti import names
from quizapp.formats.qti.items import item_xml
from quizapp.formats.qti.package import manifest_xml, path_of, test_xml
from quizapp.formats.qti.scoring import is_numeric
from quizapp.formats.safety.archive import packed

_FEWEST: Final = 2


def write(pack: Pack) -> Written:
    """Return the package and what it could not carry."""
    pack = replace(pack, title=tidy(pack.title))
    notes: list[Note] = []
    taken: set[str] = set()
    test = names.unique(f"t-{names.plain(pack.name)}", taken)
    entries = []
    for number, question in enumerate(pack.questions, 1):
        found, said = carried(question)
        notes += (replace(note, item=question.id or str(number)) for note in said)
        if found is not None:
            entries.append((names.unique(names.identifier_of(found), taken), found))
    return Written(packed(_parts(pack, test, entries)), tuple(notes))


def _parts(
    pack: Pack, test: str, entries: list[tuple[str, Question]]
) -> Iterator[tuple[str, bytes]]:
    yield names.MANIFEST, manifest_xml(pack, test, entries).encode()
    yield names.TEST, test_xml(pack, test, entries).encode()
    for name, question in entries:
        yield path_of(name), item_xml(question, name).encode()


def carried(question: Question) -> tuple[Question | None, tuple[Note, ...]]:
    """Return a question as the package carries it, None where it does not; and what is said."""
    if reason := _left_out(question):
        return None, (Note(reason),)
    notes = []
    kept = replace(
        question,
        accepted=tuple(dict.fromkeys(question.accepted)),
        tags=tuple(tag for tag in question.tags if not tag.startswith(names.MARK)),
    )
    if kept.tags != question.tags:
        notes.append(Note("dropped", params={"field": "tags"}))
    if is_numeric(kept) and kept.accepted:
        kept = replace(kept, accepted=())
        notes.append(Note("dropped", params={"field": "accepted"}))
    if kept.kind == "order":
        notes.append(Note("weights_changed"))
    return kept, tuple(notes)


def _left_out(question: Question) -> str:
    match question.kind:
        case "match" | "order":
            few = max(len(question.pairs), len(question.steps)) < _FEWEST
            return "too_few_choices" if few else ""
        case "true_false":
            return "no_key" if question.truth is None else ""
        case "gap":
            return "" if question.accepted else "no_key"
        case "number":
            return "no_key" if question.value is None else ""
        case _:
            return "" if any(choice.right for choice in question.choices) else "no_key"
