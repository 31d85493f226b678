"""The note type that our cards have in Anki: its fields, its one template, its style.

Its number and its list of fields are for ever: Anki skips a note whose type has other fields
than the one it knows by that number, and merging the two leaves the old text. So there are
fields to spare. The template and the style may change; an import brings them along.

Language and direction stand in fields, and the template puts them on the element that holds
the text, as a side may be Arabic and the other English.
"""

from __future__ import annotations

import html
from typing import Any, Final

from quizapp.domain.bilingual import direction, other
from quizapp.domain.exchange.cards import TravellingCard

NUMBER: Final = 1_763_000_000_001
NAME: Final = "Waraqa"
FONT: Final = "_waraqa-naskh.woff2"
FIELDS: Final = (
    "Front",
    "FrontNote",
    "Back",
    "BackNote",
    "Statement",
    "Translation",
    "Evidence",
    "Source",
    "Note",
    "FrontLang",
    "FrontDir",
    "BackLang",
    "BackDir",
    "OtherLang",
    "OtherDir",
    "CardId",
    "Extra",
    "Audio",
    "Image",
    "Hint",
    "Spare1",
    "Spare2",
)
_ACTIVE: Final = ("[sound:", "[anki:", "[latex]", "[$]", "[$$]")

_FRONT: Final = """<div class="side" lang="{{FrontLang}}" dir="{{FrontDir}}">
<div class="text">{{Front}}</div>
{{#FrontNote}}<div class="more">{{FrontNote}}</div>{{/FrontNote}}
</div>"""

_BACK: Final = """{{FrontSide}}
<hr id="answer">
<div class="side" lang="{{BackLang}}" dir="{{BackDir}}">
<div class="text">{{Back}}</div>
{{#BackNote}}<div class="more">{{BackNote}}</div>{{/BackNote}}
{{#Statement}}<p class="statement">{{Statement}}</p>{{/Statement}}
{{#Evidence}}<blockquote>{{Evidence}}</blockquote>{{/Evidence}}
</div>
{{#Translation}}<div class="side" lang="{{OtherLang}}" dir="{{OtherDir}}">
<p class="more">{{Translation}}</p></div>{{/Translation}}
{{#Note}}<p class="note" dir="auto">{{Note}}</p>{{/Note}}
{{#Extra}}<div class="more" dir="auto">{{Extra}}</div>{{/Extra}}
{{Audio}}{{Image}}
{{#Source}}<p class="source" dir="auto">{{Source}}</p>{{/Source}}"""

_STYLE: Final = """.card {
  font-family: "Waraqa Naskh", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI", sans-serif;
  font-size: 1.25rem;
  line-height: 1.7;
  color: #1d2b2a;
  background-color: #fbfaf6;
}
.side { max-width: 36rem; margin: 0 auto; text-align: start; }
.side:lang(ar) { line-height: 2; }
.text { font-size: 1.3em; text-wrap: balance; }
.more, .source { color: #55635f; font-size: 0.9em; }
blockquote { margin: 1em 0; padding-inline-start: 1em; border-inline-start: 3px solid #0f766e; }
.note, .source { max-width: 36rem; margin: 1em auto; }
.note { padding: 0.5em 0.8em; border-radius: 0.4em; background-color: #f0ece0; }
hr { max-width: 36rem; border: 0; border-top: 1px solid #c9c4b4; }
.nightMode.card, .night_mode.card, .nightMode .card {
  color: #e8e6df;
  background-color: #17201f;
}
.nightMode .more, .nightMode .source, .night_mode .more, .night_mode .source { color: #a9b5b1; }
.nightMode blockquote, .night_mode blockquote { border-color: #4fb8ad; }
.nightMode .note, .night_mode .note { background-color: #26302e; }
.nightMode hr, .night_mode hr { border-color: #46524f; }
"""
_FACE: Final = (
    '@font-face { font-family: "Waraqa Naskh"; src: url("' + FONT + '"); font-display: swap; }\n'
)


def model(now: int, *, with_font: bool) -> dict[str, Any]:
    """Return the note type as a collection of schema 11 holds it; `now` in seconds."""
    return {
        "id": NUMBER,
        "name": NAME,
        "type": 0,
        "mod": now,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "tmpls": [_template()],
        "flds": [_field(place, name) for place, name in enumerate(FIELDS)],
        "css": (_FACE if with_font else "") + _STYLE,
        "latexPre": "",
        "latexPost": "",
        "latexsvg": False,
        "req": [[0, "any", [0, 1]]],
        "tags": [],
        "vers": [],
    }


def _template() -> dict[str, Any]:
    return {
        "name": "Card",
        "ord": 0,
        "qfmt": _FRONT,
        "afmt": _BACK,
        "bqfmt": "",
        "bafmt": "",
        "did": None,
    }


def _field(place: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "ord": place,
        "sticky": False,
        "rtl": False,
        "font": "Arial",
        "size": 20,
        "media": [],
    }


def values(card: TravellingCard) -> tuple[str, ...]:
    """Return the fields of a card's note, in the order of `FIELDS`, as markup."""
    lang = card.back.lang
    statement = card.statement
    found = {
        "Front": markup(card.front.text),
        "FrontNote": markup(card.front.note),
        "Back": markup(card.back.text),
        "BackNote": markup(card.back.note),
        "Statement": markup(statement[lang]) if statement else "",
        "Translation": markup(statement[other(lang)]) if statement else "",
        "Evidence": "<br>".join(map(markup, card.evidence)),
        "Source": markup(card.source),
        "Note": markup(card.note),
        "FrontLang": card.front.lang,
        "FrontDir": direction(card.front.lang),
        "BackLang": lang,
        "BackDir": direction(lang),
        "OtherLang": other(lang),
        "OtherDir": direction(other(lang)),
        "CardId": markup(card.id),
    }
    return tuple(found.get(name, "") for name in FIELDS)


def markup(text: str) -> str:
    """Return a plain text as a field holds it: nothing in it is markup, sound or formula."""
    found = html.escape(text, quote=False).replace("\x1f", " ").replace("\n", "<br>")
    for token in _ACTIVE:
        found = found.replace(token, "&#91;" + token[1:])
    return found
