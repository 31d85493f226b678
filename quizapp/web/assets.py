"""Style sheets, fonts and icons, under an address that changes when any of them does.

`/static/<digest>/site.css` may be kept by browsers for good: another content is
another address. A page from before an update still finds its files, uncached. They are
few and small, so they are served from memory; a path that is not one of them is a 404.

A page names the digest of each script that it loads (`integrity`): a proxy or a cache that
changed one, or kept one of another version, leaves a page without scripts, which works.
Style sheets have none, because a page without them would be worse than one with another's.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Final, cast

from flask import Blueprint, Flask, Response, abort, current_app

from quizapp.web.compression import SQUEEZED, squeezed, takes_gzip

FOLDER: Final = Path(__file__).resolve().parent / "static"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

assets = Blueprint("assets", __name__)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path within."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def digest_of(files: dict[str, bytes]) -> str:
    """Return a name for a set of files: every path and every byte counts."""
    digest = hashlib.blake2b(digest_size=8)
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@assets.get("/static/<digest>/<path:name>")
def file(digest: str, name: str) -> Response:
    """Send one file; only its current address is cached for good."""
    content = cast("dict[str, bytes]", current_app.extensions["assets"]).get(name)
    if content is None:
        abort(404)
    tight = cast("dict[str, bytes]", current_app.extensions["assets-squeezed"]).get(name)
    response = Response(content, content_type=TYPES[Path(name).suffix])
    if tight is not None:
        response.vary.add("Accept-Encoding")
        if takes_gzip():
            response.set_data(tight)
            response.headers["Content-Encoding"] = "gzip"
    current = digest == current_app.config["ASSETS_DIGEST"]
    response.headers["Cache-Control"] = FOR_GOOD if current else "no-cache"
    return response


def asset(name: str) -> str:
    """Return the address of a static file (needs no routing, so error pages can use it)."""
    return f"/static/{current_app.config['ASSETS_DIGEST']}/{name}"


def integrity(name: str) -> str:
    """Return what a page says about the content of a script (Subresource Integrity)."""
    return cast("dict[str, str]", current_app.extensions["assets-integrity"])[name]


def integrity_of(content: bytes) -> str:
    """Return the digest of a content as the attribute `integrity` has it."""
    return "sha384-" + b64encode(hashlib.sha384(content).digest()).decode("ascii")


def serve_assets(app: Flask) -> None:
    """Read the files and register their current address."""
    files = read_folder(FOLDER)
    app.extensions["assets"] = files
    app.extensions["assets-squeezed"] = {
        name: squeezed(content) for name, content in files.items() if Path(name).suffix in SQUEEZED
    }
    app.extensions["assets-integrity"] = {
        name: integrity_of(content) for name, content in files.items() if name.endswith(".js")
    }
    app.config["ASSETS_DIGEST"] = digest_of(files)
    app.register_blueprint(assets)
