"""One site behind one proxy for all that look at it from outside, and a class in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.security.outside.chromium import running_chromium
from tests.security.outside.filling import Filled, fill
from tests.security.outside.front import Front, running_front


@pytest.fixture(scope="session")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_front(tmp_path_factory.mktemp("outside")) as running:
        yield running


@pytest.fixture(scope="session")
def filled(front: Front) -> Filled:
    """The class behind it, every text of which tries to be more than text."""
    return fill(front.site.app)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with this package: while it lives, asyncio takes its loop for everybody's."""
    with running_chromium() as browser:
        yield browser
