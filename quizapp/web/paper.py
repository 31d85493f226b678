"""A sheet of questions in an address: what it says, and the sheet as a page or a file.

Everything that makes a sheet stands in its address, so a sheet that was kept as a bookmark is
printed again as it was. What an address cannot mean is taken as the usual thing. What a phone
reads from the sheet is short; it says how many questions, which version, which kinds:

    ?sheet=10-2        ten questions, version 2, every kind
    ?sheet=all-1-1f    all questions, version 1, the first five kinds
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from flask import Response, request
from flask_babel import LazyString
from markupsafe import Markup

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.items.registry import KINDS
from quizapp.formats.document import DOCX_TYPE, docx_of
from quizapp.formats.worksheet import (
    LAYOUTS,
    PARTS,
    PDF_TYPE,
    Layout,
    Part,
    Question,
    Worksheet,
    document,
    printed,
)
from quizapp.services.results import PaperQuestion
from quizapp.web.formatting import Shown, iso, shown
from quizapp.web.page import current_page
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.wording.worksheet import worksheet_words

LENGTHS: Final = ("5", "10", "15", "20", "all")
LONGEST_SHEET: Final = 300
"""Nobody answers more on paper, and what is written within a request has to have an end."""
VERSIONS: Final = ("1", "2", "3", "4")
FILES: Final = ("pdf", "docx")
LAYOUT_WORDS: Final[dict[Layout, LazyString]] = {
    "ar": _l("In Arabic"),
    "en": _l("In English"),
    "facing": _l("Both languages, side by side"),
}
PART_WORDS: Final[dict[Part, LazyString]] = {
    "both": _lp("what is printed", "The sheet and its key"),
    "sheet": _lp("what is printed", "The sheet alone"),
    "key": _lp("what is printed", "The key alone"),
}
_CODE: Final = re.compile(r"(5|10|15|20|all)-([1-4])(?:-([0-9a-f]{1,4}))?")
_SEED: Final = "article:{slug} {version}"


@dataclass(frozen=True, slots=True)
class SheetAsk:
    """What an address asks for; no kinds means every kind."""

    layout: Layout
    part: Part
    length: str
    version: str
    kinds: tuple[str, ...]

    @property
    def query(self) -> dict[str, str]:
        """What the address of the same sheet carries; kinds come as one word."""
        return {
            "layout": self.layout,
            "part": self.part,
            "length": self.length,
            "version": self.version,
            "kinds": ".".join(self.kinds),
        }

    @property
    def lang(self) -> Lang:
        """The language in which the round is drawn."""
        return "ar" if self.layout == "facing" else self.layout

    @property
    def count(self) -> int:
        """How many questions are wanted at most."""
        return LONGEST_SHEET if self.length == "all" else int(self.length)

    @property
    def code(self) -> str:
        """The round of the sheet, as short as it can be said."""
        mask = sum(1 << at for at, kind in enumerate(KINDS) if kind in self.kinds)
        short = not mask or len(self.kinds) == len(KINDS)
        return f"{self.length}-{self.version}" + ("" if short else f"-{mask:x}")


@dataclass(frozen=True, slots=True)
class Round:
    """The round that a printed sheet has: how to draw the same one on a screen."""

    length: str
    version: str
    kinds: tuple[str, ...]


def round_of(code: str) -> Round | None:
    """Return what the code on a sheet means; None where it means nothing."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    mask = int(match[3] or "0", 16)
    kinds = tuple(kind for at, kind in enumerate(KINDS) if mask & (1 << at))
    return Round(match[1], match[2], kinds)


def seed_of(slug: str, version: str) -> str:
    """Return the seed from which a sheet of an article is drawn, and the round on a screen."""
    return _SEED.format(slug=slug, version=version)


def asked_sheet() -> SheetAsk:
    """Read the address; what it does not say is the usual."""
    wanted = [kind for part in request.args.getlist("kinds") for kind in part.split(".")]
    return SheetAsk(
        layout=cast("Layout", _one_of(LAYOUTS, "layout", current_page().content)),
        part=cast("Part", _one_of(PARTS, "part", "both")),
        length=_one_of(LENGTHS, "length", "10"),
        version=_one_of(VERSIONS, "version", "1"),
        kinds=tuple(kind for kind in KINDS if kind in wanted),
    )


def _one_of(allowed: Sequence[str], name: str, usual: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in allowed else usual


def sheet_of(
    ask: SheetAsk,
    title: Bilingual,
    questions: Sequence[PaperQuestion],
    *,
    classroom: str = "",
    address: str = "",
) -> Worksheet:
    """Return a sheet as the reader of this page wants it written."""
    digits = current_page().settings.digits

    def written(text: Shown, lang: Lang) -> str:
        return shown(text, lang, digits)

    return Worksheet(
        title=title,
        classroom=classroom,
        layout=ask.layout,
        questions=tuple(Question(q.item, q.order, q.evidence) for q in questions),
        words={lang: worksheet_words(lang) for lang in LANGS},
        address=address,
        shown=written,
        arabic_digits=digits == "arab",
        part=ask.part,
    )


def sent_sheet(sheet: Worksheet, form: str) -> Response:
    """Return a sheet as a file, `pdf` or `docx`. Raises PrintingFailed."""
    if form == "docx":
        response = Response(docx_of(sheet), content_type=DOCX_TYPE)
    else:
        response = Response(printed(document(sheet)), content_type=PDF_TYPE)
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="waraqa-worksheet.{form}"'
    return response


def no_pdf(code: str) -> Markup:
    """Return why there is no PDF."""
    pdf = iso("PDF")
    if code == "missing":
        return gettext(
            "No %(pdf)s can be made on this server, because the library %(library)s is missing.",
            pdf=pdf,
            library=iso("Pango"),
        )
    if code == "slow":
        return gettext("Making the %(pdf)s took too long.", pdf=pdf)
    return gettext("The %(pdf)s could not be made.", pdf=pdf)
