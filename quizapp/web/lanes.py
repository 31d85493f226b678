"""Which requests take long by nature, and therefore queue for themselves.

Hashing a password takes as long as dozens of answers, a roster or a printed sheet longer. If
thirty pupils sign in when the lesson begins, whoever answers already must not wait behind
them: such requests have one thread of a process to themselves, and the others have the rest.

    is_costly("POST", "/ar/sign-in")        is_costly("POST", "/ar/rounds/k3J/2") is False
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_LANG: Final = "/(?:ar|en)/"
# Behind the language: what hashes a password or takes in a file; what makes one.
_COSTLY: Final[Mapping[str, re.Pattern[str]]] = {
    "POST": re.compile(
        f"{_LANG}(?:sign-in|sign-in/code|sign-up|code/use|settings/password"
        "|settings/second-factor|settings/second-factor/change|mine/import|mine/anki|mine/anki/bring"
        "|teach/bring-in|classes/[^/]+/(?:roster|slips))"
    ),
    "GET": re.compile(
        rf"{_LANG}(?:(?:classes|articles|teach)/.+\.(?:xlsx|csv|pdf|docx)"
        r"|mine/anki/waraqa\.(?:apkg|txt))"
    ),
}


def is_costly(method: str, path: str) -> bool:
    """Tell whether a request belongs into the lane of its own."""
    pattern = _COSTLY.get(method)
    return pattern is not None and pattern.fullmatch(path) is not None
