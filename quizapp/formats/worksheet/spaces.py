"""A font with a space of its own.

Our Naskh face has Arabic letters and nothing else. A browser borrows the space from the next
font; what draws the PDF borrows it from a font of its own choice, so that words run into one
another, or drift apart. So the printer is given the face with a space in it.
"""

from __future__ import annotations

import io
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

_SPACES: Final = (0x20, 0xA0)
_NAME: Final = "space"
_PART_OF_EM: Final = 0.26


def with_space(font: bytes) -> bytes:
    """Return a font in which a space is a quarter of an em wide, whatever its weight."""
    opened = TTFont(io.BytesIO(font))
    if _SPACES[0] in opened.getBestCmap():
        return font
    # An extra table of widths by weight; without it they are read from the outlines.
    if "HVAR" in opened:
        del opened["HVAR"]
    # Tables count the letters when they are opened, so all are before one is added.
    opened.ensureDecompiled()
    opened.setGlyphOrder([*opened.getGlyphOrder(), _NAME])
    opened["glyf"].glyphs[_NAME] = Glyph()
    opened["hmtx"].metrics[_NAME] = (round(_PART_OF_EM * opened["head"].unitsPerEm), 0)
    if "gvar" in opened:
        opened["gvar"].variations[_NAME] = []
    for table in opened["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(_SPACES, _NAME))
    opened.flavor = None
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()
