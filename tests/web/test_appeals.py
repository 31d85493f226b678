"""Saying "I was right" on the page, and deciding at the desk, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.domain.generation.bank import build_items
from quizapp.extensions import database
from quizapp.services.accounts import Viewer
from quizapp.services.content_store import Texts, store_article
from quizapp.web import ambient
from tests.domain.items.wide import wide_article
from tests.services.test_regrades import with_first_answer
from tests.web.browsing import Browser, Page
from tests.web.checks import check_page
from tests.web.people import enter_as
from tests.web.playing import SLUG, Player, answer_form, position_of, round_of, start, words

HOST = f"{SLUG}/host/salt/gap"
DESK = "teach/appeals"
RIGHT = {"ar": "إجابتي صحيحة", "en": "I was right"}
OPEN = {"ar": "الاعتراض بين يدي المعلّم", "en": "The appeal is with a teacher."}
ACCEPTED = {"ar": "قُبل الاعتراض", "en": "The appeal was accepted"}
DECLINED = {"ar": "لم يقبلها", "en": "did not accept it"}
DECLINE = {"ar": "رفض الاعتراضات", "en": "Decline the appeals"}
ACCEPT = {"ar": "قبول هذه الكتابة…", "en": "Accept this spelling…"}
NOBODY = {"ar": "لا أحد ينتظر قرارًا.", "en": "Nobody waits for a decision."}
ANOTHER = {"ar": "متعلّم آخر", "en": "Another learner"}
TYPED = {"ar": "البلقاء", "en": "Balqa"}


@pytest.fixture
def boss(app: Flask, lang: str) -> Browser:
    """An administrator."""
    browser = Browser(app.test_client(), lang)
    enter_as(app, browser, "admin", name="Amal", login="amal")
    return browser


def gap_page(app: Flask, browser: Browser, mode: str = "practice") -> tuple[Page, str]:
    """Begin a round of gaps; return the page of the one to be appealed, and its round."""
    page = start(browser, lang=browser.lang, length="all", kinds=["gap"], mode=mode)
    player, round_id = Player(app, page), round_of(page)
    total = int(page.all(".//progress")[0].get("max") or 0)
    at = next(n for n in range(1, total + 1) if player.asked(n)[0].id == HOST)
    return browser.open(f"/{browser.lang}/rounds/{round_id}/{at}"), round_id


def answered_wrong(app: Flask, browser: Browser, typed: str = "") -> Page:
    page, _ = gap_page(app, browser)
    return browser.submit(
        answer_form(page),
        {"text": [typed or TYPED[browser.lang]]},
        button=words("check", browser.lang),
    )


def appealed(app: Flask, browser: Browser, typed: str = "") -> Page:
    page = answered_wrong(app, browser, typed)
    return browser.submit(page.form("/appeal"), button=RIGHT[browser.lang])


def at(lang: str, *rest: str) -> str:
    return "/".join((f"/{lang}/{DESK}", *rest))


def item_page(browser: Browser, name: str = HOST) -> Page:
    return browser.open(at(browser.lang, name))


def test_a_guest_says_it_on_the_feedback_and_sees_what_comes_of_it(
    app: Flask, visitor: Browser, lang: str
) -> None:
    page = appealed(app, visitor)
    assert page.path.endswith(f"/{position_of(page)}")
    assert OPEN[lang] in page.text
    assert not [form for form in page.forms() if form.action.endswith("/appeal")]
    with app.app_context():
        assert database().execute(text("SELECT state FROM appeal")).scalars().all() == ["open"]


def test_the_way_to_the_desk_says_how_many_wait(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    assert not boss.open(f"/{lang}/teach").with_class("pill")
    appealed(app, visitor)
    (pill,) = boss.open(f"/{lang}/teach").with_class("pill")
    assert "".join(pill.itertext()) == {"ar": "اعتراض واحد", "en": "1 appeal"}[lang]


def test_sent_twice_it_is_one_appeal(app: Flask, visitor: Browser) -> None:
    form = answered_wrong(app, visitor).form("/appeal")
    for _ in range(2):
        assert visitor.post(form).status_code == 303
    with app.app_context():
        assert database().execute(text("SELECT count(*) FROM appeal")).scalar_one() == 1


def test_it_is_said_on_the_result_too_and_leads_back_there(
    app: Flask, visitor: Browser, lang: str
) -> None:
    page, round_id = gap_page(app, visitor, "test")
    position = position_of(page)
    visitor.submit(answer_form(page), {"text": [TYPED[lang]]}, button=words("store", lang))
    before = visitor.open(f"/{lang}/rounds/{round_id}/{position}")
    assert not [form for form in before.forms() if form.action.endswith("/appeal")]
    result = visitor.submit(before.form("/finish"))
    form = result.form(f"/{position}/appeal")
    reply = visitor.post(form)
    assert reply.headers["Location"].endswith(f"/{round_id}/result#appeal-{position}")
    assert OPEN[lang] in visitor.open(reply.headers["Location"]).text


def test_a_right_answer_or_a_chosen_one_has_no_such_button(app: Flask, visitor: Browser) -> None:
    page, _ = gap_page(app, visitor)
    player = Player(app, page)
    right = visitor.submit(
        answer_form(page), player.right(position_of(page)), button=words("check", visitor.lang)
    )
    assert not right.with_class("appeal")
    chosen = start(visitor, lang=visitor.lang, length="5", kinds=["choice"], mode="practice")
    wrong = visitor.submit(
        answer_form(chosen),
        Player(app, chosen).wrong(1),
        button=words("check", visitor.lang),
    )
    assert not wrong.with_class("appeal")


def test_a_script_gets_the_stage_with_the_appeal_in_it(
    app: Flask, visitor: Browser, lang: str
) -> None:
    form = answered_wrong(app, visitor).form("/appeal")
    body = {name: values[0] for name, values in form.sent.items()}
    reply = visitor.client.post(
        form.action,
        data=body,
        headers={"Sec-Fetch-Site": "same-origin", "X-Fragment": "1"},
        follow_redirects=False,
    )
    assert reply.status_code == 303
    shown = visitor.client.get(
        reply.headers["Location"].partition("#")[0], headers={"X-Fragment": "1"}
    )
    assert shown.text.lstrip().startswith('<section class="stage"')
    assert OPEN[lang] in " ".join(shown.text.split())


def test_a_stranger_cannot_appeal_for_somebody(
    app: Flask, visitor: Browser, stranger: Browser
) -> None:
    form = answered_wrong(app, visitor).form("/appeal")
    other = answered_wrong(app, stranger).form("/appeal")
    other.action = form.action
    assert stranger.post(other).status_code == 404


def test_the_teacher_accepts_and_the_learner_sees_it(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    learner = appealed(app, visitor)
    desk = boss.open(f"/{lang}/{DESK}")
    links = [a.get("href") for a in desk.all(".//article//a")]
    assert links == [at(lang, HOST)]
    page = boss.open(str(links[0]))
    assert TYPED[lang] in page.text
    preview = boss.open(page.link(ACCEPT[lang]))
    assert ANOTHER[lang] in preview.text
    done = boss.submit(preview.form("/accept"))
    assert done.path == at(lang, HOST)
    assert NOBODY[lang] in done.text
    again = visitor.open(learner.path)
    assert ACCEPTED[lang] in again.text
    assert words("correct", lang) in again.text
    assert NOBODY[lang] in boss.open(f"/{lang}/{DESK}").text
    repeated = boss.submit(preview.form("/accept"))
    assert repeated.path == done.path
    fresh = answered_wrong(app, visitor, TYPED[lang])
    assert words("correct", lang) in fresh.text


def test_an_accepted_spelling_is_withdrawn_and_the_changed_key_offered(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    appealed(app, visitor)
    boss.submit(boss.open(item_page(boss).link(ACCEPT[lang])).form("/accept"))
    page = boss.submit(item_page(boss).form("/withdraw"))
    assert len(page.with_class("note")) == 2, "done, and answers that wait"
    assert not [form for form in page.forms() if form.action.endswith("/withdraw")]
    assert words("wrong", lang) in answered_wrong(app, visitor, TYPED[lang]).text
    preview = boss.open(page.link_to("/regrade"))
    assert len(preview.all(".//tbody/tr")) == 1
    boss.submit(preview.form("/regrade"))


def test_declining_without_a_reason_asks_for_one_and_keeps_the_form_open(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    learner = appealed(app, visitor)
    page = item_page(boss)
    refused = boss.submit(page.form("/decline"), button=DECLINE[lang], status=422)
    assert refused.with_class("problem")
    assert [d for d in refused.all(".//details") if d.get("open") is not None]
    reason = "منطقة لا مدينة <b>" if lang == "ar" else "A region, not a town <b>"
    done = boss.submit(refused.form("/decline"), {"reason": [reason]}, button=DECLINE[lang])
    assert reason in done.text
    assert NOBODY[lang] in done.text
    seen = visitor.open(learner.path)
    assert DECLINED[lang] in seen.text
    assert reason in seen.text


def test_another_answer_is_not_accepted_and_it_is_said_why(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    rival = {"ar": "إربد", "en": "Irbid"}[lang]
    appealed(app, visitor, rival)
    page = item_page(boss)
    assert not [a for a in page.all(".//a") if "/accept" in str(a.get("href"))]
    assert rival in "".join(page.with_class("note")[-1].itertext())
    query = f"?of={lang}&spelling={quote(rival)}"
    refused = boss.open(at(lang, HOST, f"accept{query}"), status=422)
    assert rival in "".join(refused.with_class("problem")[0].itertext())


@pytest.mark.parametrize("query", ["", "?of=fr&spelling=x", f"?of=en&spelling={'x' * 201}"])
def test_an_address_of_nobodys_making_is_refused(
    app: Flask, visitor: Browser, boss: Browser, lang: str, query: str
) -> None:
    appealed(app, visitor)
    boss.open(at(lang, HOST, f"accept{query}"), status=400)


PLACES: dict[str, Callable[[str], str]] = {
    "item": lambda lang: at(lang, HOST),
    "accept": lambda lang: at(lang, HOST, f"accept?of={lang}&spelling=Balqa"),
    "regrade": lambda lang: at(lang, HOST, "regrade"),
}


@pytest.mark.parametrize("place", PLACES)
def test_for_a_teacher_of_others_the_question_is_not_there(
    app: Flask, visitor: Browser, stranger: Browser, lang: str, place: str
) -> None:
    appealed(app, visitor)
    enter_as(app, stranger, "teacher", name="Rania")
    stranger.open(PLACES[place](lang), status=404)
    token = stranger.open(f"/{lang}/settings").form("/settings").sent["csrf_token"]
    for act in ("accept", "decline", "regrade"):
        reply = stranger.client.post(
            at(lang, HOST, act),
            data={"csrf_token": token, "of": lang, "spelling": TYPED[lang], "reason": "x"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert reply.status_code == 404, act
    assert NOBODY[lang] in stranger.open(f"/{lang}/{DESK}").text


def change_key(app: Flask) -> None:
    """The article's first fact asks for Irbid from now on."""
    changed = with_first_answer(wide_article(), "irbid")
    with app.app_context():
        store_article(database(), Texts.of(changed, build_items(changed)), ambient.now())


def test_a_changed_key_is_previewed_and_applied(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    rival = {"ar": "إربد", "en": "Irbid"}[lang]
    learner = answered_wrong(app, visitor, rival)
    change_key(app)
    desk = boss.open(f"/{lang}/{DESK}")
    address = next(str(a.get("href")) for a in desk.all(".//article//a"))
    assert address == at(lang, HOST, "regrade")
    preview = boss.open(address)
    assert rival in preview.text
    stale = preview.form("/regrade")
    stale.sent["fingerprint"] = ["of another key"]
    kept = boss.submit(stale, {"reason": ["why"]}, status=409)
    assert kept.form("/regrade").sent["reason"] == ["why"]
    done = boss.submit(kept.form("/regrade"))
    assert done.path == at(lang, HOST)
    assert words("correct", lang) in visitor.open(learner.path).text
    assert not boss.open(f"/{lang}/{DESK}").all(".//article")


def test_no_form_field_decides_in_somebody_elses_name(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    appealed(app, visitor)
    form = boss.open(item_page(boss).link(ACCEPT[lang])).form("/accept")
    form.sent |= {"made_by": ["1"], "score": ["9"], "decider": ["1"], "item_id": ["1"]}
    boss.submit(form)
    with app.app_context():
        made = database().execute(text("SELECT made_by FROM regrade")).scalar_one()
        admin = database().execute(text("SELECT id FROM account WHERE role = 'admin'")).scalar_one()
        assert made == admin


def test_what_a_learner_typed_is_shown_as_text(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    appealed(app, visitor, hostile)
    page = item_page(boss)
    assert hostile in page.text
    assert not page.all(".//img")
    check_page(page.response.text, lang)


def test_a_pupil_named_to_her_own_teacher_alone(
    app: Flask, visitor: Browser, stranger: Browser, boss: Browser, lang: str
) -> None:
    pupil = enter_as(app, visitor, "learner", name="Salma", login="salma")
    teacher = enter_as(app, stranger, "teacher", name="Nadia", login="nadia")
    join(app, teacher, pupil)
    appealed(app, visitor)
    assert "Salma" in item_page(stranger).text
    assert "Salma" not in item_page(boss).text


def join(app: Flask, teacher: Viewer, pupil: Viewer) -> None:
    """Put both into a class."""
    with app.app_context():
        session = database()
        session.execute(
            text(
                "INSERT INTO classroom (id, public_id, name, owner_id, zone, nicknames,"
                " leaderboard, created_at) VALUES (1, 'c', 'c', :owner, 'UTC', 'words', false, 0)"
            ),
            {"owner": teacher.account_id},
        )
        for number, (who, part) in enumerate(((teacher, "teacher"), (pupil, "pupil"))):
            session.execute(
                text(
                    "INSERT INTO membership (classroom_id, account_id, part, words, joined_at)"
                    " VALUES (1, :account, :part, :words, 0)"
                ),
                {"account": who.account_id, "part": part, "words": number},
            )
        session.commit()


TOLD = {
    "accepted": {"ar": "قَبِل المعلّم الاعتراض", "en": "A teacher accepted an appeal"},
    "declined": {"ar": "لم يَقبل المعلّم الإجابة", "en": "A teacher did not accept the answer"},
    "up": {"ar": "فارتفعت النتيجة", "en": "The score rose"},
    "down": {"ar": "فانخفضت النتيجة", "en": "The score fell"},
}


def notices_of(browser: Browser) -> Page:
    return browser.open(f"/{browser.lang}/notices")


@pytest.mark.parametrize("kind", ["accepted", "declined", "up", "down"])
def test_learners_are_told_and_led_to_their_answer(
    app: Flask, visitor: Browser, boss: Browser, lang: str, kind: str
) -> None:
    enter_as(app, visitor, "learner", name="Salma", login="salma")
    if kind in ("up", "down"):
        towns = {"ar": ("إربد", "السلط"), "en": ("Irbid", "Salt")}[lang]
        learner = answered_wrong(app, visitor, towns[kind == "down"])
        change_key(app)
        boss.submit(boss.open(at(lang, HOST, "regrade")).form("/regrade"))
    else:
        learner = appealed(app, visitor)
        page = item_page(boss)
        if kind == "accepted":
            boss.submit(boss.open(page.link(ACCEPT[lang])).form("/accept"))
        else:
            boss.submit(page.form("/decline"), {"reason": ["x"]}, button=DECLINE[lang])
    told = notices_of(visitor)
    assert TOLD[kind][lang] in told.text
    assert learner.path in [str(a.get("href")) for a in told.all(".//a")]


def test_what_somebody_else_decided_meanwhile_is_said(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    appealed(app, visitor)
    form = item_page(boss).form("/decline")
    first = boss.submit(form, {"reason": ["x"]}, button=DECLINE[lang])
    second = boss.submit(form, {"reason": ["y"]}, button=DECLINE[lang])
    said = {"ar": "سبق أن بتّ غيرك", "en": "Somebody else has decided"}[lang]
    assert said not in first.text
    assert said in second.text
    assert "y" not in [e.text for e in second.all(".//bdi")]


def test_a_guest_is_told_on_the_front_page(
    app: Flask, visitor: Browser, boss: Browser, lang: str
) -> None:
    learner = appealed(app, visitor)
    boss.submit(boss.open(item_page(boss).link(ACCEPT[lang])).form("/accept"))
    front = visitor.open(f"/{lang}/")
    assert TOLD["accepted"][lang] in front.text
    assert learner.path in [str(a.get("href")) for a in front.all(".//a")]
    assert TOLD["accepted"][lang] not in visitor.submit(front.form("/notices/seen")).text
