"""A whole class at once, on the production server: nothing lost, nothing doubled, nobody waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.classroom import SIGN_INS, hold

LONGEST = 300


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_forty_answer_while_names_are_imported_and_thirty_sign_in(tmp_path: Path) -> None:
    lesson = hold(tmp_path)
    assert set(lesson.answers) == {200}
    assert dict(lesson.others) == {303: SIGN_INS + 1}
    assert lesson.stored == lesson.acknowledged
    assert lesson.percentile(0.95) < LONGEST
