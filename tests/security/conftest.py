"""The site of the web tests, and its world of people and things, for every check here."""

from __future__ import annotations

from tests.web.conftest import (
    app,
    catalogues,
    cheap_passwords,
    lang,
    same_rounds,
    site,
    stored,
    stranger,
    visitor,
)
from tests.web.test_stranger_matrix import world

__all__ = [
    "app",
    "catalogues",
    "cheap_passwords",
    "lang",
    "same_rounds",
    "site",
    "stored",
    "stranger",
    "visitor",
    "world",
]
