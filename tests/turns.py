"""Which tests run one after the other in one process, and which of them begin first.

Tests of one file share what is made for the file, so one process runs them all; what takes
seconds to make for several files (a site, a browser, a process standing by) is made once, too.
What takes longest begins first, so that nobody is still at it when everybody else is done.

This is asked of `--dist loadgroup`. The groups of pytest-xdist itself are no use here: they are
told by the id of a test in a way that pytest 9 does not heed, and every process made everything.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

EVERY_PAGE: Final = "tests/browser/test_every_page.py"
# The beginnings of paths whose tests run in one process; the first that fits counts.
TOGETHER: Final = {
    "tests/browser/": "browser",
    "tests/security/outside/": "outside",
    "tests/faults/test_c37": "c37",
    "tests/faults/test_c36": "c36",
    "tests/faults/": "faults",
}
# Every page takes as long as a third of all the rest: two processes share it. Whose names begin
# alike are about the same people, who are made once then.
HALVES: Final = {"pages from m on": "m", "pages up to l": ""}
FIRST: Final = (
    *HALVES,
    "faults",
    "browser",
    "outside",
    "tests/operations/test_documented_steps.py",
    "tests/services/test_cards_learner.py",
    "c37",
    "tests/formats/test_registry.py",
    "tests/security/test_c40_source.py",
    "tests/content/test_rounds_of_the_article.py",
    "tests/web/api/test_schemathesis.py",
    "tests/services/test_cards_machine.py",
    "tests/domain/cards/test_simulation.py",
    "tests/domain/statistics/test_classes.py",
    "tests/formats/tables/test_office.py",
    "tests/formats/tables/test_hostile.py",
    "tests/formats/worksheet/test_pdf.py",
    "tests/web/test_lesson.py",
    "tests/web/test_hostile_files.py",
)


@cache
def unit_of(test: str) -> str:
    """Return the name of what a test, told by its id, runs together with."""
    path = test.partition("::")[0]
    if path == EVERY_PAGE:
        state = test.rpartition("[")[2].removeprefix("chromium-")
        return next(half for half, beginning in HALVES.items() if state >= beginning)
    fits = (unit for beginning, unit in TOGETHER.items() if path.startswith(beginning))
    return next(fits, path)


def turn(test: str) -> int:
    """Return when a test is due: the smaller, the sooner; by its file where that is all one."""
    unit = unit_of(test)
    return FIRST.index(unit) if unit in FIRST else len(FIRST)


class Turns(LoadScopeScheduling):  # type: ignore[misc]
    """Hands whole units to the processes, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
