"""The form of a fact: what a teacher typed, to the draft of a fact, and back into the form.

Each marked answer has fields of its own once it is known (`slot-0-question-ar` …). What
was typed for an answer follows the answer: by its name, or by the words that are marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from quizapp.domain.authoring.facts import FactDraft, SlotDraft
from quizapp.domain.content import ClaimKind, Strictness, TermType
from quizapp.services.studio.bank import read_tags
from quizapp.web.teach import posted, words

MOST_SLOTS: Final = 12


@dataclass(frozen=True, slots=True)
class FactForm:
    """A posted fact: the draft of it, its tags, and the state that its author had seen."""

    draft: FactDraft
    tags: tuple[str, ...]
    seen: str


def read_fact(form: posted.Posted, fact_id: str, before: FactDraft | None) -> FactForm:
    """Return the posted fact. What the form has no field for stays as it was `before`."""
    base = before or FactDraft(id=fact_id)
    sentence = posted.pair(form, "sentence")
    draft = replace(
        base,
        id=fact_id,
        claim=ClaimKind(posted.chosen(form, "claim", words.FACT_CLAIMS, ClaimKind.EVENT)),
        ar=sentence.ar,
        en=sentence.en,
        slots=_slots(form, base),
        sentence=posted.text(form, "proof", posted.SHORT),
        quote=posted.optional_pair(form, "quote"),
        said_by=posted.text(form, "said_by", posted.SHORT),
        said=posted.optional_pair(form, "said"),
    )
    if draft.claim is not ClaimKind.STATEMENT:
        draft = replace(draft, said_by="", said=None)
    if draft.sentence:
        draft = replace(draft, quote=None)
    return FactForm(draft, read_tags(form.get("tags", "")), form.get("seen", ""))


def _slots(form: posted.Posted, base: FactDraft) -> tuple[SlotDraft, ...]:
    count = min(posted.whole(form, "slots") or 0, MOST_SLOTS)
    known = {slot.name: slot for slot in base.slots}
    return tuple(_slot(form, f"slot-{n}", known) for n in range(count))


def _slot(form: posted.Posted, prefix: str, known: dict[str, SlotDraft]) -> SlotDraft:
    name = posted.text(form, f"{prefix}-name", posted.SHORT)
    base = known.get(name, SlotDraft(name))
    kind = form.get(f"{prefix}-type", "")
    strictness = posted.chosen(form, f"{prefix}-strictness", words.STRICTNESS, "normal")
    return replace(
        base,
        ar=posted.text(form, f"{prefix}-ar", posted.LINE),
        en=posted.text(form, f"{prefix}-en", posted.LINE),
        asked=form.get(f"{prefix}-asked") == "1",
        question=posted.pair(form, f"{prefix}-question", posted.LINE),
        type=TermType(kind) if kind in words.TYPES else base.type,
        aliases=posted.lines(form, f"{prefix}-aliases"),
        strictness=Strictness(strictness),
        tolerance=max(0, posted.whole(form, f"{prefix}-tolerance") or 0),
    )
