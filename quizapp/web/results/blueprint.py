"""The addresses of results stand under their class; every one of them is for its teachers."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from flask import Blueprint

from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import teacher

results = Blueprint("results", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


class Asked(TypedDict):
    """Who asks about which class, and when: the first arguments of every service of results."""

    account_id: int
    classroom_id: str
    now: datetime


def asked_about(class_id: str) -> Asked:
    """Return who asks, in this request, about which class."""
    return Asked(account_id=teacher().account_id, classroom_id=class_id, now=ambient.now())
