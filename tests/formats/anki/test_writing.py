"""Our cards as a package and as a text file, read back: everything that left is there."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import Bilingual, direction, other
from quizapp.domain.cards.build import Side
from quizapp.domain.cards.state import Review
from quizapp.domain.exchange.cards import CardPack, TravellingCard, guid_of
from quizapp.formats.anki.collection import deck_names, numbers
from quizapp.formats.anki.note_type import FIELDS, FONT, NUMBER, values
from quizapp.formats.anki.package import read_package
from quizapp.formats.anki.reader import read
from quizapp.formats.anki.schedule import log_rows
from quizapp.formats.anki.text import read_text, write_text
from quizapp.formats.anki.writer import write
from quizapp.formats.safety.archive import Archive
from quizapp.formats.safety.plain import plain
from tests.exchange import TAGS, texts
from tests.formats.anki.packages import AMMAN, NOW, card, every_standing, learnt, pack

LANGS = st.sampled_from(["ar", "en"])
RATINGS = st.lists(st.sampled_from([1, 2, 3, 4]), max_size=5)
SIDES = st.builds(Side, LANGS, texts(), texts() | st.just(""))  # type: ignore[arg-type]


@st.composite
def cards(draw: st.DrawFn) -> TravellingCard:
    state, log = learnt(draw(st.integers(1, 40)), draw(RATINGS))
    return TravellingCard(
        id=state.card,
        deck=("Waraqa", *draw(st.lists(texts(), min_size=1, max_size=2))),
        front=draw(SIDES),
        back=draw(SIDES),
        statement=draw(st.none() | st.builds(Bilingual, texts(), texts())),
        evidence=tuple(draw(st.lists(texts(), max_size=2))),
        source=draw(texts()),
        note=draw(texts() | st.just("")),
        tags=tuple(draw(st.lists(TAGS, max_size=2))),
        state=state,
        log=log,
        suspended=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(cards(), max_size=4, unique_by=lambda each: each.id))
def test_whatever_a_card_says_comes_back_from_the_package(travelling: list[TravellingCard]) -> None:
    found = {note.card_id: note for note in read_package(write(pack(*travelling), NOW)).notes}
    assert set(found) == {each.id for each in travelling}
    for each in travelling:
        fields, lang = found[each.id].fields, each.back.lang
        read_back = {name: plain(text) for name, text in fields.items()}
        assert read_back["Front"] == each.front.text
        assert read_back["FrontNote"] == each.front.note
        assert read_back["Back"] == each.back.text
        assert read_back["BackNote"] == each.back.note
        statement = each.statement or Bilingual("", "")
        assert read_back["Statement"] == statement[lang]
        assert read_back["Translation"] == statement[other(lang)]
        assert read_back["Evidence"] == "\n".join(each.evidence)
        assert (read_back["Source"], read_back["Note"]) == (each.source, each.note)
        assert (fields["FrontLang"], fields["BackDir"]) == (each.front.lang, direction(lang))
        assert found[each.id].tags == each.tags
        _check_progress(each, found[each.id].cards[0])


def _check_progress(each: TravellingCard, shown: object) -> None:
    assert each.state is not None
    reviews = shown.reviews  # type: ignore[attr-defined]
    assert [review.rating for review in reviews] == [line.rating for line in each.log]
    assert shown.suspended == each.suspended  # type: ignore[attr-defined]
    if each.state.reps:
        stability = shown.stability  # type: ignore[attr-defined]
        assert stability == pytest.approx(each.state.stability, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(cards(), min_size=1, max_size=4, unique_by=lambda each: each.id))
def test_whatever_a_card_says_comes_back_from_the_text(travelling: list[TravellingCard]) -> None:
    found = read_text(write_text(pack(*travelling))).notes
    assert [note.card_id for note in found] == [each.id for each in travelling]
    for note, each in zip(found, travelling, strict=True):
        front, back = (plain(text) for text in list(note.fields.values())[:2])
        assert front == "\n".join(filter(None, (each.front.text, each.front.note)))
        statement = each.statement[each.back.lang] if each.statement else ""
        lines = (each.back.text, each.back.note, statement, *each.evidence)
        assert back == "\n".join(filter(None, lines))
        assert note.tags == each.tags


def test_the_same_cards_at_the_same_moment_are_the_same_bytes() -> None:
    assert write(every_standing(), NOW, b"font") == write(every_standing(), NOW, b"font")
    assert write(every_standing(), NOW) != write(every_standing(), NOW + timedelta(seconds=1))


def test_the_note_type_is_the_one_that_was_shipped() -> None:
    """Anki skips notes whose type has other fields than the one it knows by this number."""
    assert NUMBER == 1_763_000_000_001
    assert (
        *("Front", "FrontNote", "Back", "BackNote", "Statement", "Translation", "Evidence"),
        *("Source", "Note", "FrontLang", "FrontDir", "BackLang", "BackDir", "OtherLang"),
        *("OtherDir", "CardId", "Extra", "Audio", "Image", "Hint", "Spare1", "Spare2"),
    ) == FIELDS


def test_a_font_goes_along_only_where_it_is_wanted() -> None:
    without, with_font = (
        Archive(write(pack(card(1)), NOW, font), most_parts=9, most_unpacked=1 << 20)
        for font in (None, b"wOF2")
    )
    assert json.loads(without.read("media", 99)) == {}
    assert json.loads(with_font.read("media", 99)) == {"0": FONT}
    assert with_font.read("0", 99) == b"wOF2"


def test_a_card_without_a_state_leaves_as_new() -> None:
    new = replace(card(1, [3, 3]), state=None, log=())
    shown = read_package(write(pack(new), NOW)).notes[0].cards[0]
    assert (shown.reviews, shown.stability) == ((), None)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("Waraqa", "a::b"), "Waraqa::a:b"),
        (("Waraqa", " a\n b "), "Waraqa::a b"),
        (("Waraqa", ""), "Waraqa::-"),
        (("Waraqa", ":::"), "Waraqa::-"),
    ],
)
def test_a_deck_is_one_step_whatever_stands_in_its_name(path: tuple[str, ...], name: str) -> None:
    found = deck_names([path])
    assert found[path] == name
    assert found[path[:1]] == "Waraqa"


def test_a_number_is_the_same_whatever_else_is_numbered() -> None:
    names = [f"card-{number}" for number in range(500)]
    assert numbers(names)["card-7"] == numbers(["card-7"])["card-7"]
    assert len(set(numbers(names).values())) == 500


def test_reviews_of_one_millisecond_get_numbers_of_their_own() -> None:
    _, log = learnt(1, [3, 3])
    rows = log_rows([(1, log), (2, log), (3, log)])
    assert len({row[0] for row in rows}) == 6
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {1, 2, 3}


def test_the_days_of_a_card_long_overdue_are_counted_from_before_it() -> None:
    old = card(3, [3, 3], due_on=date(2020, 1, 1))
    assert read_package(write(pack(old), NOW)).notes


def test_fields_are_as_many_as_the_type_has() -> None:
    assert len(values(card(1))) == len(FIELDS)


def many(count: int) -> CardPack:
    state, log = learnt(1, [3, 3, 3, 1, 3])
    found = []
    for number in range(count):
        name = f"summit/fact-{number}/slot/card-ar"
        lines: tuple[Review, ...] = tuple(replace(line, card=name) for line in log)
        found.append(replace(card(1), id=name, state=replace(state, card=name), log=lines))
    return CardPack(tuple(found), AMMAN)


def test_ten_thousand_cards_are_written_and_read_within_seconds() -> None:
    cards = many(10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    data = write(cards, NOW)
    written = time.process_time()
    found = read_package(data)
    read_back = time.process_time()
    taken = read(data, "ar")
    asked = time.process_time()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    spent = (written - begun, read_back - written, asked - read_back)
    sys.stdout.write(f"{spent} {grown // 1024} MB {len(data)} bytes\n")
    assert len(found.notes) == len(taken.questions) == 10_000
    assert sum(len(each.reviews) for note in found.notes for each in note.cards) == 50_000
    assert max(spent) < 5
    assert grown < 300 * 1024


def test_ten_thousand_lines_of_text_are_written_and_read_within_seconds() -> None:
    cards = many(10_000)
    begun = time.process_time()
    found = read_text(write_text(cards))
    assert time.process_time() - begun < 5
    assert found.notes[-1].guid == guid_of(cards.cards[-1].id)
