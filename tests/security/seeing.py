"""All that an answer says to whoever gets it, so that two of them can be compared."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

# What is new in every form, and says nothing: tokens, keys against sending twice, the moment.
FRESH = re.compile(r'(name="(?:csrf_token|client_key|key|shown_at|review|at)" value=")[^"]*')
Seen = tuple[int, list[str], dict[str, str], str]
SAID = ("Content-Type", "Content-Disposition", "Cache-Control", "Vary", "X-Leads-To", "Location")


def seen(response: TestResponse, *own: str) -> Seen:
    """All of an answer that can say something, without what is its viewer's own."""
    text = FRESH.sub(r"\1", response.text)
    headers = {name: response.headers.get(name, "") for name in SAID}
    for number, name in enumerate(own):
        text = text.replace(name, f"own-{number}")
        headers = {key: value.replace(name, f"own-{number}") for key, value in headers.items()}
    names = sorted(
        name for name, _ in response.headers if name not in ("Set-Cookie", "Content-Length")
    )
    return response.status_code, names, headers, text
