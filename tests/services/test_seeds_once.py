from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.services import seeds_once
from quizapp.services.content import ContentUnfit
from quizapp.services.seeds_once import load_seeds_once
from tests.formats.content.seeding import poison, write_mini
from tests.play import NOW


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    write_mini(tmp_path / "seeds")
    return tmp_path / "seeds"


@pytest.fixture
def kept(session: Session, seeds: Path, tmp_path: Path) -> Path:
    """The mark after the first load."""
    mark = tmp_path / "seeds.mark"
    assert load_seeds_once(session, seeds, NOW, mark).rows_written > 0
    return mark


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """How often items are derived from here on."""
    calls: list[Path] = []
    load = seeds_once.load_seeds

    def counted(session: Session, seeds: Path, now: object) -> object:
        calls.append(seeds)
        return load(session, seeds, NOW)

    monkeypatch.setattr(seeds_once, "load_seeds", counted)
    return calls


def test_what_is_stored_already_is_not_derived_again(
    session: Session, seeds: Path, kept: Path, derived: list[Path]
) -> None:
    assert load_seeds_once(session, seeds, NOW, kept).rows_written == 0
    assert derived == []


def test_an_edited_seed_is_loaded(
    session: Session, seeds: Path, kept: Path, derived: list[Path]
) -> None:
    (facts,) = seeds.rglob("facts.yaml")
    poison(facts, "Which town hosted the fair?", "Which town was the host of the fair?")
    assert load_seeds_once(session, seeds, NOW, kept).rows_written > 0
    assert load_seeds_once(session, seeds, NOW, kept).rows_written == 0
    assert derived == [seeds]


def test_another_database_under_the_same_mark_is_filled(
    session: Session, seeds: Path, kept: Path, derived: list[Path]
) -> None:
    with writing(session) as connection:
        connection.execute(text("UPDATE article SET status = 'retired'"))
    load_seeds_once(session, seeds, NOW, kept)
    assert derived == [seeds]


def test_another_version_of_the_program_derives_anew(
    session: Session, seeds: Path, kept: Path, derived: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeds_once, "_CODE", ("domain",))
    load_seeds_once(session, seeds, NOW, kept)
    assert derived == [seeds]


def test_a_mark_that_cannot_be_read_counts_for_nothing(
    session: Session, seeds: Path, kept: Path, derived: list[Path]
) -> None:
    kept.write_bytes(b"\xff\x00 half a mark")
    assert load_seeds_once(session, seeds, NOW, kept).rows_written == 0
    assert derived == [seeds]


def test_refused_seeds_leave_no_mark_of_themselves(
    session: Session, seeds: Path, kept: Path
) -> None:
    before = kept.read_text("ascii")
    (passage,) = seeds.rglob("passage.yaml")
    poison(passage, "The town of Salt hosted", "The town of Irbid hosted")
    for _ in range(2):
        with pytest.raises(ContentUnfit):
            load_seeds_once(session, seeds, NOW, kept)
    assert kept.read_text("ascii") == before
