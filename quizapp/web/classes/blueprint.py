"""The addresses of classes stand under `/classes`; the one of joining under `/join`."""

from __future__ import annotations

from typing import Final, TypedDict

from flask import Blueprint, request

from quizapp.web import ambient
from quizapp.web.locale import LANG_PREFIX
from quizapp.web.roles import signed_in

MAX_KEY: Final = 64

classes = Blueprint("classes", __name__, url_prefix=LANG_PREFIX, template_folder="templates")


def form_key() -> str:
    """Return the key that the posted form was made with: sent twice, it makes one thing."""
    return request.form.get("key", "")[:MAX_KEY] or ambient.public_id()


class Asked(TypedDict):
    """Who asks about which class: the first arguments of most services of classes."""

    account_id: int
    classroom_id: str


def asked_about(class_id: str) -> Asked:
    """Return who asks, in this request, about which class."""
    return Asked(account_id=signed_in().account_id, classroom_id=class_id)
