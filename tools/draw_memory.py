"""Draw the simulation of half a year of study: `python tools/draw_memory.py`.

Writes docs/memory-simulation.svg and the table of figures in docs/memory.md, between its
two marks. Both come from `domain.cards.simulation` alone, so they are the same on every run;
a test draws them again and compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean, median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from quizapp.domain.bilingual import LANGS  # noqa: E402
from quizapp.domain.cards.holding import Held  # noqa: E402
from quizapp.domain.cards.plan import Limits  # noqa: E402
from quizapp.domain.cards.simulation import StudiedDay, follow  # noqa: E402
from quizapp.domain.cards.state import CardState  # noqa: E402
from quizapp.domain.memory import MemorySettings  # noqa: E402

PLOT: Final = ROOT / "docs" / "memory-simulation.svg"
PAGE: Final = ROOT / "docs" / "memory.md"
BEGIN: Final = "<!-- figures: tools/draw_memory.py -->"
END: Final = "<!-- end of figures -->"

RETENTIONS: Final = (0.80, 0.90, 0.95)
SLOTS: Final = 300
DAYS: Final = 180
START: Final = date(2026, 3, 2)
LIMITS: Final = Limits(new=6, cards=60)
SEED: Final = 1

COLOURS: Final = ("#a4610a", "#1d4f91", "#2c6e49")
INK, QUIET, GRID, PAPER = "#1c2530", "#5b6673", "#d9d5c9", "#fbf9f3"
WIDTH: Final = 760
LEFT: Final = 64
RIGHT: Final = 660
FORTNIGHT: Final = 14
LINE: Final = 16  # labels are no closer to each other than this


@dataclass(frozen=True)
class Run:
    """Half a year at a desired retention."""

    retention: float
    days: tuple[StudiedDay, ...]

    @property
    def tested(self) -> int:
        """How often known cards were asked for."""
        return sum(day.tested for day in self.days)

    @property
    def recalled(self) -> float:
        """The share of them that was recalled."""
        return sum(day.recalled for day in self.days) / self.tested

    @property
    def cards(self) -> list[int]:
        """The cards of each day."""
        return [day.cards for day in self.days]

    def fortnights(self) -> Iterator[tuple[int, float]]:
        """Yield the middle day of each fortnight, and the share recalled in it."""
        for first in range(0, DAYS - FORTNIGHT + 1, FORTNIGHT):
            span = self.days[first : first + FORTNIGHT]
            tested = sum(day.tested for day in span)
            if tested:
                yield first + FORTNIGHT // 2, sum(day.recalled for day in span) / tested

    def weekly_cards(self) -> Iterator[tuple[int, float]]:
        """Yield the middle day of each week, and its mean cards a day."""
        for first in range(0, DAYS - 6, 7):
            yield first + 3, fmean(self.cards[first : first + 7])


def deck() -> list[Held]:
    """Return new cards of so many slots, each in both languages."""
    return [
        Held(CardState(f"fair/f{slot:03}/x/card-{lang}"), lang, 2 * slot + at)
        for slot in range(SLOTS)
        for at, lang in enumerate(LANGS)
    ]


def run(retention: float) -> Run:
    settings = MemorySettings(retention=retention)
    return Run(retention, follow(deck(), START, DAYS, LIMITS, settings, seed=SEED).days)


def across(day: float) -> float:
    return LEFT + (RIGHT - LEFT) * day / DAYS


class Panel:
    """A frame with values upwards and days across."""

    def __init__(self, top: int, height: int, low: float, high: float) -> None:
        self.top, self.height, self.low, self.high = top, height, low, high

    def y(self, value: float) -> float:
        """Return where a value stands, downwards."""
        share = (value - self.low) / (self.high - self.low)
        return self.top + self.height * (1 - share)

    def grid(self, values: Sequence[float], words: Sequence[str]) -> Iterator[str]:
        """Yield a line and its words for each value."""
        for value, word in zip(values, words, strict=True):
            y = self.y(value)
            yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{GRID}"/>'
            yield text(LEFT - 8, y + 4, word, anchor="end", colour=QUIET)

    def line(self, points: Iterator[tuple[int, float]], colour: str) -> str:
        """Return points joined."""
        path = " ".join(f"{across(day):.1f},{self.y(value):.1f}" for day, value in points)
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'

    def dashes(self, value: float, colour: str) -> str:
        """Return a dashed line at a value."""
        y = self.y(value)
        return f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{colour}" stroke-dasharray="2 5"/>'


def text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def drawn(runs: Sequence[Run]) -> str:
    """Return the plot."""
    recall, work = Panel(58, 200, 0.70, 1.0), Panel(318, 150, 0, 60)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 520" role="img"'
        ' font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{said(runs)}</title>",
        f'<rect width="{WIDTH}" height="520" fill="{PAPER}"/>',
        text(LEFT, 34, "Share recalled, by fortnight (dashed: desired)"),
        *recall.grid((0.7, 0.8, 0.9, 1.0), ("70%", "80%", "90%", "100%")),
        text(LEFT, 296, f"Cards a day, weekly mean (at most {LIMITS.cards})"),
        *work.grid((0, 20, 40, 60), ("0", "20", "40", "60")),
    ]
    for each, colour in zip(runs, COLOURS, strict=True):
        parts.append(recall.dashes(each.retention, colour))
        parts.append(recall.line(each.fortnights(), colour))
        label = f"{each.recalled:.1%}"
        parts.append(text(RIGHT + 8, recall.y(each.retention) + 4, label, colour=colour))
        parts.append(work.line(each.weekly_cards(), colour))
    floor = work.y(0) + LINE
    for each, colour in zip(runs, COLOURS, strict=True):
        *_, (_, last) = each.weekly_cards()
        floor = min(work.y(last), floor - LINE)
        parts.append(text(RIGHT + 8, floor + 4, f"at {each.retention:.2f}", colour=colour))
    parts += [
        text(across(day), 492, f"day {day}", anchor="middle", colour=QUIET)
        for day in (0, 30, 60, 90, 120, 150, 180)
    ]
    return "\n".join([*parts, "</svg>", ""])


def said(runs: Sequence[Run]) -> str:
    shares = "; ".join(f"desired {r.retention:.0%}, recalled {r.recalled:.1%}" for r in runs)
    return f"A learner simulated for {DAYS} days: {shares}."


def table(runs: Sequence[Run]) -> str:
    """Return the figures as a table for the page."""
    rows = [
        "| desired | recalled | reviews of known cards | cards a day, median | most on a day |"
        " minutes a day, median |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for each in runs:
        minutes = median(day.seconds for day in each.days) / 60
        rows.append(
            f"| {each.retention:.2f} | {each.recalled:.4f} | {each.tested:,} |"
            f" {median(each.cards):g} | {max(each.cards)} | {minutes:.1f} |"
        )
    return "\n".join(rows)


def with_figures(page: str, figures: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def main() -> None:
    runs = [run(retention) for retention in RETENTIONS]
    PLOT.write_text(drawn(runs), encoding="utf-8")
    PAGE.write_text(with_figures(PAGE.read_text("utf-8"), table(runs)), encoding="utf-8")
    print(said(runs))


if __name__ == "__main__":
    main()
