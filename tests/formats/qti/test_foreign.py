"""Packages of other programs: what is taken, what is left, and what is said of it."""

from __future__ import annotations

import pytest

from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.exchange.travel import FileRefused, Taken
from quizapp.formats.detecting import detected
from quizapp.formats.qti.reader import read
from quizapp.formats.safety.archive import packed
from tests.formats.qti import foreign
from tests.formats.qti.foreign import item_2, item_3, package


def taken(*items: str) -> Taken:
    return read(package(*items), "en")


def codes(found: Taken) -> list[str]:
    return [note.code for note in found.notes]


def values(*names: str, tag: str = "value") -> str:
    return "".join(f"<{tag}>{name}</{tag}>" for name in names)


READ = {
    "a choice of version 2 with feedback": (
        item_2(foreign.CHOICE_2),
        Question(
            "i1",
            "choice",
            "en",
            stem="Look at the map.\n\nWhich city is it?",
            choices=(Choice("Bukhara", False, "No."), Choice("Samarkand", True, "Well done.")),
            explanation="It lies in the east.",
        ),
        ["formatting_lost"],
    ),
    "several right answers by their worth alone": (
        item_3(foreign.SEVERAL_3, more='xml:lang="ar-SA"'),
        Question(
            "i1",
            "multiple_choice",
            "ar",
            stem="ما الفردي؟",
            choices=(Choice("واحد", True), Choice("اثنان"), Choice("ثلاثة", True)),
        ),
        [],
    ),
    "true and false": (
        item_3(foreign.TRUTH_3),
        Question("i1", "true_false", "en", material="The earth is flat.", truth=False),
        [],
    ),
    "a gap in a sentence": (
        item_2(foreign.GAP_2),
        Question(
            "i1",
            "gap",
            "en",
            material="Made glorious summer by this son of ____;",
            accepted=("York", "york"),
        ),
        ["weights_changed"],
    ),
    "a number with a tolerance": (
        item_2(foreign.NUMBER_2.format(value="42", tolerance="2")),
        Question("i1", "number", "en", stem="How many?", value=42, tolerance=2),
        [],
    ),
    "a number between two bounds": (
        item_3(foreign.BOUNDS_3.format(low=40, high=44)),
        Question("i1", "number", "en", stem="How many?", value=42, tolerance=2),
        [],
    ),
    "a number between bounds not as far from it": (
        item_3(foreign.BOUNDS_3.format(low=0, high=44)),
        Question("i1", "number", "en", stem="How many?", value=42),
        ["dropped"],
    ),
    "a number with a tolerance in percent": (
        item_2(foreign.NUMBER_2.format(value="42", tolerance="10").replace("absolute", "relative")),
        Question("i1", "number", "en", stem="How many?", value=42),
        ["dropped"],
    ),
    "a whole number with a tolerance below one": (
        item_2(foreign.NUMBER_2.format(value="42.0", tolerance="0.5")),
        Question("i1", "number", "en", stem="How many?", value=42),
        [],
    ),
    "a number in Arabic digits": (
        item_2(foreign.NUMBER_2.format(value="٤٢", tolerance="0")),
        Question("i1", "number", "en", stem="How many?", value=42),
        [],
    ),
    "a number that is not whole": (
        item_2(foreign.NUMBER_2.format(value="3.14", tolerance="0.01")),
        Question("i1", "gap", "en", stem="How many?", accepted=("3.14",)),
        ["number_as_text"],
    ),
    "a match with more right sides than left ones": (
        item_2(foreign.MATCH_2.format(pairs=values("b y", "a x"))),
        Question(
            "i1",
            "match",
            "en",
            stem="Who wrote what?",
            pairs=(Pair("Hamlet", "Shakespeare"), Pair("Faust", "Goethe")),
            extra=("Homer",),
        ),
        [],
    ),
    "an order": (
        item_3(foreign.ORDER_3.format(values=values("b", "a", tag="qti-value"))),
        Question("i1", "order", "en", stem="First to last?", steps=("one", "two")),
        [],
    ),
    "a choice within a sentence": (
        item_2(foreign.INLINE_2),
        Question(
            "i1",
            "choice",
            "en",
            stem="The sun of ____.",
            choices=(Choice("Lancaster"), Choice("York", True)),
        ),
        [],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_is_read(case: str) -> None:
    item, question, notes = READ[case]
    found = taken(item)
    assert found.questions == (question,)
    assert codes(found) == notes


ESSAY = '<itemBody><extendedTextInteraction responseIdentifier="R"/></itemBody>'
LONG = foreign.TRUTH_3.replace("The earth is flat.", "x" * 20_001)
LEFT = {
    "an essay": (item_2(ESSAY), "unknown_type"),
    "an item without a question": (item_2("<itemBody><p>Read.</p></itemBody>"), "broken_item"),
    "an item with two questions": (
        item_2(foreign.GAP_2.replace("<itemBody>", f"<itemBody>{ESSAY[10:-11]}")),
        "unknown_type",
    ),
    "a choice without a key": (
        item_2(foreign.CHOICE_2.replace("<value>B</value>", "")),
        "no_key",
    ),
    "a key that is no choice": (item_2(foreign.CHOICE_2.replace(">B<", ">Z<")), "no_key"),
    "one choice only": (
        item_2(
            foreign.CHOICE_2.replace('<simpleChoice identifier="B">Samarkand</simpleChoice>', "")
        ),
        "too_few_choices",
    ),
    "a gap without an answer": (
        item_2("<itemBody><p>x<textEntryInteraction responseIdentifier='R'/></p></itemBody>"),
        "no_key",
    ),
    "a match with two rights for a left": (
        item_2(foreign.MATCH_2.format(pairs=values("a x", "a y", "b y"))),
        "broken_item",
    ),
    "a match with a left that has no right": (
        item_2(foreign.MATCH_2.format(pairs=values("a x"))),
        "broken_item",
    ),
    "an order of other steps": (
        item_3(foreign.ORDER_3.format(values=values("b", "c", tag="qti-value"))),
        "broken_item",
    ),
    "a text that is too long": (item_3(LONG), "too_long"),
    "a file that is too long": (item_3(foreign.TRUTH_3 + " " * 1_100_000), "too_long"),
    "no XML": ("<qti-assessment-item>", "broken_item"),
    "another document": ("<html/>", "broken_item"),
    "more choices than anybody reads": (
        item_2(
            foreign.CHOICE_2.replace(
                "</choiceInteraction>",
                '<simpleChoice identifier="A">x</simpleChoice>' * 500 + "</choiceInteraction>",
            )
        ),
        "too_many_choices",
    ),
    "a picture for a choice": (
        item_2(foreign.CHOICE_2.replace("Samarkand", '<img src="x.png" alt=""/>')),
        "broken_item",
    ),
}


@pytest.mark.parametrize("case", LEFT)
def test_is_left_with_a_note_and_the_others_are_taken(case: str) -> None:
    item, code = LEFT[case]
    found = taken(item, item_3(foreign.TRUTH_3, name="i2"))
    assert [question.id for question in found.questions] == ["i2"]
    assert [(note.code, note.item) for note in found.notes] == [(code, "r1")]


def test_the_name_of_what_is_not_known_is_told() -> None:
    assert taken(item_2(ESSAY)).notes[0].params == {"type": "extended-text"}


def test_a_picture_in_a_question_leaves_its_words_and_a_note() -> None:
    found = taken(item_3(foreign.TRUTH_3.replace("flat.", 'flat: <img src="x" alt="a map"/>')))
    assert found.questions[0].material == "The earth is flat: [a map]"
    assert codes(found) == ["media_skipped"]


def test_the_same_id_twice_is_taken_once() -> None:
    found = taken(item_3(foreign.TRUTH_3), item_2(foreign.GAP_2))
    assert [question.kind for question in found.questions] == ["true_false"]
    assert codes(found) == ["duplicate_id"]


def test_a_package_within_a_folder_is_read() -> None:
    data = package(item_2(foreign.GAP_2), folder="My quiz/")
    found = read(data, "en")
    assert detected(data) == "qti"
    assert [question.kind for question in found.questions] == ["gap"]


def test_a_file_that_the_manifest_lists_and_that_is_not_there_is_noted() -> None:
    lost = foreign.RESOURCE.format(name="r9", type="imsqti_item_xmlv3p0", path="gone.xml")
    found = read(package(item_3(foreign.TRUTH_3), extra=lost), "en")
    assert len(found.questions) == 1
    assert [(note.code, note.item) for note in found.notes] == [("broken_item", "r9")]


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "%2e%2e/x", "http://x/y"])
def test_a_path_that_leads_out_is_nothing_in_the_package(path: str) -> None:
    out = foreign.RESOURCE.format(name="r9", type="imsqti_item_xmlv3p0", path=path)
    found = read(package(extra=out), "en")
    assert (found.questions, codes(found)) == ((), ["broken_item"])


def test_what_is_no_item_is_passed_over_in_silence() -> None:
    page = foreign.RESOURCE.format(name="r9", type="webcontent", path="page.html")
    assert codes(read(package(item_2(foreign.GAP_2), extra=page), "en")) == ["weights_changed"]


REFUSED = {
    "no package": (b"<manifest/>", "format"),
    "no manifest": (packed([("a.xml", b"<a/>")]), "format"),
    "a manifest that is no XML": (packed([("imsmanifest.xml", b"<manifest>")]), "format"),
    "no items": (package(), "empty"),
    "a package of version 1.2": (package(item_3(""), kind="imsqti_xmlv1p2"), "format"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_whole(case: str) -> None:
    data, code = REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        read(data, "en")
    assert refused.value.code == code
