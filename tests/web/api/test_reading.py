"""Reading content and one's own through the interface."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from quizapp.extensions import database
from quizapp.services import content
from tests.web.api.programs import Program, follows
from tests.web.playing import SLUG


@pytest.fixture
def learner(app: Flask) -> Program:
    return Program.of(app, "learner")


@pytest.fixture
def teacher(app: Flask) -> Program:
    return Program.of(app, "teacher")


def test_articles_are_listed_and_shown_with_their_text(learner: Program) -> None:
    listed = learner.get("articles")
    follows("ArticleHeadPage", listed)
    assert [head["slug"] for head in listed["data"]] == [SLUG]
    shown = learner.get(f"articles/{SLUG}")
    follows("Article", shown)
    assert shown["paragraphs"][0]["sentences"][0]["text"]["ar"]


def test_every_page_of_every_list_together_is_the_list(learner: Program) -> None:
    for path, shape in (
        (f"articles/{SLUG}/items", "ItemPage"),
        (f"articles/{SLUG}/cards", "CardPage"),
        ("decks", "DeckPage"),
        (f"decks/{SLUG}/terms/cards", "HeldCardPage"),
    ):
        whole = learner.get(f"{path}?limit=100")
        follows(shape, whole)
        assert len(whole["data"]) > 2, path
        assert learner.pages(path, limit=2)[: len(whole["data"])] == whole["data"]


def test_a_learner_gets_no_key_and_no_name_that_gives_it_away(app: Flask, learner: Program) -> None:
    shown = learner.pages(f"articles/{SLUG}/items", limit=100)
    with app.app_context():
        bank = content.bank_of(database(), SLUG)
    assert len(shown) == len(bank.items)
    assert not any("key" in item for item in shown)
    text = json.dumps(shown, ensure_ascii=False)
    assert not [item.id for item in bank.items if item.id in text]
    ids = [item["id"] for item in shown]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)


def test_the_order_of_steps_shown_is_not_the_right_one(app: Flask, learner: Program) -> None:
    for item in learner.pages(f"articles/{SLUG}/items?kind=order", limit=100):
        with app.app_context():
            bank = content.bank_of(database(), SLUG)
        right = [
            [each.options[index].text.en for index in each.key]
            for each in bank.items
            if each.kind == "order"
        ]
        assert item["asked"]["en"]["options"] not in right


def test_another_learner_has_other_names_for_the_same_questions(
    app: Flask, learner: Program
) -> None:
    other = Program.of(app, "learner")
    mine, hers = (
        {item["id"] for item in who.pages(f"articles/{SLUG}/items", limit=100)}
        for who in (learner, other)
    )
    assert not mine & hers


def test_a_teacher_gets_the_keys(app: Flask, teacher: Program) -> None:
    with app.app_context():
        bank = content.bank_of(database(), SLUG)
    shown = teacher.pages(f"articles/{SLUG}/items", limit=100)
    follows("ItemPage", {"data": shown, "next": None})
    assert [item["id"] for item in shown] == [item.id for item in bank.items]
    for item in shown:
        assert tuple(item["key"]["right"]) == bank.by_id[item["id"]].key


def test_lists_can_be_narrowed(learner: Program) -> None:
    gaps = learner.pages(f"articles/{SLUG}/items?kind=gap", limit=5)
    assert {item["kind"] for item in gaps} == {"gap"}
    terms = learner.pages(f"articles/{SLUG}/cards?deck=terms", limit=5)
    assert {card["deck"] for card in terms} == {"terms"}


def test_content_known_already_is_not_sent_again(learner: Program) -> None:
    for path in ("articles", f"articles/{SLUG}", f"articles/{SLUG}/items", "openapi.json"):
        tag = learner.send("GET", path).headers["ETag"]
        again = learner.send("GET", path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        other = learner.send("GET", path, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200


def test_what_is_personal_is_stored_nowhere(learner: Program) -> None:
    for path in ("me", "me/progress", "me/reviews", "me/export", "decks"):
        assert learner.send("GET", path).headers["Cache-Control"] == "no-store"


def test_a_token_says_whose_it_is(learner: Program) -> None:
    me = learner.get("me")
    follows("Me", me)
    assert (me["name"], me["role"]) == ("Huda", "learner")
    assert me["token"]["scopes"] == ["content:read", "progress:read"]


def test_progress_and_export_are_the_learners_own(learner: Program) -> None:
    follows("Progress", learner.get("me/progress"))
    export = learner.get("me/export")
    follows("Export", export)
    assert export["format"] == "waraqa"


@pytest.mark.parametrize(
    "path",
    [
        "articles/none",
        "articles/none/items",
        "articles/none/cards",
        "decks/none/terms/cards",
        f"decks/{SLUG}/none/cards",
        "nowhere",
        "/api/v2/",
        "/api/",
        "articles?cursor=x",
        "articles?cursor=%D9%88",
        "articles?cursor=WzFd",
        "me/reviews?cursor=WzEsMSwieHgiXQ",
        "me/reviews?cursor=Wzk5OTk5OTk5OTk5OTk5OTksMSwiMDAiXQ",
    ],
)
def test_what_is_not_there_is_a_404(learner: Program, path: str) -> None:
    learner.get(path, 404)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "out_of_range"),
        ("limit=101", "out_of_range"),
        ("limit=x", "type"),
        ("limit=", "type"),
        ("limit=-1", "type"),
        ("limit=1&limit=2", "too_many"),
        ("limit=%D9%A3", "type"),
        (f"limit={'9' * 5000}", "type"),
        ("cursor=", "too_short"),
        (f"cursor={'x' * 401}", "too_long"),
        ("else=1", "unknown_field"),
    ],
)
def test_a_query_that_is_not_described_is_a_400(learner: Program, query: str, code: str) -> None:
    problem = learner.get(f"articles?{query}", 400)
    assert problem["errors"][0]["code"] == code


def test_what_cannot_be_json_is_a_406(learner: Program) -> None:
    for accept in ("text/html", "application/xml;q=0.9, application/json;q=0"):
        learner.get("me", 406, headers={"Accept": accept})
    for accept in ("application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""):
        learner.get("me", headers={"Accept": accept})


@pytest.mark.parametrize(("accept", "title"), [("ar-EG, en;q=0.1", "لا"), ("en", "There")])
def test_problems_speak_the_language_that_is_asked_for(
    learner: Program, accept: str, title: str
) -> None:
    response = learner.send("GET", "articles/none", headers={"Accept-Language": accept})
    assert response.json["title"].startswith(title)
    assert response.headers["Content-Language"] == accept[:2]
