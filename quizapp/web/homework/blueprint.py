"""The addresses of homework: `/homework`, those under a class, and the calendar."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, request

from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX

MAX_KEY: Final = 64

homework = Blueprint("homework", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


def form_key() -> str:
    """Return the key that the posted form was made with: sent twice, it makes one thing."""
    return request.form.get("key", "")[:MAX_KEY] or ambient.public_id()
