"""C2: beyond `tests/web/test_stranger_matrix.py` and `tests/web/api`.

There every id of somebody's in every address is asked for by another teacher, a pupil of another
class, a guest and nobody: they find nothing, and nothing changes. Here: somebody who was in the
class, a thing of somebody else's asked for within a thing of one's own, and the ids that stand
in no path but in a query or a form.
"""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from quizapp.web.addresses import address
from tests.security.rows import changed, rows_of
from tests.security.seeing import seen
from tests.web.browsing import Browser
from tests.web.reviewing import take_up, turn
from tests.web.teaching import make_article, write_fact
from tests.web.test_role_matrix import turned_away
from tests.web.test_stranger_matrix import World, asked, named, token_of

OF_CLASS = {"class_id", "homework_id", "member_id"}
WITHIN = {
    "class_id": {"member_id", "homework_id"},
    "draft_id": {"job_id", "fact_id", "question_id", "term_id"},
}


def expel(world: World) -> Browser:
    """Remove the pupil from the class by her teacher's form."""
    teacher, pupil = world.owners
    path = f"/en/classes/{world.values['class_id']}"
    assert pupil.client.get(path).status_code == 200
    form = teacher.open(f"{path}/members/{world.values['member_id']}")
    away = next(f for f in form.forms() if ("do", "remove") in f.buttons.values())
    words = next(w for w, named in away.buttons.items() if named == ("do", "remove"))
    teacher.submit(away, button=words)
    return pupil


def test_whoever_was_removed_finds_nothing_more(app: Flask, world: World) -> None:
    pupil = expel(world)
    token = token_of(pupil)
    before = rows_of(app)
    tried = 0
    for rule, path in named(app, world):
        if rule.arguments & OF_CLASS:
            for method in {"GET", "POST"} & (rule.methods or set()):
                tried += 1
                assert turned_away(asked(pupil, method, path, token)), f"{method} {path}"
    assert tried > 30
    assert changed(before, rows_of(app)) == set()
    for path in ("/en/classes", "/en/homework"):
        text = pupil.open(path).text
        assert "Class 5" not in text, path


def test_nothing_of_others_is_found_within_ones_own(app: Flask, world: World) -> None:
    rania = world.strangers["teacher"]
    draft = make_article(rania)
    write_fact(rania, draft)
    own = {
        "class_id": rania.open("/en/classes").link_to("/classes/").rsplit("/", 1)[1],
        "draft_id": draft.rsplit("/", 1)[1],
    }
    token = token_of(rania)
    before = rows_of(app)
    tried = 0
    for rule, _ in named(app, world):
        outer = [name for name in WITHIN if name in rule.arguments]
        if not outer or not rule.arguments & WITHIN[outer[0]]:
            continue
        values = {**world.values, outer[0]: own[outer[0]]}
        with app.test_request_context("/en/"):
            wanted = {name: values[name] for name in rule.arguments - {"lang"}}
            path = address(rule.endpoint, **wanted)
        for method in {"GET", "POST"} & (rule.methods or set()):
            tried += 1
            response = asked(rania, method, path, token)
            assert turned_away(response), f"{method} {path}: {response.status_code}"
    assert tried > 12
    assert changed(before, rows_of(app)) == set()


# Every name that a view takes from a query or a form by itself, and what it can name.
NAMES_NOTHING = {
    *("done", "note", "saved", "ended", "revoked", "next", "lang", "what", "typed", "typing"),
    *("at", "of", "spelling", "reason", "font", "progress", "format", "kinds", "day", "until"),
    *("do", "sure", "side", "seen", "key", "back", "fingerprint", "parameters"),
    # Contents that came along, and a public article or sheet.
    *("found", "bundle", "article", "sheet"),
    # The number of an attempt of the pupil in the path.
    "attempt",
}
NAMES_A_THING = {"show": "a card, under an id of this account's own"}
TAKEN = re.compile(r"request\.(?:args|values|form)\.(?:get|getlist)\(\s*\"([a-z_]+)\"")


def test_whatever_a_query_or_a_form_can_name_is_known() -> None:
    found = {
        name
        for file in Path("quizapp/web").rglob("*.py")
        for name in TAKEN.findall(file.read_text(encoding="utf-8"))
    }
    assert NAMES_A_THING.keys() <= found
    unknown = found - NAMES_NOTHING - NAMES_A_THING.keys()
    assert not unknown, f"say here what {unknown} can name, and test it if that is somebody's"


def test_a_card_in_the_query_is_ones_own(app: Flask, visitor: Browser, stranger: Browser) -> None:
    back = turn(visitor, take_up(visitor))
    assert back.with_class("answer")
    take_up(stranger)
    foreign = stranger.client.get(back.response.request.full_path)
    assert foreign.status_code == 200
    assert 'class="answer"' not in foreign.text
    form = next(f for f in back.forms() if "review" in f.sent)
    before = rows_of(app)
    body = form.filled({}) | {"csrf_token": [token_of(stranger)], "rating": ["4"]}
    assert stranger.client.post(form.action, data=body).status_code == 404
    assert changed(before, rows_of(app)) == set()


def test_an_id_planted_in_a_query_leads_to_nobody_else(app: Flask, world: World) -> None:
    pupil = world.strangers["pupil"]
    fields = ("account_id", "class_id", "member_id", "owner_id", "round_id", "draft_id")
    planted = {field: str(world.values.get(field, 1)) for field in fields}
    for path in ("/en/history", "/en/mine/waraqa.json", "/en/classes", "/en/homework"):
        plain, more = (pupil.client.get(path, query_string=query) for query in ({}, planted))
        # The link to the other language leads to the same address, query and all.
        assert re.sub(r"\?account_id=[^\"]*", "", seen(more)[-1]) == seen(plain)[-1], path
