"""Writing drafts and facts through the interface, with the studio's checks and locks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.domain.authoring.facts import draft_from
from quizapp.domain.errors import StorageBusy
from quizapp.extensions import database
from quizapp.services.people import pace
from quizapp.services.studio import drafts
from quizapp.services.studio.drafts import Author
from quizapp.web.api import bodies, checking, written
from quizapp.web.api.schemas import SCHEMAS
from tests.domain.items.wide import wide_article
from tests.studio import ARABIC, ENGLISH
from tests.web.api.programs import Program, follows

ARTICLE = {
    "title": {"ar": "معرض الزهور", "en": "The flower fair"},
    "text": {"ar": ARABIC, "en": ENGLISH},
}
FACT: dict[str, Any] = {
    "statement": {
        "ar": "استضافت مدينة {{إربد}} معرض الزهور.",
        "en": "The city of {{Irbid}} hosted the flower fair.",
    },
    "answers": [
        {
            "name": "irbid",
            "ar": "إربد",
            "en": "Irbid",
            "question": {
                "ar": "أي مدينة استضافت معرض الزهور؟",
                "en": "Which city hosted the flower fair?",
            },
        }
    ],
}
NEW = {"If_None_Match": "*"}


@pytest.fixture
def teacher(app: Flask) -> Program:
    return Program.of(app, "teacher")


@pytest.fixture
def draft(teacher: Program) -> str:
    """The address of a new draft."""
    return str(teacher.post("drafts", ARTICLE).headers["Location"])


def with_text(**sides: str) -> dict[str, Any]:
    return FACT | {"statement": FACT["statement"] | sides}


def test_a_draft_is_made_shown_and_listed(teacher: Program, draft: str) -> None:
    shown = teacher.get(draft)
    follows("Draft", shown)
    assert shown["title"] == ARTICLE["title"]
    assert [len(shown["sentences"]), shown["facts"], shown["status"]] == [3, [], "draft"]
    second = teacher.post("drafts", ARTICLE).json
    assert second is not None
    listed = teacher.pages("drafts", limit=1)
    follows("DraftHeadPage", {"data": listed, "next": None})
    assert [each["id"] for each in listed] == [second["id"], shown["id"]]


def test_one_key_makes_one_draft(teacher: Program) -> None:
    one, two = (teacher.post("drafts", ARTICLE, Idempotency_Key="k1").json for _ in range(2))
    assert one == two
    assert len(teacher.pages("drafts")) == 1
    other = Program.of(teacher.app, "teacher")
    assert other.post("drafts", ARTICLE, Idempotency_Key="k1").json["id"] != one["id"]  # type: ignore[index]


def test_a_fact_is_written_read_changed_and_taken_out(teacher: Program, draft: str) -> None:
    at = f"{draft}/facts/host"
    made = teacher.put(at, FACT, 201, **NEW)
    follows("StoredFact", made.json)
    read = teacher.send("GET", at)
    assert read.json == made.json
    assert read.headers["ETag"] == made.headers["ETag"] == made.json["etag"]  # type: ignore[index]
    assert made.json["faults"] == []  # type: ignore[index]
    assert made.json["fact"]["sentence"]  # type: ignore[index]
    listed = teacher.pages(f"{draft}/facts", limit=1)
    assert listed == [made.json]

    said = with_text(en="The town of {{Irbid}} hosted the flower fair.")
    changed = teacher.put(at, said, If_Match=made.headers["ETag"])
    assert changed.headers["ETag"] != made.headers["ETag"]
    assert teacher.get(at)["fact"]["statement"]["en"] == said["statement"]["en"]

    teacher.delete(at, If_Match=changed.headers["ETag"])
    teacher.get(at, 404)
    assert teacher.get(draft)["facts"] == []


def test_what_is_read_can_be_sent_as_it_is(teacher: Program, draft: str) -> None:
    at = f"{draft}/facts/host"
    made = teacher.put(at, FACT, 201, **NEW)
    again = teacher.put(at, made.json["fact"], If_Match=made.headers["ETag"])  # type: ignore[index]
    assert again.json == made.json


def test_reading_and_writing_a_fact_loses_nothing(app: Flask) -> None:
    article = wide_article()
    for fact in article.facts:
        before = draft_from(fact, article)
        body = written.fact(before)
        with app.test_request_context("/api/v1/"):
            assert not checking.faults(SCHEMAS["Fact"], body, SCHEMAS), fact.id
        assert bodies.fact_of(body, fact.id, before) == before


def test_a_state_that_was_not_seen_is_not_overwritten(teacher: Program, draft: str) -> None:
    at = f"{draft}/facts/host"
    first = teacher.put(at, FACT, 201, **NEW).headers["ETag"]
    second = teacher.put(at, with_text(en="In {{Irbid}} it was."), If_Match=first).headers["ETag"]
    other = with_text(en="At {{Irbid}} it was.")
    teacher.put(at, other, 412, If_Match=first)
    teacher.put(at, other, 412, If_Match=f"W/{second}")
    teacher.put(at, other, 412, If_Match='"none"')
    teacher.put(at, other, 412, **NEW)
    teacher.put(at, other, 412, If_None_Match=second)
    teacher.put(at, other, 428)
    teacher.delete(at, 412, If_Match=first)
    teacher.delete(at, 428)
    assert teacher.send("GET", at).headers["ETag"] == second
    # What is there already is stored once, whatever was seen.
    teacher.put(at, with_text(en="In {{Irbid}} it was."), If_Match=first)
    teacher.put(at, other, If_Match=f'"x", {second}')
    teacher.put(at, FACT, If_Match="*")
    teacher.put(f"{draft}/facts/other", FACT, 412, If_Match="*")


def lacks(response: Any) -> list[tuple[str, str | None, str]]:
    return [(e["field"], e.get("lang"), e["code"]) for e in response.json["errors"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({**FACT, "statement": {}}, [("statement", None, "no_text")]),
        (
            with_text(ar="{{إربد", en="}}"),
            [("statement", "ar", "unclosed"), ("statement", "en", "unopened")],
        ),
        (with_text(en="It was held in {{Amman}}, twice."), [("evidence", None, "no_evidence")]),
        (with_text(en="Irbid."), [("answers.irbid", "en", "slots_differ")]),
        ({**FACT, "claim": "statement"}, [("said_by", None, "no_speaker")]),
        ({**FACT, "answers": FACT["answers"] * 2}, [("answers[1].name", None, "duplicate")]),
        (
            {**FACT, "answers": [{"name": "irbid", "never": ["nobody"]}]},
            [("answers[0].never", None, "not_allowed")],
        ),
        ({}, [("statement", None, "required")]),
        ({**FACT, "claim": "unstated"}, [("claim", None, "not_allowed")]),
        (with_text(ar=5), [("statement.ar", "ar", "type")]),
        (with_text(ar="x" * 2001), [("statement.ar", "ar", "too_long")]),
        (with_text(en="a\x00b"), [("statement.en", "en", "characters")]),
        (with_text(en="\ud800"), [("statement.en", "en", "characters")]),
        ({**FACT, "more": 1}, [("more", None, "unknown_field")]),
        ({**FACT, "\ud800": 1}, [("\ufffd", None, "unknown_field")]),
        ({**FACT, "source": [0]}, [("source[0]", None, "out_of_range")]),
        ({**FACT, "source": [True]}, [("source[0]", None, "type")]),
        ({**FACT, "source": [10**400]}, [("source[0]", None, "out_of_range")]),
        ({**FACT, "source": [1.5]}, [("source[0]", None, "type")]),
        ([], [("", None, "type")]),
    ],
)
def test_faults_come_back_one_by_one(
    teacher: Program, draft: str, body: Any, expected: list[tuple[str, str | None, str]]
) -> None:
    at = f"{draft}/facts/host"
    response = teacher.put(at, body, 422, **NEW)
    found = lacks(response)
    assert [each for each in expected if each in found] == expected
    assert all(error["detail"] for error in response.json["errors"])  # type: ignore[index]
    teacher.get(at, 404)


def test_a_fact_that_lacks_something_is_kept_when_asked_to(teacher: Program, draft: str) -> None:
    at = f"{draft}/facts/host"
    body = with_text(en="Irbid.")
    teacher.put(at, body, 422, **NEW)
    kept = teacher.put(f"{at}?unfinished=true", body, 201, **NEW)
    assert {fault["code"] for fault in kept.json["faults"]} == {"slots_differ"}  # type: ignore[index]
    teacher.put(f"{at}?unfinished=true", with_text(en="{{"), 422, If_Match="*")
    teacher.put(f"{at}?unfinished=perhaps", body, 400, If_Match="*")


@pytest.mark.parametrize("ident", ["Host", "a b", "ورقة", "-x", "x" * 61, "a_b"])
def test_a_name_that_cannot_be_one_is_a_404(teacher: Program, draft: str, ident: str) -> None:
    teacher.put(f"{draft}/facts/{ident}", FACT, 404, **NEW)


def test_an_article_needs_a_title(teacher: Program) -> None:
    for title in ({}, {"ar": " ", "en": "\n"}):
        assert lacks(teacher.post("drafts", {"title": title}, 422)) == [("title", None, "no_text")]


def test_a_strangers_draft_is_not_there(teacher: Program, draft: str) -> None:
    made = teacher.put(f"{draft}/facts/host", FACT, 201, **NEW)
    other = Program.of(teacher.app, "teacher")
    for path in (draft, f"{draft}/facts", f"{draft}/facts/host"):
        other.get(path, 404)
    other.put(f"{draft}/facts/host", FACT, 404, If_Match=made.headers["ETag"])
    other.delete(f"{draft}/facts/host", 404, If_Match=made.headers["ETag"])
    assert other.pages("drafts") == []
    admin = Program.of(teacher.app, "admin")
    assert admin.get(draft)["id"] == teacher.get(draft)["id"]


def test_nothing_that_is_written_here_reaches_learners(teacher: Program, draft: str) -> None:
    teacher.put(f"{draft}/facts/host", FACT, 201, **NEW)
    slug = teacher.get(draft)["slug"]
    assert teacher.get(draft)["live"] is False
    teacher.get(f"articles/{slug}", 404)


BAD_BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b'"\xed\xa0\x80"', 400),
    (b"[" * 100_000, 400),
    (b'{"a":' * 50_000, 400),
    (b'{"title": NaN}', 400),
    (b'{"title": ' + b"9" * 5_000 + b"}", 400),
    (b'{"title": 1e999}', 422),
    (b'{"title": {"en": "\\u0000"}}', 422),
    (b'{"title": {"en": "\\ud800"}}', 422),
    (b"null", 422),
    (b"5", 422),
    (b"x" * (2 * 1024 * 1024 + 1), 413),
]


@pytest.mark.parametrize(("data", "status"), BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_body_that_is_no_use_is_refused(teacher: Program, data: bytes, status: int) -> None:
    sent = teacher.send("POST", "drafts", data=data, content_type="application/json")
    assert sent.status_code == status, sent.text


def test_a_body_that_is_not_json_is_a_415(teacher: Program) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", None):
        sent = teacher.send("POST", "drafts", data=b"{}", content_type=kind)
        assert sent.status_code == 415


def test_too_many_writes_are_told_to_wait(
    teacher: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spend(*_: object) -> None:
        raise pace.TooManyTries(7)

    monkeypatch.setattr(pace, "spend_write", spend)
    refused = teacher.post("drafts", ARTICLE, 429)
    assert refused.headers["Retry-After"] == "7"


@contextmanager
def busy_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def spend(*_: object) -> None:
        raise StorageBusy

    with monkeypatch.context() as patched:
        patched.setattr(pace, "spend_write", spend)
        yield


def test_a_busy_database_is_a_503(
    teacher: Program, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with busy_database(monkeypatch):
        for refused in (
            teacher.post("drafts", ARTICLE, 503),
            teacher.put(f"{draft}/facts/host", FACT, 503, **NEW),
            teacher.delete(f"{draft}/facts/host", 503, If_Match="*"),
        ):
            assert refused.headers["Retry-After"] == "2"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*SCHEMAS["Fact"]["properties"], "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)
MARKED = st.text(alphabet="{}|\\ ab\u0627\u0628", max_size=30)
NEARLY = st.fixed_dictionaries(
    {"statement": st.fixed_dictionaries({"ar": MARKED, "en": MARKED})},
    optional={
        "answers": st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(["a", "b", "irbid", "salt"])},
                optional={
                    "ar": MARKED,
                    "en": MARKED,
                    "terms": st.lists(st.sampled_from(["a", "irbid"]), max_size=2),
                    "asked": st.booleans(),
                    "type": st.sampled_from(["city", "number", "date", None]),
                    "value": st.integers(-5, 5) | st.none(),
                    "month": st.integers(1, 12) | st.none(),
                    "grammar": st.just({"gender": "f"}),
                    "tolerance": st.integers(0, 3),
                },
            ),
            max_size=3,
        ),
        "claim": st.sampled_from(["event", "statement", "analysis"]),
        "said_by": MARKED,
        "quote": st.fixed_dictionaries({"en": MARKED}),
        "source": st.lists(st.integers(1, 200), max_size=3),
    },
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=JSON | NEARLY)
def test_no_body_breaks_anything(teacher: Program, draft: str, body: Any) -> None:
    sent = teacher.send(
        "PUT",
        f"{draft}/facts/any?unfinished=true",
        data=json.dumps(body),
        content_type="application/json",
        headers={"If-Match": "*"} if teacher.get(draft)["facts"] else {"If-None-Match": "*"},
    )
    assert sent.status_code in (200, 201, 422), sent.text
    with teacher.app.app_context():
        author = Author(teacher.account.account_id)
        stored = drafts.open_draft(database(), author, draft.rsplit("/", 1)[1])
        for fact in stored.article.facts:
            assert draft_from(fact, stored.article)
