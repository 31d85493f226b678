"""As many questions as a school has: written and read in time."""

from __future__ import annotations

import time

import pytest

from quizapp.domain.exchange.travel import Note, Pack
from quizapp.formats.cartridge import writer as cartridge
from quizapp.formats.qti.reader import MOST_QUESTIONS, read
from quizapp.formats.qti.writer import write
from tests.exchange import many_questions
from tests.formats.qti import foreign
from tests.formats.qti.foreign import package

SECONDS = 5.0


@pytest.mark.slow
def test_ten_thousand_questions_go_out_and_in_within_five_seconds_each() -> None:
    pack = Pack("many", "Many", "ar", many_questions(10_000, "ar"))
    began = time.process_time()
    data = write(pack).data
    written = time.process_time()
    taken = read(data, "ar")
    done = time.process_time()
    assert taken.questions == pack.questions
    assert (written - began < SECONDS, done - written < SECONDS) == (True, True)
    assert cartridge.write(pack).data
    assert time.process_time() - done < SECONDS


def test_items_beyond_the_most_are_left_with_one_note() -> None:
    lost = foreign.RESOURCE.format(name="r", type="imsqti_item_xmlv3p0", path="x.xml")
    found = read(package(extra=lost * (MOST_QUESTIONS + 1)), "en")
    assert len(found.notes) == MOST_QUESTIONS + 1
    assert found.notes[-1] == Note("too_many_questions", params={"most": str(MOST_QUESTIONS)})
