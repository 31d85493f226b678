"""The Naskh face with a space in it."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from quizapp.formats.worksheet.pdf import FOLDER, SERVED
from quizapp.formats.worksheet.spaces import with_space

NASKH = "vendor/fonts/naskh-arabic.woff2"


def opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


def test_the_face_that_has_no_space_gets_one() -> None:
    before = (FOLDER / NASKH).read_bytes()
    assert 0x20 not in opened(before).getBestCmap(), "then all of this may go"
    after = opened(with_space(before))
    names = after.getBestCmap()
    assert names[0x20] == names[0xA0]
    width, _ = after["hmtx"][names[0x20]]
    assert 0.2 < width / after["head"].unitsPerEm < 0.35
    assert {*opened(before).getBestCmap()} | {0x20, 0xA0} == {*names}


def test_every_letter_keeps_its_shape() -> None:
    before = opened((FOLDER / NASKH).read_bytes())
    after = opened(with_space((FOLDER / NASKH).read_bytes()))
    for name in before.getGlyphOrder():
        assert before["glyf"][name] == after["glyf"][name]
        assert before["hmtx"][name] == after["hmtx"][name]


def test_a_face_that_has_one_stays_as_it_is() -> None:
    for name in SERVED:
        if name.endswith(".woff2") and name != NASKH:
            data = (FOLDER / name).read_bytes()
            assert with_space(data) == data
