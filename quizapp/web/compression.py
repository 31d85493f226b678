"""What travels compressed: style sheets, scripts and pictures of text once, pages as they go.

Static files are squeezed hard when the app starts. A page above a kilobyte is squeezed
lightly on its way out; a fragment is not, because it is small and judged by the clock.
A form token in a compressed page is no oracle here: it is signed anew every second, and
no page repeats what an address says.
"""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

SQUEEZED: Final = frozenset({".css", ".js", ".svg", ".txt"})
LEAST: Final = 1000
LIGHTLY: Final = 4


def squeezed(content: bytes) -> bytes:
    """Return gzip at its hardest, the same bytes for the same content."""
    return gzip.compress(content, 9, mtime=0)


def takes_gzip() -> bool:
    """Tell whether this request's client reads gzip."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def compress_pages(app: Flask) -> None:
    """Compress pages for clients that read it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype != "text/html" or "X-Fragment" in request.headers:
            return response
        response.vary.add("Accept-Encoding")
        if takes_gzip() and (response.content_length or 0) > LEAST:
            response.set_data(gzip.compress(response.get_data(), LIGHTLY, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
