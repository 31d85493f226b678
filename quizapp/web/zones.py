"""The time zones to choose from, each by the name of its city in the page's language.

zones("ar") has ("Asia/Riyadh", "الرياض"), zones("en") has ("Asia/Riyadh", "Riyadh")
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from quizapp.domain.bilingual import Lang

Zones = tuple[tuple[str, str], ...]

CONTINENTS: Final = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
UTC: Final = "UTC"


@cache
def zones(lang: Lang) -> Zones:
    """Return name and city of every zone, UTC first, then by city."""
    aliases = get_global("zone_aliases")
    former: dict[str, list[str]] = {}
    for old, name in aliases.items():
        former.setdefault(name, []).append(old)
    cities = Locale.parse(lang).time_zones
    found = [
        (name, _city(name, [name, *former.get(name, ())], cities))
        for name in available_timezones()
        if name.startswith(CONTINENTS) and name not in aliases
    ]
    return ((UTC, UTC), *sorted(found, key=lambda zone: (zone[1], zone[0])))


def _city(name: str, names: list[str], cities: Mapping[str, Mapping[str, str]]) -> str:
    """CLDR files some cities under a name that the zone had before."""
    known = (cities[each]["city"] for each in names if "city" in cities.get(each, {}))
    return next(known, name.rpartition("/")[2].replace("_", " "))
