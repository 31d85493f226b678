"""C4: nothing that a player is sent says what is right before the answer, or before the reveal.

Two proofs that need no list of secrets. *The key is changed behind the page*: a question is shown,
its item then gets another key, other reasons and other proofs, and is shown again: not one byte
may differ. *Two pupils answer the same test*, one rightly, one wrongly: until the solutions are
shown, all that either of them can reach must be the same but for who they are.

Canary keys of typed questions in homework, through every page and file until it is due, are in
`tests/web/test_homework.py`; fronts of cards in `tests/web/test_cards.py`; that sheets keep the key
apart in `tests/formats/worksheet` and `tests/formats/document`; that the position of the key says
nothing in `tests/domain/generation`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.db import play
from quizapp.domain.bilingual import LANGS, BilingualList
from quizapp.domain.items.base import Item, TypedKey
from quizapp.extensions import database
from quizapp.services import texts
from quizapp.web import ambient
from quizapp.web.api import shapes
from tests.samples import b
from tests.security.seeing import Seen, seen
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.playing import KINDS, Player, answer_form, position_of, round_of, start, words
from tests.web.schooling import Classroom, make_class
from tests.web.test_homework import Clock, clock, times
from tests.web.test_homework import begin as begin_homework

__all__ = ["clock"]


def with_another_key(item: Item) -> Item:
    """The same question, with another right answer, for other reasons."""
    typed = item.typed
    if typed is not None:
        size = {lang: len(typed.accepted[lang][0].split()) for lang in LANGS}
        typed = TypedKey(
            accepted=BilingualList(**{s: (" ".join(["canary"] * n),) for s, n in size.items()}),
            value=None if typed.value is None else typed.value + 7,
            month=typed.month,
        )
    key = item.key
    if item.kind in ("match", "order"):
        key = (*key[1:], key[0])
    elif key:
        others = [n for n in range(len(item.options)) if n not in key]
        key = (*others, *key)[: len(key)]
        assert set(key) != set(item.key)
    options = tuple(
        replace(option, id=f"canary-{n}", gloss=b("كناري", "canary"), reason=None)
        for n, option in enumerate(item.options)
    )
    return replace(
        item,
        id="canary/canary/canary/canary",
        facts=("canary",),
        slot="canary",
        explanation=b("كناري", "canary"),
        evidence=(),
        claim=None,
        options=options,
        key=key,
        typed=typed,
    )


def fingerprint(app: Flask, page: Page) -> str:
    """The name under which the process remembers the item that a page asks."""
    player = Player(app, page)
    with app.app_context():
        connection = database().connection()
        owner = text("SELECT account_id FROM round WHERE public_id = :id")
        found = connection.execute(owner, {"id": player.round_id}).one()
        row = play.find_question(connection, found[0], player.round_id, position_of(page))
        assert row is not None
        return str(row.item_fingerprint)


def told(visitor: Browser, paths: list[str], token: str) -> list[Seen]:
    """What the addresses say, and the first to a script and to somebody who answers nothing."""
    shown = [seen(visitor.client.get(path)) for path in paths]
    part = visitor.client.get(paths[0], headers={"X-Fragment": "1"})
    refused = visitor.client.post(paths[0], data={"csrf_token": token})
    assert (part.status_code, refused.status_code) == (200, 422)
    return [*shown, seen(part), seen(refused)]


@pytest.mark.parametrize(("lang", "mode"), [("ar", "practice"), ("en", "test")])
def test_another_key_changes_nothing_of_the_question(
    app: Flask, visitor: Browser, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = ambient.now()
    monkeypatch.setattr(ambient, "now", lambda: now)
    for kind in KINDS:
        page = start(visitor, kinds=[kind], length="5", mode=mode, lang=visitor.lang)
        item, _, _ = Player(app, page).asked(1)
        base = f"/{visitor.lang}"
        paths = [page.path, page.path.rsplit("/", 1)[0], f"{base}/mine/waraqa.json"]
        if kind in ("choice", "gap"):
            paths += [f"{base}/{more}" for more in ("", "history", "progress", "cards")]
        token = answer_form(page).sent["csrf_token"][0]
        before = told(visitor, paths, token)
        other = with_another_key(item)
        with monkeypatch.context() as poisoned:
            poisoned.setitem(texts._ITEMS, fingerprint(app, page), other)
            assert Player(app, page).asked(1)[0] == other, "it is asked from here"
            assert told(visitor, paths, token) == before, kind
        assert "canary" not in repr(before)
        visitor.submit(page.form("/finish"))


def test_another_key_changes_nothing_of_what_a_learners_program_reads(app: Flask) -> None:
    with app.app_context():
        connection = database().connection()
        names = connection.exec_driver_sql("SELECT id, fingerprint FROM item_version").all()
        items = texts.items_of(connection, {row[1]: row[0] for row in names}).values()
    assert {item.kind for item in items} == set(KINDS)
    for item in items:
        # Its id is shown as what this account alone has for it, made with a secret.
        # Steps to be put in order are never shown in the right one, so that one stays.
        other = replace(with_another_key(item), id=item.id)
        if item.kind == "order":
            other = replace(other, key=item.key)
        shown = shapes.question(item, "an account")
        assert shapes.question(other, "an account") == shown
        assert item.id not in repr(shown)
        assert shapes.question(item, "another")["id"] != shown["id"]


def pupils(app: Flask, room: Classroom) -> list[Browser]:
    """Two pupils of one name."""
    found = []
    for number in (1, 2):
        browser = Browser(app.test_client(), room.lang)
        enter_as(app, browser, "learner", name="Huda", login=f"huda{number}")
        form = browser.open(f"/{room.lang}/join").form("/join")
        browser.submit(form, {"code": [room.code()]})
        found.append(browser)
    return found


def reachable(room: Classroom, homework: str, round_id: str, total: int) -> list[str]:
    base = f"/{room.lang}"
    return [
        *(f"{base}/rounds/{round_id}/{n}" for n in range(1, total + 1)),
        *(f"{base}/{p}" for p in ("", "homework", "history", "progress", "cards", "review")),
        *(f"{base}/mine/waraqa.{form}" for form in ("json", "csv")),
        *(f"{base}/mine", f"{base}/notices", f"{base}/settings/goals", homework),
    ]


@pytest.mark.parametrize(
    ("lang", "asked"), [("ar", KINDS[:4]), ("en", ("number", "match", "order")), ("en", KINDS[7:])]
)
def test_right_and_wrong_look_alike_until_the_solutions_are_shown(
    app: Flask, lang: str, asked: tuple[str, ...], clock: Clock
) -> None:
    room = make_class(app, lang)
    given = room.give(
        kinds=list(asked),
        length=20,
        mode="test",
        draw="fixed",
        **times(clock, timedelta(), timedelta(hours=5)),
    )
    both = pupils(app, room)
    pages = [begin_homework(each, each.open(given.path)) for each in both]
    ids = [round_of(page) for page in pages]
    kinds: set[str] = set()
    looked = 0
    while "/result" not in pages[0].path:
        place = position_of(pages[0])
        players = [Player(app, page) for page in pages]
        item, _, _ = players[0].asked(place)
        kinds.add(item.kind)
        sent = [players[0].right(place), players[1].wrong(place)]
        replies = []
        for browser, page, fields in zip(both, pages, sent, strict=True):
            body = answer_form(page).filled(fields)
            script = {"X-Fragment": "1"} if place % 2 else {}
            replies.append(browser.client.post(page.path, data=body, headers=script))
        alike = [seen(each, own) for each, own in zip(replies, ids, strict=True)]
        assert alike[0] == alike[1], item.kind
        pages = [each.open(f"/{lang}/rounds/{own}") for each, own in zip(both, ids, strict=True)]
        # Once it is handed in, both are told their points, and still nothing else.
        if len(kinds) > looked and "/result" not in pages[0].path:
            looked = len(kinds)
            total = place + 1
            for paths in zip(*(reachable(room, given.path, i, total) for i in ids), strict=True):
                shown = [
                    seen(browser.client.get(path), own, f"huda{number}")
                    for number, (browser, path, own) in enumerate(
                        zip(both, paths, ids, strict=True), 1
                    )
                ]
                assert shown[0] == shown[1], paths[0]
    assert kinds == set(asked)


@pytest.mark.parametrize("lang", ["en"])
def test_leaving_the_class_does_not_open_the_solutions(app: Flask, lang: str, clock: Clock) -> None:
    room = make_class(app, lang)
    due = times(clock, timedelta(), timedelta(hours=5))
    given = room.give(kinds=["gap"], length=5, mode="test", **due)
    huda = room.pupil()
    page = begin_homework(huda, huda.open(given.path))
    item, _, asked_in = Player(app, page).asked(1)
    assert item.typed is not None
    round_id = round_of(page)
    huda.submit(page.form("/finish"))
    left = huda.open(room.path)
    huda.submit(left.form("/leave"))
    for path in (f"rounds/{round_id}/1", f"rounds/{round_id}/result", "mine/waraqa.json"):
        shown = huda.client.get(f"/{lang}/{path}").text
        assert item.typed.accepted[asked_in][0] not in shown, path
    token = huda.open(f"/{lang}/settings").form("/settings").sent["csrf_token"][0]
    again = huda.client.post(f"/{lang}/rounds/{round_id}/repeat", data={"csrf_token": token})
    assert again.headers.get("Location", "").endswith("/result") or again.status_code == 404


@pytest.mark.parametrize("lang", ["ar"])
def test_the_values_of_options_are_places_and_say_nothing(app: Flask, visitor: Browser) -> None:
    for kind in KINDS:
        page = start(visitor, kinds=[kind], length="5", lang=visitor.lang)
        offered = answer_form(page).offered
        values = {
            value
            for name, choices in offered.items()
            if name == "choice" or name.startswith(("pair-", "place-"))
            for value in choices or ()
        } - {""}
        if offered.get("text", 0) == 0:
            assert values == {str(n) for n in range(1, len(values) + 1)}, kind
        assert words("check", visitor.lang) in answer_form(page).buttons
        visitor.submit(page.form("/finish"))
