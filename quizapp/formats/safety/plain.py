"""HTML from outside to plain text, and plain text to HTML that comes back the same.

Only the text of a document is taken. What starts a new line there starts one here: a paragraph
stands apart by an empty line, other blocks and <br> by a line's end. Spaces and line ends of
the source mean one space, those written as character references mean themselves; `paragraphs`
writes so what would otherwise be lost:

    plain("<p>a  b</p><p>c<br>d</p>") == "a b\\n\\nc\\nd"
    paragraphs("a  b\\n\\nc") == "<p>a &#32;b</p><p>c</p>"

Reading takes time in proportion to the length, whatever stands there: no tag is looked for
twice. Nothing of a tag is kept but its name and, of a picture, the words that stand for it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

LONGEST_HTML: Final = 200_000
MOST_TAGS: Final = 5_000
_LONGEST_TAG: Final = 4_000
_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*+)")
_TAG_END: Final = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_ALT: Final = re.compile(r"""\balt\s*=\s*(?:"([^"]{0,500})"|'([^']{0,500})')""", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
_FORMULA: Final = re.compile(
    r"(?<![\w.])[A-Za-z0-9.,()]{1,40}+"
    r"(?: ?[-+*/^=<>\u00d7\u00f7\u2212] ?[A-Za-z0-9.,()]{1,40}+){1,40}+"
)
_BLOCKS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol"),
        *("option", "pre", "section", "select", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_UNREAD: Final = frozenset(
    {"script", "style", "template", "head", "title", "iframe", "object", "noscript", "textarea"}
)
_MEDIA: Final = frozenset({"img", "audio", "video", "object", "embed", "iframe", "svg", "canvas"})
_HARMLESS: Final = frozenset({"p", "br", "div", "span", "bdi", "bdo", "html", "body", "head"})
_SIGNS: Final = {"sup": "^", "sub": "_", "td": " ", "th": " "}


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a piece of HTML, and whether pictures and the like, or a form, got lost.

    `tags` counts its tags; it is not `whole` where it was too long or had too many of them.
    """

    text: str
    media: bool = False
    formatted: bool = False
    tags: int = 0
    whole: bool = True


def plain(markup: str) -> str:
    """Return the text of a piece of HTML, with no more than LONGEST_HTML characters read."""
    return reading(markup).text


def reading(markup: str) -> Reading:
    """Return the text of a piece of HTML, and what was lost in taking it."""
    if "<" not in markup and "&" not in markup:
        text = _SPACES.sub(" ", markup[:LONGEST_HTML]).strip(" ")
        return Reading(text, whole=len(markup) <= LONGEST_HTML)
    found = _Text()
    _walk(markup[:LONGEST_HTML], found)
    whole = len(markup) <= LONGEST_HTML and found.tags <= MOST_TAGS
    return Reading("".join(found.found), found.media, found.formatted, found.tags, whole)


def paragraphs(text: str, *, formulas: bool = False) -> str:
    """Return the text as paragraphs of HTML. `plain` gives back a text that is tidy.

    With `formulas`, calculations in Latin signs are kept left to right in Arabic text.
    """
    parts = re.split(r"(?<!\n)\n\n(?!\n)", text)
    return "".join(f"<p>{inline(part, formulas=formulas)}</p>" for part in parts)


def inline(text: str, *, formulas: bool = False) -> str:
    """Return the text as HTML within a line; its own line ends become <br>."""
    if formulas and _FORMULA.search(text):
        return _with_formulas(text)
    return _escaped(text)


def _with_formulas(text: str) -> str:
    out, at = [], 0
    for found in _FORMULA.finditer(text):
        out.append(_escaped(text[at : found.start()], before="" if at == 0 else "x"))
        out.append(f'<bdi dir="ltr">{_escaped(found[0])}</bdi>')
        at = found.end()
    return "".join(out) + _escaped(text[at:], before="x")


def _escaped(text: str, *, before: str = "") -> str:
    """Escape; spaces that a browser would swallow become references."""
    safe = html.escape(text, quote=False)
    if "  " in safe or "\n" in safe or safe[:1] == " " or safe[-1:] == " ":
        safe = re.sub(r"(?<= ) ", "&#32;", safe)
        safe = re.sub(r" (?=\n)|(?<=\n) " + ("" if before else r"|^ "), "&#32;", safe)
        safe = safe.replace("\n", "<br>")
    return safe


class _Text:
    """The text found so far, and the space or line ends that the next word comes after."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.media = self.formatted = False
        self._space = False
        self._breaks = 0
        self.kept = self.tags = 0

    def add(self, raw: str) -> None:
        """Take what stands between two tags."""
        if self.kept:
            self._as_it_stands(raw)
            return
        words = _SPACES.split(raw)
        last = len(words) - 1
        for at, word in enumerate(words):
            if word:
                self._word(_resolved(word))
            if at < last:
                self._space = True

    def _as_it_stands(self, raw: str) -> None:
        for at, line in enumerate(raw.split("\n")):
            if at:
                self.ends(0, hard=True)
            if line:
                self._word(_resolved(line))

    def _word(self, word: str) -> None:
        if self._breaks and self.found:
            self.found.append("\n" * self._breaks)
        elif self._space and self.found:
            self.found.append(" ")
        self._breaks, self._space = 0, False
        self.found.append(word)

    def ends(self, lines: int, *, hard: bool = False) -> None:
        """End the line; `lines` line ends at least, or one more where it is `hard`."""
        self._space = False
        self._breaks = self._breaks + 1 if hard else max(self._breaks, lines)

    def tag(self, name: str, *, closing: bool, whole: str) -> None:
        """Take notice of a tag."""
        self.tags += 1
        if name in _MEDIA:
            self.media = True
        elif name not in _HARMLESS and not closing:
            self.formatted = True
        if name == "br":
            self.ends(1, hard=True)
        elif name == "p":
            self.ends(2)
        elif name in _BLOCKS:
            self.ends(1)
        elif name in _SIGNS and not closing:
            self.add(_SIGNS[name])
        if name == "pre":
            self.kept = max(0, self.kept + (-1 if closing else 1))
        if name == "img":
            self._picture(whole)

    def _picture(self, tag: str) -> None:
        words = _ALT.search(tag)
        if words and (words[1] or words[2] or "").strip():
            self.add(f" [{(words[1] or words[2]).strip()}] ")


def _walk(markup: str, text: _Text) -> None:
    at, length = 0, len(markup)
    lower = ""
    while at < length and text.tags <= MOST_TAGS:
        start = markup.find("<", at)
        if start < 0:
            text.add(markup[at:])
            return
        if start > at:
            text.add(markup[at:start])
        name = _NAME.match(markup, start)
        if name is None:
            at = _past_other(markup, start, text)
            continue
        end = _end_of_tag(markup, name.end())
        if end < 0:
            text.add(markup[start:])
            return
        closing = markup[start + 1] == "/"
        tag = name[1].lower()
        text.tag(tag, closing=closing, whole=markup[start:end])
        at = end
        if tag in _UNREAD and not closing and markup[end - 2] != "/":
            lower = lower or markup.lower()
            closed = lower.find(f"</{tag}", end) if len(lower) == length else -1
            at = closed if closed >= 0 else length


def _end_of_tag(markup: str, start: int) -> int:
    """Where the tag ends, past quoted attributes; -1 where it never does."""
    quoted = _TAG_END.match(markup, start, start + _LONGEST_TAG)
    return quoted.end() if quoted else markup.find(">", start) + 1 or -1


def _past_other(markup: str, start: int, text: _Text) -> int:
    """Pass over comments, declarations and instructions; a lone < is text."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return end + 3 if end >= 0 else len(markup)
    if markup[start + 1 : start + 2] in ("!", "?", "/"):
        end = markup.find(">", start)
        if end >= 0:
            return end + 1
        text.add(markup[start:])
        return len(markup)
    text.add("<")
    return start + 1


def _resolved(text: str) -> str:
    if "&" not in text:
        return text
    return html.unescape(_NUMBERED.sub("\ufffd", text))
