"""What must hold for every page whatever it shows. `Browser` runs this on each one it gets,
so a new page is covered as soon as any test opens it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

ARABIC = re.compile("[\u0620-\u064a]+")
LATIN = re.compile("[A-Za-z]{3,}")
DIRECTIONS = {"ar": "rtl", "en": "ltr"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
ISOLATES = {"bdi", "code", "kbd", "textarea"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby")


def parsed(html: str) -> Element:
    """Parse as HTML; html5lib raises for anything that is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert isinstance(tree, Element)
    return tree


def parsed_fragment(html: str) -> Element:
    """Parse a part of a page, as strictly."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(html, container="main")
    assert isinstance(tree, Element)
    return tree


def check_page(html: str, lang: str) -> Element:
    """Check one page in the language of its address; return its tree."""
    tree = parsed(html)
    assert tree.get("lang") == lang, "the page's language is that of its address"
    assert tree.get("dir") == DIRECTIONS[lang]
    assert len(tree.findall(".//h1")) == 1, "one main heading"
    assert len(tree.findall(".//main")) == 1
    title = tree.findtext(".//title")
    assert title, "a title"
    check_fragment(tree, lang)
    return tree


def check_fragment(tree: Element, lang: str) -> None:
    """What holds for a part of a page too."""
    check_ids(tree)
    check_purity(tree)
    check_forms(tree)
    for element in tree.iter():
        check_direction(element)
    for text, spoken, isolated in texts(tree, lang, False):
        check_script(text, spoken, isolated)


def check_ids(tree: Element) -> None:
    counted = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert not [name for name, count in counted.items() if count > 1], "ids are unique"
    for element in tree.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                assert name in counted, f"{attribute}={name} points nowhere"


def check_purity(tree: Element) -> None:
    """Nothing inline, nothing from elsewhere: the content policy would block it."""
    for element in tree.iter():
        assert element.tag != "style"
        assert not (element.tag == "script" and not element.get("src"))
        for name, value in element.attrib.items():
            assert name != "style", "styles belong into the style sheet"
            assert not name.startswith("on"), "no inline handlers"
            if name in ("src", "href", "action"):
                here = urlsplit(value)
                assert here.netloc in ("", "localhost"), value
                assert here.scheme in ("", "http"), value


def check_forms(tree: Element) -> None:
    for form in tree.iter("form"):
        if form.get("method") == "post":
            names = [field.get("name") for field in form.iter("input")]
            assert names.count("csrf_token") == 1
    for control in tree.iter():
        if control.tag == "button":
            words = control.get("aria-label") or "".join(control.itertext())
            assert words.strip(), "a button has words"


def check_direction(element: Element) -> None:
    lang, direction = element.get("lang"), element.get("dir")
    assert direction in (None, "ltr", "rtl", "auto"), direction
    if lang is not None:
        assert direction == DIRECTIONS[lang], f"<{element.tag} lang={lang} dir={direction}>"


def texts(element: Element, lang: str, isolated: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield every text a reader meets, with the language it claims and whether it is isolated."""
    if element.tag == "script":
        return
    lang = element.get("lang") or lang
    isolated = isolated or element.tag in ISOLATES
    for attribute in SPOKEN:
        if element.get(attribute):
            yield str(element.get(attribute)), lang, isolated
    if element.tag == "meta" and element.get("name") == "description":
        yield str(element.get("content")), lang, isolated
    if element.text:
        yield element.text, lang, isolated
    for child in element:
        yield from texts(child, lang, isolated)
        if child.tail:
            yield child.tail, lang, isolated


def check_script(text: str, lang: str, isolated: bool) -> None:
    foreign = (LATIN if lang == "ar" else ARABIC).search(text)
    assert isolated or foreign is None, f"{foreign} in {lang} text: {text.strip()!r}"
