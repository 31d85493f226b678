"""What templates may use: filters, the page, words for codes, addresses.

Everything is a global of the environment rather than of a template's context, so that
macros can be imported without context, which Jinja compiles and caches once.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy

from quizapp.domain.bilingual import LANGS
from quizapp.domain.items.base import BLANK, MAX_TYPED
from quizapp.services.cards.views import LONGEST_NOTE
from quizapp.web import ambient, assets, durations, formatting, labels, locale
from quizapp.web.credentials import bounds
from quizapp.web.page import current_page


class SharedGlobals(Environment):
    """Flask's environment, in which a template has no globals of its own to be laid over.

    Jinja copies and compares a template's globals for each page and each macro that it
    imports; a plain dictionary takes a tenth of the time that layers of them do, and that
    was a fourteenth of a question page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own globals, where nothing is to be laid over them."""
        return super().make_globals(d) if d else self.globals


def prepare_environment(app: Flask) -> None:
    """Set the environment's options; before anything touches `app.jinja_env`."""
    app.jinja_environment = SharedGlobals
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
    }


def furnish(app: Flask) -> None:
    """Give every template its filters and globals."""
    environment = app.jinja_env

    @app.context_processor
    def at_hand() -> dict[str, object]:
        # The same as the global, found without a proxy: pages ask it two dozen times.
        return {"page": current_page()}

    environment.filters.update(
        num=formatting.num,
        percent=formatting.percent,
        signed=formatting.signed,
        day=formatting.day,
        short_day=formatting.short_day,
        month=formatting.month,
        iso=formatting.iso,
        ltr=formatting.ltr,
        foreign=formatting.foreign,
        span=durations.span,
        soon=durations.soon,
    )
    environment.globals.update(
        page=LocalProxy(current_page),
        content_attrs=formatting.content_attrs,
        script_attrs=formatting.script_attrs,
        asset=assets.asset,
        integrity=assets.integrity,
        labels=labels,
        langs=LANGS,
        path_in=locale.path_in,
        canonical_in=locale.canonical_in,
        absolute=locale.absolute,
        new_client_key=ambient.public_id,
        new_review_id=ambient.review_id,
        blank=BLANK,
        max_typed=MAX_TYPED,
        longest_note=LONGEST_NOTE,
        password_bounds=bounds,
    )
