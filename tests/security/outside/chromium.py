"""Chromium as somebody in the class behind the proxy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.conftest import ARGUMENTS, NAMES, NO_BROWSER
from tests.browser.watch import Watch
from tests.peers import needs
from tests.security.outside.front import HOST, Front
from tests.security.outside.payloads import CALLED


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Debian's Chromium, told where our host is; the certificate is checked by other tests."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    needs(found, NO_BROWSER)
    told = [*ARGUMENTS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=told)
        yield browser
        browser.close()


def entered(browser: Browser, front: Front, cookie: str, watch: Watch) -> BrowserContext:
    """Somebody's browser, listened to."""
    context = watch.attach(browser.new_context(ignore_https_errors=True))
    context.add_init_script(CALLED)
    name, _, value = cookie.partition("=")
    known: dict[str, Any] = {"name": name, "value": value, "secure": True, "httpOnly": True}
    context.add_cookies([{**known, "domain": HOST, "path": "/", "sameSite": "Lax"}])
    return context
