"""The manifest and the test of a QTI 3.0 package.

The test has one part with one section, in the order of the questions; its score is the sum of
theirs. The metadata of a resource says which interaction it has, its id (LOM: general,
identifier), and as keywords its tags and what the standard has no word for:

    waraqa-kind:claim   waraqa-claim:event   waraqa-value:16   waraqa-month:10
    waraqa-tolerance:2  waraqa-strictness:strict  waraqa-spellings:3
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack
from quizapp.domain.text.verdict import Strictness
from quizapp.formats.qti import names
from quizapp.formats.qti.markup import DECLARATION, escaped, node

INTERACTIONS: Final = {
    "multiple_choice": "choiceInteraction",
    "gap": "textEntryInteraction",
    "number": "textEntryInteraction",
    "match": "matchInteraction",
    "order": "orderInteraction",
}
_LONGEST_TITLE: Final = 256

Entry = tuple[str, Question]
"""The identifier of an item, and its question."""


def path_of(identifier: str) -> str:
    """Return where in the package an item is."""
    return f"items/{identifier}.xml"


def details_of(question: Question) -> list[str]:
    """Return the keywords that say what the standard has no word for."""
    found = [f"kind:{question.kind}"]
    if question.claim:
        found.append(f"claim:{question.claim}")
    if question.strictness is not Strictness.NORMAL:
        found.append(f"strictness:{question.strictness.value}")
    if question.kind == "number":
        found += [f"value:{question.value}", f"spellings:{len(question.accepted)}"]
        if question.month is not None:
            found.append(f"month:{question.month}")
        if question.tolerance:
            found.append(f"tolerance:{question.tolerance}")
    return [f"{names.MARK}{each}" for each in found]


def test_xml(pack: Pack, identifier: str, entries: Sequence[Entry]) -> str:
    """Return the file of the test."""
    attributes = {
        "xmlns": names.ASI,
        "xmlns:xsi": names.INSTANCE,
        "xsi:schemaLocation": names.ASI_SCHEMA,
        "identifier": identifier,
        "title": pack.title or pack.name,
        "tool-name": names.TOOL,
        "tool-version": "1",
    }
    items = (
        node("qti-assessment-item-ref", {"identifier": name, "href": path_of(name)})
        for name, _ in entries
    )
    section = {"identifier": "SECTION", "title": pack.title or pack.name, "visible": "false"}
    total = node("qti-test-variables", {"variable-identifier": names.SCORE})
    return DECLARATION + node(
        "qti-assessment-test",
        attributes,
        node(
            "qti-outcome-declaration",
            {"identifier": names.SCORE, "cardinality": "single", "base-type": "float"},
        ),
        node(
            "qti-test-part",
            {"identifier": "PART", "navigation-mode": "nonlinear", "submission-mode": "individual"},
            node("qti-assessment-section", section, *items),
        ),
        node(
            "qti-outcome-processing",
            None,
            node(
                "qti-set-outcome-value", {"identifier": names.SCORE}, node("qti-sum", None, total)
            ),
        ),
    )


def manifest_xml(pack: Pack, identifier: str, entries: Sequence[Entry]) -> str:
    """Return the manifest: the test, which depends on every item, then the items."""
    attributes = {
        "xmlns": names.PACKAGE,
        "xmlns:xsi": names.INSTANCE,
        "xsi:schemaLocation": names.PACKAGE_SCHEMA,
        "identifier": f"{identifier}-manifest",
    }
    test = node(
        "resource",
        {"identifier": identifier, "type": names.TEST_TYPE, "href": names.TEST},
        node("file", {"href": names.TEST}),
        *(node("dependency", {"identifierref": name}) for name, _ in entries),
    )
    return DECLARATION + node(
        "manifest",
        attributes,
        node(
            "metadata",
            None,
            node("schema", None, "QTI Package"),
            node("schemaversion", None, "3.0.0"),
            _lom(_string("title", pack.title or pack.name, pack.lang)),
        ),
        node("organizations"),
        node("resources", None, test, *(_resource(*entry) for entry in entries)),
    )


def _resource(identifier: str, question: Question) -> str:
    path = path_of(identifier)
    return node(
        "resource",
        {"identifier": identifier, "type": names.ITEM_TYPE, "href": path},
        node("metadata", None, _about(question), _lom(*_general(question))),
        node("file", {"href": path}),
    )


def _about(question: Question) -> str:
    explained = bool(question.explanation or question.evidence)
    return node(
        "qtiMetadata",
        {"xmlns": names.METADATA},
        node("timeDependent", None, "false"),
        node("interactionType", None, INTERACTIONS.get(question.kind, "choiceInteraction")),
        node("feedbackType", None, "nonadaptive" if explained else "none"),
        node("solutionAvailable", None, "true"),
        node("scoringMode", None, "responseprocessing"),
        node("toolName", None, names.TOOL),
    )


def _general(question: Question) -> list[str]:
    found = []
    if question.id:
        catalog = node("catalog", None, names.TOOL)
        found.append(node("identifier", None, catalog, node("entry", None, escaped(question.id))))
    found.append(node("language", None, question.lang))
    found += [_string("keyword", each, "") for each in details_of(question)]
    found += [_string("keyword", tag, question.lang) for tag in question.tags]
    return found


def _lom(*general: str) -> str:
    return node("lom", {"xmlns": names.LOM}, node("general", None, *general))


def _string(name: str, text: str, lang: str) -> str:
    return node(name, None, node("string", {"language": lang} if lang else None, escaped(text)))
