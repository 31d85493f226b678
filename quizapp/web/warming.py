"""What a worker process does before anybody asks: so that nobody is the first.

Compiling the templates of the everyday pages and decoding the texts of the articles and of
what is asked about them would cost whoever comes first after a start half a second, and all
who queue behind. A thread does it as soon as the process is up; a request that is quicker
does its part itself, as ever.

What is there by then stays for good. Frozen, it is not walked again each time that Python
looks for cycles: a full walk takes as long as thirty answers.
"""

from __future__ import annotations

import gc
import logging
from threading import Thread
from typing import Final

from flask import Flask

from quizapp.extensions import database
from quizapp.services.content import bank_of, list_articles

# What every request of a lesson is made of.
EVERYDAY: Final = ("macros/", "base.html", "home/", "articles/", "quiz/", "cards/", "progress/")

_log = logging.getLogger(__name__)


def warm_beside(app: Flask) -> Thread:
    """Start warming an app in a thread of its own, and return the thread."""
    thread = Thread(target=warm, args=(app,), name="warming", daemon=True)
    thread.start()
    return thread


def warm(app: Flask) -> None:
    """Compile, read, freeze. Raises nothing: what fails here, a request will say."""
    try:
        with app.app_context():
            for name in app.jinja_env.list_templates(filter_func=_is_everyday):
                app.jinja_env.get_template(name)
            for head in list_articles(database()):
                bank_of(database(), head.slug)
    except Exception:
        _log.warning("nothing was made ready before the first request", exc_info=True)
    gc.collect()
    gc.freeze()


def _is_everyday(name: str) -> bool:
    return name.startswith(EVERYDAY)
