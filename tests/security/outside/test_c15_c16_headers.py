"""C15, C16: what every answer says, on every address, as it comes out of the proxy.

All routes as somebody unknown (so that every one of them sets its cookie) and as a teacher with
a class full of things, by every method; errors of each kind; what the bridge in
front of the app answers by itself; static files; programs; another site's pages asking.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import text

from quizapp.extensions import database
from quizapp.web import problems
from quizapp.web.assets import FOLDER, TYPES
from quizapp.web.security import HEADERS
from tests.security.outside.filling import Filled
from tests.security.outside.front import HOST, Answer, Front
from tests.security.outside.places import places
from tests.web.roles import BY_TOKEN

YEAR = 365 * 24 * 3600
ELSEWHERE = {"Origin": "https://elsewhere.example"}
# Files that take a process or long to make; as somebody unknown they are asked for all the same.
DRAWN = (".pdf", ".docx", ".xlsx", ".apkg")
SLOW = frozenset(
    {
        "exchange.article_bundle",
        "exchange.article_worksheet",
        "exchange.published_file",
        "results.show_memory",
        "results.show_worksheet",
        "results.memory_file",
    }
)
HTML = "text/html; charset=utf-8"
# What a file or a machine gets; all else is a page. A redirect's small page counts as one.
KINDS = re.compile(
    r"text/html; charset=utf-8|text/(?:css|javascript|plain|csv|calendar); charset=utf-8"
    r"|application/(?:json|problem\+json|pdf|zip|xml|octet-stream)"
    r"|application/vnd\.openxmlformats-officedocument\.[\w.]+|image/(?:png|svg\+xml.*|vnd.*)"
    r"|font/woff2|application/manifest\+json|text/plain; version=.*"
)


def faults(path: str, answer: Answer) -> Iterator[str]:
    """What is missing from an answer, or too much."""
    for name, value in HEADERS.items():
        if answer.all(name.lower()) != [value]:
            yield f"{name}: {answer.all(name.lower())}"
    strict = answer.one("strict-transport-security")
    told = re.fullmatch(r"max-age=(\d+); includeSubDomains", strict)
    if told is None or int(told[1]) < YEAR:
        yield f"Strict-Transport-Security: {strict}"
    if any(name.startswith("access-control-") for name, _ in answer.pairs):
        yield "something about other sites"
    # The proxy puts its name there, without a version; the app's own is asked below.
    if answer.one("server") != "nginx" or answer.all("x-powered-by") or answer.all("via"):
        yield "says what it is made of"
    if not KINDS.fullmatch(answer.one("content-type")) and answer.body:
        yield f"Content-Type: {answer.one('content-type')}"
    # A program may keep what it asks again about; a page of somebody's is kept nowhere.
    kept = r"private|no-store" if path.startswith("/api/") else "no-store"
    if not path.startswith("/static/") and not re.search(kept, answer.one("cache-control")):
        yield f"Cache-Control: {answer.one('cache-control')}"
    if answer.one("content-type") == HTML and not re.match("ar|en", answer.one("content-language")):
        yield "no language"
    for cookie in answer.all("set-cookie"):
        yield from bad_cookie(cookie)


def bad_cookie(cookie: str) -> Iterator[str]:
    """What is wrong with one Set-Cookie."""
    (name, morsel), *others = SimpleCookie(cookie).items()
    marks = {part.strip().lower() for part in cookie.split(";")[1:]}
    if others or not name.startswith("__Host-"):
        yield f"{name}: not __Host-"
    if not {"secure", "httponly", "samesite=lax", "path=/"} <= marks or morsel["domain"]:
        yield f"{name}: {marks}"


def wrong(asked: str, answer: Answer) -> list[str]:
    path = asked.split(" ", 1)[1]
    return [f"{asked} ({answer.status}): {fault}" for fault in faults(path, answer)]


def test_c15_c16_every_route_says_all_of_it_to_everybody(front: Front, filled: Filled) -> None:
    found, cookies, statuses = [], 0, set()
    people = {"": "ar", filled.teacher: "en"}
    for cookie, lang in people.items():
        for place in places(front.site.app, filled, lang):
            if cookie and (place.endpoint in SLOW or place.path.split("?")[0].endswith(DRAWN)):
                continue
            for method in ("GET", "POST"):
                if cookie and method not in place.methods:
                    continue
                headers = ELSEWHERE if cookie or method == "GET" else {}
                headers = {**headers, "Cookie": cookie} if cookie else headers
                if place.endpoint in BY_TOKEN and cookie == filled.teacher:
                    headers |= {"Authorization": f"Bearer {filled.token}"}
                answer = front.ask(method, place.path, headers)
                statuses.add(answer.status)
                cookies += len(answer.all("set-cookie"))
                found += wrong(f"{method} {place.path}", answer)
    assert found == [], "\n".join(found)
    assert {200, 303, 400, 401, 403, 404, 405} <= statuses
    assert cookies > 50, "those who come for the first time get a cookie on most pages"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("GET /nowhere", 404),
        ("GET /ar/nowhere", 404),
        ("GET /%ff%fe", 404),
        ("GET //elsewhere.example/%2e%2e/", 404),
        ("GET /static/x/../../config.py", 404),
        ("GET /static/x/none.js", 404),
        ("PUT /en/", 405),
        ("DELETE /en/settings", 405),
        ("PROPFIND /en/", 405),
        ("OPTIONS /en/settings", 200),
        ("OPTIONS /api/v1/me", 200),
        ("HEAD /en/about", 200),
        ("GET /api/v1/none", 404),
        ("GET /api/v1/me", 401),
        ("PUT /api/v1/me", 405),
        ("GET /.git/config", 404),
        ("GET /.env", 404),
        ("GET /en/styleguide", 404),
        ("GET /static/", 404),
        ("GET /console", 404),
    ],
)
def test_c16_errors_and_oddities_say_it_too(front: Front, asked: str, status: int) -> None:
    method, path = asked.split(" ")
    preflight = {**ELSEWHERE, "Access-Control-Request-Method": "PUT"}
    answer = front.ask(method, path, preflight if method in ("GET", "OPTIONS", "HEAD") else {})
    assert answer.status == status
    assert wrong(asked, answer) == []
    if path.startswith("/api/") and status >= 400:
        assert answer.one("content-type") == problems.MIMETYPE


@pytest.fixture
def broken(front: Front, filled: Filled) -> Iterator[str]:
    """A draft whose record nothing can read: every address of it is a fault of the app's own."""
    known = {"id": filled.values["draft_id"]}
    with front.site.app.app_context():
        record = database().scalar(text("SELECT record FROM draft WHERE public_id = :id"), known)
        change = text("UPDATE draft SET record = :record WHERE public_id = :id")
        database().execute(change, known | {"record": "{"})
        database().commit()
        yield known["id"]
        database().execute(change, known | {"record": record})
        database().commit()


def test_c16_a_fault_of_our_own_says_it_too(front: Front, filled: Filled, broken: str) -> None:
    program = {"Authorization": f"Bearer {filled.token}"}
    for path, headers in (
        (f"/ar/teach/articles/{broken}", {"Cookie": filled.teacher}),
        (f"/en/teach/articles/{broken}", {"Cookie": filled.teacher, **ELSEWHERE}),
        (f"/api/v1/drafts/{broken}", program),
    ):
        answer = front.ask("GET", path, headers)
        assert answer.status == 500, path
        assert wrong(f"GET {path}", answer) == []
        assert answer.one("content-type") == (problems.MIMETYPE if headers is program else HTML)
        assert "Traceback" not in answer.text
        assert "JSON" not in answer.text


def test_c16_what_the_bridge_refuses_by_itself_says_it_too(front: Front) -> None:
    """And arrives: a proxy that is cut off while it sends shows an error of its own."""
    size = 5 * 1024 * 1024
    for path in ("/ar/settings", "/en/mine", "/api/v1/drafts"):
        answer = front.ask("POST", path, body=b"x" * size)
        assert answer.status == 413
        assert wrong(f"POST {path}", answer) == []
        program = path.startswith("/api/")
        assert answer.one("content-type") == (problems.MIMETYPE if program else HTML)


def test_c16_another_host_name_is_refused_and_says_it_too(front: Front) -> None:
    for host in ("elsewhere.example", f"{HOST}.elsewhere.example", "xwaraqa.test"):
        answer = front.ask("GET", "/en/", {"Host": host})
        assert answer.status == 400
        assert wrong("GET /en/", answer) == []
        assert host not in answer.text


def test_c16_every_static_file_has_its_exact_type(front: Front) -> None:
    digest = front.site.app.config["ASSETS_DIGEST"]
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            path = f"/static/{digest}/{file.relative_to(FOLDER).as_posix()}"
            answer = front.ask("GET", path, ELSEWHERE)
            assert (answer.status, answer.one("content-type")) == (200, TYPES[file.suffix])
            assert wrong(f"GET {path}", answer) == []
            assert answer.body == front.site.app.extensions["assets"][path.split("/", 3)[3]]
            assert not answer.all("set-cookie")


def test_c16_the_app_itself_names_no_version_and_plain_http_leads_to_tls(front: Front) -> None:
    behind = http.client.HTTPConnection("127.0.0.1", int(front.site.url.rpartition(":")[2]))
    behind.request("GET", "/en/", headers={"Host": "localhost"})
    reply = behind.getresponse()
    reply.read()
    assert not re.search(r"\d", reply.getheader("Server") or "")
    behind.close()
    plain = http.client.HTTPConnection("127.0.0.1", front.plain)
    plain.request("GET", "/en/about", headers={"Host": HOST})
    reply = plain.getresponse()
    assert (reply.status, reply.getheader("Location")) == (301, f"https://{HOST}/en/about")
    plain.close()
