"""What a spreadsheet shows for a number: an integer, a decimal, or a day counted from 1900.

    shown_number("2.0") == "2"      shown_number("0.30000000000000004") == "0.3"
    day_of("45220", since_1904=False) == "2023-10-21"

Spreadsheets believe in a 29 February 1900; days before March 1900 are left as numbers.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from math import isfinite
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?(\d{1,40}\.?\d{0,40}|\.\d{1,40})([Ee][+-]?\d{1,3})?")
_DIGITS_KEPT: Final = 15  # That many a spreadsheet keeps and shows.
_DAYS_BUILT_IN: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48))))
_ASIDE: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DAY_LETTERS: Final = re.compile(r"[dyhms]", re.IGNORECASE)
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_FIRST: Final = 61
_LAST: Final = 2_958_465


def shown_number(value: str) -> str:
    """Return a number as a spreadsheet shows it; what is no number stays as it is."""
    if value.isdecimal() and value.isascii() and (value[0] != "0" or value == "0"):
        return value
    if not _NUMBER.fullmatch(value):
        return value
    number = float(value)
    if not isfinite(number):
        return value
    if number == int(number) and abs(number) < 10**_DIGITS_KEPT:
        return str(int(number))
    return format(number, f".{_DIGITS_KEPT}g")


def is_day_code(number: str, code: str) -> bool:
    """Tell whether a number format, built in by number or spelled out, shows days or times."""
    if code:
        return _DAY_LETTERS.search(_ASIDE.sub("", code.partition(";")[0])) is not None
    return number in _DAYS_BUILT_IN


def day_of(value: str, *, since_1904: bool) -> str:
    """Return the day (and time) that a number stands for; "" where it stands for none."""
    if not _NUMBER.fullmatch(value):
        return ""
    days = float(value)
    if not (days >= 0 if since_1904 else days >= _FIRST) or days > _LAST - 1462:
        return ""
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=round(days * 86_400))
    whole = moment.time() == datetime.min.time()
    return moment.date().isoformat() if whole else moment.isoformat(sep=" ", timespec="minutes")
