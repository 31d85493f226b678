"""What every response says about how it may be used, and which posts are not ours.

The header set is fixed here and tested on every route, errors included. A post must
carry the session's form token (Flask-WTF); before that, one that a browser marks as
coming from another site is refused outright, so that it never reaches the page that
offers to send a form again.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, abort, current_app, request

from quizapp.config import Config
from quizapp.web.locale import page_lang

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types app",
    )
)
FEATURES_OFF: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    # What "frame-ancestors" says, for browsers that do not know it.
    "X-Frame-Options": "DENY",
    # Not "no-referrer": that would make the Origin of our own posts "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": FEATURES_OFF,
}
TWO_YEARS: Final = 2 * 365 * 24 * 3600
STRICT_TRANSPORT: Final = f"max-age={TWO_YEARS}; includeSubDomains"
# Pages carry the viewer's answers, settings and form token. Going back must ask again:
# a question answered meanwhile then shows its feedback instead of an open form.
PERSONAL: Final = "private, no-store"


def headers_of(config: Config) -> dict[str, str]:
    """Return what every response says, whoever makes it."""
    return HEADERS | ({"Strict-Transport-Security": STRICT_TRANSPORT} if config.https else {})


def guard(app: Flask, config: Config) -> None:
    """Refuse posts from other sites, and put the headers on every response."""
    app.before_request(refuse_other_sites)
    always = headers_of(config)

    @app.after_request
    def describe(response: Response) -> Response:
        headers = response.headers
        headers.extend(always)
        headers.setdefault("Cache-Control", PERSONAL)
        if response.mimetype == "text/html" and "Content-Language" not in headers:
            headers["Content-Language"] = page_lang()
        return response


def refuse_other_sites() -> None:
    """Answer 403 to an unsafe request that the browser says another site made.

    `Sec-Fetch-Site` decides where it is sent, else `Origin`; a client that sends
    neither is no browser of this decade, and still needs the form token.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(urlsplit(origin)):
        abort(403)


def _is_ours(origin: SplitResult) -> bool:
    """Compare the host, and the scheme where we are served over TLS (by a proxy, perhaps)."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    return origin.netloc == request.host and (origin.scheme == "https" or not secure)
