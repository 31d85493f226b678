"""The process that makes a PDF: a document comes in, a PDF goes out, nothing else happens.

    python -m quizapp.formats.worksheet.pdf < sheet.html > sheet.pdf

It reads one style sheet and the fonts of this package; every other address in the document
is refused, files and hosts alike. Its memory and its time are bounded, by itself here and by
whoever started it. It leaves with 3 where what draws letters (Pango) is missing, and with 1
where the document could not be made.
"""

from __future__ import annotations

import logging
import resource
import sys
from pathlib import Path
from typing import Any, Final

from quizapp.formats.worksheet.spaces import with_space

try:
    import weasyprint  # type: ignore[import-untyped]
except OSError:  # A library that it loads is not there.
    weasyprint = None

MISSING: Final = 3
FAILED: Final = 1
SECONDS: Final = 50
MEMORY: Final = 1536 * 1024 * 1024

BASE: Final = "http://sheet.invalid/"  # No host ever has this name (RFC 2606).
FOLDER: Final = Path(__file__).resolve().parents[2] / "web" / "static"
SERVED: Final = {
    "worksheet.css": "text/css",
    "vendor/fonts/plex-arabic-400.woff2": "font/woff2",
    "vendor/fonts/plex-arabic-600.woff2": "font/woff2",
    "vendor/fonts/plex-latin.woff2": "font/woff2",
    "vendor/fonts/naskh-arabic.woff2": "font/woff2",
}


class Refused(ValueError):
    """An address that is none of ours."""


def served(address: str) -> tuple[bytes, str]:
    """Return what stands under an address and its type. Raises Refused for any other one."""
    name = address.removeprefix(BASE)
    if name == address or name not in SERVED:
        raise Refused(address)
    return (FOLDER / name).read_bytes(), SERVED[name]


def _fetcher() -> Any:
    """Return what answers the printer's requests for addresses."""

    class Fetcher(weasyprint.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            content, kind = served(url)
            if kind.startswith("font/"):
                content = with_space(content)
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": kind})

    return Fetcher()


def main() -> int:
    """Make the PDF; return what the process leaves with."""
    if weasyprint is None:
        return MISSING
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    html = sys.stdin.buffer.read().decode("utf-8")
    made = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=_fetcher())
    sys.stdout.buffer.write(made.write_pdf())
    return 0


if __name__ == "__main__":
    sys.exit(main())
