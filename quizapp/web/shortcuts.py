"""Whether single keys act: digits, letters and the question mark (WCAG 2.2, 2.1.4).

Whoever speaks to the device, or presses keys by accident, can switch them off. That is a matter
of the device rather than of the account, so it stands in the cookie.
"""

from __future__ import annotations

from typing import Final

from flask import session

KEYS: Final = "keys"
OFF: Final = "off"


def keys_are_off() -> bool:
    """Return whether single keys do nothing on this device."""
    return session.get(KEYS) == OFF


def switch_keys(*, off: bool) -> None:
    """Let single keys of this device do nothing, or act again."""
    if off:
        session[KEYS] = OFF
    else:
        session.pop(KEYS, None)
