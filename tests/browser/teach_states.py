"""A teacher in the studio: articles in every state in which its pages look different.

Drafts are made through the services. None of them is published, so that the other pages
stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing as transaction
from quizapp.domain.authoring.passage import rows_of
from quizapp.domain.errors import DraftNotFound
from quizapp.domain.items.registry import KINDS
from quizapp.domain.written import WrittenItem, WrittenOption
from quizapp.extensions import db
from quizapp.services.studio import bank, passages, publishing, writing
from quizapp.services.studio.drafts import Author
from quizapp.services.studio.parts import PASSAGE
from tests.browser.state import Reach, State
from tests.browser.visits import Visit
from tests.play import NOW
from tests.samples import b
from tests.studio import HOST, Teacher, fair

Prepare = Callable[[Teacher, str], None]
Row = tuple[str, str, Reach]

WHO: Final = "author"
LATE: Final = {"title-ar": "عنوان", "title-en": "A title", "seen": "0" * 32}
CHOICE: Final = WrittenItem(
    "q-city",
    "choice",
    stem=b("أي مدينة استضافت معرض الزهور؟", "Which city hosted the flower fair?"),
    options=(
        WrittenOption(b("إربد", "Irbid"), right=True),
        WrittenOption(b("جرش", "Jerash"), reason=b("فيها مهرجان آخر.", "It has another festival.")),
    ),
)


def plain(teacher: Teacher, draft_id: str) -> None:
    """An article with one fact in both languages."""
    teacher.write_fact(HOST, draft_id)


def manifold(teacher: Teacher, draft_id: str) -> None:
    """An article with facts, tags, an unfinished question, a side that is outdated."""
    plain(teacher, draft_id)
    teacher.write_fact(replace(HOST, ar="استضافت مدينة {{إربد}} معرضًا للزهور."), draft_id)
    teacher.write_fact(replace(HOST, id="f-arabic", en="", slots=()), draft_id)
    where = {"author": teacher.author, "public_id": draft_id}
    writing.save_question(
        teacher.session,
        author=teacher.author,
        public_id=draft_id,
        written=CHOICE,
        seen=teacher.seen(f"question:{CHOICE.id}", draft_id),
        now=NOW,
    )
    bank.put_tags(teacher.session, **where, part="fact:f-host", words=("ربيع", "spring"))  # type: ignore[arg-type]


def wordy(teacher: Teacher, draft_id: str) -> None:
    """An article up for review with warnings."""
    long = "The city of {{Irbid}} hosted the flower fair, as everybody in the whole country "
    more = "who is fond of flowers and of fairs had been told many weeks before it began."
    teacher.write_fact(replace(HOST, en=long + more), draft_id)
    if teacher.draft(draft_id).status == "draft":
        publishing.submit(teacher.session, author=teacher.author, public_id=draft_id, now=NOW)


def lost(teacher: Teacher, draft_id: str) -> None:
    """An article whose text was edited, so that a fact lost its sentence."""
    plain(teacher, draft_id)
    rows = rows_of(teacher.draft(draft_id).article.passage)
    if len(rows) < 3:
        return
    passages.save_passage(
        teacher.session,
        author=teacher.author,
        public_id=draft_id,
        rows=rows[1:],
        seen=teacher.seen(PASSAGE, draft_id),
        now=NOW,
    )


def at_work(path: str, prepare: Prepare | None = None, status: int = 200) -> Reach:
    """Open a page of the studio; `DRAFT` in the path stands for an article so prepared."""

    def reach(visit: Visit) -> None:
        visit.open(prepared(visit, path, prepare), status)

    return reach


def sent(path: str, fields: dict[str, str], status: int, prepare: Prepare | None = None) -> Reach:
    """Send a form of the studio that is answered with a page."""

    def reach(visit: Visit) -> None:
        visit.send(prepared(visit, path, prepare), fields, status)

    return reach


def looked(visit: Visit) -> None:
    """See what would follow from a fact that is being typed."""
    visit.open(prepared(visit, "teach/articles/DRAFT/facts/new", plain))
    visit.page.locator("#sentence-ar").fill("استضافت مدينة {{إربد}} معرض الزهور.")
    visit.page.locator("#sentence-en").fill("The city of {{Irbid}} hosted the flower fair.")
    with visit.page.expect_navigation():
        visit.page.locator("button[value=look]").click()


def prepared(visit: Visit, path: str, prepare: Prepare | None) -> str:
    """Make somebody a teacher, with an article; return the path with its name in it."""
    with Session(db.engine, expire_on_commit=False) as session:
        with transaction(session) as connection:
            statement = "UPDATE account SET role = 'teacher', name = 'Huda' WHERE id = :account"
            connection.execute(text(statement), {"account": visit.player.account_id})
        if prepare is None:
            return path
        teacher = Teacher(session, Author(visit.player.account_id))
        draft_id = f"{prepare.__name__}-{visit.player.account_id}"
        try:
            teacher.draft(draft_id)
        except DraftNotFound:
            teacher.create(fair(f"t-{draft_id}"), draft_id)
            prepare(teacher, draft_id)
    return path.replace("DRAFT", draft_id)


HERE: Final = "teach/articles/DRAFT"
_ROWS: Final[tuple[Row, ...]] = (
    ("teach", "teach.mine", at_work("teach", manifold)),
    ("teach-new", "teach.new", at_work("teach/new")),
    ("teach-untitled", "teach.new", sent("teach/new", {"title-ar": ""}, 422)),
    ("teach-article", "teach.show", at_work(HERE, manifold)),
    ("teach-article-lost", "teach.show", at_work(HERE, lost)),
    ("teach-about", "teach.about", at_work(f"{HERE}/about", plain)),
    ("teach-about-late", "teach.about", sent(f"{HERE}/about", LATE, 409, plain)),
    ("teach-text", "teach.passage", at_work(f"{HERE}/text", plain)),
    ("teach-fact-new", "teach.new_fact", at_work(f"{HERE}/facts/new", plain)),
    ("teach-fact-looked", "teach.new_fact", looked),
    (
        "teach-fact-broken",
        "teach.new_fact",
        sent(f"{HERE}/facts/new", {"sentence-en": "The {{city", "do": "save"}, 422, plain),
    ),
    ("teach-fact", "teach.fact", at_work(f"{HERE}/facts/f-host", manifold)),
    ("teach-kinds", "teach.kinds", at_work(f"{HERE}/questions", plain)),
    *(
        (f"teach-{kind}", "teach.new_question", at_work(f"{HERE}/questions/new/{kind}", plain))
        for kind in KINDS
    ),
    (
        "teach-number-unread",
        "teach.new_question",
        sent(
            f"{HERE}/questions/new/number",
            {"stem-en": "How long is it?", "value": "3.5", "do": "save"},
            422,
            plain,
        ),
    ),
    ("teach-question", "teach.question", at_work(f"{HERE}/questions/q-city", manifold)),
    ("teach-terms", "teach.all_terms", at_work(f"{HERE}/terms", manifold)),
    ("teach-term", "teach.term", at_work(f"{HERE}/terms/irbid", manifold)),
    ("teach-term-new", "teach.new_term", at_work(f"{HERE}/terms/new", plain)),
    (
        "teach-term-refused",
        "teach.new_term",
        sent(f"{HERE}/terms/new", {"type": "date"}, 422, plain),
    ),
    ("teach-review", "teach.review", at_work(f"{HERE}/review", manifold)),
    ("teach-review-lost", "teach.review", at_work(f"{HERE}/review", lost)),
    ("teach-review-warned", "teach.review", at_work(f"{HERE}/review", wordy)),
    ("teach-past", "teach.past", at_work(f"{HERE}/history", manifold)),
    ("teach-state", "teach.state", at_work(f"{HERE}/history/3", manifold)),
    ("teach-bank", "teach.bank", at_work("teach/bank", manifold)),
)
STATES: Final = tuple(State(*row, who=WHO) for row in _ROWS)
TELLING: Final = (
    *("teach", "teach-new", "teach-article", "teach-about", "teach-text", "teach-fact-looked"),
    *("teach-fact", "teach-kinds", "teach-choice", "teach-question", "teach-review-warned"),
    *("teach-past", "teach-state", "teach-bank", "teach-terms", "teach-term", "teach-term-new"),
)
