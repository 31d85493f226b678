"""Anki's text files and notes of others: what becomes a question and what is said of the rest."""

from __future__ import annotations

import pytest

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.arriving import arrivals_of, with_arrivals
from quizapp.domain.exchange.cards import Brought, ForeignNote
from quizapp.domain.exchange.travel import FileRefused, Taken
from quizapp.formats.anki.protobuf import number_of
from quizapp.formats.anki.questions import questions_of
from quizapp.formats.anki.reader import read
from quizapp.formats.anki.text import read_text
from quizapp.formats.detecting import detected
from quizapp.formats.registry import FORMATS
from tests.exchange import seed_article
from tests.formats.anki.packages import NOW, card, pack, write


def note(*fields: str, cloze: bool = False, **changes: object) -> ForeignNote:
    names = {str(place): text for place, text in enumerate(fields, start=1)}
    values: dict[str, object] = {"guid": "g", "type_name": "Basic", "fields": names}
    return ForeignNote(**(values | {"cloze": cloze} | changes))  # type: ignore[arg-type]


def taken(*notes: ForeignNote, lang: Lang = "ar") -> Taken:
    return questions_of(Brought(notes), lang)


def codes(found: Taken) -> list[str]:
    return [each.code for each in found.notes]


@pytest.mark.parametrize(
    ("front", "back", "lang"),
    [
        ("ما عاصمة الأردن؟", "عم\u0651ان", "ar"),
        ("Capital of Jordan?", "Amman", "en"),
        ("42 + 1", "43", "ar"),
        ("1 + 1", "two", "en"),
        ("salt", "ملح", "en"),
    ],
)
def test_a_note_of_two_sides_is_a_question_to_type(front: str, back: str, lang: str) -> None:
    question = taken(note(front, back)).questions[0]
    assert (question.kind, question.lang) == ("gap", lang)
    assert (question.stem, question.accepted, question.id) == (front, (back,), "g")


def test_markup_sounds_and_pictures_leave_a_text_and_are_told() -> None:
    found = taken(note('<b>Which</b>&nbsp;flag?<br><img src="x.png">', "Peru [sound:peru.mp3]"))
    assert (found.questions[0].stem, found.questions[0].accepted) == ("Which\u00a0flag?", ("Peru",))
    assert codes(found) == ["media_skipped", "formatting_lost"]


def test_a_script_leaves_nothing() -> None:
    found = taken(note("Q?<script>alert(1)</script>", "A"))
    assert found.questions[0].stem == "Q?"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (note("Why?", "because it was so all the time"), "long_answer"),
        (note("Why?", "x" * 81), "long_answer"),
        (note("<img src=x>", "Peru"), "broken_item"),
        (note("one", "two", "three"), "unknown_type"),
        (note("one"), "unknown_type"),
        (note("x" * 20_001, "a"), "too_long"),
        (note("no cloze here", "", cloze=True), "broken_item"),
        (note("{{c1::a {{c2::b}} c}} d", cloze=True), "broken_item"),
        (note("{{c1::a}} and {{c1::b}}", cloze=True), "broken_item"),
        (note("{{c1::only}}", cloze=True), "broken_item"),
        (note("{{c1::image-occlusion:rect:left=.1}} x", cloze=True), "unknown_type"),
        (note("See {{c1::a b c d e f g}}", cloze=True), "long_answer"),
    ],
)
def test_what_cannot_be_asked_is_said(given: ForeignNote, code: str) -> None:
    found = taken(given)
    assert found.questions == ()
    assert codes(found) == [code]
    assert found.notes[0].item == "g"


def test_sides_are_found_by_the_names_of_their_fields() -> None:
    fields = {"Hint": "h", "Front": "Q?", "Back": "A", "Source": "book"}
    question = taken(note(fields=fields)).questions[0]
    assert (question.stem, question.accepted) == ("Q?", ("A",))


def test_each_number_of_a_cloze_is_a_question() -> None:
    found = taken(note("{{c1::Lima}} lies in <i>{{c2::Peru::country}}</i>.", cloze=True))
    asked = [(q.id, q.material, q.accepted) for q in found.questions]
    assert asked == [
        ("g-1", "____ lies in Peru.", ("Lima",)),
        ("g-2", "Lima lies in ____.", ("Peru",)),
    ]


def test_a_name_that_came_before_is_skipped_and_nameless_notes_are_not() -> None:
    twice = taken(note("Q?", "A"), note("R?", "B"))
    assert (len(twice.questions), codes(twice)) == (1, ["duplicate_id"])
    nameless = taken(note("Q?", "A", guid=""), note("R?", "B", guid=""))
    assert len(nameless.questions) == 2


def test_tags_hold_no_comma_and_the_deck_gives_the_title() -> None:
    decks = {"deck": ("World", "Capitals"), "tags": ("a,b", "c")}
    found = taken(note("Q?", "A", **decks))
    assert (found.questions[0].tags, found.title) == (("a_b", "c"), "Capitals")


def test_a_card_of_ours_is_a_question_with_its_sentence() -> None:
    question = read(write(pack(card(1)), NOW), "en").questions[0]
    assert (question.lang, question.stem) == ("ar", "أين انعقدت القمة؟")
    assert question.accepted == ("Samarkand",)
    assert question.explanation == "The summit was held\nin Samarkand."


@pytest.mark.parametrize(
    ("text", "fields", "tags"),
    [
        ("#separator:tab\n#html:true\nQ<br>x\tA\n", ["Q<br>x", "A"], ()),
        ("#separator:Comma\nQ <x>,A\n", ["Q &lt;x&gt;", "A"], ()),
        ("#separator:;\n#tags column:3\nQ;A;one two\n", ["Q", "A"], ("one", "two")),
        ("#separator:Pipe\n#tags:all\nQ|A\n", ["Q", "A"], ("all",)),
        ('#separator:tab\n"Q\nover lines"\t"say ""A"""\n', ["Q<br>over lines", 'say "A"'], ()),
        ("Q\tA\n", ["Q", "A"], ()),
        ("Q;A\n", ["Q", "A"], ()),
        ("# a remark\nQ\tA\n", ["Q", "A"], ()),
        ("#separator:tab\r\nQ\tA\r\n", ["Q", "A"], ()),
    ],
)
def test_a_text_is_read_as_its_first_lines_say(
    text: str, fields: list[str], tags: tuple[str, ...]
) -> None:
    found = read_text(text.encode("utf-8-sig")).notes
    assert [list(each.fields.values()) for each in found] == [fields]
    assert found[0].tags == tags


def test_columns_name_the_note_its_type_and_its_deck() -> None:
    text = (
        "#separator:tab\n#html:false\n#guid column:1\n#notetype column:2\n#deck column:3\n"
        "#tags column:6\n#columns:a\tb\tc\tQuestion\tAnswer\tf\n"
        "x1\tBasic\tميزان::عربي\tسؤال؟\tجواب\tعربي\n"
    )
    found = read_text(text.encode()).notes[0]
    assert (found.guid, found.type_name, found.deck) == ("x1", "Basic", ("ميزان", "عربي"))
    assert found.fields == {"Question": "سؤال؟", "Answer": "جواب"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_text_in_arabic_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = "#separator:tab\nما عاصمة الأردن؟\tعمان\nوما عاصمة العراق؟\tبغداد\n"
    asked = [q.accepted for q in read(text.encode(encoding), "ar").questions]
    assert asked == [("عمان",), ("بغداد",)]


@pytest.mark.parametrize(
    "text", ["", "word", "#separator:tab\n", "#separator:tab\n\t\t\n", "#html:true"]
)
def test_a_text_without_cards_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_text(text.encode())


def test_a_line_that_asks_nothing_is_told_by_its_number() -> None:
    text = "#separator:tab\n#deck column:1\nDeck\tQ\tA\nDeck\t\t\nDeck\tR\tB\n"
    found = read_text(text.encode())
    assert [(each.code, each.line) for each in found.skipped] == [("skipped_line", 4)]
    assert len(found.notes) == 2


def test_the_import_page_knows_anki_by_what_is_in_the_file() -> None:
    assert detected(write(pack(card(1)), NOW)) == "anki"
    assert detected(b"#separator:tab\n#html:true\nQ\tA\n") == "anki"
    assert FORMATS["anki"].reads
    assert not FORMATS["anki"].writes
    assert FORMATS["anki"].reader() is read


@pytest.mark.parametrize(
    ("message", "field", "number"),
    [
        (b"\x08\x01\x1a\x02AB", 1, 1),
        (b"\x1a\x02AB\x08\x96\x01", 1, 150),
        (b"\x1a\x02AB", 1, 0),
        (b"\x1a\xff\xff\xff\xff\x0f", 1, 0),
        (b"\x08" + b"\xff" * 20, 1, 0),
        (b"\x0f", 1, 0),
        (b"\x09" + bytes(8) + b"\x0d" + bytes(4) + b"\x08\x07", 1, 7),
        (b"", 1, 0),
    ],
)
def test_a_number_is_found_in_a_message_or_is_nothing(
    message: bytes, field: int, number: int
) -> None:
    assert number_of(message, field) == number


def test_notes_of_others_become_questions_of_an_article_once() -> None:
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n"
        "g1\tما عاصمة العراق؟\tبغداد\n"
        "g2\tCapital of Peru?\tLima\n"
        "g3\t{{c1::Cusco}} is older than {{c2::Lima}}.\t\n"
    )
    found = read(text.encode(), "ar").questions
    article = seed_article()
    first = arrivals_of(found, article).arrivals
    assert [arrival.state for arrival in first] == ["new"] * 4
    assert {fault.code for arrival in first for fault in arrival.faults} == {"no_evidence"}
    assert first[0].written.accepted.ar == ("بغداد",)
    assert first[2].written.material.en == "{{Cusco}} is older than Lima."
    again = arrivals_of(found, with_arrivals(article, first)).arrivals
    assert [arrival.state for arrival in again] == ["same"] * 4
