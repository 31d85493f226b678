"""How long what nobody uses any more is kept: rules about dates, and nothing else.

    a class        unused for a year it is archived, and its teachers are told; 90 days later it
                   is deleted, and they are told once more 30 days before that
    a guest        deleted a year after the last sign of life
    a shut account deleted 29 days after it was disabled, so that a run each night is in time
                   for the thirtieth

No class is deleted before its teachers had the last notice for 30 days, however late the run
comes that finds it. Whatever is done in the class begins the year anew:

    used 1 January 2026, looked at on 1 January 2027     END: archived, first notice
    looked at on 2 March 2027                            WARN: last notice
    looked at on 1 April 2027                            PURGE
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

YEAR: Final = timedelta(days=365)
AFTER: Final = timedelta(days=90)
NOTICE: Final = timedelta(days=30)
SHUT: Final = timedelta(days=29)
SOON: Final = timedelta(days=60)


class Step(StrEnum):
    """What is done with a class that nobody uses."""

    END = "end"
    WARN = "warn"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Unused:
    """Since when a class is unused, and what was done about it.

    `ended_at` and `warned_at` are when the first and the last notice were given, of this time
    or an earlier one: what was done in the class since makes them void.
    """

    used_at: datetime
    ended_at: datetime | None = None
    warned_at: datetime | None = None

    @property
    def ended(self) -> datetime | None:
        """When it was found unused for a year, if that still holds."""
        return _since(self.ended_at, self.used_at)

    @property
    def warned(self) -> datetime | None:
        """When its teachers were told for the last time, if that still holds."""
        ended = self.ended
        return None if ended is None else _since(self.warned_at, ended)


@dataclass(frozen=True, slots=True)
class Fate:
    """What will become of a class unless it is used, and when at the earliest."""

    step: Step
    moment: datetime


def step_due(unused: Unused, now: datetime) -> Step | None:
    """Return what is to be done with a class now, None for nothing."""
    if unused.ended is None:
        return Step.END if now >= unused.used_at + YEAR else None
    if unused.warned is None:
        return Step.WARN if now >= unused.ended + AFTER - NOTICE else None
    return Step.PURGE if now >= _purged_at(unused.ended, unused.warned) else None


def fate_of(unused: Unused, now: datetime) -> Fate | None:
    """Return what is to be said of a class: its deletion once it ended, before that its
    archiving when no more than 60 days are left.
    """
    if unused.ended is not None:
        return Fate(Step.PURGE, _purged_at(unused.ended, unused.warned or now))
    end = unused.used_at + YEAR
    return Fate(Step.END, end) if now >= end - SOON else None


def _purged_at(ended: datetime, warned: datetime) -> datetime:
    return max(ended + AFTER, warned + NOTICE)


def _since(moment: datetime | None, before: datetime) -> datetime | None:
    return moment if moment is not None and moment >= before else None
