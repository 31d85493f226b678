"""Pictures of pages, for people: phone and desk, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page

SCREENS: Final = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def take_pictures(page: Page, folder: Path, name: str) -> None:
    """Keep the whole page as PNG, once for each screen and theme."""
    before = page.viewport_size
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(
                path=folder / f"{name}-{screen}-{scheme}.png",
                full_page=True,
                animations="disabled",
                caret="hide",
            )
    page.emulate_media(color_scheme="null")
    assert before is not None
    page.set_viewport_size(before)
