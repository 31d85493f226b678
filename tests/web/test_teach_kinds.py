"""Every kind of question, written by hand through its form, published and played."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.services import content
from tests.web.browsing import Browser, Form, Page
from tests.web.people import enter_as
from tests.web.teaching import make_article, publish


def sentences(form: Form) -> list[str]:
    offered = form.offered["proof"]
    assert offered is not None
    return sorted(offered - {""})


def both(name: str, ar: str, en: str) -> dict[str, list[str]]:
    return {f"{name}-ar": [ar], f"{name}-en": [en]}


def options(*texts: tuple[str, str, bool]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for n, (ar, en, right) in enumerate(texts):
        found |= both(f"option-{n}", ar, en)
        if right:
            found[f"option-{n}-right"] = ["1"]
    return found


ASKED = both("stem", "أي مدينة استضافت معرض الزهور؟", "Which city hosted the flower fair?")
FORMS: dict[str, dict[str, list[str]]] = {
    "choice": ASKED
    | options(("إربد", "Irbid", True), ("جرش", "Jerash", False), ("مادبا", "Madaba", False)),
    "multiple_choice": both("stem", "أي هؤلاء في الخبر؟", "Which of these are in the story?")
    | options(
        ("إربد", "Irbid", True),
        ("هدى النجار", "Huda Najjar", True),
        ("جرش", "Jerash", False),
        ("مادبا", "Madaba", False),
    ),
    "true_false": both(
        "material", "استضافت مدينة إربد معرض الزهور.", "The city of Irbid hosted the flower fair."
    )
    | {"truth": ["true"]},
    "gap": both(
        "material",
        "استضافت مدينة {{إربد}} معرض الزهور.",
        "The city of {{Irbid}} hosted the flower fair.",
    ),
    "number": both("stem", "كم مدرسة شاركت في المعرض؟", "How many schools took part in the fair?")
    | {"value": ["١٢"], "tolerance": ["1"]},
    "match": both("stem", "ما الذي يناسب كلًّا منها؟", "What belongs to each of them?")
    | both("row-0-left", "إربد", "Irbid")
    | both("row-0-right", "مدينة", "A city")
    | both("row-1-left", "هدى النجار", "Huda Najjar")
    | both("row-1-right", "أستاذة", "A professor")
    | both("row-2-left", "الخريف", "Autumn")
    | both("row-2-right", "فصل", "A season"),
    "order": both("stem", "ما ترتيب ما جرى؟", "In which order did it happen?")
    | both("step-0", "الدعوة", "The invitation")
    | both("step-1", "الافتتاح", "The opening")
    | both("step-2", "الختام", "The close"),
    "evidence": both("stem", "من افتتح المعرض؟", "Who opened the fair?"),
    "claim": both("material", "افتُتح المعرض.", "The fair was opened.") | {"claim": ["event"]},
}


@pytest.fixture
def address(app: Flask, visitor: Browser) -> str:
    """An article of a teacher without facts."""
    enter_as(app, visitor, "teacher", name="Huda")
    return make_article(visitor)


@pytest.mark.parametrize("kind", FORMS)
def test_a_question_of_this_kind_reaches_the_learners(
    app: Flask, visitor: Browser, address: str, kind: str
) -> None:
    form = visitor.open(f"{address}/questions/new/{kind}").form(kind)
    proofs = sentences(form)
    typed = {**FORMS[kind], "proof": [proofs[0]]}
    if kind == "number":
        typed["proof"] = [proofs[2]]
    if kind == "evidence":
        typed |= {"proof": [proofs[1]], "option-0-sentence": [proofs[0]]}
        typed |= {"option-1-sentence": [proofs[2]]}
    page = visitor.submit(form, typed)
    assert not [e for e in page.with_class("beside-field") if e.findall(".//p")], page.text
    assert page.with_class("shown"), page.text
    done = publish(visitor, address)
    assert done.with_class("done"), done.text
    with app.app_context():
        (head,) = [h for h in content.list_articles(database()) if h.slug.startswith("t-")]
        assert dict(head.kinds) == {kind: 1}


def test_a_number_is_taken_in_the_digits_that_were_typed(visitor: Browser, address: str) -> None:
    form = visitor.open(f"{address}/questions/new/number").form("number")
    page = visitor.submit(form, FORMS["number"])
    again = page.form("/" + page.path.split("/")[-1])
    assert (again.sent["value"], again.sent["tolerance"]) == (["12"], ["1"])


def slug_on_home(browser: Browser) -> str:
    """The slug of the teacher's article, as a learner finds it."""
    links = [str(a.get("href")) for a in browser.open(f"/{browser.lang}/").all(".//a")]
    return next(
        link.rsplit("/", 1)[-1]
        for link in links
        if "/articles/t-" in link and not link.endswith("/start")
    )


def test_a_changed_key_offers_to_judge_older_answers_anew(
    visitor: Browser, stranger: Browser, address: str
) -> None:
    form = visitor.open(f"{address}/questions/new/number").form("number")
    page = visitor.submit(form, {**FORMS["number"], "proof": [sentences(form)[2]]})
    publish(visitor, address)
    slug = slug_on_home(stranger)
    asked = stranger.submit(stranger.open(f"/{stranger.lang}/articles/{slug}").form("/start"))
    stranger.submit(asked.form("/1"), {"text": ["15"]})
    assert not regrades(visitor.open(f"{address}/review"))
    form = page.form("/" + page.path.split("/")[-1])
    visitor.submit(form, {"tolerance": ["3"]})
    assert regrades(publish(visitor, address))


def regrades(page: Page) -> list[str]:
    """Where a page leads to what is to be judged anew, below its banner."""
    links = [str(a.get("href")) for a in page.all(".//main//a")]
    return [link for link in links if link.endswith("/teach/appeals")]


def test_who_chooses_a_wrong_answer_reads_its_reason(
    app: Flask, visitor: Browser, stranger: Browser, address: str
) -> None:
    form = visitor.open(f"{address}/questions/new/choice").form("choice")
    reason = both("option-1-reason", "في جرش مهرجان آخر.", "Jerash has another festival.")
    typed = {**FORMS["choice"], **reason, "proof": [sentences(form)[0]]}
    visitor.submit(form, typed)
    publish(visitor, address)
    slug = slug_on_home(stranger)
    asked = stranger.submit(stranger.open(f"/{stranger.lang}/articles/{slug}").form("/start"))
    assert "festival" not in asked.response.text
    assert "مهرجان" not in asked.response.text
    wrong = "جرش" if stranger.lang == "ar" else "Jerash"
    labels = asked.with_class("option")
    place = next(n for n, label in enumerate(labels, 1) if wrong in "".join(label.itertext()))
    answered = stranger.submit(asked.form("/1"), {"choice": [str(place)]})
    assert ("مهرجان" if stranger.lang == "ar" else "festival") in answered.text


@pytest.mark.parametrize(
    ("field", "typed"), [("value", "3.5"), ("value", "٣٫٥"), ("month", "13"), ("tolerance", "½ m")]
)
def test_what_is_no_whole_number_is_said_at_its_field_and_kept(
    visitor: Browser, address: str, field: str, typed: str
) -> None:
    form = visitor.open(f"{address}/questions/new/number").form("number")
    page = visitor.submit(form, FORMS["number"] | {field: [typed]}, status=422)
    (problem,) = page.with_class("problem")
    assert problem.get("id") == f"{field}-problem"
    again = page.form("number")
    assert again.sent[field] == [typed]
    assert again.sent["stem-ar"] == FORMS["number"]["stem-ar"]
    visitor.submit(again, {field: ["1"]})
