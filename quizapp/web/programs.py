"""Which addresses programs ask rather than people: everything under `/api/`.

There no cookie counts, the language is what `Accept-Language` says, and what goes wrong is
told as JSON. The rest of the web ring asks here and needs not know the feature itself.
"""

from __future__ import annotations

from typing import Final

ROOT: Final = "/api/"


def asks_program(path: str) -> bool:
    """Tell whether an address is one for programs."""
    return path.startswith(ROOT)
