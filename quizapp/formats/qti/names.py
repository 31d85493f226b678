"""What a QTI package calls things: namespaces, types, templates, and our own marks in it.

Our marks do no harm in other programs: classes in the body of an item, keywords beginning with
`waraqa-` in the metadata of its resource. They tell our reader what the standard has no word
for, such as that a choice was one between kinds of claim.

Identifiers begin with a letter and hold ASCII letters, digits, hyphens, dots and underscores;
they are made of the question's id, so that they are the same in every export of it:

    samarkand-summit/host/-/choice     q-samarkand-summit.host.-.choice
    Q 7                                q-Q.7-5f0b6a4c
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from quizapp.domain.exchange.question import Question

ASI: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE: Final = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
METADATA: Final = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0"
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMAS: Final = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/"
ASI_SCHEMA: Final = f"{ASI} {SCHEMAS}imsqti_asiv3p0_v1p0.xsd"
PACKAGE_SCHEMA: Final = f"{PACKAGE} {SCHEMAS}imsqtiv3p0_imscpv1p2_v1p0.xsd"
TEMPLATES: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
MATCH_CORRECT: Final = f"{TEMPLATES}match_correct.xml"
MAP_RESPONSE: Final = f"{TEMPLATES}map_response.xml"
ITEM_TYPE: Final = "imsqti_item_xmlv3p0"
TEST_TYPE: Final = "imsqti_test_xmlv3p0"
MANIFEST: Final = "imsmanifest.xml"
TEST: Final = "assessment.xml"

TOOL: Final = "Waraqa"
STEM: Final = "waraqa-stem"
MATERIAL: Final = "waraqa-material"
EXPLANATION: Final = "waraqa-explanation"
EVIDENCE: Final = "waraqa-evidence"
MARK: Final = "waraqa-"
"""How every class and keyword of ours begins."""

RESPONSE: Final = "RESPONSE"
SCORE: Final = "SCORE"
FEEDBACK: Final = "FEEDBACK"
EXPLAINED: Final = "EXPLAINED"
REASON: Final = "REASON"
NONE: Final = "NONE"
TRUE: Final = "TRUE"
FALSE: Final = "FALSE"

MOST_ENTRIES: Final = 64
"""The most numbers within a tolerance that are listed one by one."""

_LONGEST: Final = 96
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_-]")
_LOSSLESS: Final = re.compile(r"[a-z0-9_/-]*")
_ARABIC_DIGITS: Final = str.maketrans("0123456789-", "٠١٢٣٤٥٦٧٨٩-")


def identifier_of(question: Question) -> str:
    """Return the identifier of an item; a hash is part of it where the id alone is none."""
    if not question.id:
        return f"q-{_digest(repr(question))}"
    name = f"q-{plain(question.id)}"
    if _LOSSLESS.fullmatch(question.id) and len(question.id) <= _LONGEST:
        return name
    return f"{name}-{_digest(question.id)}"


def plain(text: str) -> str:
    """Return a text as part of an identifier or of a path."""
    return _FOREIGN.sub(".", text)[:_LONGEST]


def unique(name: str, taken: set[str]) -> str:
    """Return the name, numbered where it is taken already; it is taken from now on."""
    found, count = name, 1
    while found.casefold() in taken:
        count += 1
        found = f"{name}-{count}"
    taken.add(found.casefold())
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def listed_numbers(question: Question) -> tuple[str, ...]:
    """Return the numbers within a question's tolerance as they may be typed, the exact one
    first, in both systems of digits; for a date, the day and month; none if there are too many.
    """
    if question.value is None:
        return ()
    if question.month is not None:
        day = f"{question.value}/{question.month}"
        return (day, day.translate(_ARABIC_DIGITS))
    if 2 * question.tolerance >= MOST_ENTRIES:
        return ()
    off = sorted(range(-question.tolerance, question.tolerance + 1), key=abs)
    plain = [str(question.value + each) for each in off]
    return (*plain, *(each.translate(_ARABIC_DIGITS) for each in plain))
