"""Where the files are that are no Python: seeds, translations, migrations.

An installed wheel carries them in the package (`quizapp/_data`), a checkout has them
at its root. This leaf imports nothing of ours, so that everybody may ask it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

Resource = Literal["seeds", "translations", "migrations"]

PACKAGE: Final = Path(__file__).resolve().parent


def resource(name: Resource, package: Path = PACKAGE) -> Path:
    """Return the folder of a resource: the wheel's own where there is one."""
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name
