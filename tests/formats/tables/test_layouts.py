"""The sheets of other programs: what they get, and what comes back from theirs."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.detecting import detected
from quizapp.formats.registry import FORMATS
from quizapp.formats.tables.filled import split_asked
from quizapp.formats.tables.layouts import KAHOOT, WAYGROUND, Layout, fault
from quizapp.formats.tables.simple import simple_of
from quizapp.formats.tables.taking import read_table
from quizapp.formats.tables.words import truth_of
from tests.exchange import packs, sample_questions
from tests.formats.tables.test_sheet import texts_of

LAYOUTS = {"kahoot": KAHOOT, "wayground": WAYGROUND}
KAHOOT_ROW = (
    "",
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
WAYGROUND_ROW = (
    *("Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Option 4"),
    *("Option 5", "Correct Answer", "Time in seconds", "Image Link", "Answer explanation"),
)


def carried(layout: Layout, question: Question) -> Question | None:
    """What comes back of a question: its plainest form, without id and tags."""
    simple = simple_of(question)
    if simple is None or fault(layout, simple):
        return None
    stem, material = split_asked(simple.text)
    plain = Question(id="", kind="", lang=question.lang, stem=stem, material=material)
    if layout.explains:
        plain = replace(plain, explanation=question.explanation)
    if simple.typed:
        return as_typed(plain, simple.answers[: layout.answers])
    truths = [truth_of(answer) for answer in simple.answers]
    if len(truths) == 2 and set(truths) == {True, False} and len(simple.right) == 1:
        stem, material = (stem, material) if material else ("", stem)
        truth = truths[simple.right[0] - 1]
        return replace(plain, kind="true_false", stem=stem, material=material, truth=truth)
    choices = tuple(Choice(text, at in simple.right) for at, text in enumerate(simple.answers, 1))
    kind = "multiple_choice" if len(simple.right) > 1 else "choice"
    return replace(plain, kind=kind, choices=choices)


def as_typed(plain: Question, answers: tuple[str, ...]) -> Question:
    stem, material = plain.stem, plain.material
    if not material and "____" in stem:
        stem, material = "", stem
    elif material and not stem and "____" not in material:
        stem, material = material, ""
    return replace(plain, kind="gap", stem=stem, material=material, accepted=answers)


@pytest.mark.parametrize("name", LAYOUTS)
@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(packs())
def test_what_is_carried_comes_back_and_the_rest_is_said(name: str, pack: Pack) -> None:
    layout = LAYOUTS[name]
    written = FORMATS[name].writer()(pack)
    wanted = [back for question in pack.questions if (back := carried(layout, question))]
    left = [question.id for question in pack.questions if not carried(layout, question)]
    said = ("left_out_kind", "too_long", "too_many_choices", "too_few_choices")
    assert [note.item for note in written.notes if note.code in said] == left
    if not wanted:
        return
    taken = FORMATS[name].reader()(written.data, pack.lang)
    assert taken.questions == tuple(wanted)
    assert taken.notes == ()


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_for_kahoot_is_laid_out_as_its_own(lang: Lang) -> None:
    rows = texts_of(FORMATS["kahoot"].writer()(Pack("p", "t", lang, sample_questions(lang))).data)
    # Calamine begins with the first row that holds anything: the title in row 2.
    assert tuple(rows[8 - 2]) == KAHOOT_ROW
    first = rows[9 - 2]
    assert float(first[0]) == 1
    assert float(first[6]) == 30
    assert 1 <= len(first[1]) <= 120
    assert all(len(answer) <= 75 for answer in first[2:6])


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_for_wayground_is_laid_out_as_its_own(lang: Lang) -> None:
    pack = Pack("p", "t", lang, sample_questions(lang))
    rows = texts_of(FORMATS["wayground"].writer()(pack).data)
    assert tuple(rows[0]) == WAYGROUND_ROW
    assert {row[1] for row in rows[1:]} == {"Multiple Choice", "Checkbox", "Fill-in-the-Blank"}


def choice(text: str, answers: int, length: int = 3) -> Question:
    made = tuple(Choice(f"{n}" * length, right=n == 1) for n in range(1, answers + 1))
    return Question("q", "choice", "en", stem=text, choices=made)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (choice("x" * 120, 4, 75), ""),
        (choice("x" * 121, 4), "too_long"),
        (choice("x", 4, 76), "too_long"),
        (choice("\U0001f600" * 61, 2), "too_long"),
        (choice("x", 5), "too_many_choices"),
        (choice("x", 1), "too_few_choices"),
        (Question("q", "gap", "en", stem="x", accepted=("a",)), "left_out_kind"),
        (Question("q", "order", "en", stem="x", steps=("a", "b")), "left_out_kind"),
    ],
)
def test_what_kahoot_would_refuse_is_left_out_and_said(question: Question, code: str) -> None:
    notes = FORMATS["kahoot"].writer()(Pack("p", "t", "en", (question,))).notes
    assert [note.code for note in notes if note.item] == ([code] if code else [])


def test_everything_dropped_is_said_by_name() -> None:
    (asked,) = [q for q in sample_questions("ar") if q.kind == "number"]
    written = FORMATS["wayground"].writer()(Pack("p", "t", "ar", (asked,)))
    said = {(note.code, note.params.get("field")) for note in written.notes}
    assert {("changed_kind", None), ("dropped", "evidence"), ("dropped", "tags")} <= said
    assert ("dropped", "explanation") not in said


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


NILE = Question(
    "",
    "choice",
    "en",
    stem="Longest river?",
    choices=(Choice("Rhine"), Choice("Nile", True)),
)
FOREIGN: dict[str, tuple[bytes, tuple[Question, ...]]] = {
    "Kahoot's template, with a number and a list as the key": (
        xlsx(
            ("", "Quiz template"),
            ("", "Add questions, at least two answer alternatives"),
            KAHOOT_ROW,
            (1, "Longest river?", "Rhine", "Nile", "", "", 20, 2),
            (2, "Even?", 2, 3, 4, "", 20, "1,3"),
            (3, "", "", "", "", "", "", ""),
        ),
        (
            NILE,
            Question(
                "",
                "multiple_choice",
                "en",
                stem="Even?",
                choices=(Choice("2", True), Choice("3"), Choice("4", True)),
            ),
        ),
    ),
    "Wayground's template, with its line of explanations": (
        xlsx(
            WAYGROUND_ROW,
            (
                "Text of the question\n(required)",
                "Question Type\n(default is Multiple Choice)",
                "Text for option 1",
                "Text for option 2",
                *("", "", ""),
                "The correct option choice (between 1-5).",
                "Time in seconds\n(optional)",
            ),
            ("Longest river?", "Multiple Choice", "Rhine", "Nile", "", "", "", 2, 30),
            ("The Nile is in _____.", "Fill-in-the-Blank", "Africa", "africa", "", "", "", "", 30),
            (
                "The Nile is long.",
                "Multiple Choice",
                "True",
                "False",
                "",
                "",
                "",
                1,
                30,
                "",
                "6650",
            ),
        ),
        (
            NILE,
            Question(
                "", "gap", "en", material="The Nile is in ____.", accepted=("Africa", "africa")
            ),
            Question(
                "",
                "true_false",
                "en",
                material="The Nile is long.",
                truth=True,
                explanation="6650",
            ),
        ),
    ),
    "Blooket's CSV": (
        csv(
            '"Blooket\nImport Template",,,,,,,,,',
            'Question #,Question Text,Answer 1,Answer 2,"Answer 3\n(Optional)",'
            '"Answer 4\n(Optional)","Time Limit (sec)\n(Max: 300 seconds)",'
            '"Correct Answer(s)\n(Only include Answer #)",,',
            "1,Longest river?,Rhine,Nile,,,20,2,,",
        ),
        (NILE,),
    ),
    "Gimkit's CSV": (
        csv(
            "Gimkit Spreadsheet Import Template,,,,",
            "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)",
            "Longest river?,Nile,Rhine,",
        ),
        (replace(NILE, choices=(Choice("Nile", True), Choice("Rhine"))),),
    ),
    "words and meanings, as Quizlet gives them": (
        csv("Nile\tA long river", "Rhine\tA river, less long"),
        (
            Question("", "gap", "en", stem="A long river", accepted=("Nile",)),
            Question("", "gap", "en", stem="A river, less long", accepted=("Rhine",)),
        ),
    ),
    "words and meanings with headings": (
        csv("Definition;Term", "A long river;Nile"),
        (Question("", "gap", "en", stem="A long river", accepted=("Nile",)),),
    ),
    "questions and answers, nothing else": (
        csv("Question,Answer", "Longest river?,Nile", "How many?,3", "Is it?,False", "Pi?,3.14"),
        (
            Question("", "gap", "en", stem="Longest river?", accepted=("Nile",)),
            Question("", "number", "en", stem="How many?", value=3),
            Question("", "true_false", "en", material="Is it?", truth=False),
            Question("", "gap", "en", stem="Pi?", accepted=("3.14",)),
        ),
    ),
    "letters for the options and the key": (
        csv("sep=;", "question;option a;option b;correct option", "Longest river?;Rhine;Nile;B"),
        (NILE,),
    ),
    "the key as the text of an answer": (
        csv("Question|Option 1|Option 2|Correct", "Longest river?|Rhine|Nile|nile"),
        (NILE,),
    ),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_the_sheets_that_teachers_have_are_read(what: str) -> None:
    data, wanted = FOREIGN[what]
    assert detected(data) in ("kahoot", "wayground", "table_xlsx", "table_csv")
    taken = read_table(data, "en")
    assert taken.questions == wanted
    assert taken.notes == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "\u060c", "\u061b"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_an_arabic_table_is_read_however_it_is_saved(separator: str, codec: str) -> None:
    rows = (
        ("السؤال", "الخيار 1", "الخيار ب", "الإجابات الصحيحة"),
        ("أيّ الأنهار أطول؟", "الراين", "النيل", "2"),
    )
    text = "\r\n".join(separator.join(row) for row in rows)
    if separator == "|" and codec == "cp1256":
        text += "\r\n"
    (question,) = read_table(text.encode(codec), "ar").questions
    assert question.stem == rows[1][0]
    assert [(c.text, c.right) for c in question.choices] == [("الراين", False), ("النيل", True)]


SKIPPED: dict[str, tuple[str, str]] = {
    "a type that is unknown": ("Poll;Who?;a;b;1;;", "unknown_type"),
    "no key": (";Who?;a;b;;;", "no_key"),
    "a key that is no option": (";Who?;a;b;3;;", "no_key"),
    "one option": ("One right answer;Who?;a;;1;;", "too_few_choices"),
    "no question": (";;a;b;1;;", "broken_item"),
    "a language that is not spoken here": (";Who?;a;b;1;Klingon;", "unknown_language"),
    "a text without end": (f";{'x' * 20_001};a;b;1;;", "too_long"),
    "an id that was there before": (";Who?;a;b;1;en;first", "duplicate_id"),
    "a month that is none": ("Number or date;When?;;;16;;", ""),
}


@pytest.mark.parametrize("what", SKIPPED)
def test_what_cannot_be_taken_is_said_with_its_line(what: str) -> None:
    line, code = SKIPPED[what]
    heads = "Type;Question;Option 1;Option 2;Right answer;Language;Id"
    taken = read_table(csv(heads, ";First?;a;b;1;en;first", line), "en")
    assert [(note.code, note.line) for note in taken.notes] == ([(code, 3)] if code else [])
    assert len(taken.questions) == (1 if code else 2)


def test_the_same_id_in_the_other_language_is_the_same_question() -> None:
    heads = "Question;Right answer;Language;Id"
    taken = read_table(csv(heads, "Who?;a;English;q", "من؟;أ;العربية;q"), "en")
    assert [(question.id, question.lang) for question in taken.questions] == [
        ("q", "en"),
        ("q", "ar"),
    ]


@settings(deadline=None, max_examples=100)
@given(
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40),
    st.sampled_from(",;\t|"),
)
def test_any_cell_is_taken_or_skipped_and_nothing_else_happens(text: str, by: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    line = by.join(("Who?", cell, cell, cell, cell))
    data = csv(by.join(("Question", "Option 1", "Option 2", "Right answer", "Month")), line)
    taken = read_table(data, "ar")
    assert len(taken.questions) + len(taken.notes) in (1, 2)
