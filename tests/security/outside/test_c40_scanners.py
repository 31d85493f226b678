"""C40, the served site: wapiti and sqlmap find nothing, and each finds the holes of a site that
has some. Every run gives them seconds; `make soak` minutes, as a teacher and as a pupil.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from quizapp.config import Config
from tests.security.outside.filling import Filled
from tests.security.outside.front import Front
from tests.security.outside.planted import holes
from tests.security.outside.scanners import LONG, SHORT, Walk, sqlmap, wapiti

pytestmark = pytest.mark.xdist_group("outside")
BRIEFLY: Final = Walk(SHORT, looking=4, attacking=2)
LONGER: Final = Walk(LONG, looking=60, attacking=40)
# What is searched, named, counted or looked up by an address: as a teacher, and as a program.
PLACES: Final = (
    "en/teach/bank?words=a*&kind=choice*&tag=x*",
    "en/articles/{slug}*?view=both*",
    "en/articles/{slug}/start?sheet=1*",
    "en/review?slug={slug}*&deck=terms*&typing=1*",
    "en/classes/{class_id}*/results/{homework_id}*?attempt=first*",
    "en/classes/{class_id}/members/{member_id}*",
    "en/homework/{homework_id}*/terms",
    "en/teach/articles/{draft_id}*/facts/f-host*",
    "en/teach/imports/{job_id}*",
    "en/sign-in?next=/en/*",
)
BRIEF_PLACES: Final = (
    "en/teach/bank?words=a*",
    "en/classes/{class_id}*",
    "en/teach/articles/{draft_id}/facts/f-host*",
)
PROGRAMS: Final = (
    "api/v1/articles?limit=5*&after=x*",
    "api/v1/articles/{slug}*/items?kind=gap*",
    "api/v1/drafts/{draft_id}*/facts/f-host*",
    "api/v1/me/reviews?limit=3*&after=1*",
)


def listed(front: Front, filled: Filled, places: tuple[str, ...]) -> list[str]:
    return [f"{front.near}/{place.format(**filled.values)}" for place in places]


def nothing_broke(front: Front) -> None:
    """No scanner made the server stumble."""
    config = front.site.app.config["WARAQA"]
    assert isinstance(config, Config)
    said = (config.data_dir / "server.log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said[-5000:]


@pytest.mark.slow
def test_c40_sqlmap_injects_nothing_and_finds_the_hole_that_is_there(
    front: Front, filled: Filled, tmp_path: Path
) -> None:
    options = ("--technique", "BEU", "--dbms", "sqlite")
    signed_in = ("--cookie", filled.teacher)
    with holes() as there:
        targets = [f"{there}/item?id=1", *listed(front, filled, BRIEF_PLACES)]
        found = sqlmap(tmp_path / "pages", targets, *signed_in, *options)
    bearer = ("--headers", f"Authorization: Bearer {filled.token}")
    told = sqlmap(tmp_path / "api", listed(front, filled, PROGRAMS[:1]), *bearer, *options)
    assert [row["Target URL"].split("?")[0] for row in found] == [f"{there}/item"]
    assert told == []
    nothing_broke(front)


@pytest.mark.slow
def test_c40_wapiti_finds_nothing_as_a_teacher(
    front: Front, filled: Filled, tmp_path: Path
) -> None:
    url = f"{front.near}/en/"
    starts = [f"{url}classes/{filled.values['class_id']}", f"{url}teach/bank?words=a"]
    pages, found = wapiti(tmp_path, url, BRIEFLY, cookie=filled.teacher, starts=starts)
    assert found == {}
    assert pages >= 5, "it sees the pages of somebody who is signed in"
    nothing_broke(front)


@pytest.mark.soak
def test_c40_wapiti_finds_holes_where_there_are_some(tmp_path: Path) -> None:
    with holes() as there:
        _, found = wapiti(tmp_path, f"{there}/", Walk(SHORT, looking=5, attacking=20))
    assert {"SQL Injection", "Reflected Cross Site Scripting"} <= found.keys()
    assert {"Content Security Policy Configuration", "Clickjacking Protection"} & found.keys()


@pytest.mark.soak
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("who", ["pupil", "teacher", ""])
def test_c40_wapiti_finds_nothing_in_minutes(
    front: Front, filled: Filled, tmp_path: Path, who: str
) -> None:
    url = f"{front.near}/en/"
    starts = [f"{url}{path}" for path in ("classes", "teach", "cards", "settings", "homework")]
    cookie = str(getattr(filled, who)) if who else ""
    pages, found = wapiti(tmp_path, url, LONGER, cookie=cookie, starts=starts)
    assert found == {}
    assert pages >= (50 if who else 10)
    nothing_broke(front)


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_c40_sqlmap_injects_nothing_in_minutes(
    front: Front, filled: Filled, tmp_path: Path
) -> None:
    deep = ("--level", "2", "--risk", "2", "--technique", "BEUT", "--time-sec", "2")
    pages = listed(front, filled, PLACES)
    assert sqlmap(tmp_path / "p", pages, "--cookie", filled.teacher, *deep, seconds=1200) == []
    bearer = ("--headers", f"Authorization: Bearer {filled.token}")
    programs = listed(front, filled, PROGRAMS)
    assert sqlmap(tmp_path / "a", programs, *bearer, *deep, seconds=1200) == []
    nothing_broke(front)
