"""What a learner is told after an answer: the verdict, the right answer, and why."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.domain.bilingual import other
from quizapp.domain.items.base import Answer, Outcome
from quizapp.domain.items.registry import kind_of
from quizapp.extensions import database
from tests.web.browsing import Browser, Page
from tests.web.playing import Player, play_on, start


def asked(app: Flask, visitor: Browser, kind: str, **values: object) -> tuple[Page, Player]:
    page = start(visitor, kinds=[kind], length="5", lang=visitor.lang, **values)
    return page, Player(app, page)


def texts_of(page: Page, name: str) -> list[str]:
    return [" ".join("".join(e.itertext()).split()) for e in page.with_class(name)]


def test_the_evidence_is_marked_alone_and_on_demand_in_its_paragraph_and_in_both_languages(
    app: Flask, visitor: Browser
) -> None:
    page, player = asked(app, visitor, "choice")
    item, _, lang = player.asked(1)
    feedback = play_on(visitor, page, player.wrong(1))
    marks = [mark.text for mark in feedback.tree.iter("mark")]
    assert {p.get("lang") for p in feedback.with_class("evidence")} == {"ar", "en"}
    assert [p.get("lang") for p in feedback.with_class("passage")] == [lang]
    assert len(marks) == 3 * len(item.evidence)
    assert item.explanation[lang] in feedback.text
    assert item.explanation[other(lang)] in feedback.text
    around, details = (d for d in feedback.tree.iter("details") if d.get("class") != "finish")
    assert [p.get("class") for p in around.iter("div")] == ["passage"], "neighbours on demand only"
    inside = " ".join("".join(details.itertext()).split())
    assert item.explanation[other(lang)] in inside, "the other language on demand"
    assert item.explanation[lang] not in inside


def test_right_and_wrong_are_said_beside_the_options(app: Flask, visitor: Browser) -> None:
    page, player = asked(app, visitor, "choice")
    feedback = play_on(visitor, page, player.wrong(1))
    said = texts_of(feedback, "verdict")
    mine = {"ar": "إجابتك", "en": "Your answer"}[visitor.lang]
    right = {"ar": "الإجابة الصحيحة", "en": "Correct answer"}[visitor.lang]
    assert sorted(said) == sorted([mine, right])


@pytest.mark.parametrize("in_article", [True, False])
def test_a_wrong_choice_is_explained_by_what_it_is(
    app: Flask, visitor: Browser, in_article: bool
) -> None:
    page, player = asked(app, visitor, "choice")
    while True:
        item, order, lang = player.asked(int(page.path.split("/")[4]))
        wrong = [
            (place, item.options[index])
            for place, index in enumerate(order, 1)
            if index not in item.key
            and item.options[index].gloss
            and item.options[index].in_article == in_article
        ]
        if wrong:
            break
        page = visitor.open(f"{page.path.rsplit('/', 1)[0]}/{int(page.path.split('/')[4]) + 1}")
    place, option = wrong[0]
    assert option.gloss is not None
    feedback = play_on(visitor, page, {"choice": [str(place)]})
    told = " ".join(texts_of(feedback, "mistake"))
    assert option.text[lang] in told
    assert option.gloss[lang] in told
    mentions = {
        (True, "ar"): "يذكره المقال",
        (False, "ar"): "لا ذكر له في المقال",
        (True, "en"): "The article mentions it",
        (False, "en"): "does not mention it",
    }
    assert mentions[in_article, visitor.lang] in told


def test_a_slip_of_spelling_counts_and_shows_the_right_one(app: Flask, visitor: Browser) -> None:
    page, player = asked(app, visitor, "gap")
    position, right, slip = _slip(player)
    page = visitor.open(f"{page.path.rsplit('/', 1)[0]}/{position}")
    feedback = play_on(visitor, page, {"text": [slip]})
    assert "feedback close" in feedback.response.text
    panel = " ".join(texts_of(feedback, "feedback"))
    assert right in panel, "the whole word, never letter by letter"
    assert slip in " ".join(texts_of(feedback, "typed"))


def _slip(player: Player) -> tuple[int, str, str]:
    """Find a question and a misspelling of its answer that is close to it and no more."""
    for position in range(1, 6):
        item, _, lang = player.asked(position)
        assert item.typed is not None
        right = item.typed.accepted[lang][0]
        for at in range(1, len(right)):
            slip = right[:at] + right[at + 1 :]
            grade = kind_of("gap").grade(item, Answer(text=slip), lang)
            if grade.outcome is Outcome.CLOSE:
                return position, right, slip
    raise AssertionError("no answer can be misspelt")


def test_a_wrong_word_shows_what_was_typed_and_what_was_expected(
    app: Flask, visitor: Browser
) -> None:
    page, player = asked(app, visitor, "gap")
    item, _, lang = player.asked(1)
    assert item.typed is not None
    feedback = play_on(visitor, page, {"text": ["شيء آخر xyz"]})
    (typed,) = texts_of(feedback, "typed")
    assert "شيء آخر xyz" in typed
    assert item.typed.accepted[lang][0] in typed


@pytest.mark.parametrize("kind", ["match", "order", "multiple_choice"])
def test_an_answer_can_be_partly_right(app: Flask, visitor: Browser, kind: str) -> None:
    page, player = asked(app, visitor, kind)
    fields = dict(player.right(1))
    if kind == "multiple_choice":
        fields["choice"] = fields["choice"][:1]
    elif kind == "order":
        steps = sorted(fields, key=lambda name: int(fields[name][0]))
        ranks = ["2", "3", "1"] if len(steps) == 3 else [*map(str, range(2, len(steps) + 1)), "1"]
        fields = {name: [rank] for name, rank in zip(steps, ranks, strict=True)}
    else:
        fields["pair-1"], fields["pair-2"] = fields["pair-2"], fields["pair-1"]
    feedback = play_on(visitor, page, fields)
    partly = {"ar": "إجابة صحيحة جزئيًا", "en": "Partly correct answer"}[visitor.lang]
    assert partly in feedback.text
    result = feedback if "/result" in feedback.path else visitor.open(feedback.path)
    finished = next((f for f in result.forms() if f.action.endswith("/finish")), None)
    shown = (
        visitor.submit(finished)
        if finished
        else visitor.open(f"{page.path.rsplit('/', 1)[0]}/result")
    )
    assert partly in shown.text
    points = {"ar": "مع الإجابات الصحيحة جزئيًا", "en": "With partly correct answers"}
    assert points[visitor.lang] in shown.text


def test_a_question_reworded_since_says_so(app: Flask, visitor: Browser) -> None:
    page, player = asked(app, visitor, "choice")
    with app.app_context():
        database().connection().exec_driver_sql("UPDATE round_entry SET changed = true")
        database().commit()
    feedback = play_on(visitor, page, player.right(1))
    told = {"ar": "عُدّل هذا السؤال لاحقًا", "en": "has been changed since"}
    assert told[visitor.lang] in feedback.text


def test_certainty_stands_beside_the_verdict(app: Flask, visitor: Browser) -> None:
    page, player = asked(app, visitor, "choice", certainty="1")
    feedback = play_on(visitor, page, {**player.right(1), "certainty": ["guess"]})
    assert {"ar": "تخمين", "en": "A guess"}[visitor.lang] in feedback.text
