"""Files of questions at the studio's pages: going out, and coming in at every stage.

Jobs are put down as their rows would be, so that nobody waits for a file to be read. The page
that comes back by itself while a file is read is looked at by tests/web/test_exchange.py.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from quizapp.db import exchange as tables
from quizapp.db.engine import writing
from quizapp.domain.exchange.travel import Note
from quizapp.domain.records import encode
from quizapp.extensions import db
from quizapp.services.studio.drafts import Author
from quizapp.web import ambient
from tests.browser import teach_states
from tests.browser.rounds import ARTICLE
from tests.browser.state import Reach, State
from tests.browser.teach_states import HERE, WHO, at_work, manifold, plain, sent
from tests.browser.visits import Visit
from tests.exchange import sample_questions
from tests.studio import Teacher

NOT_PAGES: Final = {
    "exchange.leave_file": "is a file to keep",
    "exchange.published_file": "is a file to keep",
    "exchange.empty_sheet": "is a file to keep",
}
NOTES: Final = (
    Note("skipped_line", line=3),
    Note("skipped_line", line=12),
    Note("unknown_type", item="q-7", params={"type": "essay"}),
    Note("dropped", item="q-8", params={"field": "explanation"}),
)


def _found(*, unfinished: bool) -> str:
    questions = sample_questions()
    bare = {"id": "x-1", "kind": "choice", "lang": "en", "stem": "Which?", "choices": []}
    told = [*encode(questions), *([bare] if unfinished else [])]
    return json.dumps({"questions": told, "notes": encode(NOTES), "title": ""})


STAGES: Final[dict[str, dict[str, Any]]] = {
    "ready": {"state": "ready", "format": "moodle"},
    "nothing": {
        "state": "ready",
        "format": "gift",
        "found": '{"questions":[],"notes":[],"title":""}',
    },
    "refused": {"state": "refused", "code": "encoding"},
    "cancelled": {"state": "cancelled"},
    "done": {"state": "done", "params": '{"new":"9","changed":"1"}'},
    "interrupted": {"state": "reading", "stage": "reading"},
}


def at_stage(stage: str) -> Reach:
    """See a file at a stage of its way into an article."""

    def reach(visit: Visit) -> None:
        visit.open(f"teach/imports/{_job(visit, stage)}")

    return reach


def _job(visit: Visit, stage: str) -> str:
    teach_states.prepared(visit, HERE, manifold)
    account_id = visit.player.account_id
    name = f"import-{stage}-{account_id}"
    now = ambient.now()
    with Session(db.engine) as session:
        if tables.find(session.connection(), account_id, name) is None:
            draft = Teacher(session, Author(account_id)).draft(f"manifold-{account_id}")
            values = {
                "public_id": name,
                "account_id": account_id,
                "draft_id": draft.id,
                "file": "أسئلة الفصل الأول.xml",
                "format": "",
                "lang": "ar",
                "stage": "waiting",
                "done": 0,
                "total": 9,
                "code": "",
                "params": "{}",
                "made_at": now,
                "alive_at": now - timedelta(hours=1),
            }
            if stage == "ready":  # What is taken from the seeds takes seconds to make.
                values["found"] = _found(unfinished=True)
            with writing(session) as connection:
                tables.add(connection, values | STAGES[stage])
    return name


def late(visit: Visit) -> None:
    """Apply what was looked at before somebody else wrote."""
    fields = {"do": "apply", "seen": "0"}
    visit.send(f"teach/imports/{_job(visit, 'ready')}", fields, 409)


_ROWS: Final = (
    ("leave", "exchange.leave", at_work(f"{HERE}/export", manifold)),
    (
        "leave-chosen",
        "exchange.leave",
        at_work(f"{HERE}/export?format=aiken&lang=ar", manifold),
    ),
    (
        "leave-whole",
        "exchange.leave",
        at_work(f"{HERE}/export?format=moodle&lang=en", manifold),
    ),
    (
        "leave-published",
        "exchange.published",
        at_work(f"articles/{ARTICLE}/export?format=kahoot&lang=ar"),
    ),
    ("arrive", "exchange.arrive", at_work(f"{HERE}/import", plain)),
    ("arrive-nothing", "exchange.arrive", sent(f"{HERE}/import", {"format": "auto"}, 422, plain)),
    *((f"import-{stage}", "exchange.look", at_stage(stage)) for stage in STAGES),
    ("import-late", "exchange.look", late),
)
STATES: Final = tuple(State(*row, who=WHO) for row in _ROWS)
TELLING: Final = ("leave-chosen", "leave-published", "arrive", "import-ready", "import-refused")
