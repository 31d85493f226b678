"""Articles as files of their own, and their sheets: what the studio shows of both."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from quizapp.extensions import db
from quizapp.formats.bundle.reader import read
from quizapp.formats.bundle.writer import packed, write
from quizapp.services.studio.bundles import bundle_of_draft
from quizapp.services.studio.drafts import Author
from tests.browser.rounds import ARTICLE
from tests.browser.state import Reach, State
from tests.browser.teach_states import HERE, WHO, at_work, manifold, plain, prepared, sent
from tests.browser.visits import Visit
from tests.samples import b, mini_article

BRING: Final = "teach/bring-in"
NOT_PAGES: Final = {
    "exchange.article_bundle": "is a file to keep",
    "exchange.article_worksheet_file": "is a sheet to print",
    "exchange.draft_bundle": "is a file to keep",
    "exchange.draft_worksheet_file": "is a sheet to print",
}
BROKEN: Final = packed([("broken/article.yaml", b"slug: other\nme: 1\ntitle: {ar: '}'}")])


def brought(visit: Visit, data: bytes) -> None:
    """Choose a file and see what it would do."""
    visit.open(prepared(visit, BRING, plain))
    file = {"name": "article.zip", "mimeType": "application/zip", "buffer": data}
    visit.page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    with visit.page.expect_navigation():
        visit.page.locator("main form button").click()


def _own(visit: Visit) -> bytes:
    draft_id = prepared(visit, "DRAFT", manifold)
    with Session(db.engine) as session:
        return bundle_of_draft(session, Author(visit.player.account_id), draft_id)[1]


def new(visit: Visit) -> None:
    """See the file of an article that nobody has."""
    brought(visit, write(replace(mini_article(), slug="nobody-has-it")))


def same(visit: Visit) -> None:
    """See the file of one's own draft."""
    brought(visit, _own(visit))


def changed(visit: Visit) -> None:
    """See the file of one's own draft in which something is different."""
    article = read(_own(visit))
    brought(visit, write(replace(article, title=b("عنوان آخر", "Another title"), written=())))


def _refused(data: bytes) -> Reach:
    return sent(BRING, {"bundle": base64.b64encode(data).decode()}, 422)


_ROWS: Final[tuple[tuple[str, str, Reach], ...]] = (
    ("bundle", "exchange.bring", at_work(BRING)),
    ("bundle-refused", "exchange.bring", _refused(BROKEN)),
    ("bundle-nothing", "exchange.bring", _refused(b"")),
    ("brought-new", "exchange.bring", new),
    ("brought-same", "exchange.bring", same),
    ("brought-changed", "exchange.bring", changed),
    *(
        (
            f"draft-sheet-{layout}",
            "exchange.draft_worksheet",
            at_work(f"{HERE}/worksheet?layout={layout}", manifold),
        )
        for layout in ("ar", "en", "facing")
    ),
    (
        "draft-sheet-none",
        "exchange.draft_worksheet",
        at_work(f"{HERE}/worksheet?kinds=order", plain),
    ),
    (
        "article-sheet",
        "exchange.article_worksheet",
        at_work(f"articles/{ARTICLE}/worksheet?part=key&layout=facing"),
    ),
    (
        "setup-from-sheet",
        "articles.choose",
        at_work(f"articles/{ARTICLE}/start?sheet=15-2-3"),
    ),
)
STATES: Final = tuple(State(*row, who=WHO) for row in _ROWS)
TELLING: Final = ("bundle-refused", "brought-changed", "article-sheet", "draft-sheet-facing")
