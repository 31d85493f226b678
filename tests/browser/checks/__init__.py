"""What must hold of every page in a browser: one small function for each rule.

A check looks at a `Look` (what `snapshot.js` saw, or the page itself) and yields a
sentence for everything that is wrong. `CHECKS` names them; the names tell what breaks.
`test_checks` plants a fault for each, so none of them is blind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tests.browser.checks import controls, language, layout, modes, type_setting
from tests.browser.checks.look import Look

Check = Callable[[Look], Iterator[str]]

CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for module in (language, type_setting, controls, modes, layout)
    for check in module.CHECKS
}


# What a page owes to its style sheet alone: one look at it, in Arabic, is enough.
ONCE: Final = {
    check.__name__
    for check in (
        modes.forced_colours_keep_the_edges,
        modes.stillness_is_respected,
        type_setting.letters_come_from_our_faces,
    )
}


def faults(look: Look, *, again: bool = False) -> list[str]:
    """Return everything that is wrong with a page, each fault under its check's name.

    `again` leaves out what would be the same in a second language.
    """
    size = look.page.viewport_size
    assert size is not None
    found = [
        f"{name}: {fault}"
        for name, check in CHECKS.items()
        if not (again and name in ONCE)
        for fault in check(look)
    ]
    look.widen(size["width"])
    return found
