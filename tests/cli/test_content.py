from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli import main
from tests.formats.content.seeding import poison, write_mini


def check(seeds: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["content", "check", "--seeds", str(seeds), *options])


def test_check_prints_the_counts_of_each_article(tmp_path: Path) -> None:
    write_mini(tmp_path)
    result = check(tmp_path)
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "book-fair"
    for line in (
        "  Facts: 4",
        "  Paragraphs of the source covered: 1/1",
        "  Facts asked in fewer than three kinds: 0",
        "  Lint errors: 0, warnings: 0, notes: 0",
        "  Evidence failures: 0",
    ):
        assert line in result.output.splitlines()
    assert "the same ids: yes" in result.output
    assert result.output.splitlines()[-1] == "Everything can be loaded."


def test_check_prints_file_line_id_and_reason(tmp_path: Path) -> None:
    path = write_mini(tmp_path) / "facts.yaml"
    poison(path, "claim: event", "claim: rumour")
    line = path.read_text(encoding="utf-8").splitlines().index("    claim: rumour") + 1
    result = check(tmp_path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"book-fair/facts.yaml:{line}: host: “claim” cannot be “rumour”; "
        "it can be: event, statement, analysis, expectation.",
        "Refused. Reasons: 1",
    ]


def test_check_prints_the_audit_when_rounds_are_asked_for(tmp_path: Path) -> None:
    write_mini(tmp_path)
    result = check(tmp_path, "--rounds", "3")
    audits = [line for line in result.output.splitlines() if "Audit of 3 rounds" in line]
    assert len(audits) == 2
    assert all("facts asked" in line and "give something away 0" in line for line in audits)


def test_warnings_are_shown_on_demand_and_refuse_nothing(tmp_path: Path) -> None:
    path = write_mini(tmp_path) / "facts.yaml"
    poison(path, "Which town hosted the fair?", "Which town usually hosted the fair?")
    silent, telling = check(tmp_path), check(tmp_path, "--warnings")
    assert (silent.exit_code, telling.exit_code) == (0, 0)
    assert "Q14" not in silent.output
    assert "book-fair/facts.yaml: host: Q14 (en): " in telling.output


@pytest.mark.parametrize("command", ["check", "load"])
def test_an_unknown_language_is_refused(tmp_path: Path, command: str) -> None:
    result = CliRunner().invoke(main, ["content", command, "--lang", "fr"])
    assert result.exit_code == 2


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("WARAQA_DATA_DIR", str(folder))
    for name in ("DATABASE_URL", "WARAQA_DATABASE_URL", "SECRET_KEY", "WARAQA_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    return folder


def load(seeds: Path) -> Result:
    return CliRunner().invoke(main, ["content", "load", "--seeds", str(seeds)])


def test_loading_twice_writes_nothing_the_second_time(tmp_path: Path, data_dir: Path) -> None:
    write_mini(tmp_path / "seeds")
    first, second = load(tmp_path / "seeds"), load(tmp_path / "seeds")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("Loaded. Rows written: ")
    assert first.output != "Loaded. Rows written: 0\n"
    assert second.output == "Loaded. Rows written: 0\n"
    assert list(data_dir.glob("*.db"))


def test_loading_refuses_what_cannot_be_read(tmp_path: Path, data_dir: Path) -> None:
    poison(write_mini(tmp_path / "seeds") / "terms.yaml", "      name: السلط\n", "")
    result = load(tmp_path / "seeds")
    assert result.exit_code == 1
    assert "salt: The Arabic text of “ar.name” is missing." in result.output


def test_loading_refuses_what_the_linter_refuses(tmp_path: Path, data_dir: Path) -> None:
    poison(write_mini(tmp_path / "seeds") / "passage.yaml", "The town of Salt", "The town")
    result = load(tmp_path / "seeds")
    assert result.exit_code == 1
    assert "book-fair/facts.yaml: host: EV1 (en): " in result.output
