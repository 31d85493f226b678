"""Build hook: the wheel carries compiled catalogues beside the catalogue sources.

The repository keeps only `.po` files; they are compiled here, so that an installed
wheel needs no build step and a forgotten `.mo` cannot ship.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `quizapp/_data/translations/<lang>/LC_MESSAGES/*.{po,mo}` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue into a temporary folder and include it."""
        if self.target_name != "wheel" or version == "editable":
            return
        source = Path(self.root) / "translations"
        built = Path(tempfile.mkdtemp(prefix="waraqa-catalogues-"))
        for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
            place = built / po.relative_to(source).with_suffix(".mo")
            place.parent.mkdir(parents=True, exist_ok=True)
            locale = po.parent.parent.name
            with po.open("rb") as text, place.open("wb") as binary:
                write_mo(binary, read_po(text, locale=locale))
            inside = f"quizapp/_data/translations/{place.relative_to(built).as_posix()}"
            build_data["force_include"][str(place)] = inside
