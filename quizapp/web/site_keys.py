"""The keys of this site, for what is derived from them: the newest first, then older ones."""

from __future__ import annotations

from flask import current_app


def site_keys() -> tuple[str, ...]:
    """Return the site's key and those before it that still count."""
    older = current_app.config["SECRET_KEY_FALLBACKS"]
    return tuple(map(str, (current_app.secret_key, *older)))
