"""C40, the served site: wapiti and sqlmap find nothing, and each finds the holes of a site that
has some. Every run gives them seconds; `make soak` minutes, as a teacher and as a pupil.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from quizapp.config import Config
from quizapp.domain.bilingual import LANGS, Lang, other
from tests.security.outside.filling import Filled
from tests.security.outside.front import Front
from tests.security.outside.planted import holes
from tests.security.outside.scanners import LONG, SHORT, Walk, sqlmap, wapiti
from tests.web.api.unpaced import unpaced

# What the server says of an exception, and what Python says of one that got past it.
WRONG: Final = re.compile(r"\S+ (?:error|critical) |.*Traceback")
BRIEFLY: Final = Walk(SHORT, looking=2, attacking=2)
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
    "api/v1/articles?limit=5*&cursor=WyJhIl0*",
    "api/v1/articles/{slug}*/items?kind=gap*",
    "api/v1/drafts/{draft_id}*/facts/f-host*",
    "api/v1/decks/{slug}*/terms*/cards?limit=3*",
    "api/v1/me/reviews?limit=3*",
)


def listed(url: str, filled: Filled, places: tuple[str, ...]) -> list[str]:
    return [f"{url}/{place.format(**filled.values)}" for place in places]


def cookie(filled: Filled) -> tuple[str, ...]:
    return ("--cookie", filled.teacher)


def bearer(filled: Filled) -> tuple[str, ...]:
    return ("--headers", f"Authorization: Bearer {filled.token}")


def stumbles(front: Front) -> list[str]:
    """What the server has said so far of faults of its own."""
    config = front.site.app.config["WARAQA"]
    assert isinstance(config, Config)
    said = (config.data_dir / "server.log").read_text(encoding="utf-8")
    return [line for line in said.splitlines() if WRONG.match(line)]


@pytest.fixture
def unbroken(front: Front) -> Iterator[None]:
    """Nothing that a test does makes the server stumble; others may have made it."""
    before = len(stumbles(front))
    yield
    assert stumbles(front)[before:] == []


@pytest.mark.parametrize("place", PLACES + PROGRAMS)
@pytest.mark.usefixtures("unbroken")
def test_c40_what_sqlmap_tries_is_there(front: Front, filled: Filled, place: str) -> None:
    (path,) = listed("", filled, (place.replace("*", ""),))
    proofs = {"Cookie": filled.teacher, "Authorization": f"Bearer {filled.token}"}
    answer = front.ask("GET", path, proofs)
    assert answer.status == 200, (answer.pairs, answer.text)


@pytest.mark.slow
@pytest.mark.usefixtures("unbroken")
def test_c40_sqlmap_injects_nothing_and_finds_the_hole_that_is_there(
    front: Front, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = ("--technique", "BEU", "--dbms", "sqlite", *cookie(filled), *bearer(filled))
    with holes() as there, unpaced(front.site.app, monkeypatch) as api:
        targets = [
            f"{there}/item?id=1",
            *listed(front.near, filled, BRIEF_PLACES),
            # By another name than the holes: it tries no host again in which it found one.
            *listed(api.url.replace("127.0.0.1", "localhost"), filled, PROGRAMS[:1]),
        ]
        found = sqlmap(tmp_path, targets, *how)
    assert [row["Target URL"].split("?")[0] for row in found] == [f"{there}/item"]
    assert {200, 400} <= {*api.statuses} <= {200, 400, 404}


def others(front: Front, lang: Lang) -> tuple[str, ...]:
    """What a walk through one language leaves out: the other, files, and what would end it.

    A package of cards says when it was made: wapiti compares answers, and takes that for a hole.
    """
    ends = ("sign-out", "mine/delete", "mine/anki/waraqa.apkg*")
    parts = (*(f"{lang}/{end}" for end in ends), f"{other(lang)}/*", "static/*")
    return tuple(f"{front.near}/{part}" for part in parts)


@pytest.mark.slow
@pytest.mark.usefixtures("unbroken")
def test_c40_wapiti_finds_nothing_as_a_teacher(
    front: Front, filled: Filled, tmp_path: Path
) -> None:
    url = f"{front.near}/ar/"
    starts = [f"{url}classes/{filled.values['class_id']}", f"{url}teach/bank?words=a"]
    pages, found = wapiti(
        tmp_path,
        url,
        BRIEFLY,
        cookie=filled.teacher,
        starts=starts,
        leaving=others(front, "ar"),
    )
    assert found == {}
    assert pages >= 5, "it sees the pages of somebody who is signed in"


@pytest.mark.soak
def test_c40_wapiti_finds_holes_where_there_are_some(tmp_path: Path) -> None:
    with holes() as there:
        _, found = wapiti(tmp_path, f"{there}/", Walk(SHORT, looking=5, attacking=20))
    assert {"SQL Injection", "Reflected Cross Site Scripting"} <= found.keys()
    assert {"Content Security Policy Configuration", "Clickjacking Protection"} & found.keys()


@pytest.mark.soak
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("who", ["pupil", "teacher", ""])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.usefixtures("unbroken")
def test_c40_wapiti_finds_nothing_in_minutes(
    front: Front, filled: Filled, tmp_path: Path, who: str, lang: Lang
) -> None:
    url = f"{front.near}/{lang}/"
    starts = [f"{url}{path}" for path in ("classes", "teach", "cards", "settings", "homework")]
    cookie = str(getattr(filled, who)) if who else ""
    leaving = others(front, lang)
    pages, found = wapiti(tmp_path, url, LONGER, cookie=cookie, starts=starts, leaving=leaving)
    print(f"{who or 'nobody'}, {lang}: {pages} pages")
    assert found == {}
    assert pages >= (50 if who else 10)


DEEP: Final = ("--level", "2", "--risk", "2", "--technique", "BEUT", "--time-sec", "2")


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("unbroken")
def test_c40_sqlmap_injects_nothing_in_minutes(
    front: Front, filled: Filled, tmp_path: Path, place: str
) -> None:
    there = listed(front.near, filled, (place,))
    assert sqlmap(tmp_path, there, *cookie(filled), *DEEP, seconds=800) == []


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", PROGRAMS)
def test_c40_sqlmap_injects_nothing_into_programs_in_minutes(
    front: Front, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with unpaced(front.site.app, monkeypatch) as api:
        there = listed(api.url, filled, (place,))
        assert sqlmap(tmp_path, there, *bearer(filled), *DEEP, seconds=800) == []
    print(f"{place}: {len(api.statuses)} requests")
    assert max(api.statuses) < 500
