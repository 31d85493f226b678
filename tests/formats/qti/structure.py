"""The rules of QTI 3.0 packages that matter, checked without the schemas.

Element order and allowed children of manifest, test and item; identifiers, their syntax and
uniqueness; what is declared and what is used; that values fit cardinality and base type; that
every file listed is there and every file there is listed; template addresses. Written down from
the standard's information model, and independent of the code that writes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, fromstring

ASI: Final = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP: Final = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
MD: Final = "{http://www.imsglobal.org/xsd/imsqti_metadata_v3p0}"
LOM: Final = "{http://ltsc.ieee.org/xsd/LOM}"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
TEMPLATES: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
MATCH: Final = f"{TEMPLATES}match_correct.xml"
MAP: Final = f"{TEMPLATES}map_response.xml"
NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
INLINE: Final = ("span", "br")

# The children of an element, in their order: `?` none or one, `*` any number, `+` at least one.
CHILDREN: Final[Mapping[str, str]] = {
    "qti-assessment-item": "qti-response-declaration* qti-outcome-declaration* qti-item-body? "
    "qti-response-processing? qti-modal-feedback*",
    "qti-response-declaration": "qti-correct-response? qti-mapping?",
    "qti-correct-response": "qti-value+",
    "qti-value": "",
    "qti-mapping": "qti-map-entry+",
    "qti-map-entry": "",
    "qti-outcome-declaration": "qti-default-value?",
    "qti-default-value": "qti-value+",
    "qti-choice-interaction": "qti-prompt? qti-simple-choice+",
    "qti-order-interaction": "qti-prompt? qti-simple-choice+",
    "qti-match-interaction": "qti-prompt? qti-simple-match-set qti-simple-match-set",
    "qti-simple-match-set": "qti-simple-associable-choice*",
    "qti-text-entry-interaction": "",
    "qti-response-condition": "qti-response-if qti-response-else-if* qti-response-else?",
    "qti-variable": "",
    "qti-correct": "",
    "qti-map-response": "",
    "qti-base-value": "",
    "qti-is-null": "qti-variable",
    "qti-not": "qti-is-null",
    "qti-match": "qti-variable qti-correct",
    "qti-and": "qti-gte qti-lte",
    "qti-gte": "qti-variable qti-base-value",
    "qti-lte": "qti-variable qti-base-value",
    "qti-modal-feedback": "qti-content-body",
    "ul": "li+",
    "br": "",
    "qti-assessment-test": "qti-outcome-declaration* qti-test-part+ qti-outcome-processing?",
    "qti-test-part": "qti-assessment-section+",
    "qti-assessment-section": "qti-assessment-item-ref*",
    "qti-assessment-item-ref": "",
    "qti-outcome-processing": "qti-set-outcome-value+",
    "qti-sum": "qti-test-variables",
    "qti-test-variables": "",
    "manifest": "metadata organizations resources",
    "organizations": "",
    "resources": "resource*",
    "resource": "metadata? file+ dependency*",
    "file": "",
    "dependency": "",
    "qtiMetadata": "itemTemplate? timeDependent? composite? interactionType* feedbackType? "
    "solutionAvailable? scoringMode* toolName? toolVersion? toolVendor?",
    "lom": "general?",
    "general": "identifier* title? language* description* keyword*",
    "identifier": "catalog? entry?",
    "title": "string+",
    "keyword": "string+",
}
# Attributes: `!` required. Those of text are allowed on everything in a body.
OF_TEXT: Final = ("class", "dir", LANG)
ATTRIBUTES: Final[Mapping[str, str]] = {
    "qti-assessment-item": "identifier! title! adaptive! time-dependent! tool-name tool-version",
    "qti-response-declaration": "identifier! cardinality! base-type",
    "qti-outcome-declaration": "identifier! cardinality! base-type normal-maximum normal-minimum",
    "qti-mapping": "lower-bound upper-bound default-value",
    "qti-map-entry": "map-key! mapped-value! case-sensitive",
    "qti-choice-interaction": "response-identifier! shuffle min-choices max-choices",
    "qti-order-interaction": "response-identifier! shuffle",
    "qti-match-interaction": "response-identifier! shuffle min-associations max-associations",
    "qti-text-entry-interaction": "response-identifier! expected-length",
    "qti-simple-choice": "identifier!",
    "qti-simple-associable-choice": "identifier! match-max!",
    "qti-response-processing": "template",
    "qti-variable": "identifier!",
    "qti-correct": "identifier!",
    "qti-map-response": "identifier!",
    "qti-base-value": "base-type!",
    "qti-set-outcome-value": "identifier!",
    "qti-modal-feedback": "outcome-identifier! identifier! show-hide!",
    "qti-assessment-test": "identifier! title! tool-name tool-version",
    "qti-test-part": "identifier! navigation-mode! submission-mode!",
    "qti-assessment-section": "identifier! title! visible!",
    "qti-assessment-item-ref": "identifier! href!",
    "qti-test-variables": "variable-identifier!",
    "manifest": "identifier!",
    "resource": "identifier! type! href",
    "file": "href!",
    "dependency": "identifierref!",
    "string": "language",
}
BLOCKS: Final = ("qti-item-body", "div", "li", "qti-content-body")
PHRASES: Final = ("p", "span", "qti-prompt", "qti-simple-choice", "qti-simple-associable-choice")


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a package; nothing where it is right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = fromstring(files["imsmanifest.xml"])
    found = [*_manifest(manifest, files), *_shape(manifest)]
    listed = [each.get("href", "") for each in manifest.iter(f"{CP}resource")]
    for href in listed:
        if href not in files:
            continue  # _manifest says so.
        root = fromstring(files[href])
        found += [f"{href}: {each}" for each in _shape(root)]
        if bare(root) == "qti-assessment-item":
            found += [f"{href}: {each}" for each in _item(root)]
        else:
            found += _test(root, listed)
    return found


def bare(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _shape(root: Element) -> Iterator[str]:
    """Children in order, attributes known, nothing beside elements where texts do not belong."""
    for element in root.iter():
        name = bare(element)
        inside = " ".join(bare(each) for each in element)
        if name in CHILDREN and not re.fullmatch(_pattern(CHILDREN[name]), f"{inside} ".lstrip()):
            yield f"<{name}> holds {inside!r}"
        if name in PHRASES and {bare(each) for each in element} - {
            *INLINE,
            "qti-text-entry-interaction",
        }:
            yield f"<{name}> holds {inside!r}"
        if name in BLOCKS and (element.text or "").strip() and name != "li":
            yield f"<{name}> has text outside a paragraph"
        yield from _attributes(element, name)


def _pattern(model: str) -> str:
    parts = (re.fullmatch(r"([\w-]+)([?*+]?)", each) for each in model.split())
    return "".join(f"(?:{part[1]} ){part[2]}" for part in parts if part)


def _attributes(element: Element, name: str) -> Iterator[str]:
    wanted = {each.rstrip("!"): each.endswith("!") for each in ATTRIBUTES.get(name, "").split()}
    for attribute in element.attrib:
        if attribute not in (*wanted, *OF_TEXT, LOCATION):
            yield f"<{name}> has {attribute}"
    yield from (
        f"<{name}> lacks {each}"
        for each, need in wanted.items()
        if need and each not in element.attrib
    )
    if element.get("dir") not in (None, "ltr", "rtl", "auto"):
        yield f"<{name}> has the direction {element.get('dir')}"


def _said(*checks: tuple[object, str]) -> Iterator[str]:
    return (fault for wrong, fault in checks if wrong)


def _manifest(manifest: Element, files: Mapping[str, bytes]) -> Iterator[str]:
    about = [each.text for each in manifest.findall(f"{CP}metadata/*")[:2]]
    resources = list(manifest.iter(f"{CP}resource"))
    types = {each.get("type") for each in resources}
    names = [manifest.get("identifier", ""), *(each.get("identifier", "") for each in resources)]
    hrefs = [each.get("href", "") for each in manifest.iter(f"{CP}file")]
    needed = {each.get("identifierref") for each in manifest.iter(f"{CP}dependency")}
    others = sorted(name for name in files if name != "imsmanifest.xml")
    yield from _said(
        (about != ["QTI Package", "3.0.0"], "the manifest is of another schema"),
        (not all(map(IDENTIFIER.fullmatch, names)), f"no identifiers: {names}"),
        (len(set(names)) != len(names), "two identifiers are alike"),
        (sorted(hrefs) != others, f"listed are {sorted(hrefs)}, there are {others}"),
        (not needed <= set(names), f"dependencies that are not there: {needed - set(names)}"),
        (not types <= {"imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"}, f"types: {types}"),
    )


def _test(test: Element, listed: list[str]) -> Iterator[str]:
    refs = list(test.iter(f"{ASI}qti-assessment-item-ref"))
    names = [each.get("identifier", "") for each in refs]
    if len(set(names)) != len(names):
        yield "the test has an item twice"
    yield from (
        f"{each.get('href')} is no resource" for each in refs if each.get("href") not in listed
    )


def _item(item: Element) -> Iterator[str]:
    body = next(item.iter(f"{ASI}qti-item-body"))
    template = next(item.iter(f"{ASI}qti-response-processing")).get("template")
    responses = _named(item, "qti-response-declaration")
    outcomes = set(_named(item, "qti-outcome-declaration"))
    asked = [found for each in item.iter() if (found := each.get("response-identifier"))]
    read = {
        *_named(item, "qti-variable"),
        *_named(item, "qti-correct"),
        *_named(item, "qti-map-response"),
    }
    set_to = set(_named(item, "qti-set-outcome-value"))
    shown = {each.get("outcome-identifier") for each in item.iter(f"{ASI}qti-modal-feedback")}
    yield from _said(
        (not IDENTIFIER.fullmatch(item.get("identifier", "")), "no identifier"),
        (not item.get("title") or "\n" in item.get("title", ""), "the title is not one line"),
        (not item.get(LANG) or not body.get("dir") or not body.get(LANG), "no language"),
        (sorted(asked) != sorted(responses), f"declared {sorted(responses)}, asked {asked}"),
        (not read <= set(responses), f"read and not declared: {read - set(responses)}"),
        (not set_to | shown | {"SCORE"} <= outcomes, f"not declared: {set_to | shown}"),
        (template not in (None, MATCH, MAP), f"the template {template} is unknown"),
    )
    for declared in responses.values():
        yield from _values(item, declared, mapped=template == MAP)


def _named(item: Element, name: str) -> dict[str, Element]:
    return {each.get("identifier", ""): each for each in item.iter(f"{ASI}{name}")}


def _values(item: Element, declared: Element, *, mapped: bool) -> Iterator[str]:
    cardinality, base = declared.get("cardinality"), declared.get("base-type")
    values = [each.text or "" for each in declared.iter(f"{ASI}qti-value")]
    entries = list(declared.iter(f"{ASI}qti-map-entry"))
    keys = [each.get("map-key", "") for each in entries]
    choices = [
        each.get("identifier", "")
        for each in item.iter()
        if bare(each) in ("qti-simple-choice", "qti-simple-associable-choice")
    ]
    yield from _said(
        (cardinality not in ("single", "multiple", "ordered"), f"cardinality {cardinality}"),
        (cardinality == "single" and len(values) != 1, "not one value is right"),
        (not values, "no value is right"),
        (len(set(keys)) != len(keys) or len(set(choices)) != len(choices), "two are alike"),
        (mapped and not keys, "a mapping is used and not there"),
        (
            not all(NUMBER.fullmatch(each.get("mapped-value", "")) for each in entries),
            "a worth is no number",
        ),
    )
    for value in (*values, *keys):
        parts = value.split(" ")
        yield from _said(
            (base == "identifier" and value not in choices, f"{value!r} is no choice"),
            (
                base == "directedPair" and (len(parts) != 2 or not set(parts) <= set(choices)),
                f"{value!r} is no pair",
            ),
            (base == "float" and not NUMBER.fullmatch(value), f"{value!r} is no number"),
        )
