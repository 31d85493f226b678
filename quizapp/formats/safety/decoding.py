"""Which letters the bytes of a text file are.

Files that say nothing about it come in four encodings here, tried in this order:

    a byte order mark      UTF-8 or UTF-16, and nothing else is tried
    zero bytes             UTF-16 without a mark, whichever order of bytes makes sense
    sound UTF-8            UTF-8
    anything else          cp1256, the Arabic Windows code page, where words come out of it

Every byte is some letter of cp1256, so what comes out is looked at: UTF-8 with an error in
it, another code page and pictures give accented letters within Arabic words, or control
characters, and are refused. Better no text than a wrong one: Arabic read by the wrong table
looks like a text to a program, and to nobody else.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from quizapp.domain.exchange.travel import FileRefused

_SAMPLE: Final = 1 << 16
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b]")
_USUAL: Final = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u024f\u0600-\u06ff\u0750-\u077f\u2000-\u206f\u20ac\ufb50-\ufefc]"
)
_FOREIGN: Final = re.compile("[^\x00-\x7f]")
_ARABIC: Final = "\u0620-\u065f\u066e-\u06d3"
_ACCENTED: Final = "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0152\u0153"
_MIXED: Final = re.compile(
    f"[{_ACCENTED}][{_ARABIC}]|[{_ARABIC}][{_ACCENTED}]|(?<![{_ARABIC}])[\u064b-\u0652]"
    "|\xd7(?=[\u0621-\u064a])|(?<=[\u0621-\u064a])\xd7"
)
_LIKELY: Final = re.compile(
    f"[{_ARABIC}{_ACCENTED}\u060c\u061b\u061f\u200c-\u200f\u2013-\u2026\u2039\u203a\xa0\xab\xb7\xbb]"
)
_LEAST_USUAL: Final = 0.9
_LEAST_LIKELY: Final = 0.9
_MOST_MIXED: Final = 0.02
_MOST_BROKEN: Final = 0.5


def decode(data: bytes) -> str:
    """Return the text of a file, without its byte order mark.

    Raises FileRefused(`encoding`) for what is no text, or none in a known encoding.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileRefused("encoding")
    for mark, codec in _MARKED:
        if data.startswith(mark):
            return _strictly(data, codec)
    if b"\0" in data:
        return _two_byte(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _code_page(data)


def _strictly(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise FileRefused("encoding") from error
    if "\0" in text:
        raise FileRefused("encoding")
    return text


def _two_byte(data: bytes) -> str:
    """UTF-16 without a mark: of the two orders of bytes one gives letters in use here."""
    sample = data[:_SAMPLE]
    if len(data) % 2:
        raise FileRefused("encoding")
    shares = {
        codec: _share(_USUAL, sample.decode(codec, "replace"))
        for codec in ("utf-16-le", "utf-16-be")
    }
    best = max(shares, key=lambda codec: shares[codec])
    if shares[best] < _LEAST_USUAL:
        raise FileRefused("encoding")
    return _strictly(data, best)


def _code_page(data: bytes) -> str:
    sample = data[:_SAMPLE]
    text = sample.decode("cp1256")
    if _CONTROLS.search(text) or _is_broken_utf8(sample):
        raise FileRefused("encoding")
    foreign = len(_FOREIGN.findall(text))
    likely = len(_LIKELY.findall(text))
    if likely < _LEAST_LIKELY * foreign or len(_MIXED.findall(text)) > _MOST_MIXED * foreign:
        raise FileRefused("encoding")
    return data.decode("cp1256")


def _is_broken_utf8(sample: bytes) -> bool:
    """Tell whether most of what is beyond ASCII is UTF-8 after all, with errors in between."""
    text = sample.decode("utf-8", "replace")
    return text.count("\ufffd") < _MOST_BROKEN * len(_FOREIGN.findall(text))


def _share(wanted: re.Pattern[str], text: str) -> float:
    return len(wanted.findall(text)) / max(len(text), 1)
