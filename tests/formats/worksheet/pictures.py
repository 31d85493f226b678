"""PDF pages as pictures, the ink on them, and the same words drawn by another engine.

The reference is made when the tests run: Pillow lays the word out (Raqm) and draws it
(FreeType) with the font that the PDF embeds, so no picture of one machine is kept anywhere.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from quizapp.formats.worksheet.pdf import FOLDER
from quizapp.formats.worksheet.spaces import with_space
from tests.peers import needs

Box = tuple[int, ...]

DPI = 300
SOFT = 3
FONT = "vendor/fonts/naskh-arabic.woff2"


def pages(pdf: bytes, folder: Path, dpi: int = DPI, box: Box = ()) -> list[Image.Image]:
    """The pages of a PDF, in grey, or of each the box from x, y of a width and a height."""
    program = shutil.which("pdftoppm")
    needs(program, "pdftoppm")
    place = folder / "sheet.pdf"
    place.write_bytes(pdf)
    cut = [
        word for pair in zip(("-x", "-y", "-W", "-H"), map(str, box), strict=False) for word in pair
    ]
    command = [str(program), "-r", str(dpi), "-gray", *cut, str(place), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    found = []
    for name in sorted(folder.glob("page*.pgm")):
        with Image.open(name) as opened:
            found.append(opened.copy())
        name.unlink()
    return found


def ink(picture: Image.Image) -> Image.Image:
    """What is drawn, white on black, cut to its edges."""
    turned = ImageChops.invert(picture.convert("L"))
    box = turned.point(lambda value: 255 if value > 64 else 0).getbbox()
    assert box is not None, "nothing is drawn"
    return turned.crop(box)


@cache
def _font(weight: int) -> bytes:
    return with_space((FOLDER / FONT).read_bytes())


def drawn(
    word: str, points: float, dpi: int = DPI, *, weight: int = 400, joined: bool = True
) -> Image.Image:
    """A word as Pillow draws it: laid out by Raqm, or letter after letter, each by itself."""
    engine = ImageFont.Layout.RAQM if joined else ImageFont.Layout.BASIC
    font = ImageFont.truetype(io.BytesIO(_font(weight)), points * dpi / 72, layout_engine=engine)
    if not hasattr(font, "set_variation_by_axes"):
        pytest.skip("this Pillow draws no variable fonts")
    font.set_variation_by_axes([weight])
    room = Image.new("L", (6000, 1200), 255)
    where = {"direction": "rtl", "language": "ar"} if joined else {}
    ImageDraw.Draw(room).text((400, 400), word, font=font, fill=0, **where)
    return ink(room)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of two pictures is not the same: 0 for equal, about 1 for strangers.

    They are laid on one another at their edges, the second one at the size of the first; what
    is a pixel off counts little, as both are softened.
    """
    if abs(one.width - other.width) > 0.06 * max(one.width, other.width) + 4:
        return 1.0
    softened = [_soft(each.resize(one.size)) for each in (one, other)]
    apart = ImageStat.Stat(ImageChops.difference(*softened)).sum[0]
    return apart / max(1.0, ImageStat.Stat(softened[0]).sum[0])


def _soft(picture: Image.Image) -> Image.Image:
    small = (max(1, picture.width // SOFT), max(1, picture.height // SOFT))
    return picture.resize(small, Image.Resampling.BOX)


def parts(picture: Image.Image) -> int:
    """How many pieces of ink there are that do not touch."""
    width, height = picture.size
    data = picture.tobytes()
    left = {at for at in range(width * height) if data[at] > 127}
    count = 0
    while left:
        count += 1
        waiting = [left.pop()]
        while waiting:
            at = waiting.pop()
            x = at % width
            for step in (-width, 0, width):
                for side in (-1, 0, 1):
                    near = at + step + side
                    if 0 <= x + side < width and near in left:
                        left.remove(near)
                        waiting.append(near)
    return count
