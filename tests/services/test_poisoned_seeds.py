"""Each way to spoil content is refused by `quizapp content check`: file, id and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from tests.formats.content.seeding import poison, write_mini

FACTS = "book-fair/facts.yaml"
PASSAGE = "book-fair/passage.yaml"
TERMS = "book-fair/terms.yaml"
COMMON = "common/terms.yaml"

TWIN = """terms:
  - id: irbid-town
    type: city
    gender: f
    ar: {name: إربد, gloss: مدينة}
    en: {name: Irbid, gloss: A city}
"""


@dataclass(frozen=True)
class Case:
    name: str
    edits: tuple[tuple[str, str, str], ...]
    file: str
    where: str
    reason: str


CASES = [
    Case(
        "the key is not in the English evidence",
        ((PASSAGE, "The town of Salt hosted", "The town hosted"),),
        FACTS,
        "host",
        "EV1 (en): The passage does not prove the answer “Salt” (sentence p1s1).",
    ),
    Case(
        "the key is not in the Arabic evidence",
        ((PASSAGE, "استضافت مدينة السلط", "استضافت المدينة"),),
        FACTS,
        "host",
        "EV1 (ar): The passage does not prove the answer “السلط” (sentence p1s1).",
    ),
    Case(
        "the Arabic question is missing",
        ((FACTS, "        ar: أي مدينة استضافت المعرض؟\n", ""),),
        FACTS,
        "host",
        "The Arabic text of “ask.salt.ar” is missing.",
    ),
    Case(
        "the Arabic sentence is empty",
        ((FACTS, "    ar: استضافت مدينة {salt} معرض الكتاب الأول.", "    ar:"),),
        FACTS,
        "host",
        "The Arabic text of “ar” is missing.",
    ),
    Case(
        "the Arabic name is missing",
        ((TERMS, "      name: السلط\n", ""),),
        TERMS,
        "salt",
        "The Arabic text of “ar.name” is missing.",
    ),
    Case(
        "a slot points to no term",
        ((FACTS, "salt:\n", "salt:\n        never: [pepper]\n"),),
        FACTS,
        "host",
        "“ask.salt.never” names the term “pepper”, which does not exist.",
    ),
    Case(
        "a mark points to no term",
        ((FACTS, "The town of {salt}", "The town of {pepper}"),),
        FACTS,
        "host",
        "“en” marks the slot “pepper”, but there is no such term.",
    ),
    Case(
        "the pool offers the key itself",
        ((FACTS, "salt:\n", "salt:\n        pool: [irbid, salt]\n"),),
        FACTS,
        "host",
        "“ask.salt” offers the term “salt” as a wrong answer",
    ),
    Case(
        "the pool offers another name of the key",
        (
            (FACTS, "salt:\n", "salt:\n        pool: [irbid, zarqa]\n"),
            (COMMON, "      name: Irbid\n", "      name: Irbid\n      aliases: [SALT]\n"),
        ),
        FACTS,
        "host",
        "Q01: Number of right answers: 2; this kind of question needs 1.",
    ),
    Case(
        "the pool offers what another fact makes right too",
        (
            (FACTS, "salt:\n", "salt:\n        pool: [irbid]\n"),
            (FACTS, "    passage: p1s1\n", "    passage: p1s1\n    relation: hosted\n"),
            (FACTS, "    passage: p1s2\n", "    passage: p1s2\n    relation: hosted\n"),
            (FACTS, "      huda:\n", "      huda:\n        terms: [irbid]\n"),
        ),
        FACTS,
        "host",
        "Q03: “irbid” is offered as wrong, but the content makes it right: opener.",
    ),
    Case(
        "the pool offers what contains the key",
        ((FACTS, "salt:\n", "salt:\n        pool: [jordan]\n"),),
        FACTS,
        "host",
        "Q03: “jordan” is offered as wrong, but the content makes it right: salt.",
    ),
    Case(
        "the pool offers one option twice",
        (
            (COMMON, "terms:\n", TWIN),
            (FACTS, "salt:\n", "salt:\n        pool: [irbid, irbid-town]\n"),
        ),
        FACTS,
        "host",
        "Q02: Two options say the same: “Irbid” and “Irbid”.",
    ),
    Case(
        "two lines of a set have the same partner",
        ((FACTS, "          en: spoke of it", "          en: hosted it"),),
        FACTS,
        "who-did-what",
        "Q02 (en): Two options say the same: “hosted it” and “hosted it”.",
    ),
    Case(
        "a number differs between the languages",
        (
            (FACTS, "Some {n12} small", "Some {n12|15} small"),
            (PASSAGE, "Some 12 small", "Some 15 small"),
        ),
        FACTS,
        "shops",
        "Q27: The two languages differ: 12 in Arabic, 15 in English.",
    ),
    Case(
        "a number in words differs",
        ((FACTS, "Some {n12} small", "Some {n12|fifteen} small"),),
        FACTS,
        "shops",
        "Q27 (en): The two languages differ: 12 in Arabic, fifteen in English.",
    ),
    Case(
        "a number differs in the passage only",
        ((PASSAGE, "Some 12 small", "Some 15 small"),),
        FACTS,
        "shops",
        "EV1 (en): The passage does not prove the answer “12” (sentence p1s3).",
    ),
]


def checked(seeds: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["content", "check", "--seeds", str(seeds), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_seeds_without_poison_pass(tmp_path: Path) -> None:
    write_mini(tmp_path)
    assert checked(tmp_path)[0] == 0


@pytest.mark.parametrize("case", CASES, ids=[case.name.replace(" ", "-") for case in CASES])
def test_poison_is_refused_with_file_id_and_reason(tmp_path: Path, case: Case) -> None:
    write_mini(tmp_path)
    for file, old, new in case.edits:
        poison(tmp_path / file, old, new)
    exit_code, output = checked(tmp_path)
    assert exit_code == 1
    place = f"{case.file}(:[0-9]+)?: {case.where}: .*{re.escape(case.reason)}"
    assert [line for line in output.splitlines() if re.match(place, line)], output


@pytest.mark.parametrize("case", CASES, ids=[case.name.replace(" ", "-") for case in CASES])
def test_poison_is_refused_in_arabic_too(tmp_path: Path, case: Case) -> None:
    write_mini(tmp_path)
    for file, old, new in case.edits:
        poison(tmp_path / file, old, new)
    exit_code, output = checked(tmp_path, "--lang", "ar")
    assert exit_code == 1
    assert [line for line in output.splitlines() if line.startswith(case.file)]
