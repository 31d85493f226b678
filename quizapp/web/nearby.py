"""Addresses that come from outside and must stay on this site.

After signing in, people go back to where they wanted to be, which the form says and anybody
may have written. Only the path of one of our pages is followed:

    local("/ar/cards?deck=terms")   == "/ar/cards?deck=terms"
    local("//evil.example"), local("/ar/../\\evil.example"), local("javascript:x")  is None
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

LONGEST: Final = 500
# One language, then segments of what our addresses are made of; a query of the same.
_LOCAL: Final = re.compile(r"/(?:ar|en)(?:/[\w.~%@:+-]*)*(?:\?[\w.~%@:+=&/-]*)?")


def local(target: str) -> str | None:
    """Return the address if it is of a page of ours, else None."""
    if len(target) > LONGEST or not _LOCAL.fullmatch(target):
        return None
    path = unquote(target.partition("?")[0])
    harmless = "//" not in path and "\\" not in path and ".." not in path.split("/")
    return target if harmless and path.isprintable() else None
