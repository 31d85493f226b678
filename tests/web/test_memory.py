"""The page about memory parameters: what is in force, a proposal with its figures, consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quizapp.domain.cards.fitting import Fitter, History
from quizapp.domain.memory import MemorySettings
from quizapp.services.cards.personal import Proposal
from tests.web.browsing import Browser, Page
from tests.web.reviewing import grade, take_up, turn

USUAL = MemorySettings().parameters
OTHERS = (*(round(2 * number, 4) for number in USUAL[:4]), *USUAL[4:])
SAID = {
    "missing": {"ar": "غير مثبّتة", "en": "not installed"},
    "needed": {"ar": "والمطلوب: 400", "en": "needed: 400"},
    "own": {"ar": "أرقام مستخرجة من مراجعاتك", "en": "from your own reviews"},
    "usual": {"ar": "الأرقام المعتادة.", "en": "The usual numbers."},
    "find": {"ar": "البحث عن أرقام أنسب", "en": "Look for better numbers"},
    "accept": {"ar": "اعتماد الأرقام المقترحة", "en": "Use the proposed numbers"},
    "back": {"ar": "العودة إلى الأرقام المعتادة", "en": "Back to the usual numbers"},
    "no better": {"ar": "ليست أدق", "en": "does not foretell better"},
}


def fitting(histories: Sequence[History]) -> Sequence[float]:
    return OTHERS


def install(monkeypatch: pytest.MonkeyPatch, fitter: Fitter | None) -> None:
    monkeypatch.setattr("quizapp.services.cards.optimiser.installed", lambda: fitter)


@pytest.fixture
def learner(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody with a review, where the optimiser is installed and needs no long log."""
    grade(visitor, turn(visitor, take_up(visitor)), 3)
    install(monkeypatch, fitting)
    monkeypatch.setattr("quizapp.services.cards.personal.LEAST_REVIEWS", 0)
    return visitor


def foretell(monkeypatch: pytest.MonkeyPatch, unseen_after: float) -> None:
    """Propose figures that no single review could give."""
    found = Proposal(OTHERS, 2_591, 0.3167, 0.3047, 0.334, unseen_after)
    monkeypatch.setattr("quizapp.services.cards.personal.propose", lambda *_, **__: found)


def memory_page(browser: Browser) -> Page:
    return browser.open(f"/{browser.lang}/settings/memory")


def said(page: Page, what: str) -> bool:
    return SAID[what][page.path.split("/")[1]] in page.text


def test_it_is_off_at_first_and_says_where_the_optimiser_is_missing(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, None)
    for _ in ("unknown", "a learner"):
        page = memory_page(visitor)
        assert said(page, "missing")
        assert said(page, "usual")
        assert not list(page.forms())
        visitor.submit(visitor.open(f"/{visitor.lang}/settings").form("/settings"))


def test_a_short_log_is_refused_in_words(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, fitting)
    take_up(visitor)
    page = memory_page(visitor)
    assert said(page, "needed")
    assert not list(page.forms())


def test_somebody_unknown_cannot_tune_anything(visitor: Browser) -> None:
    assert visitor.client.get(f"/{visitor.lang}/settings/memory").status_code == 200
    form = visitor.open(f"/{visitor.lang}/settings/goals").form()
    form = replace(form, action=f"/{visitor.lang}/settings/memory")
    form.sent["do"] = ["usual"]
    assert visitor.post(form).status_code == 404


def test_figures_are_shown_before_anything_changes(
    learner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    foretell(monkeypatch, 0.318)
    page = memory_page(learner)
    found = learner.submit(page.form(), button=SAID["find"][learner.lang])
    cells = ["".join(cell.itertext()).strip() for cell in found.tree.iter("td")]
    assert [cell for cell in cells if cell] == ["0.317", "0.305", "0.334", "0.318"]
    assert said(memory_page(learner), "usual"), "looking changes nothing"
    taken = learner.submit(found.form(), button=SAID["accept"][learner.lang])
    assert taken.with_class("done")
    assert said(taken, "own")
    back = [form for form in taken.forms() if SAID["back"][learner.lang] in form.buttons]
    assert said(learner.submit(back[0], button=SAID["back"][learner.lang]), "usual")


def test_a_proposal_that_is_no_better_cannot_be_accepted(
    learner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    foretell(monkeypatch, 0.335)
    found = learner.submit(memory_page(learner).form(), button=SAID["find"][learner.lang])
    assert said(found, "no better")
    assert not list(found.forms())


@pytest.mark.parametrize(
    "posted", ["", "1 2 3", "x", " ".join(["9"] * 21), " ".join(["nan"] * 21), "1 " * 10_000]
)
def test_numbers_that_no_memory_can_have_change_nothing(
    learner: Browser, monkeypatch: pytest.MonkeyPatch, posted: str
) -> None:
    foretell(monkeypatch, 0.318)
    found = learner.submit(memory_page(learner).form(), button=SAID["find"][learner.lang])
    form = found.form()
    form.sent["parameters"] = [posted]
    page = learner.submit(form, button=SAID["accept"][learner.lang], status=422)
    assert page.with_class("problem")
    assert said(memory_page(learner), "usual")
    form.sent["do"] = ["else"]
    other = learner.submit(form, status=422)
    assert other.with_class("problem")
