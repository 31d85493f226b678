"""Elements of QTI items of any version by one set of names.

QTI 3 writes `qti-simple-choice` and `response-identifier`, QTI 2 `simpleChoice` and
`responseIdentifier`; here both are `simple-choice` and `response-identifier`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

_LONGEST: Final = 64
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])([A-Z])")


@lru_cache(maxsize=1024)
def plain_name(tag: str) -> str:
    """Return the name of an element as it is called here."""
    return _CAPITAL.sub(r"-\1", tag).lower().removeprefix("qti-")


@lru_cache(maxsize=1024)
def _camel(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(other.capitalize() for other in others)


def name_of(element: Element) -> str:
    """Return the name of an element as it is called here; very long ones as they stand."""
    tag = element.tag
    return plain_name(tag) if len(tag) <= _LONGEST else tag


def value_of(element: Element, attribute: str) -> str:
    """Return an attribute, named as here; empty where there is none."""
    found = element.get(attribute)
    if found is None:
        found = element.get(_camel(attribute))
    return (found or "").strip()


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    if element is not None:
        for each in element:
            if name_of(each) == name:
                yield each


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name."""
    return next(children(element, name), None)


def within(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield all elements of these names in it, however deep."""
    if element is not None:
        for each in element.iter():
            if each is not element and name_of(each) in names:
                yield each


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def marked(element: Element | None, name: str) -> Element | None:
    """Return the first element in it with that class."""
    if element is None:
        return None
    return next((each for each in element.iter() if name in classes(each)), None)
