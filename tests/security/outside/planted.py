"""A site with one hole of each kind, so that a scanner that finds nothing elsewhere has shown
that it can find something: a text that comes back as HTML, and one that goes into a statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PAGE = (
    "<!doctype html><html><head><title>x</title></head><body><p>{}</p>"
    '<a href="/echo?words=a">a</a> <a href="/item?id=1">b</a></body></html>'
)


class Holes(BaseHTTPRequestHandler):
    """Answers two addresses as nobody should."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = parse_qs(asked.query)
        shown = query.get("words", [""])[0]
        if asked.path == "/item":
            shown = self._item(query.get("id", ["1"])[0])
        page = PAGE.format(shown).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _item(self, given: str) -> str:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE item AS SELECT 1 AS id, 'flower fair' AS name")
        try:
            found = connection.execute(f"SELECT name FROM item WHERE id = {given}").fetchone()
        except sqlite3.Error as error:
            return str(error)
        finally:
            connection.close()
        return str(found[0]) if found else "nothing"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def holes() -> Iterator[str]:
    """Serve the site with holes; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Holes)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
