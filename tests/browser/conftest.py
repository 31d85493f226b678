"""Chromium, the running site, and one long-lived page for each kind of visitor."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.canaries import plant
from tests.browser.rounds import Rounds
from tests.browser.site import DEVELOPING, Site, running_site
from tests.browser.visits import Visitors
from tests.browser.watch import Watch
from tests.postgresql import SERVER, empty_database

# The first is Chromium without a window: the same engine, at two thirds of the price.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--in-process-gpu",
    "--process-per-site",
    "--disable-site-isolation-trials",
    # A page is looked at for a second: to compile its scripts well pays for pages that live longer.
    "--js-flags=--no-turbofan --no-maglev",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,ProcessPerSiteUpToMainFrameThreshold",
]
# How long a page may take on a machine that has much else to do; what is to be quick is measured.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
NO_BROWSER = "no Chromium here: install Debian's `chromium-headless-shell` (tools/browser.sh does)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a machine that is busy elsewhere gets a second chance, and the report says so.

    What is wrong fails twice.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; without one the tests are skipped, but never where CI is set."""
    wanted = os.environ.get("CHROMIUM")
    found = wanted or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return {**browser_type_launch_args, "executable_path": found, "args": ARGUMENTS}


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ends with this package: while it lives, asyncio takes its loop for everybody's."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    launched = playwright.chromium.launch(**browser_type_launch_args)
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def browser_context_args(site: Site) -> dict[str, Any]:
    return {"base_url": site.url}


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = dict(DEVELOPING)
    with ExitStack() as stack:
        if SERVER:
            settings["WARAQA_DATABASE_URL"] = stack.enter_context(empty_database())
        running = stack.enter_context(running_site(tmp_path_factory.mktemp("site"), settings))
        plant(running.app)
        yield running


@pytest.fixture(scope="package")
def watch(site: Site) -> Watch:
    return Watch(site.url)


@pytest.fixture(autouse=True)
def nothing_untoward(request: pytest.FixtureRequest) -> Iterator[None]:
    """No console error, no content policy report, no request to another origin."""
    if request.node.get_closest_marker("browser") is None:
        yield
        return
    watch: Watch = request.getfixturevalue("watch")
    watch.drain()
    yield
    if heard := watch.drain():
        pytest.fail("\n".join(heard), pytrace=False)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], watch: Watch, site: Site
) -> Callable[..., BrowserContext]:
    """Contexts of a test's own, watched like all others."""

    def make(**options: Any) -> BrowserContext:
        context = watch.attach(new_context(**options))
        context.set_default_timeout(PATIENCE)
        return context

    return make


@pytest.fixture(scope="package")
def rounds(site: Site) -> Iterator[Rounds]:
    with site.app.app_context():
        yield Rounds(site)


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: Site, rounds: Rounds, watch: Watch) -> Iterator[Visitors]:
    """One page for each kind of visitor, kept for the whole run."""
    made = Visitors(browser, site, rounds, watch)
    yield made
    made.close()
