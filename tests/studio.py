"""A teacher at work in tests: an article of her own, in both languages, ready to publish."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from quizapp.domain.authoring.facts import FactDraft, SlotDraft
from quizapp.domain.content import Article
from quizapp.services.studio import drafts, passages, publishing, writing
from quizapp.services.studio.checking import accept_warnings, examine
from quizapp.services.studio.drafts import Author, Draft
from quizapp.services.studio.parts import state_of
from tests.play import NOW
from tests.samples import b

ARABIC = (
    "استضافت مدينة إربد معرض الزهور في الخريف. افتتحت المعرض هدى النجار، وهي أستاذة في الجامعة. "
    "شاركت في المعرض 12 مدرسة من المدينة."
)
ENGLISH = (
    "The city of Irbid hosted the flower fair in autumn. Huda Najjar, a professor at the "
    "university, opened the fair. Some 12 schools of the city took part in the fair."
)

HOST = FactDraft(
    id="f-host",
    ar="استضافت مدينة {{إربد}} معرض الزهور.",
    en="The city of {{Irbid}} hosted the flower fair.",
    slots=(
        SlotDraft(
            "irbid",
            "إربد",
            "Irbid",
            question=b("أي مدينة استضافت معرض الزهور؟", "Which city hosted the flower fair?"),
        ),
    ),
)


def fair(slug: str = "t-fair") -> Article:
    """An article with a text and no facts yet."""
    article = drafts.empty_article(
        slug, b("معرض الزهور", "The flower fair"), b("معرض في إربد.", "A fair in Irbid.")
    )
    return replace(article, passage=passages.aligned(ARABIC, ENGLISH))


@dataclass
class Teacher:
    """Writes, and publishes what she wrote."""

    session: Session
    author: Author

    def create(self, article: Article | None = None, public_id: str = "draft-1") -> str:
        return drafts.create(
            self.session,
            author=self.author,
            article=article or fair(),
            public_id=public_id,
            now=NOW,
        )

    def draft(self, public_id: str = "draft-1") -> Draft:
        return drafts.open_draft(self.session, self.author, public_id)

    def seen(self, part: str, public_id: str = "draft-1") -> str:
        return state_of(self.draft(public_id).article, part)

    def write_fact(self, draft: FactDraft = HOST, public_id: str = "draft-1") -> Draft:
        first = self.draft(public_id).article.passage[0].sentences[0].id
        proved = draft if draft.sentence or draft.quote else replace(draft, sentence=first)
        return writing.save_fact(
            self.session,
            author=self.author,
            public_id=public_id,
            draft=proved,
            seen=self.seen(f"fact:{draft.id}", public_id),
            now=NOW,
        )

    def accept_all(self, public_id: str = "draft-1") -> None:
        draft = self.draft(public_id)
        verdict = examine(self.session, draft)
        accept_warnings(
            self.session,
            author=self.author,
            draft=draft,
            verdict=verdict,
            reasons={group.key: "Looked at." for group in verdict.warned},
            now=NOW,
        )

    def publish(self, public_id: str = "draft-1") -> None:
        publishing.submit(self.session, author=self.author, public_id=public_id, now=NOW)
        self.accept_all(public_id)
        publishing.publish(self.session, author=self.author, public_id=public_id, now=NOW)
