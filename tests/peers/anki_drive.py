"""Drives the `anki` package as a process of its own: `python anki_drive.py TASK ARGUMENTS`.

    import COLLECTION PACKAGE [SCHEDULING]   imports; prints the log of it and all that is there
    text COLLECTION FILE                     imports a text file, the same way
    answer COLLECTION EASES...               answers cards that are due, as 3,3,1,...
    foreign COLLECTION                       adds notes of Anki's own types
    export COLLECTION FILE KIND              writes: current, legacy, colpkg, colpkg-legacy, text

COLLECTION is made where it is not there. What is printed is JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)
from anki.decks import DeckId


def told(col: Collection) -> dict:
    """Everything in a collection that the tests look at."""
    notes = []
    for number in col.find_notes(""):
        note = col.get_note(number)
        cards = [col.get_card(card) for card in note.card_ids()]
        notes.append(
            {
                "guid": note.guid,
                "type": note.note_type()["name"],
                "fields": dict(note.items()),
                "tags": note.tags,
                "cards": [shown(col, card) for card in cards],
            }
        )
    return {"notes": notes, "today": col.sched.today, "media": media(col)}


def media(col: Collection) -> list:
    return sorted(path.name for path in Path(col.media.dir()).iterdir())


def shown(col: Collection, card) -> dict:
    """A card: where it stands, what is remembered, its log, its two sides."""
    memory = card.memory_state
    log = col.db.all(
        "select id, ease, ivl, lastIvl, factor, time, type from revlog where cid=? order by id",
        card.id,
    )
    return {
        "deck": col.decks.name(card.did),
        "type": card.type,
        "queue": card.queue,
        "due": card.due,
        "ivl": card.ivl,
        "reps": card.reps,
        "lapses": card.lapses,
        "left": card.left,
        "memory": [memory.stability, memory.difficulty] if memory else None,
        "retention": card.desired_retention,
        "last": card.last_review_time,
        "log": [list(row) for row in log],
        "question": card.question().partition("</style>")[2],
        "answer": card.answer().partition("</style>")[2],
    }


def bring(col: Collection, path: str, scheduling: str = "1") -> dict:
    options = ImportAnkiPackageOptions(with_scheduling=scheduling == "1", merge_notetypes=False)
    request = ImportAnkiPackageRequest(package_path=path, options=options)
    return counted(col.import_anki_package(request).log)


def counted(log) -> dict:
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype")
    return {name: len(getattr(log, name)) for name in names}


def bring_text(col: Collection, path: str) -> dict:
    metadata = col.get_csv_metadata(path, None)
    return counted(col.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log)


def answer(col: Collection, eases: str) -> dict:
    """Answer what is due, cards of one deck after the other; times are a second each."""
    col.set_config("fsrs", True)
    answered = []
    for ease in map(int, eases.split(",")):
        for deck in col.decks.all_names_and_ids():
            col.decks.select(deck.id)
            card = col.sched.getCard()
            if card is not None:
                break
        else:
            break
        card.start_timer()
        card.timer_started -= 1
        col.sched.answerCard(card, ease)
        answered.append([card.note().guid, ease])
    return {"answered": answered}


def foreign(col: Collection) -> dict:
    """Notes such as learners have, of Anki's own types, in both languages."""
    rows = [
        ("Basic", {"Front": "عاصمة الأردن؟", "Back": "<b>عمّان</b>"}, "جغرافيا", ["عربي"]),
        (
            "Basic",
            {"Front": "Capital of Chile?", "Back": "Santiago"},
            "World::Capitals",
            ["unit::1"],
        ),
        ("Basic", {"Front": "Why?", "Back": "because " * 20}, "World", []),
        ("Basic", {"Front": 'Which flag? <img src="x.png">', "Back": "Peru"}, "World", []),
        ("Cloze", {"Text": "{{c1::Lima}} lies in {{c2::Peru::country}}."}, "World", []),
        ("Basic (and reversed card)", {"Front": "salt", "Back": "ملح"}, "World", []),
        ("Basic (type in the answer)", {"Front": "2 + 2", "Back": "4"}, "World", []),
    ]
    for type_name, fields, deck, tags in rows:
        note = col.new_note(col.models.by_name(type_name))
        for name, text in fields.items():
            note[name] = text
        note.tags = tags
        col.add_note(note, DeckId(col.decks.id(deck)))
    return {"notes": len(rows)}


def export(col: Collection, path: str, kind: str) -> dict:
    if kind.startswith("colpkg"):
        col.export_collection_package(path, include_media=False, legacy=kind.endswith("legacy"))
        return {}
    if kind == "text":
        col.export_note_csv(
            out_path=path,
            limit=None,
            with_html=True,
            with_tags=True,
            with_deck=True,
            with_notetype=True,
            with_guid=True,
        )
        return {}
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=kind == "legacy"
    )
    col.export_anki_package(out_path=path, options=options, limit=None)
    return {}


TASKS = {
    "import": bring,
    "text": bring_text,
    "answer": answer,
    "foreign": foreign,
    "export": export,
}


def main(task: str, collection: str, *arguments: str) -> None:
    col = Collection(collection)
    found = TASKS[task](col, *arguments)
    if not (task == "export" and arguments[1].startswith("colpkg")):
        found = {**found, **told(col)}
        col.close()
    print(json.dumps(found))


main(*sys.argv[1:])
