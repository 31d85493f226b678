"""Homework in the browser, in both languages: set, begun, answered in time, followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from quizapp.domain.local_time import local_texts
from quizapp.extensions import database
from quizapp.web import ambient
from tests.web.browsing import Browser, Page
from tests.web.people import enter_as
from tests.web.playing import Player, onward, play_on, position_of, round_of
from tests.web.schooling import Classroom, make_class

ZONE = "Asia/Amman"


class Clock:
    """The server's clock, to be put forward."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(ambient, "now", made)
    return made


@pytest.fixture
def room(app: Flask, lang: str, clock: Clock) -> Classroom:
    return make_class(app, lang)


def times(clock: Clock, opens: timedelta, due: timedelta) -> dict[str, object]:
    texts = {}
    for name, at in (("opens", opens), ("due", due)):
        texts[f"{name}_day"], texts[f"{name}_time"] = local_texts(clock.moment + at, ZONE)
    return dict(texts)


def begin(browser: Browser, page: Page) -> Page:
    form = page.form("/begin")
    return browser.submit(form, button=next(iter(form.buttons)))


def cards(page: Page) -> Iterator[str]:
    for element in page.tree.iter("article"):
        yield " ".join("".join(element.itertext()).split())


def test_homework_is_set_seen_and_done(app: Flask, room: Classroom, clock: Clock) -> None:
    huda = room.pupil()
    made = room.give(kinds=["choice"], length=5, title="Unit 3")
    assert made.path.startswith(f"/{room.lang}/homework/")
    for path in ("", "homework", f"classes/{room.class_id}"):
        assert any("Unit 3" in text for text in cards(huda.open(f"/{room.lang}/{path}"))), path
    page = begin(huda, huda.open(made.path))
    while "/result" not in page.path:
        page = onward(huda, play_on(huda, page, Player(app, page).right(position_of(page))))
    assert made.path in {a.get("href") for a in page.tree.iter("a")}
    clock.forward(minutes=1)
    done = huda.open(made.path)
    assert not [form for form in done.forms() if form.action.endswith("/begin")], "one attempt"
    followed = room.teacher.open(made.path)
    assert "Huda" in followed.text
    huda.open(f"/{room.lang}/homework")


def test_the_server_decides_when_it_is_over(app: Flask, room: Classroom, clock: Clock) -> None:
    huda = room.pupil()
    made = room.give(kinds=["choice"], length=5, **times(clock, timedelta(), timedelta(hours=2)))
    page = begin(huda, huda.open(made.path))
    clock.forward(hours=1)
    page = onward(huda, play_on(huda, page, Player(app, page).right(1)))
    clock.forward(hours=1, seconds=30)
    form = page.form(f"/{position_of(page)}")
    body = form.filled(Player(app, page).right(position_of(page)))
    body["shown_at"] = ["2020-01-01T00:00:00+00:00"]
    late = huda.client.post(form.action, data=body)
    assert late.status_code == 409
    assert "/result" in late.text
    result = huda.open(f"/{room.lang}/rounds/{round_of(page)}/result")
    assert result.status == 200
    refused = huda.open(made.path)
    assert not [each for each in refused.forms() if each.action.endswith("/begin")]
    token = form.sent["csrf_token"][0]
    again = huda.client.post(f"{made.path}/begin", data={"csrf_token": token, "lang": room.lang})
    assert again.status_code == 409


def test_no_key_of_a_test_is_told_before_it_is_due(
    app: Flask, room: Classroom, clock: Clock
) -> None:
    huda = room.pupil()
    made = room.give(
        kinds=["gap"],
        length=5,
        mode="test",
        attempts=2,
        **times(clock, timedelta(), timedelta(hours=5)),
    )
    page = begin(huda, huda.open(made.path))
    told, keys = [], []
    round_id = round_of(page)
    while "/result" not in page.path:
        item, _, asked_in = Player(app, page).asked(position_of(page))
        assert item.typed is not None
        keys.append(item.typed.accepted[asked_in][0])
        told.append(page.response.text.split("<main", 1)[1])
        page = play_on(huda, page, {"text": ["zzzz"]}, button="store")
    told.append(page.response.text.split("<main", 1)[1])
    base = f"/{room.lang}"
    for path in (
        *(f"{base}/rounds/{round_id}/{n}" for n in range(1, 6)),
        f"{base}/rounds/{round_id}/result",
        made.path,
        f"{base}/history",
        f"{base}/mine/waraqa.json",
        f"{base}/mine/waraqa.csv",
        f"{base}/homework",
    ):
        told.append(huda.client.get(path).text)
    assert keys
    for key in keys:
        assert not [text for text in told if key in text], key
    clock.forward(hours=6)
    result = huda.open(f"{base}/rounds/{round_id}/result")
    assert all(key in result.text for key in keys), "then the solutions are there"


def test_times_that_name_no_moment_are_refused_and_kept(room: Classroom) -> None:
    form = room.teacher.open(f"{room.path}/homework/new").form("/homework/new")
    wrong: list[dict[str, list[str]]] = [
        {"due_day": ["30/02/2027"]},
        {"due_time": ["25:00"]},
        {"due_time": [""]},
        {"due_day": ["01/01/2021"]},
        {"attempts": ["0"]},
        {"minutes": ["many"]},
        {"kinds": []},
        {"goal": ["cards"], "cards": [""]},
    ]
    for values in wrong:
        page = room.teacher.submit(form, values, status=422)
        again = page.form("/homework/new")
        assert page.with_class("problem")
        assert {name: again.sent.get(name, []) for name in values} == values, "kept as typed"
    page = room.teacher.submit(form, {"due_day": ["٣٠/١١/٢٠٢٧"], "due_time": ["١٤:٣٠"]})
    assert page.path.startswith(f"/{room.lang}/homework/")


def test_terms_and_extras_are_changed(room: Classroom, clock: Clock) -> None:
    room.pupil()
    made = room.give(kinds=["choice"], length=5)
    form = room.teacher.open(f"{made.path}/terms").form("/terms")
    changed = room.teacher.submit(form, {"attempts": ["3"], "late": ["mark"], "minutes": ["20"]})
    assert changed.path == made.path
    assert room.teacher.open(f"{made.path}/terms").form("/terms").sent["minutes"] == ["20"]
    extras = changed.link_to("/extras/")
    form = room.teacher.open(extras).form(extras.rsplit("/", 1)[1])
    day, hour = local_texts(clock.moment + timedelta(days=20), ZONE)
    values = {"factor": ["150"], "due_day": [day], "due_time": [hour], "attempts": ["1"]}
    room.teacher.submit(form, values)
    again = room.teacher.open(extras).form(extras.rsplit("/", 1)[1])
    assert {name: again.sent[name] for name in values} == values
    room.teacher.submit(form, {"due_day": ["x"]}, status=422)


def test_a_goal_of_cards_leads_to_the_cards(room: Classroom) -> None:
    huda = room.pupil()
    made = room.give(goal="cards", cards=10, cards_by="day")
    page = huda.open(made.path)
    assert page.link_to("/review")
    none = {"ar": "لم يُبلَغ الهدف في أي يوم", "en": "The goal has not been met on any day"}
    assert none[room.lang] in page.text
    token = huda.open(f"/{room.lang}/settings").form().sent["csrf_token"][0]
    assert huda.client.post(f"{made.path}/begin", data={"csrf_token": token}).status_code == 409


def test_fairness_asks_each_question_in_a_language_of_its_own(app: Flask, room: Classroom) -> None:
    huda = room.pupil()
    made = room.give(kinds=["choice"], length="all", language="fairness")
    page = begin(huda, huda.open(made.path))
    langs = []
    while "/result" not in page.path:
        stem = page.tree.find(".//h1[@id='stem']")
        assert stem is not None
        langs.append(stem.get("lang"))
        page = onward(huda, play_on(huda, page, Player(app, page).right(position_of(page))))
    assert {"ar", "en"} <= set(langs)


def test_pupils_are_told_of_new_homework_once(room: Classroom) -> None:
    huda = room.pupil()
    room.give(kinds=["choice"], length=5)
    (told,) = huda.open(f"/{room.lang}/").tree.iterfind(".//ul[@class='notices']/li")
    assert "Class 5" in "".join(told.itertext())
    (link,) = told.iter("a")
    assert len(list(cards(huda.open(str(link.get("href")))))) == 1
    assert not room.teacher.open(f"/{room.lang}/").with_class("notices")


def test_withdrawn_homework_is_gone(room: Classroom) -> None:
    huda = room.pupil()
    made = room.give(kinds=["choice"], length=5)
    room.teacher.submit(room.teacher.open(made.path).form("/withdraw"))
    huda.open(made.path, status=404)
    room.teacher.open(made.path, status=404)


def test_strangers_other_teachers_and_removed_pupils_find_no_homework(
    app: Flask, room: Classroom, stranger: Browser
) -> None:
    huda = room.pupil()
    made = room.give(kinds=["choice"], length=5)
    enter_as(app, stranger, "learner", name="Salma")
    other = make_class(app, room.lang, name="Karim")
    where = room.members()["Huda"]
    extras = f"{made.path}/extras/{where.rsplit('/', 1)[1]}"
    out = room.teacher.open(where).form("/part")
    room.teacher.submit(out, button=next(iter(out.buttons)))
    for browser in (stranger, other.teacher, huda):
        token = browser.open(f"/{room.lang}/settings").form().sent["csrf_token"][0]
        for path in (made.path, f"{made.path}/terms", extras):
            assert browser.client.get(path).status_code == 404, path
        for path in ("/begin", "/terms", "/withdraw", extras.removeprefix(made.path)):
            response = browser.client.post(made.path + path, data={"csrf_token": token})
            assert response.status_code == 404, path


def test_the_calendar_link_shows_what_is_due_to_whoever_holds_it(
    app: Flask, room: Classroom
) -> None:
    huda = room.pupil()
    room.give(kinds=["choice"], length=5, title="Unit 3, part 1")
    page = huda.open(f"/{room.lang}/calendar")
    made = huda.submit(page.form("/calendar"), button=next(iter(page.form("/calendar").buttons)))
    link = "".join(made.with_class("address")[0].itertext()).strip()
    path = link.split("localhost", 1)[1]
    nobody = app.test_client()
    feed = nobody.get(path)
    assert feed.status_code == 200
    assert feed.mimetype == "text/calendar"
    assert "Unit 3\\, part 1" in feed.text.replace("\r\n ", "")
    assert path not in huda.open(f"/{room.lang}/calendar").response.text, "shown once"
    with app.app_context():
        rows = database().connection().exec_driver_sql("SELECT * FROM calendar_feed").all()
    assert path.rsplit("/", 1)[1].removesuffix(".ics") not in repr(rows), "stored as a hash"
    again = huda.submit(page.form("/calendar"), button=next(iter(page.form("/calendar").buttons)))
    assert nobody.get(path).status_code == 404, "another link ends it"
    newer = "".join(again.with_class("address")[0].itertext()).split("localhost", 1)[1].strip()
    assert nobody.get(newer).text.replace("\r\n ", "").count("UID:") == 1
    ending = huda.open(f"/{room.lang}/calendar").form("/calendar")
    end = next(words for words, named in ending.buttons.items() if named == ("do", "end"))
    huda.submit(ending, button=end)
    assert nobody.get(newer).status_code == 404
