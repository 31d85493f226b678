"""C12: fields that no form has, sent with every form of every page, come to nothing.

`tests/web/test_extra_fields.py` does it with forms filled in so that they are taken, and
`test_role_matrix.py` with every address. Here every form that a teacher, a pupil and an admin can
find is sent with a field for every column of the database beside its own, and the value planted
must stand nowhere afterwards. Bodies of programs may hold nothing that is not described.
"""

from __future__ import annotations

import ast
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from quizapp.db.base import Base
from quizapp.extensions import database
from tests.security.sources import nodes
from tests.security.test_c03_only_our_own_forms import targets
from tests.web.api.programs import Program
from tests.web.api.test_writing import ARTICLE
from tests.web.browsing import Browser, Form
from tests.web.checks import parsed
from tests.web.people import enter_as
from tests.web.test_stranger_matrix import World

CANARY = "987654321"
COLUMNS = {column.name for table in Base.metadata.tables.values() for column in table.columns}
SPECIAL = {"role": "admin", "part": "teacher", "status": "published", "outcome": "right"}
# These end what the others need; what they take is one token.
LAST = ("/sign-out", "/delete", "/leave", "/end", "/password", "/others")
# What a view reads though the form of the moment does not show it: texts of whoever posts.
READ = {"text", "title", "name", "note", "reason", "words", "digits", "lang", "login", "kind"}


def forms_of(app: Flask, browser: Browser, paths: list[str]) -> dict[str, Form]:
    """Every form that somebody can find, by where it leads to."""
    found: dict[str, Form] = {}
    for path in paths:
        response = browser.client.get(path)
        # One form is that of signing out, which stands on every page.
        if response.mimetype == "text/html" and response.text.count("<form") > 1:
            for element in parsed(response.text).iter("form"):
                form = Form.of(element, path)
                if form.method == "post":
                    found.setdefault(urlsplit(form.action).path, form)
    return {action: form for action, form in found.items() if not action.endswith(LAST)}


def planted(app: Flask) -> set[str]:
    """The columns in which something that was planted stands."""
    with app.app_context():
        session = database()
        return {
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            for column in table.columns
            for value in session.execute(select(column)).scalars()
            if CANARY in str(value)
        }


def accounts(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        rows = database().connection().exec_driver_sql("SELECT id, role, allowance FROM account")
        return sorted(tuple(row) for row in rows)


def test_no_column_of_the_database_can_be_filled_by_planting_it(app: Flask, world: World) -> None:
    admin = Browser(app.test_client(), "en")
    enter_as(app, admin, "admin", name="Boss", login="boss")
    with app.test_request_context("/en/"):
        paths = [
            path
            for path, methods in targets(app, world.values)
            if "GET" in methods and "styleguide" not in path and "worksheet" not in path
        ]
    before, sent = accounts(app), 0
    for browser in (*world.owners, admin):
        wanted = paths if browser is not admin else ["/en/teach", "/en/teach/appeals"]
        for form in forms_of(app, browser, wanted).values():
            extra = dict.fromkeys(COLUMNS - READ, CANARY) | SPECIAL
            extra = {name: value for name, value in extra.items() if name not in form.offered}
            body = {**form.sent, **extra}
            response = browser.client.post(
                form.action, data=body, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert response.status_code < 500, form.action
            sent += 1
    assert sent > 50
    assert planted(app) == set()
    assert accounts(app) == before
    with app.app_context():
        connection = database().connection()
        for statement in (
            "SELECT count(*) FROM draft WHERE status = 'published'",
            "SELECT count(*) FROM response WHERE outcome = 'right'",
        ):
            assert connection.exec_driver_sql(statement).scalar() == 0
        teachers = "SELECT count(*) FROM membership WHERE part = 'teacher'"
        assert connection.exec_driver_sql(teachers).scalar() == 2


def test_a_body_of_a_program_holds_nothing_that_is_not_described(app: Flask) -> None:
    program = Program.of(app, "teacher")
    for name in ("owner_id", "status", "public_id", "created_at", "role"):
        program.post("drafts", {**ARTICLE, name: CANARY}, status=422)
    assert planted(app) == set()


def test_no_view_takes_all_fields_as_they_come() -> None:
    """`populate_obj`, `**request.form` and their like are how it goes wrong elsewhere."""
    wrong = []
    for file, found in nodes():
        for node in found:
            if isinstance(node, ast.Attribute) and node.attr in ("populate_obj", "to_dict"):
                wrong.append(f"{file}:{node.lineno} {node.attr}")
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    text = ast.unparse(keyword.value)
                    if keyword.arg is None and text.startswith(("request.", "form.data")):
                        wrong.append(f"{file}:{node.lineno} **{text}")
    assert not wrong
