"""What bodies and answers look like, in JSON Schema 2020-12.

Bodies are checked by these very schemas (`checking`); answers are compared with them by the
tests. A text in both languages is an object with a side for each; an empty side means that it
is not written. Moments are in UTC, days are those of the learner's own calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizapp.domain.bilingual import LANGS
from quizapp.domain.content import Strictness
from quizapp.domain.items.registry import KINDS
from quizapp.services.cards.views import DECKS
from quizapp.services.people.tokens import SCOPES
from quizapp.services.studio.drafts import STATUSES
from quizapp.web.api.bodies import BODIES, FACT
from quizapp.web.api.schema_parts import (
    BOTH,
    DAY,
    LANG,
    MOMENT,
    NUMBER,
    TEXT,
    TRUTH,
    WHOLE,
    Schema,
    chosen,
    many,
    maybe,
    record,
    ref,
)

_FAULT: Final = record(
    "One thing that is wrong. `code` is stable; `detail` is for people.",
    {"lang": LANG, "position": WHOLE},
    field=TEXT,
    code=TEXT,
    detail=TEXT,
)
_ASKED: Final = record(
    "A question as it is shown in one language. Options stand in an order of their own.",
    stem=TEXT,
    material=maybe(TEXT),
    options=many(TEXT),
    lefts=many(TEXT),
    several=TRUTH,
    numeric=TRUTH,
)

_GENERAL: Final[dict[str, Schema]] = {
    "Problem": record(
        "What went wrong (RFC 9457). Decide by `code`.",
        {"detail": TEXT, "errors": many(ref("Fault"))},
        type=TEXT,
        title=TEXT,
        status=WHOLE,
        code=TEXT,
    ),
    "Fault": _FAULT,
    "Both": record("A text in both languages; an empty side is not written.", ar=TEXT, en=TEXT),
    "Sentence": record("A sentence that proves something.", id=TEXT, text=BOTH),
}
_CONTENT: Final[dict[str, Schema]] = {
    "ArticleHead": record(
        "An article in a list.",
        slug=TEXT,
        title=BOTH,
        summary=BOTH,
        langs=many(LANG),
        facts=WHOLE,
        items=WHOLE,
        kinds={"type": "object", "additionalProperties": WHOLE},
    ),
    "Article": record(
        "An article with its text, paragraph by paragraph.",
        slug=TEXT,
        title=BOTH,
        summary=BOTH,
        source_note=BOTH,
        langs=many(LANG),
        facts=WHOLE,
        items=WHOLE,
        kinds={"type": "object", "additionalProperties": WHOLE},
        paragraphs=many(
            record("A paragraph.", id=TEXT, sentences=many(ref("Sentence"))),
        ),
    ),
    "Item": record(
        "A question. `asked` is how it is shown before it is answered. Only a teacher's token "
        "gets `key`, and names that say what is asked.",
        {"key": ref("Key")},
        id=TEXT,
        kind=chosen(KINDS),
        langs=many(LANG),
        asked={
            "type": "object",
            "properties": dict.fromkeys(LANGS, _ASKED),
            "additionalProperties": False,
        },
    ),
    "Key": record(
        "What is right. `options` of the key stand in the content's own order, `right` counts "
        "them from 0: the right ones, the one for each left side, or all in their right order.",
        facts=many(TEXT),
        slot=TEXT,
        options=many(record("An option.", id=TEXT, text=BOTH)),
        right=many(WHOLE),
        typed=maybe(
            record(
                "What counts as a right typed answer.",
                accepted=ref("BothLists"),
                strictness=chosen(Strictness),
                value=maybe(WHOLE),
                month=maybe(WHOLE),
                tolerance=WHOLE,
            )
        ),
        claim=maybe(TEXT),
        explanation=BOTH,
        evidence=many(TEXT),
    ),
    "BothLists": record("Several texts in each language.", ar=many(TEXT), en=many(TEXT)),
    "Side": record("A side of a card.", lang=LANG, text=TEXT, note=TEXT),
    "Card": record(
        "A flashcard, both sides.",
        name=TEXT,
        deck=chosen(DECKS),
        front=ref("Side"),
        back=ref("Side"),
        statement=maybe(BOTH),
        evidence=many(TEXT),
    ),
}
_LEARNER: Final[dict[str, Schema]] = {
    "Me": record(
        "Whom the token stands for, and what it may do.",
        name=TEXT,
        role=chosen(("learner", "teacher", "admin")),
        token=record(
            "The token itself.", name=TEXT, scopes=many(chosen(SCOPES)), expires_at=MOMENT
        ),
    ),
    "Deck": record(
        "A deck as its learner stands with it.",
        article=TEXT,
        deck=chosen(DECKS),
        title=BOTH,
        started=TRUTH,
        total=WHOLE,
        new=WHOLE,
        due=WHOLE,
        known=WHOLE,
    ),
    "HeldCard": record(
        "A card of a deck as its learner stands with it. `id` is hers alone.",
        id=TEXT,
        front=ref("Side"),
        back=ref("Side"),
        statement=maybe(BOTH),
        evidence=many(ref("Sentence")),
        note=TEXT,
        due_on=maybe(DAY),
        reviews=WHOLE,
        lapses=WHOLE,
        suspended=TRUTH,
    ),
    "Review": record(
        "A line of the log. `rating` is from 1 (again) to 4 (easy).",
        uuid=TEXT,
        card=TEXT,
        name=TEXT,
        article=TEXT,
        deck=chosen(DECKS),
        moment=MOMENT,
        day=DAY,
        rating=WHOLE,
        source=TEXT,
        certainty=maybe(TEXT),
        milliseconds=maybe(WHOLE),
        typed=maybe(TEXT),
        undone=TRUTH,
    ),
    "Progress": record(
        "What was done and is known.",
        today=record(
            "The study day so far.",
            day=DAY,
            reviews=WHOLE,
            introduced=WHOLE,
            passed=WHOLE,
            seconds=WHOLE,
            left_due=WHOLE,
            left_new=WHOLE,
        ),
        streak=record("Days in a row.", days=WHOLE, longest=WHOLE, studied_today=TRUTH),
        reviews=WHOLE,
        desired_retention=NUMBER,
        retention=many(record("A month.", month=DAY, passed=WHOLE, total=WHOLE)),
        forecast=many(record("A day.", day=DAY, cards=WHOLE)),
        facts=many(
            record(
                "The facts of an article in one language.",
                article=TEXT,
                lang=LANG,
                known=WHOLE,
                shaky=WHOLE,
                unseen=WHOLE,
                total=WHOLE,
            )
        ),
    ),
    "Export": {
        "type": "object",
        "description": "Everything about somebody, as the page of one's own data gives it.",
        "required": ["format", "version"],
        "properties": {"format": {"type": "string"}, "version": {"type": "integer"}},
    },
}
_TEACHING: Final[dict[str, Schema]] = {
    "DraftHead": record(
        "A draft in a list.",
        id=TEXT,
        slug=TEXT,
        title=BOTH,
        status=chosen(STATUSES),
        live=TRUTH,
        changed=TRUTH,
        facts=WHOLE,
        updated_at=MOMENT,
    ),
    "Draft": record(
        "A draft with its text. A fact is proved by one of the sentences.",
        id=TEXT,
        slug=TEXT,
        title=BOTH,
        summary=BOTH,
        source_note=BOTH,
        status=chosen(STATUSES),
        live=TRUTH,
        changed=TRUTH,
        facts=many(TEXT),
        sentences=many(ref("Sentence")),
        updated_at=MOMENT,
    ),
    "StoredFact": record(
        "A fact of a draft. `etag` names its state; `faults` are what it still lacks.",
        id=TEXT,
        etag=TEXT,
        faults=many(ref("Fault")),
        fact=ref("Fact"),
    ),
    "Fact": FACT,
}
_PAGED: Final = ("ArticleHead", "Item", "Card", "Deck", "HeldCard", "Review", "DraftHead")
_PAGES: Final[dict[str, Schema]] = {
    f"{name}Page": record(
        "A page of a list. `next` leads to the following one, null on the last.",
        data=many(ref(name)),
        next=maybe(TEXT),
    )
    for name in (*_PAGED, "StoredFact")
}
SCHEMAS: Final[Mapping[str, Schema]] = {
    **_GENERAL,
    **_CONTENT,
    **_LEARNER,
    **_TEACHING,
    **_PAGES,
    **BODIES,
}
"""Every schema by name."""
