"""Pages and text files travel compressed to clients that read it; fragments do not."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from tests.web.browsing import Browser

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/ar/about", "/en/about"])
def test_a_page_is_the_same_compressed(app: Flask, path: str) -> None:
    client = app.test_client()
    plain, tight = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert tight.headers["Content-Encoding"] == "gzip"
    assert int(tight.headers["Content-Length"]) == len(tight.data) < len(plain.data) / 2
    assert "<h1" in gzip.decompress(tight.data).decode()
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in tight.headers["Vary"]


@pytest.mark.parametrize(("name", "compressed"), [("site.css", True), ("mark/star-180.png", False)])
def test_static_text_is_compressed_once_and_pictures_never(
    app: Flask, name: str, compressed: bool
) -> None:
    address = f"/static/{app.config['ASSETS_DIGEST']}/{name}"
    client = app.test_client()
    plain, tight = client.get(address), client.get(address, headers=GZIP)
    assert (tight.headers.get("Content-Encoding") == "gzip") == compressed
    assert (gzip.decompress(tight.data) if compressed else tight.data) == plain.data


def test_a_short_reply_and_a_fragment_stay_plain(app: Flask, visitor: Browser) -> None:
    assert "Content-Encoding" not in app.test_client().get("/", headers=GZIP).headers
    fragment = visitor.client.get("/ar/about", headers={**GZIP, "X-Fragment": "1"})
    assert "Content-Encoding" not in fragment.headers
