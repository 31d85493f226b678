"""Checks of languages, directions and digits: who speaks what, and marked how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from quizapp.domain.bilingual import LANGS, other
from tests.browser.checks.look import ARABIC, ISOLATED, LATIN, Look, at, short

CONTROLS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MIXED: Final = re.compile("[0-9][٬٫]?[٠-٩]|[٠-٩][٬٫]?[0-9]")
FOREIGN: Final = {"ar": LATIN, "en": ARABIC}
OWN: Final = {"ar": ARABIC, "en": LATIN}


def page_names_its_language(look: Look) -> Iterator[str]:
    """Root `lang` and `dir` agree with the address."""
    found = (look.seen["lang"], look.seen["dir"])
    if found != (look.lang, look.dir):
        yield f"<html lang={found[0]} dir={found[1]}> under /{look.lang}/"


def head_speaks_the_language(look: Look) -> Iterator[str]:
    """Title and description are in the language of the page."""
    for name in ("title", "description"):
        text = ISOLATED.sub("", look.seen[name])
        if not text:
            yield f"no {name}"
        elif not OWN[look.lang].search(text) or FOREIGN[look.lang].search(text):
            yield f"{name}: {short(text)}"


def other_languages_are_linked(look: Look) -> Iterator[str]:
    """Public pages name their counterparts; every page leads to itself in the other language."""
    seen, here = look.seen, urlsplit(look.page.url)
    links: dict[str, str] = seen["alternates"]
    if "noindex" not in seen["robots"]:
        if set(links) != {*LANGS, "x-default"}:
            yield f"hreflang only for {sorted(links)}"
        for lang in LANGS:
            wanted = f"{here.scheme}://{here.netloc}{_in(lang, here.path)}"
            if links.get(lang) != wanted:
                yield f"hreflang={lang} leads to {links.get(lang)}, not to {wanted}"
        if seen["canonical"] != links.get(look.lang):
            yield f"canonical is {seen['canonical']}"
    elif links:
        yield "a page that is not to be indexed names counterparts"
    yield from _switch(look)


def _switch(look: Look) -> Iterator[str]:
    wanted, here = other(look.lang), urlsplit(look.page.url)
    targets = [urlsplit(s["href"]) for s in look.seen["switches"] if s["hreflang"] == wanted]
    same = (_in(wanted, here.path), here.query)
    home = (f"/{wanted}/", "")
    if not targets:
        yield f"no way to {wanted}"
    for target in targets:
        if (target.path, target.query) not in (same, home):
            yield f"the switch leads to {target.path}?{target.query}"
    for switch in look.seen["switches"]:
        if switch["lang"] != switch["hreflang"]:
            yield f"the switch «{switch['text']}» does not say its language"


def _in(lang: str, path: str) -> str:
    return f"/{lang}/{path.split('/', 2)[2]}" if path.count("/") > 1 else f"/{lang}/"


def directions_are_valid(look: Look) -> Iterator[str]:
    """Every `dir` is ltr, rtl or auto, and a `bdo` has one."""
    for element in look.seen["directions"]:
        if element["dir"] not in ("ltr", "rtl", "auto"):
            yield f"{element['where']}: dir={element['dir']}"


def latin_runs_are_isolated(look: Look) -> Iterator[str]:
    """A Latin word in Arabic text stands in `lang`, `bdi`, `code` or `kbd`."""
    for run in look.texts:
        if run["lang"] == "ar" and not run["isolated"] and LATIN.search(run["text"]):
            yield at(run)


def arabic_runs_are_marked(look: Look) -> Iterator[str]:
    """Arabic in English text says so and has a direction; what was typed is isolated."""
    for run in look.arabic_texts:
        if (run["lang"] != "ar" and not run["isolated"]) or not run["directed"]:
            yield at(run)


def spoken_names_are_in_the_language(look: Look) -> Iterator[str]:
    """What a screen reader says is in the language that the element claims."""
    for name in look.seen["spoken"]:
        if FOREIGN[name["lang"]].search(ISOLATED.sub("", name["text"])):
            yield f"{name['where']} «{short(name['text'])}» in {name['lang']}"


def figures_read_in_order(look: Look) -> Iterator[str]:
    """Scores, signs and shares show in the order in which they are written."""
    for run in look.texts:
        for figure in run["reversed"]:
            yield f"{at(run)}: {figure} is turned round"


def nothing_invisible_is_copied(look: Look) -> Iterator[str]:
    """Copying the page yields no control characters."""
    if found := CONTROLS.findall(look.seen["copied"]):
        yield f"{len(found)} invisible controls, the first U+{ord(found[0]):04X}"


def digits_are_not_mixed(look: Look) -> Iterator[str]:
    """No number is written in two kinds of digits, and English text has Western ones."""
    for run in look.texts:
        if MIXED.search(run["text"]):
            yield at(run)
        if run["lang"] == "en" and not run["isolated"] and re.search("[٠-٩]", run["text"]):
            yield f"{at(run)}: Arabic digits in English text"


def browser_says_nothing_itself(look: Look) -> Iterator[str]:
    """Messages about fields come from us: the browser's own are in its language, not ours."""
    for control in look.seen["controls"]:
        if control["native"] or control["type"] in ("email", "url", "number"):
            yield f"{control['where']}: {control['native'] or control['type']}"


CHECKS: Final = (
    page_names_its_language,
    head_speaks_the_language,
    other_languages_are_linked,
    directions_are_valid,
    latin_runs_are_isolated,
    arabic_runs_are_marked,
    spoken_names_are_in_the_language,
    figures_read_in_order,
    nothing_invisible_is_copied,
    digits_are_not_mixed,
    browser_says_nothing_itself,
)
