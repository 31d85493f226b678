"""The plot and the figures in docs/ are those of the simulation, drawn again."""

from __future__ import annotations

import re
from functools import cache

import pytest

from quizapp.domain.cards.simulation import follow
from quizapp.domain.memory import MemorySettings
from tests.domain.cards.decks import MONDAY, both_languages
from tools import draw_memory as tool

pytestmark = pytest.mark.slow


@cache
def runs() -> tuple[tool.Run, ...]:
    return tuple(tool.run(retention) for retention in tool.RETENTIONS)


def test_the_plot_is_what_the_simulation_gives() -> None:
    assert tool.PLOT.read_text(encoding="utf-8") == tool.drawn(runs()), (
        "python tools/draw_memory.py draws it anew"
    )


def test_the_figures_on_the_page_are_those_of_the_simulation() -> None:
    page = tool.PAGE.read_text(encoding="utf-8")
    assert tool.with_figures(page, tool.table(runs())) == page
    assert tool.PLOT.name in page
    rows = re.findall(r"^\| (0\.\d\d) \| (0\.\d{4}) \| ([\d,]+) \|", page, flags=re.MULTILINE)
    assert [float(row[0]) for row in rows] == [0.80, 0.90, 0.95]
    for (desired, recalled, tested), days in zip(rows, (each.days for each in runs()), strict=True):
        assert int(tested.replace(",", "")) == sum(day.tested for day in days)
        share = sum(day.recalled for day in days) / sum(day.tested for day in days)
        assert float(recalled) == pytest.approx(share, abs=5e-5)
        assert abs(float(recalled) - float(desired)) <= 0.02, "the promise of the schedule"


def test_what_is_drawn_is_what_the_promises_are_tested_with() -> None:
    assert tool.deck() == both_languages(300)
    settings = MemorySettings(retention=0.9)
    again = follow(both_languages(300), MONDAY, 180, tool.LIMITS, settings, seed=1)
    assert again.days == runs()[1].days


def test_every_point_of_a_line_is_a_share_of_the_run() -> None:
    """The second line read back from the picture: shares of its fortnights, to a tenth of a %."""
    picture = tool.PLOT.read_text(encoding="utf-8")
    lines = re.findall(r'<polyline points="([^"]+)"', picture)
    assert len(lines) == 2 * len(tool.RETENTIONS)
    for each, line in zip(runs(), lines[::2], strict=True):
        heights = [float(point.split(",")[1]) for point in line.split()]
        shares = [1.0 - 0.3 * (y - 58) / 200 for y in heights]
        assert shares == pytest.approx([share for _, share in each.fortnights()], abs=0.001)
