"""What the doctor says of the program's own words and articles, and of what stands around."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.resources import resource
from quizapp.services import doctor_program
from quizapp.services.backup_keeping import keep_up
from quizapp.services.content import load_seeds
from quizapp.services.doctor import Check
from quizapp.services.doctor_notes import notes_on
from quizapp.services.doctor_program import examine_catalogues, examine_program
from tests.play import NOW

Strings = dict[tuple[str, str], str | tuple[str, ...]]
SPOKEN: Strings = {
    ("", "Save"): "حفظ",
    ("button", "Save"): "حفظ الآن",
    ("", "%(num)s card"): ("بطاقة", "بطاقتان", "%(num)s بطاقات", "٣", "٤", "٥"),
}


def catalogues(folder: Path, arabic: Strings = SPOKEN, english: Strings = SPOKEN) -> Path:
    """Compiled catalogues of both languages, with their sources beside them."""
    for lang, strings in (("ar", arabic), ("en", english)):
        place = folder / lang / "LC_MESSAGES"
        place.mkdir(parents=True)
        for domain in ("messages", "wtforms"):
            made = Catalog(locale=lang)
            for (context, key), said in strings.items():
                if isinstance(said, str):
                    made.add(key, said, context=context or None)
                else:
                    forms = said[: made.num_plurals]
                    made.add((key, f"{key}s"), forms, context=context or None)
            with (place / f"{domain}.mo").open("wb") as file:
                write_mo(file, made)
            with (place / f"{domain}.po").open("wb") as file:
                write_po(file, made)
    return folder


def test_whole_catalogues_are_sound(tmp_path: Path) -> None:
    examined = examine_catalogues(catalogues(tmp_path))
    assert (examined.faults, examined.count) == ((), 12)


def test_a_missing_and_a_broken_catalogue_are_named(tmp_path: Path) -> None:
    folder = catalogues(tmp_path)
    (folder / "ar/LC_MESSAGES/messages.mo").unlink()
    (folder / "en/LC_MESSAGES/wtforms.mo").write_bytes(b"no catalogue at all")
    found = " ".join(examine_catalogues(folder).faults)
    assert "ar/LC_MESSAGES/messages.mo: FileNotFoundError" in found
    assert "en/LC_MESSAGES/wtforms.mo" in found


def test_a_string_that_one_language_lacks_is_named(tmp_path: Path) -> None:
    less = {key: said for key, said in SPOKEN.items() if key != ("button", "Save")}
    folder = catalogues(tmp_path, arabic=less)
    for source in folder.rglob("*.po"):
        source.unlink()  # As in a program that was installed without them.
    assert examine_catalogues(folder).faults == (
        "ar/LC_MESSAGES/messages.mo: Save",
        "ar/LC_MESSAGES/wtforms.mo: Save",
    )


def test_a_compiled_catalogue_older_than_its_source_is_named(tmp_path: Path) -> None:
    folder = catalogues(tmp_path)
    source = folder / "ar/LC_MESSAGES/messages.po"
    source.write_text(source.read_text().replace("حفظ الآن", "الحفظ"))
    assert examine_catalogues(folder).faults == ("ar/LC_MESSAGES/messages.mo: Save",)


def seeds_of(session: Session, seeds: Path | None = None) -> tuple[int, int, tuple[str, ...]]:
    _, found = examine_program(session, seeds or resource("seeds"), resource("translations"))
    assert found.check is Check.SEEDS
    return found.count, found.passed_over, found.faults


def test_what_is_stored_of_the_shipped_articles_is_what_was_shipped(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_seeds(session, resource("seeds"), NOW)
    assert seeds_of(session) == (1, 0, ())
    # That the articles can be published takes long to find out, and is found out by now.
    fit = SimpleNamespace(refused=(), equal_ids=True)
    unfit = SimpleNamespace(refused=("Q21", "Q7"), equal_ids=True, reasons=2)
    monkeypatch.setattr(doctor_program, "check_bank", lambda _: fit)
    seeds = tmp_path / "seeds"
    shutil.copytree(resource("seeds"), seeds)
    facts = seeds / "samarkand-summit" / "facts.yaml"
    facts.write_text(facts.read_text() + "\n- nonsense: true\n")
    assert seeds_of(session, seeds)[2], "files that cannot be read as content"
    with writing(session) as connection:
        connection.execute(text("UPDATE article SET bank = 'another'"))
    assert seeds_of(session) == (1, 0, ("samarkand-summit",))
    with writing(session) as connection:
        connection.execute(text("UPDATE article SET status = 'retired'"))
    assert seeds_of(session) == (0, 1, ()), "a teacher's doing"
    monkeypatch.setattr(doctor_program, "check_bank", lambda _: unfit)
    assert seeds_of(session) == (0, 1, ("samarkand-summit: 2",))


def test_articles_that_are_not_stored_yet_are_no_fault(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = SimpleNamespace(refused=(), equal_ids=True)
    monkeypatch.setattr(doctor_program, "check_bank", lambda _: fit)
    assert seeds_of(session) == (0, 1, ())


def test_the_notes_tell_of_backups_sizes_and_space(
    database_url: str, database_file: Path, tmp_path: Path, session: Session
) -> None:
    folder = tmp_path / "backups"
    none = notes_on(database_url, folder)
    assert (none.in_file, none.current_at, none.checked_at) == (True, None, None)
    keep_up(database_url, folder, NOW)
    keep_up(database_url, folder, NOW + timedelta(minutes=10))
    some = notes_on(database_url, folder)
    assert some.current_at == NOW + timedelta(minutes=10)
    assert some.size == database_file.stat().st_size
    assert some.free > 0


@pytest.mark.parametrize("url", ["postgresql+psycopg://localhost/waraqa", "sqlite://"])
def test_the_notes_on_another_database_tell_of_space_alone(url: str, tmp_path: Path) -> None:
    notes = notes_on(url, tmp_path / "nowhere")
    assert (notes.in_file, notes.size, notes.log_size) == (False, 0, 0)
    assert notes.free > 0
