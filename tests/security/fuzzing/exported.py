"""An export of somebody's, as small as one can be that has a record of each sort in it."""

from __future__ import annotations

from typing import Any, Final

from quizapp.services.mine.export import FORMAT, VERSION

_MOMENT: Final = 1_760_000_000_000
_KEY: Final = "00000000-0000-0000-0000-00000000000a"
EXPORT: Final[dict[str, Any]] = {
    "format": FORMAT,
    "version": VERSION,
    "settings": {"interface": "ar", "digits": "arab", "theme": "dark", "certainty": True},
    "goals": {"retention": 0.9, "new_a_day": 10, "cap_a_day": 100, "zone": "Asia/Amman"},
    "parameters": None,
    "decks": [{"slug": "samarkand-summit", "deck": "terms", "started_at": _MOMENT}],
    "cards": [
        {
            "name": "samarkand-summit/host/-/card-ar",
            "due_on": "2026-11-30",
            "suspended": False,
            "buried_on": None,
            "note": "mine",
            "text": "0" * 32,
        }
    ],
    "reviews": [
        {
            "name": "samarkand-summit/host/-/card-ar",
            "text": None,
            "uuid": _KEY,
            "moment": _MOMENT,
            "day": "2025-10-09",
            "rating": 3,
            "retention": 0.9,
            "due_day": None,
            "source": "card",
            "certainty": None,
            "latency": 900,
            "typed": "سمرقند",
            "phase": "new",
            "stability": 2.3,
            "difficulty": 5.0,
        }
    ],
    "undone": [{"uuid": _KEY, "moment": _MOMENT}],
    "rounds": [
        {
            "public_id": "round-1",
            "lang": "ar",
            "mode": "practice",
            "certainty": False,
            "kinds": ["gap"],
            "length": 1,
            "total": 1,
            "seed": "seed",
            "started_at": _MOMENT,
            "finished_at": None,
            "article_text": "0" * 32,
            "repeats": None,
            "entries": [
                {
                    "position": 1,
                    "item_text": "0" * 32,
                    "arrangement": [],
                    "changed": False,
                    "appeal": {"state": "open", "made_at": _MOMENT},
                    "response": {
                        "client_key": "00" * 16,
                        "lang": "ar",
                        "digits": "latn",
                        "chosen": [],
                        "typed": "طشقند",
                        "skipped": False,
                        "outcome": "wrong",
                        "score": 0.0,
                        "marks": [0],
                        "spelling": "wrong",
                        "shown": "سمرقند",
                        "certainty": "sure",
                        "latency": None,
                        "normaliser": 2,
                        "answered_at": _MOMENT,
                    },
                }
            ],
        }
    ],
}
