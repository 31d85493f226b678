"""The colours of the style sheet, read from it, against WCAG 2.2 in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "quizapp" / "web" / "static" / "site.css"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)")
THEMES = ("light", "dark")
TEXT, CONTROL = 4.5, 3.0  # success criteria 1.4.3 and 1.4.11

PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2") for ground in ("bg", "surface", "sunken")],
    *[("ink", f"{tone}-soft", TEXT) for tone in ("primary", "ok", "no", "info", "saffron")],
    *[("primary", ground, TEXT) for ground in ("bg", "surface")],
    *[(tone, "surface", TEXT) for tone in ("ok", "no", "info", "saffron-ink")],
    *[(tone, f"{tone}-soft", TEXT) for tone in ("ok", "no", "info")],
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-strong", TEXT),
    ("saffron-ink", "saffron-soft", TEXT),
    *[("control", ground, CONTROL) for ground in ("bg", "surface")],
    *[("focus", ground, CONTROL) for ground in ("bg", "surface")],
]


def tokens(theme: str) -> dict[str, str]:
    found = TOKEN.findall(SHEET.read_text(encoding="utf-8"))
    return {name: (light, dark)[THEMES.index(theme)] for name, light, dark in found}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_text_and_controls_stand_out(ink: str, ground: str, least: float, theme: str) -> None:
    colours = tokens(theme)
    one, two = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= least
