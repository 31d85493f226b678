"""Writing a Common Cartridge 1.1 with one quiz: a manifest and an assessment.

The same questions give the same bytes. Notes:

    left_out_kind    match and order, for which the profile has nothing
    no_key           nothing is right, or nothing could be typed: left out
    weights_changed  a multiple choice is right or wrong as a whole
    dropped          field `tolerance`: it is too wide to list the numbers; field `strictness`;
                     field `tags`, said once, as the profile has no place for them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quizapp.domain.exchange.question import Question, tidy
from quizapp.domain.exchange.travel import Note, Pack, Written
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.cartridge.items import PROFILES, item_xml, metadata
from quizapp.formats.qti import names
from quizapp.formats.qti import writer as qti
from quizapp.formats.qti.markup import DECLARATION, escaped, node
from quizapp.formats.qti.scoring import is_numeric
from quizapp.formats.safety.archive import packed

PACKAGE: Final = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM: Final = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
QUIZ: Final = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
QUIZ_TYPE: Final = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
_PROFILE: Final = "http://www.imsglobal.org/profile/cc/ccv1p1/"
_LOM_SCHEMA: Final = f"{LOM} {_PROFILE}LOM/ccv1p1_lommanifest_v1p0.xsd"
_PACKAGE_SCHEMA: Final = f"{PACKAGE} {_PROFILE}ccv1p1_imscp_v1p2_v1p0.xsd {_LOM_SCHEMA}"
_QUIZ_SCHEMA: Final = f"{QUIZ} {_PROFILE}ccv1p1_qtiasiv1p2p1_v1p0.xsd"
_PATH: Final = "quiz/quiz.xml"
_ITEMS: Final = "<item/>"
"""Where the items go; no text can look like it, as texts are escaped."""
_QUIZ_FIELDS: Final = (
    ("cc_profile", "cc.exam.v0p1"),
    ("qmd_assessmenttype", "Examination"),
    ("qmd_scoretype", "Percentage"),
    ("cc_maxattempts", "unlimited"),
)


def write(pack: Pack) -> Written:
    """Return the cartridge and what it could not carry."""
    pack = replace(pack, title=tidy(pack.title))
    notes: list[Note] = []
    taken: set[str] = set()
    quiz = names.unique(f"t-{names.plain(pack.name)}", taken)
    items = []
    for number, question in enumerate(pack.questions, 1):
        found, said = carried(question)
        notes += (replace(note, item=question.id or str(number)) for note in said)
        if found is not None:
            name = names.unique(names.identifier_of(question), taken)
            items.append(item_xml(found, name).encode())
    if any(question.tags for question in pack.questions):
        notes.append(Note("dropped", params={"field": "tags"}))
    manifest = _manifest(pack, quiz).encode()
    parts = ((names.MANIFEST, manifest), (_PATH, _quiz(pack, quiz, items)))
    return Written(packed(parts), tuple(notes))


def carried(question: Question) -> tuple[Question | None, tuple[Note, ...]]:
    """Return a question as the cartridge carries it, None where it does not; and what is said."""
    if question.kind not in PROFILES:
        return None, (Note("left_out_kind"),)
    kept, said = qti.carried(replace(question, tags=()))
    if kept is None:
        return None, said
    notes = []
    if is_numeric(kept):
        kept = replace(kept, tolerance=0, accepted=question.accepted)
        notes.append(Note("dropped", params={"field": "tolerance"}))
    if kept.strictness is not Strictness.NORMAL:
        kept = replace(kept, strictness=Strictness.NORMAL)
        notes.append(Note("dropped", params={"field": "strictness"}))
    if kept.kind == "multiple_choice":
        notes.append(Note("weights_changed"))
    return kept, tuple(notes)


def _manifest(pack: Pack, quiz: str) -> str:
    title = pack.title or pack.name
    attributes = {
        "xmlns": PACKAGE,
        "xmlns:lom": LOM,
        "xmlns:xsi": names.INSTANCE,
        "xsi:schemaLocation": _PACKAGE_SCHEMA,
        "identifier": f"{quiz}-manifest",
    }
    about = node("lom:string", {"language": pack.lang}, escaped(title))
    leaf = {"identifier": f"{quiz}-place", "identifierref": quiz}
    root = node("item", {"identifier": "root"}, node("item", leaf, _title(title)))
    shape = {"identifier": f"{quiz}-contents", "structure": "rooted-hierarchy"}
    return DECLARATION + node(
        "manifest",
        attributes,
        node(
            "metadata",
            None,
            node("schema", None, "IMS Common Cartridge"),
            node("schemaversion", None, "1.1.0"),
            node("lom:lom", None, node("lom:general", None, node("lom:title", None, about))),
        ),
        node("organizations", None, node("organization", shape, root)),
        node(
            "resources",
            None,
            node(
                "resource", {"identifier": quiz, "type": QUIZ_TYPE}, node("file", {"href": _PATH})
            ),
        ),
    )


def _title(text: str) -> str:
    return node("title", None, escaped(text))


def _quiz(pack: Pack, quiz: str, items: Sequence[bytes]) -> bytes:
    """Put the items into the quiz; they are joined once only, as they may be many."""
    attributes = {
        "xmlns": QUIZ,
        "xmlns:xsi": names.INSTANCE,
        "xsi:schemaLocation": _QUIZ_SCHEMA,
    }
    around = DECLARATION + node(
        "questestinterop",
        attributes,
        node(
            "assessment",
            {"ident": quiz, "title": pack.title or pack.name},
            metadata(_QUIZ_FIELDS),
            node("section", {"ident": "root_section"}, _ITEMS),
        ),
    )
    before, _, after = around.rpartition(_ITEMS)
    return b"".join((before.encode(), *items, after.encode()))
