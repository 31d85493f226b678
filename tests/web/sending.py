"""Sending a file by a form, as browsers do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

from tests.web.browsing import Browser, Form, Page


def send(
    browser: Browser,
    form: Form,
    data: bytes,
    name: str = "q.xml",
    status: int = 200,
    changes: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """Send a file by a form, some of its fields changed; return the page that follows."""
    fields = {field: values[0] for field, values in form.sent.items() if field != "file"} | changes
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    response = browser.client.post(
        form.action,
        data=b"".join([*parts, head.encode(), data, b"\r\n--x--\r\n"]),
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    if response.status_code == 303:
        return browser.open(response.headers["Location"])
    return browser._shown(response, status)


def settled(browser: Browser, page: Page) -> Page:
    """Return the page of a file once it is read."""
    deadline = time.monotonic() + 30
    while "Refresh" in page.response.headers and time.monotonic() < deadline:
        time.sleep(0.1)
        page = browser.open(page.path)
    assert "Refresh" not in page.response.headers
    return page
