"""Packages that we write keep the rules of the standard, whatever the questions."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings

from quizapp.domain.exchange.travel import Pack
from quizapp.formats.qti.writer import write
from quizapp.formats.safety.archive import packed
from tests.exchange import packs, sample_questions
from tests.formats.qti.structure import faults


@given(packs())
@settings(max_examples=60, deadline=None)
def test_every_package_keeps_the_rules_of_the_standard(pack: Pack) -> None:
    assert faults(write(pack).data) == []


def test_a_package_of_all_kinds_in_both_languages_keeps_them() -> None:
    assert faults(write(Pack("all", "All", "en", sample_questions())).data) == []


def test_a_package_without_questions_keeps_them() -> None:
    assert faults(write(Pack("", "", "en", ())).data) == []


BREACHES = {
    "a child in the wrong place": ("<qti-item-body", "<qti-modal-feedback/><qti-item-body"),
    "an unknown attribute": ('adaptive="false"', 'adaptive="false" data-x="1"'),
    "no title": ("title=", "dir="),
    "a response that is not declared": (
        'response-identifier="RESPONSE"',
        'response-identifier="X"',
    ),
    "a choice that is not there": ("<qti-value>C", "<qti-value>Z"),
    "another template": ("match_correct.xml", "match_wrong.xml"),
    "no score": ('identifier="SCORE"', 'identifier="POINTS"'),
    "two right answers where one is": (
        "</qti-correct-response>",
        "<qti-value>C1</qti-value></qti-correct-response>",
    ),
    "text outside a paragraph": ("<qti-content-body>", "<qti-content-body>loose"),
    "feedback on nothing": ('outcome-identifier="FEEDBACK"', 'outcome-identifier="OTHER"'),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_the_checker_sees(breach: str) -> None:
    question = next(one for one in sample_questions("en") if one.kind == "choice")
    old, new = BREACHES[breach]
    with zipfile.ZipFile(io.BytesIO(write(Pack("p", "P", "en", (question,))).data)) as archive:
        files = [(name, archive.read(name).decode()) for name in archive.namelist()]
    assert old in files[-1][1]
    changed = [(name, text.replace(old, new) if "items/" in name else text) for name, text in files]
    assert faults(packed((name, text.encode()) for name, text in changed)) != []


@pytest.mark.parametrize("lost", ["assessment.xml", "items/"])
def test_the_checker_sees_a_file_that_is_listed_and_not_there(lost: str) -> None:
    data = write(Pack("p", "P", "en", sample_questions("en"))).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = [(name, archive.read(name)) for name in archive.namelist() if lost not in name]
    assert faults(packed(kept)) != []
