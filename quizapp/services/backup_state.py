"""What the keeper knows from its last rounds: a small file beside the backups.

    newest, sight    the newest backup, and how the database's files looked when it was made
    current_at       the last moment of which that backup is known to say what the database said
    tidied_at        when old sessions, codes and entries were last deleted
    checked_at       when a backup was last examined, which one, and what was wrong with it
    trouble          why the last backup could not be made

Losing the file loses nothing: the next round finds out anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

NAME: Final = "keeper.json"
_MOMENTS: Final = ("current_at", "tidied_at", "checked_at")


@dataclass(frozen=True, slots=True)
class State:
    """The file's content; every part may be missing. Moments are in UTC."""

    newest: str = ""
    sight: str = ""
    current_at: datetime | None = None
    tidied_at: datetime | None = None
    checked_at: datetime | None = None
    checked: str = ""
    faults: tuple[str, ...] = ()
    trouble: str = ""


def read_state(folder: Path) -> State:
    """Return what is known in a folder of backups; nothing where the file is not to be read."""
    try:
        values: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        for name in _MOMENTS:
            if values.get(name) is not None:
                values[name] = datetime.fromisoformat(values[name])
        values["faults"] = tuple(map(str, values.get("faults", ())))
        return State(**values)
    except (OSError, ValueError, TypeError, AttributeError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Keep it for the next round, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    values = asdict(state)
    for name in _MOMENTS:
        if values[name] is not None:
            values[name] = values[name].isoformat()
    draft = folder / f".{NAME}.tmp"
    draft.write_text(json.dumps(values, indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / NAME)
