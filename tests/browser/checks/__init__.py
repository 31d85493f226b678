"""What must hold of every page in a browser: one small function for each rule.

A check looks at a `Look` (what `snapshot.js` saw, or the page itself) and yields a
sentence for everything that is wrong. `CHECKS` names them; the names tell what breaks.
`test_checks` plants a fault for each, so none of them is blind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tests.browser.checks import controls, focus, language, layout, modes, type_setting
from tests.browser.checks.look import Look

Check = Callable[[Look], Iterator[str]]

CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for checks in (
        *(each.CHECKS for each in (language, type_setting, controls, modes, layout, focus)),
        modes.LAST,
    )
    for check in checks
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
# What takes long is looked at in one state of each page and kind.
TELLING_ONLY: Final = {
    check.__name__
    for check in (layout.text_can_be_doubled, focus.the_focus_is_seen_wherever_it_goes)
}


def faults(look: Look, *, again: bool = False, telling: bool = True) -> list[str]:
    """Return everything that is wrong with a page, each fault under its check's name.

    `again` leaves out what would be the same in a second language, `telling=False` what one
    state of the page shows for all.
    """
    left_out = (ONCE if again else set()) | (set() if telling else TELLING_ONLY)
    size = look.page.viewport_size
    assert size is not None
    found = [
        f"{name}: {fault}"
        for name, check in CHECKS.items()
        if name not in left_out
        for fault in check(look)
    ]
    look.widen(size["width"])
    return found
