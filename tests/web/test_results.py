"""The pages of results, in both languages: what they say, to whom, and as files."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from quizapp.db.engine import writing
from quizapp.domain.lint import Finding, Severity
from quizapp.domain.statistics.analysis import Question, analyse
from quizapp.domain.statistics.fairness import Label, Verdict, judge
from quizapp.domain.statistics.options import option_table
from quizapp.extensions import database
from quizapp.formats import worksheet
from quizapp.formats.worksheet import PrintingFailed
from quizapp.services import homework, results
from quizapp.services.homework import TermsWish
from quizapp.services.results import ItemReport, LanguageReport
from quizapp.services.results.views import LanguageRow
from quizapp.web import ambient, paper
from quizapp.web.results.downloads import OF_HOMEWORK
from quizapp.web.results.figures import options_table, questions_table
from tests.cards import Student
from tests.domain.statistics.simulated import simulate
from tests.lessons import LATER, Lesson
from tests.play import NOW
from tests.web.browsing import Browser
from tests.web.lessons import SLUG, again, enter, every_kind, lesson_in

ROOM = "classes/class-one"
HOMEWORK = f"{ROOM}/results/hw-1"
LEARNER = f"{HOMEWORK}/learners/account-of-pupil000"
PAGES = (
    f"{ROOM}/results",
    HOMEWORK,
    LEARNER,
    f"{HOMEWORK}/questions",
    f"{HOMEWORK}/languages",
    f"{ROOM}/memory",
    f"{ROOM}/worksheet",
)
TABLES = (
    f"{ROOM}/tables/overview",
    f"{ROOM}/tables/memory",
    f"{HOMEWORK}/tables/grid",
    f"{HOMEWORK}/tables/questions",
    f"{HOMEWORK}/tables/options",
    f"{HOMEWORK}/tables/languages",
    f"{LEARNER}/answers",
)


def by_rank(number: int, position: int) -> bool:
    return position <= number + 1


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    """Pupils who have answered: one little, one more, one nothing."""
    with lesson_in(app) as made:
        made.play(0, by_rank)
        made.play(1, lambda _, position: True if position < 4 else None, finish=False)
        return made


@pytest.fixture
def amal(app: Flask, visitor: Browser, lesson: Lesson) -> Browser:
    """Their teacher, signed in."""
    enter(app, visitor, lesson.amal)
    return visitor


def test_every_page_opens_and_leads_to_the_others(amal: Browser) -> None:
    seen = set()
    todo = [f"/{amal.lang}/{ROOM}/results"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in amal.open(path).tree.iter("a"):
            target = (link.get("href") or "").split("#")[0].split("?")[0]
            if target.startswith(f"/{amal.lang}/{ROOM}/") and "." not in target:
                todo.append(target)
    assert {f"/{amal.lang}/{path}" for path in PAGES} <= seen


def test_the_overview_names_everybody_and_what_they_did(amal: Browser) -> None:
    page = amal.open(f"/{amal.lang}/{ROOM}/results")
    for name in ("Pupil 000", "Pupil 001", "Pupil 002"):
        assert name in page.text
    assert "20%" in page.text, "one question of five"


def test_the_grid_says_right_and_wrong_in_words_and_takes_the_keyboard(amal: Browser) -> None:
    page = amal.open(f"/{amal.lang}/{HOMEWORK}")
    regions = page.with_class("matrix")
    assert regions
    for region in regions:
        assert (region.get("tabindex"), region.get("role")) == ("0", "group")
        assert region.get("aria-labelledby")
    squares = page.with_class("square")
    assert len(squares) == 15
    for square in squares:
        (words,) = [e for e in square.iter() if "hidden-text" in (e.get("class") or "")]
        assert "".join(words.itertext()).strip()
    assert {head.get("scope") for head in page.all(".//table//th")} == {"col", "row"}


def test_answers_to_every_kind_of_question_can_be_read(
    app: Flask, amal: Browser, lesson: Lesson
) -> None:
    with again(app, lesson) as more:
        every_kind(more)
        more.play(0, lambda _, position: position % 2 == 0, "hw-all")
        more.play(1, lambda *_: True, "hw-all", finish=False)
    for number in (0, 1):
        path = f"/{amal.lang}/{ROOM}/results/hw-all/learners/account-of-pupil{number:03}"
        page = amal.open(path)
        assert len(page.with_class("verdict")) > 5
        assert [form.action for form in page.forms() if "sign" not in form.action] == []
        assert page.with_class("wrong") or number == 1


def test_an_attempt_can_be_chosen_and_one_that_is_none_is_not_found(
    app: Flask, amal: Browser, lesson: Lesson
) -> None:
    with again(app, lesson) as more:
        more.play(0, lambda *_: True, now=LATER + timedelta(days=1))
    path = f"/{amal.lang}/{LEARNER}"
    assert not amal.open(path).with_class("wrong"), "the better one counts"
    assert amal.open(f"{path}?attempt=1").with_class("wrong")
    for wrong in ("3", "0", "x", "-1", "9" * 30):
        amal.open(f"{path}?attempt={wrong}", status=404)


def test_with_few_answers_the_pages_say_so(amal: Browser) -> None:
    questions = amal.open(f"/{amal.lang}/{HOMEWORK}/questions").text
    languages = amal.open(f"/{amal.lang}/{HOMEWORK}/languages").text
    hidden = {"ar": "1 من 10", "en": "1 of 10 answers"}[amal.lang]
    few = {"ar": "لا تكفي البيانات", "en": "Not enough data"}[amal.lang]
    assert hidden in questions
    assert few in languages


def test_languages_are_compared_in_fairness_mode(app: Flask, amal: Browser, lesson: Lesson) -> None:
    with again(app, lesson) as more:
        every_kind(more, "hw-fair", "fairness")
        for number in range(3):
            more.play(number, by_rank, "hw-fair")
    page = amal.open(f"/{amal.lang}/{ROOM}/results/hw-fair/languages")
    few = {"ar": "لا تكفي البيانات", "en": "Not enough data"}[amal.lang]
    assert few in page.text
    assert len(page.all(".//tbody/tr")) >= 8


@pytest.mark.parametrize("path", TABLES)
def test_every_table_comes_as_a_workbook_and_as_csv(amal: Browser, path: str) -> None:
    book = amal.client.get(f"/{amal.lang}/{path}.xlsx")
    plain = amal.client.get(f"/{amal.lang}/{path}.csv")
    assert (book.status_code, plain.status_code) == (200, 200)
    for response, form in ((book, "xlsx"), (plain, "csv")):
        assert f'.{form}"' in response.headers["Content-Disposition"]
        assert response.headers["Content-Disposition"].startswith("attachment")
    sheet = CalamineWorkbook.from_object(io.BytesIO(book.data)).get_sheet_by_index(0)
    rows = list(csv.reader(io.StringIO(plain.data.decode("utf-8-sig"), newline="")))
    assert plain.data.startswith(b"\xef\xbb\xbf")
    assert [str(cell) for cell in sheet.to_python()[0]] == rows[0]
    assert len(sheet.to_python()) == len(rows)
    with zipfile.ZipFile(io.BytesIO(book.data)) as packed:
        xml = packed.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in xml) == (amal.lang == "ar")


def test_a_pupil_whose_name_is_a_formula_harms_nobody(app: Flask, amal: Browser) -> None:
    with app.app_context(), writing(database()) as connection:
        connection.exec_driver_sql("UPDATE account SET name = '=1+2' WHERE login = 'pupil000'")
    made = amal.client.get(f"/{amal.lang}/{ROOM}/tables/overview.csv").data.decode("utf-8-sig")
    assert "\r\n'=1+2," in made
    assert "=1+2" in amal.open(f"/{amal.lang}/{HOMEWORK}").text


def test_one_click_sets_the_warm_up(app: Flask, amal: Browser, lesson: Lesson) -> None:
    empty = amal.open(f"/{amal.lang}/{ROOM}/memory")
    assert len(list(empty.forms())) == 2, "the choice of article and day, and signing out"
    with again(app, lesson) as more:
        student = Student(more.session, more.pupils[0])
        student.start(article=SLUG)
        student.study()
    page = amal.open(f"/{amal.lang}/{ROOM}/memory")
    form = page.form("/warm-up")
    response = amal.post(form)
    assert response.status_code == 303
    assert amal.post(form).headers["Location"] == response.headers["Location"], "once"
    with again(app, lesson) as more:
        tasks = homework.due_for(more.session, account_id=more.pupils[1], now=ambient.now())
        (warm_up,) = [task for task in tasks if task.homework.items]
        assert 0 < len(warm_up.homework.items) <= 6


def test_a_warm_up_that_saves_nothing_is_not_set(app: Flask, amal: Browser) -> None:
    token = amal.open(f"/{amal.lang}/settings").form("/settings").sent["csrf_token"][0]
    response = amal.client.post(
        f"/{amal.lang}/{ROOM}/memory/warm-up", data={"csrf_token": token, "article": SLUG}
    )
    assert response.status_code == 422


@pytest.mark.parametrize("day", ["", "2026-02-30", "x", "0001-01-01", "9999-12-31"])
def test_any_day_in_the_address_is_moved_within_reach(amal: Browser, day: str) -> None:
    amal.open(f"/{amal.lang}/{ROOM}/memory?day={day}&article={SLUG}")


@pytest.mark.parametrize("path", [*PAGES, *(f"{table}.csv" for table in TABLES)])
def test_strangers_pupils_and_other_teachers_find_nothing(
    app: Flask, stranger: Browser, lesson: Lesson, path: str
) -> None:
    with again(app, lesson) as more:
        other = more.teacher("Salwa")
    for account, role in ((other, "teacher"), (lesson.pupils[0], "learner")):
        enter(app, stranger, account, role)
        stranger.open(f"/{stranger.lang}/{path}", status=404)


@pytest.mark.parametrize(
    "path",
    [
        f"{ROOM}/results/nowhere",
        f"{ROOM}/results/nowhere/questions",
        f"{ROOM}/results/nowhere/languages",
        f"{HOMEWORK}/learners/nobody",
        f"{ROOM}/memory?article=nowhere",
        f"{ROOM}/worksheet?what=homework:nowhere",
        f"{ROOM}/worksheet?what=article:nowhere",
        f"{HOMEWORK}/tables/other.csv",
        f"{HOMEWORK}/tables/grid.pdf",
    ],
)
def test_what_is_not_there_is_not_found(amal: Browser, path: str) -> None:
    amal.open(f"/{amal.lang}/{path}", status=404)


@pytest.mark.parametrize("layout", worksheet.LAYOUTS)
def test_a_sheet_stands_on_its_page_ready_for_print(amal: Browser, layout: str) -> None:
    path = f"/{amal.lang}/{ROOM}/worksheet"
    query = f"what=article:{SLUG}&layout={layout}&length=all&version=2"
    page = amal.open(f"{path}?{query}")
    assert len(page.with_class("sheet")) == 2
    assert page.with_class("sheet")[0].get("dir") == ("ltr" if layout == "en" else "rtl")
    assert len(page.with_class("segno")) == 1
    assert page.text == amal.open(f"{path}?{query}").text, "the same each time"
    assert page.text != amal.open(f"{path}?{query}&kinds=gap").text


@pytest.mark.parametrize("part", worksheet.PARTS)
def test_sheet_and_key_come_together_or_apart_as_a_document_too(amal: Browser, part: str) -> None:
    page = amal.open(f"/{amal.lang}/{ROOM}/worksheet?what=article:{SLUG}&part={part}")
    assert len(page.with_class("sheet")) == (2 if part == "both" else 1)
    assert bool(page.with_class("ws-key")) == (part != "sheet")
    response = amal.client.get(page.link_to("/worksheet.docx"))
    assert response.data.startswith(b"PK")
    assert "wordprocessingml" in response.content_type


def test_a_sheet_of_homework_has_its_questions(amal: Browser) -> None:
    grid = amal.open(f"/{amal.lang}/{HOMEWORK}")
    sheet = amal.open(f"/{amal.lang}/{ROOM}/worksheet?what=homework:hw-1&layout={amal.lang}")
    asked = [entry.findall("span")[0] for entry in grid.with_class("questions-asked")[0]]
    assert len(asked) == 5
    for question in asked:
        assert " ".join("".join(question.itertext()).split()) in sheet.text


def test_choices_that_fit_no_question_say_so(amal: Browser) -> None:
    page = amal.open(
        f"/{amal.lang}/{ROOM}/worksheet?what=article:{SLUG}&length=7&layout=de&kinds=x"
    )
    assert page.with_class("sheet"), "what means nothing is passed over"


def test_the_pdf_is_sent_or_the_page_says_why_not(
    amal: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/{amal.lang}/{ROOM}/worksheet.pdf?what=article:{SLUG}&layout=facing"
    made: list[str] = []

    def draw(html: str) -> bytes:
        made.append(html)
        return b"%PDF-1.7 drawn"

    monkeypatch.setattr(paper, "printed", draw)
    response = amal.client.get(path)
    assert response.content_type == "application/pdf"
    assert response.data == b"%PDF-1.7 drawn"
    assert made[0].startswith("<!doctype html>")

    def fail(html: str) -> bytes:
        raise PrintingFailed("missing")

    monkeypatch.setattr(paper, "printed", fail)
    page = amal.open(path, status=503)
    assert "Pango" in page.text
    assert page.with_class("sheet"), "the sheet is there for the browser to print"


@pytest.mark.slow
def test_the_pdf_of_a_sheet_is_a_pdf(amal: Browser) -> None:
    path = f"/{amal.lang}/{ROOM}/worksheet.pdf?what=article:{SLUG}&layout={amal.lang}"
    response = amal.client.get(path)
    if response.status_code == 503:
        pytest.skip("Pango is not installed here, so nothing can be drawn")
    assert response.data.startswith(b"%PDF")


def test_every_verdict_on_the_languages_can_be_read(
    app: Flask, amal: Browser, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = simulate(2, 200, harder_in_arabic={3: 2.0})
    large = [v for v in judge(made.seen()) if v.label is not Label.A][:1]
    small = judge(simulate(2, 90, harder_in_arabic={3: 2.5}).seen())
    shown = [*large, *small[:6], Verdict(Label.TOO_FEW, 12, 6)]
    assert {v.label for v in shown} >= {Label.LOOK, Label.UNSEEN, Label.TOO_FEW}
    read = results.language_fairness
    cause = Finding("Q07", Severity.WARNING, "x", "en", {"word": "not"})

    def with_verdicts(*args: object, **values: Any) -> LanguageReport:
        found = read(*args, **values)
        items = [row.item for row in found.rows]
        rows = tuple(
            LanguageRow(item, verdict, (cause,))
            for item, verdict in zip(items, shown, strict=False)
        )
        return replace(found, rows=rows)

    monkeypatch.setattr(results, "language_fairness", with_verdicts)
    with again(app, lesson) as more:
        every_kind(more, "hw-fair", "fairness")
        more.play(0, by_rank, "hw-fair")
    page = amal.open(f"/{amal.lang}/{ROOM}/results/hw-fair/languages")
    assert len(page.all(".//tbody/tr")) == 8
    second = {"ar": "يستحق نظرة ثانية", "en": "Worth a second look"}[amal.lang]
    harder = {"ar": "أصعب بالعربية", "en": "harder in Arabic"}[amal.lang]
    assert second in page.text
    assert harder in page.text
    assert "not" in page.text


def test_numbers_and_flags_of_questions_can_be_read(
    amal: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = simulate(5, 60, wrong_keys={0: 1})
    found = analyse(made.marks(), [Question(guess=0.25)] * 20, random.Random(1))
    tables = [option_table(made.choices(at), 4, {made.keys[at]}, random.Random(1)) for at in (0, 1)]
    assert any(row.flag for table in tables for row in table)
    read = results.item_analysis

    def with_numbers(*args: object, **values: Any) -> ItemReport:
        report = read(*args, **values)
        rows = tuple(
            replace(
                row,
                versions=2 + at,
                analysis=found.items[at],
                options=tuple(
                    zip(row.item.options, tables[at % 2], strict=False) if row.options else ()
                ),
            )
            for at, row in enumerate(report.rows)
        )
        return replace(report, test=found.test, rows=rows)

    monkeypatch.setattr(results, "item_analysis", with_numbers)
    for table, make in (("questions", questions_table), ("options", options_table)):
        monkeypatch.setitem(cast("dict[str, Any]", OF_HOMEWORK), table, (with_numbers, make))
    page = amal.open(f"/{amal.lang}/{HOMEWORK}/questions")
    check = {"ar": "يلزم التحقّق من المفتاح", "en": "Check the key"}[amal.lang]
    assert check in page.text
    for table in ("questions", "options"):
        sent = amal.client.get(f"/{amal.lang}/{HOMEWORK}/tables/{table}.csv").data.decode(
            "utf-8-sig"
        )
        rows = list(csv.reader(io.StringIO(sent, newline="")))
        assert any(cell.startswith("0.") for row in rows for cell in row)


@pytest.mark.parametrize(
    "title", ["واجب الأسبوع الثالث", "Homework of week three", "5 - 3", "<b>&"]
)
def test_titles_and_names_of_any_script_keep_to_themselves(
    app: Flask, amal: Browser, lesson: Lesson, title: str
) -> None:
    with again(app, lesson) as more:
        terms = TermsWish(title=title, opens_at=NOW, due_at=NOW + timedelta(days=400), attempts=2)
        more.give("hw-named", terms=terms)
        more.play(0, by_rank, "hw-named")
    with app.app_context(), writing(database()) as connection:
        renamed = text("UPDATE account SET name = :name WHERE login = 'pupil000'")
        connection.execute(renamed, {"name": title})
        connection.execute(text("UPDATE classroom SET name = :name"), {"name": title})
    for path in PAGES:
        page = amal.open(f"/{amal.lang}/{path.replace('hw-1', 'hw-named')}")
        assert " ".join(title.split()) in page.text
    for layout in worksheet.LAYOUTS:
        amal.open(f"/{amal.lang}/{ROOM}/worksheet?what=homework:hw-named&layout={layout}")
