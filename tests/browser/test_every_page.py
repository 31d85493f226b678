"""Every page in every state, in both languages of the interface, against every check.

One visit to each state does for all of them: the same page is looked at in Arabic and
in English, at three widths, in both themes, with text doubled and spaced, with colours
forced, without motion, on paper and by Tab. Then the two languages are held against each other.
Set WARAQA_SHOTS to a folder to keep pictures of what was seen.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizapp.domain.bilingual import LANGS, Lang
from tests.browser.canaries import TELLS_KEYS, leaks_of
from tests.browser.checks import faults
from tests.browser.checks.layout import mirrored
from tests.browser.checks.look import Look
from tests.browser.inventory import STATES, TELLING
from tests.browser.pictures import take_pictures
from tests.browser.state import State
from tests.browser.visits import WIDE, Visitors

# The style guide is as long as fifty pages.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SHOTS = os.environ.get("WARAQA_SHOTS")
EVERY_STATE = "WARAQA_EVERY_STATE" in os.environ
VISITS = [(state, content) for state in STATES for content in state.contents]
PAGES = [pytest.param(*visit, id=f"{visit[0].name}-{visit[1]}") for visit in VISITS]


def languages(state: State, content: Lang) -> tuple[Lang, ...]:
    """Return the languages of the pages on which a state is looked at.

    Arabic sees every state, English one state of every page, and all with WARAQA_EVERY_STATE
    (`make browser`). English content on an Arabic page is in the rounds that are played.
    """
    if content == "en":
        return ("en",)
    return LANGS if state in TELLING or EVERY_STATE else ("ar",)


@pytest.mark.parametrize(("state", "content"), PAGES)
def test_a_page_keeps_every_rule(visitors: Visitors, state: State, content: Lang) -> None:
    found: list[str] = []
    looks: list[Look] = []
    for lang in languages(state, content):
        visit = visitors.visit(state.who, lang, content)
        state.reach(visit)
        if state.endpoint not in TELLS_KEYS:
            found += [f"/{lang}/ {leak}" for leak in leaks_of(visit)]
        if SHOTS:
            take_pictures(visit.page, Path(SHOTS), f"{state.name}-{content}-on-{lang}")
        look = Look.at(visit.page, lang)
        looks.append(look)
        telling = EVERY_STATE or state in TELLING
        seen = faults(look, again=len(looks) > 1, telling=telling)
        found += [f"/{lang}/ {fault}" for fault in seen]
    if len(looks) > 1:
        arabic, english = looks
        found += [f"mirror: {fault}" for fault in mirrored(english, arabic, WIDE)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
