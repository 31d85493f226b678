"""Rules for style sheets, scripts and templates that need no browser: one sheet for both
directions, nothing that spoils Arabic, no text outside the catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from jinja2 import Environment

from tests.web.stylesheet import Declaration, declarations

WEB: Final = Path(__file__).resolve().parents[2] / "quizapp" / "web"
SHEETS: Final = sorted((WEB / "static").glob("*.css"))
SCRIPTS: Final = sorted((WEB / "static").rglob("*.js"))
TEMPLATES: Final = sorted(WEB.rglob("*.html"))
CODE: Final = sorted(WEB.parent.rglob("*.py"))

PHYSICAL: Final = re.compile(
    r"^(?:(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)$"
)
# Shorthands that go round the box: top, right, bottom, left.
ROUND: Final = re.compile(
    r"^(?:(?:scroll-)?(?:margin|padding)|inset|border-(?:width|style|color))$"
)
SIDED: Final = re.compile(r"\b(?:left|right)\b")
SIDED_PROPERTIES: Final = re.compile(
    r"^(?:text-align(?:-last)?|float|clear|caption-side|resize|justify-\w+"
    r"|(?:background|object|mask|transform|perspective)-(?:position(?:-x)?|origin))$"
)
SHIFT: Final = re.compile(r"translate(?:X|3d)?\(\s*-?(?!0[,)\s])[\d.]")
LATIN_ONLY: Final = re.compile(r":lang\(en\)")
NOT_FOR_ARABIC: Final = {
    "letter-spacing": re.compile(r"^(?!normal$|0$)"),
    "text-transform": re.compile(r"^(?!none$)"),
    "text-align": re.compile(r"justify"),
    "font-style": re.compile(r"italic|oblique"),
}
NAMED_BY_DIRECTION: Final = re.compile(r"\[dir[=~|^$*]?=?|:dir\(")
SMALLEST: Final = {"px": 14.0, "rem": 0.875}
LINE: Final = 1.6
CONTROLS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|&[rl]rm;|&#x?20[02]")


def logical(d: Declaration) -> Iterator[str]:
    if PHYSICAL.match(d.name):
        yield "a physical side: say inline-start or inline-end"
    if SIDED_PROPERTIES.match(d.name) and SIDED.search(d.value):
        yield "left or right: say start or end"
    if "gradient" in d.value and re.search(r"\bto (?:left|right)\b", d.value):
        yield "a gradient that does not turn with the text"
    if d.name in ("transform", "translate", "animation") and SHIFT.search(d.value):
        yield "moves along a physical axis"


def even(d: Declaration) -> Iterator[str]:
    if ROUND.match(d.name) and len(d.parts) == 4 and d.parts[1] != d.parts[3]:
        yield "the second and the fourth side differ, so it does not turn with the text"
    if d.name == "border-radius" and not NAMED_BY_DIRECTION.search(d.selector):
        corners = d.value.split("/")[0].split()
        if len(corners) == 4 and (corners[0] != corners[1] or corners[2] != corners[3]):
            yield "corners differ between the sides: say start-start and so on"


def direction_is_markup(d: Declaration) -> Iterator[str]:
    if d.name in ("direction", "unicode-bidi"):
        yield "direction belongs into the markup"


def kind_to_arabic(d: Declaration) -> Iterator[str]:
    spoils = NOT_FOR_ARABIC.get(d.name)
    if spoils and spoils.search(d.value) and not LATIN_ONLY.search(d.selector):
        yield "spoils Arabic: only under :lang(en)"


def legible(d: Declaration) -> Iterator[str]:
    size = re.fullmatch(r"([\d.]+)(px|rem)", d.value)
    if d.name == "font-size" and size and float(size[1]) < SMALLEST[size[2]]:
        yield "type under 14 px"
    plain = re.fullmatch(r"[\d.]+", d.value)
    arabic = d.name == "line-height" and ":lang(ar)" in d.selector
    if arabic and plain and float(d.value) < LINE:
        yield "lines too close for Arabic"


def without_force(d: Declaration) -> Iterator[str]:
    if "!important" in d.value:
        yield "layers decide who wins"


def of_our_own(d: Declaration) -> Iterator[str]:
    if re.search(r"url\(\s*[\"']?(?:https?:)?//", d.value):
        yield "something from another site"


RULES: Final[tuple[Callable[[Declaration], Iterator[str]], ...]] = (
    logical,
    even,
    direction_is_markup,
    kind_to_arabic,
    legible,
    without_force,
    of_our_own,
)


def faults_of(path: Path) -> list[str]:
    return [f"{d}: {fault}" for d in declarations(path) for rule in RULES for fault in rule(d)]


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.name)
def test_a_style_sheet_serves_both_directions(path: Path) -> None:
    assert faults_of(path) == []


@pytest.mark.parametrize(
    "planted",
    [
        "a { margin-left: 1px }",
        "a { border-right-color: red }",
        "a { border-top-left-radius: 1px }",
        "a { left: 0 }",
        "a { text-align: right }",
        "a { float: left }",
        "a { background-position: left top }",
        "a { background-image: linear-gradient(to right, red, blue) }",
        "a { transform: translateX(4px) }",
        "a { margin: 0 1px 0 2px }",
        "a { inset: 0 auto 0 0 }",
        "a { border-radius: 1px 2px 2px 1px }",
        "a { direction: rtl }",
        "a { unicode-bidi: embed }",
        "a { letter-spacing: 0.1em }",
        "@media print { a { text-transform: uppercase } }",
        "p { text-align: justify }",
        "em { font-style: italic }",
        "small { font-size: 12px }",
        "small { font-size: 0.8rem }",
        "h1:lang(ar) { line-height: 1.4 }",
        "a { color: red !important }",
        "a { background: url(//cdn.example/x.png) }",
        "@layer a { ul { li { padding-right: 1px } } }",
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, planted: str) -> None:
    sheet = tmp_path / "planted.css"
    sheet.write_text(planted, encoding="utf-8")
    assert faults_of(sheet)


def test_what_is_logical_passes(tmp_path: Path) -> None:
    sheet = tmp_path / "good.css"
    sheet.write_text(
        """/* margin-left: 1px; */
        a { margin: 0 1px; padding: 1px 2px 3px 2px; inset-inline-start: 0; text-align: start;
            transform: scaleX(-1); border-radius: 1px 1px 2px 2px; }
        :lang(en) { h1 { letter-spacing: 0.02em; } }
        b::after { content: "left: right;"; }""",
        encoding="utf-8",
    )
    assert faults_of(sheet) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *CODE], ids=lambda p: p.name)
def test_nothing_invisible_steers_the_text(path: Path) -> None:
    assert not CONTROLS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_a_script_leaves_styling_and_words_to_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.style\.(?:left|right|margin|padding|float|direction)", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert not re.search(r"https?://", text)
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)
    assert not re.search("[\u0620-\u064a]", code), "words belong into the catalogues"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_is_free_of_styling_and_arrows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\sstyle=|\salign=|\son[a-z]+=|<(?:i|b|center|font)[\s>]|\|\s*safe\b", text
    )
    assert not re.search("[→←↑↓⇒⇐»›«‹▶◀►◄]", text), "arrows are icons"


# Attributes that are read out or shown, and must come from the catalogues too.
SPOKEN: Final = re.compile(r"\b(?:aria-label|title|alt|placeholder)=\"[^\"{]*[A-Za-z\u0620-\u064a]")
TAG: Final = re.compile(r"<[^<>]*>", re.S)
ENTITY: Final = re.compile(r"&#?\w+;")
LETTER: Final = re.compile("[A-Za-z\u0620-\u064a]{2}")
# Names of classes and of keys are not words.
NAMES: Final = re.compile(r"\{% block \w+ %\}[a-z-]+\{% endblock %\}|<kbd[^>]*>[^<{]*</kbd>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_takes_its_words_from_the_catalogues(path: Path) -> None:
    text = NAMES.sub("", path.read_text(encoding="utf-8"))
    kinds = [(kind, value) for _, kind, value in Environment().lex(text)]
    # An expression inside a tag must not end it: a placeholder stands for all of them.
    inside, shown = False, ""
    for kind, value in kinds:
        if kind in ("variable_begin", "block_begin"):
            inside, shown = True, shown + "@"
        elif kind in ("variable_end", "block_end"):
            inside = False
        elif kind == "data" and not inside:
            shown += value
    assert not SPOKEN.search(shown)
    words = ENTITY.sub("", TAG.sub(" ", shown))
    assert not LETTER.search(words), f"text outside the catalogues: {' '.join(words.split())[:80]}"


# What learners typed: shown only set apart, so that it cannot turn its neighbours round.
TYPED: Final = re.compile(r"\{\{\s*[\w.]*\btyped\b(?!\()[^}]*\}\}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_what_learners_typed_is_set_apart(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for found in TYPED.finditer(text):
        before = text[: found.start()].rstrip()
        apart = re.search(r"<bdi[^>]*>$|\w=\"$", before) or re.search(
            r"\|\s*(?:iso|ltr)\b", found[0]
        )
        assert apart, found[0]
