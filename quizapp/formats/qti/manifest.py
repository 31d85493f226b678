"""Reading the manifest of a QTI package of any version: which files are items, and about them.

A manifest is read resource by resource, so that the longest one takes little memory. Where
files are is worked out from names alone; what leads out of the package is not there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from quizapp.domain.exchange.question import tidy
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.qti import names
from quizapp.formats.qti.elements import child, children, value_of, within
from quizapp.formats.safety import markup
from quizapp.formats.safety.archive import Archive

_MOST_BYTES: Final = 32 * 1024 * 1024
_MOST_IN_RESOURCE: Final = 50_000
_LONGEST_TAG: Final = 200
_MOST_TAGS: Final = 50
_OLDER: Final = "imsqti_xmlv1"
_RESOURCE: Final = 3  # manifest, resources, resource


@dataclass(frozen=True, slots=True)
class Listed:
    """One item as the manifest knows it: where it is, its id, tags, and our own details."""

    path: str
    name: str
    id: str
    tags: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package holds."""

    title: str
    items: tuple[Listed, ...]


def read_manifest(archive: Archive) -> Manifest:
    """Return what the package lists. Raises FileRefused: also where nothing is an item."""
    place = _place(archive)
    folder = posixpath.dirname(place)
    title, items, older = "", list[Listed](), False
    found = markup.children(
        archive.read(place, _MOST_BYTES), level=_RESOURCE, most_in_child=_MOST_IN_RESOURCE
    )
    for element, _ in found:
        if element.tag == "lom" and not title:
            title = _string(child(child(element, "general"), "title"))
        elif element.tag == "resource" and "item" in value_of(element, "type"):
            items.append(_listed(element, folder))
        elif value_of(element, "type").startswith(_OLDER):
            older = True
    if not items:
        raise FileRefused("format" if older else "empty")
    return Manifest(title, tuple(items))


def _place(archive: Archive) -> str:
    """The manifest that is the least deep; packages are often packed with their folder."""
    ends = [name for name in archive.names if posixpath.basename(name).casefold() == names.MANIFEST]
    if not ends:
        raise FileRefused("format")
    return min(ends, key=lambda name: (name.count("/"), name))


def _listed(resource: Element, folder: str) -> Listed:
    href = value_of(resource, "href")
    if not href:
        href = next((value_of(each, "href") for each in children(resource, "file")), "")
    general = child(child(child(resource, "metadata"), "lom"), "general")
    keywords = [text for each in children(general, "keyword") if (text := _string(each))]
    details = {}
    for keyword in keywords:
        if keyword.startswith(names.MARK):
            name, _, value = keyword.removeprefix(names.MARK).partition(":")
            details[name[:_LONGEST_TAG]] = value[:_LONGEST_TAG]
    tags = (tag for tag in keywords if not tag.startswith(names.MARK))
    return Listed(
        path=posixpath.normpath(posixpath.join(folder, unquote(href))),
        name=value_of(resource, "identifier"),
        id=next(_own_ids(general), ""),
        tags=tuple(dict.fromkeys("-".join(tag.split())[:_LONGEST_TAG] for tag in tags))[
            :_MOST_TAGS
        ],
        details=details,
    )


def _own_ids(general: Element | None) -> Iterator[str]:
    for each in children(general, "identifier"):
        catalog, entry = child(each, "catalog"), child(each, "entry")
        if catalog is not None and entry is not None and catalog.text == names.TOOL:
            yield tidy(entry.text or "")


def _string(element: Element | None) -> str:
    """The text of what LOM gives in languages (`string`, in older ones `langstring`)."""
    if element is None:
        return ""
    found = next(within(element, "string", "langstring"), None)
    return tidy((found.text if found is not None else element.text) or "")
