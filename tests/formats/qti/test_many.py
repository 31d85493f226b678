"""More items than are read."""

from __future__ import annotations

from quizapp.domain.exchange.travel import Note
from quizapp.formats.qti.reader import MOST_QUESTIONS, read
from tests.formats.qti import foreign
from tests.formats.qti.foreign import package


def test_items_beyond_the_most_are_left_with_one_note() -> None:
    lost = foreign.RESOURCE.format(name="r", type="imsqti_item_xmlv3p0", path="x.xml")
    found = read(package(extra=lost * (MOST_QUESTIONS + 1)), "en")
    assert len(found.notes) == MOST_QUESTIONS + 1
    assert found.notes[-1] == Note("too_many_questions", params={"most": str(MOST_QUESTIONS)})
