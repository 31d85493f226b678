"""C6: what is sent again under its key gets the same reply, byte for byte, and does nothing more.

Races of one key are in `tests/services/test_rounds_races.py` and `test_cards_races.py`, keys in any
order in the state machines beside them. Here every kind of form that makes something is sent
twice over HTTP, and answers of one round in any order, each again at any time.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quizapp.web.quiz.routes import LEADS_TO
from tests.answers import SKIPPED
from tests.importing import moodle_file, wait_for_readers
from tests.security.rows import changed, rows_of
from tests.security.seeing import Seen, seen
from tests.web.api.programs import Program
from tests.web.api.test_writing import ARTICLE
from tests.web.browsing import Browser, Form
from tests.web.playing import (
    KINDS,
    Player,
    answer_form,
    play_on,
    responses,
    round_of,
    start,
)
from tests.web.reviewing import grading, take_up, turn
from tests.web.schooling import make_class
from tests.web.teaching import make_article
from tests.web.test_answering import NOTE
from tests.web.test_mine import bring

Sent = Callable[..., Seen]
LANG = "en"


def posting(browser: Browser, form: Form, **fields: list[str]) -> Sent:
    """Send a form as it is, or with something else in it under the same key."""
    body = form.filled(fields)
    ours = {"Sec-Fetch-Site": "same-origin"}
    return lambda **other: seen(
        browser.client.post(form.action, data={**body, **other}, headers=ours)
    )


def an_answer(app: Flask, browser: Browser) -> Sent:
    page = start(browser, kinds=["choice"], length="5", lang=LANG)
    return posting(browser, answer_form(page), **dict(Player(app, page).right(1)))


def a_finish(app: Flask, browser: Browser) -> Sent:
    page = start(browser, kinds=["choice"], length="5", lang=LANG)
    return posting(browser, page.form("/finish"))


def a_round(app: Flask, browser: Browser) -> Sent:
    return posting(browser, browser.open("/en/articles/wide-fair/start").form("/start"))


def a_repeat(app: Flask, browser: Browser) -> Sent:
    page = start(browser, kinds=["choice"], length="5", lang=LANG)
    return posting(browser, browser.submit(page.form("/finish")).form("/repeat"))


def an_appeal(app: Flask, browser: Browser) -> Sent:
    page = start(browser, kinds=["gap"], length="5", lang=LANG)
    return posting(browser, play_on(browser, page, {"text": ["zzzz"]}).form("/appeal"))


def a_review(app: Flask, browser: Browser) -> Sent:
    graded = posting(browser, grading(turn(browser, take_up(browser))))
    return lambda **other: graded(**{"rating": ["3"], **other})  # The value of a button.


def a_class(app: Flask, browser: Browser) -> Sent:
    teacher = make_class(app, LANG).teacher
    form = teacher.open("/en/classes/new").form("/classes/new")
    return posting(teacher, form, name=["5b"], zone=["Asia/Amman"])


def homework(app: Flask, browser: Browser) -> Sent:
    room = make_class(app, LANG)
    form = room.teacher.open(f"{room.path}/homework/new").form("/homework/new")
    return posting(room.teacher, form, kinds=["choice"], length=["5"])


def a_beginning(app: Flask, browser: Browser) -> Sent:
    room = make_class(app, LANG)
    given = room.give(kinds=["choice"], length=5)
    huda = room.pupil()
    return posting(huda, huda.open(given.path).form("/begin"))


def joining(app: Flask, browser: Browser) -> Sent:
    room = make_class(app, LANG)
    huda = room.pupil()
    return posting(huda, huda.open("/en/join").form("/join"), code=[room.code()])


def a_draft(app: Flask, browser: Browser) -> Sent:
    teacher = make_class(app, LANG).teacher
    form = teacher.open("/en/teach/new").form("/new")
    names = {"title-ar": ["معرض"], "title-en": ["A fair"]}
    return posting(teacher, form, **names)


def a_draft_by_program(app: Flask, browser: Browser) -> Sent:
    program = Program.of(app, "teacher")
    program.get("me")
    return lambda **other: seen(program.post("drafts", {**ARTICLE, **other}, Idempotency_Key="k"))


def a_log(app: Flask, browser: Browser) -> Sent:
    other = Browser(app.test_client(), LANG)
    a_review(app, other)()
    data = other.client.get("/en/mine/waraqa.json").data
    bring(browser, data)
    return lambda: seen(bring(browser, data).response)


MADE = {
    each.__name__: each
    for each in (
        *(an_answer, a_finish, a_round, a_repeat, an_appeal, a_review, a_class, homework),
        *(a_beginning, joining, a_draft, a_draft_by_program, a_log),
    )
}


@pytest.mark.parametrize("what", MADE)
def test_the_second_reply_is_the_first_and_nothing_more_is_done(app: Flask, what: str) -> None:
    again = MADE[what](app, Browser(app.test_client(), LANG))
    first = again()
    assert first[0] in (200, 201, 303), first
    before = rows_of(app)
    assert again() == first
    assert again() == first
    assert changed(before, rows_of(app)) == set()


OTHERWISE = {
    "a_round": {"length": ["10"]},
    "a_review": {"rating": ["1"]},
    "a_class": {"name": ["6c"]},
    "homework": {"length": ["10"]},
    "a_draft": {"title-en": ["Another fair"]},
    "a_draft_by_program": {"title": {"ar": "معرض آخر", "en": "Another fair"}},
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_something_else_under_the_same_key_is_the_first_once_more(app: Flask, what: str) -> None:
    sent = MADE[what](app, Browser(app.test_client(), LANG))
    first = sent()
    before = rows_of(app)
    assert sent(**OTHERWISE[what]) == first
    assert changed(before, rows_of(app)) == set()


def test_a_file_sent_twice_is_read_once(app: Flask) -> None:
    teacher = make_class(app, LANG).teacher
    draft = make_article(teacher)
    form = teacher.open(f"{draft}/import").form("/import")

    def again() -> Seen:
        fields = {name: values[0] for name, values in form.sent.items() if name != "file"}
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head = '--x\r\nContent-Disposition: form-data; name="file"; filename="q.xml"\r\n\r\n'
        body = (parts + head).encode() + moodle_file() + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        return seen(teacher.client.post(form.action, data=body, content_type=kind))

    first = again()
    wait_for_readers()
    before = rows_of(app)
    assert again() == first
    wait_for_readers()
    assert changed(before, rows_of(app)) == set()


HOWS = ("right", "wrong", "skip")
STEPS = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(HOWS)), min_size=4, max_size=12)


def answered(player: Player, place: int, how: str) -> dict[str, object]:
    if how == "skip":
        return dict(SKIPPED)
    return dict(player.right(place) if how == "right" else player.wrong(place))


@pytest.mark.parametrize("mode", ["practice", "test"])
@pytest.mark.parametrize(
    ("lang", "kinds"), [("ar", KINDS[::2]), ("en", KINDS[1::2])], ids=["ar", "en"]
)
@given(steps=STEPS)
@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_answers_sent_again_at_any_time_get_their_first_reply(
    app: Flask, lang: str, kinds: tuple[str, ...], mode: str, steps: list[tuple[int, str]]
) -> None:
    browser = Browser(app.test_client(), lang)
    page = start(browser, kinds=list(kinds), length="5", lang=lang, mode=mode)
    player, token = Player(app, page), answer_form(page).sent["csrf_token"][0]
    base = page.path.rsplit("/", 1)[0]
    told: dict[int, tuple[str, Seen]] = {}
    before = len(responses(app))
    # The last place stays open, so that the round does.
    for place, how in ((1 + place % 4, how) for place, how in steps):
        # One key a place, as one form has: another answer under it is no other answer.
        fields = answered(player, place, how)
        body = {**fields, "csrf_token": token, "client_key": f"{round_of(page)}-{place}"}
        script = {"X-Fragment": "1"}
        stored = responses(app)[before:]
        reply = seen(browser.client.post(f"{base}/{place}", data=body, headers=script))
        how_first, first = told.setdefault(place, (how, reply))
        assert reply[0] == first[0] == (200 if mode == "practice" else 204)
        assert feedback(reply[3]) == feedback(first[3])
        again = len(told) == len(stored)
        assert again == (responses(app)[before:] == stored), "it is stored once, as it first was"
        # Who meant something else by it is told which one counts; in a test that cannot be known.
        noted = NOTE[lang] in reply[3] if mode == "practice" else "note=first" in reply[2][LEADS_TO]
        assert noted == (again and (how != how_first or mode == "test"))


def feedback(text: str) -> str:
    """The feedback alone: how far the round is, and where it leads, goes on with other answers."""
    inside = text.partition('id="feedback"')[2]
    assert inside or not text
    return inside.partition("<a ")[0]
