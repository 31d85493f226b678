"""Who asks, without keeping who: a key for counting tries, a name for a browser.

An address is cut (IPv6 to its network of 64 bits, which one household has) and mixed with a
secret and the day, so that what is stored leads back to nobody and says nothing tomorrow.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from ipaddress import IPv6Address, ip_address
from typing import Final

from flask import current_app, request

from quizapp.web import ambient

_BROWSERS: Final = (
    ("Edge", re.compile(r"\bEdg(?:A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|Chromium)/")),
    ("Safari", re.compile(r"\bSafari/")),
)
_SYSTEMS: Final = (
    ("Android", re.compile(r"\bAndroid\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("iPhone", re.compile(r"\biPhone\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)
_NETWORK: Final = 64


def who_asks() -> str:
    """Return the key of the address that this request comes from."""
    told = f"{ambient.now().date()} {network_of(request.remote_addr or '')}"
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """Return the part of an address that stands for one household or school."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(int(parsed) >> _NETWORK)
    return str(parsed)


def browser_name() -> str:
    """Return what this browser is called in the list of sessions: "Firefox · Linux"."""
    agent = request.headers.get("User-Agent", "")
    found = (
        next((name for name, pattern in patterns if pattern.search(agent)), "")
        for patterns in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found))
