"""Ten thousand questions out and in, within the time and the memory that are promised."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from quizapp.domain.exchange.travel import Pack
from quizapp.formats.registry import FORMATS
from tests.exchange import many_questions

_SECONDS = 5
_BYTES = 250_000_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["moodle", "gift", "aiken"])
def test_ten_thousand_questions_take_less_than_five_seconds_each_way(name: str) -> None:
    pack = Pack("p", "P", "ar", many_questions(10_000, "ar"))
    started = time.process_time()
    written = FORMATS[name].writer()(pack)
    between = time.process_time()
    taken = FORMATS[name].reader()(written.data, "ar")
    assert between - started < _SECONDS
    assert time.process_time() - between < _SECONDS
    left_out = {note.item for note in written.notes if note.code.startswith("left_out")}
    assert len(taken.questions) == 10_000 - len(left_out)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["moodle", "gift", "aiken"])
def test_a_thousand_questions_take_their_share_of_the_memory(name: str) -> None:
    pack = Pack("p", "P", "ar", many_questions(1_000, "ar"))
    tracemalloc.start()
    try:
        data = FORMATS[name].writer()(pack).data
        FORMATS[name].reader()(data, "ar")
        assert tracemalloc.get_traced_memory()[1] < _BYTES / 10
    finally:
        tracemalloc.stop()
