"""Text at twice its size, as a reader sets it in the browser: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from quizapp.domain.bilingual import Lang
from tests.browser.checks.layout import crowded
from tests.browser.checks.look import Look
from tests.browser.inventory import TELLING
from tests.browser.rounds import Rounds
from tests.browser.site import running_site
from tests.browser.visits import Visitors
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TWICE = "--blink-settings=defaultFontSize=32"
WIDTHS = (390, 1280)


@pytest.fixture(scope="module")
def large_print(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visitors]:
    """Somebody with a large print set, on a site where nobody has been yet."""
    options = {
        **browser_type_launch_args,
        "args": [*browser_type_launch_args["args"], TWICE],
    }
    with (
        running_site(tmp_path_factory.mktemp("large")) as site,
        site.app.app_context(),
        playwright.chromium.launch(**options) as browser,
    ):
        visitors = Visitors(browser, site, Rounds(site), Watch(site.url))
        yield visitors
        visitors.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_text_can_be_doubled(large_print: Visitors, lang: Lang) -> None:
    found: list[str] = []
    # The two languages take turns: every other page in each.
    for state in TELLING[lang == "en" :: 2]:
        visit = large_print.visit(state.who, lang, "ar")
        state.reach(visit)
        for width in WIDTHS:
            Look(visit.page, lang).widen(width)
            found += [f"{state.name} at {width} px: {fault}" for fault in crowded(visit.page)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
