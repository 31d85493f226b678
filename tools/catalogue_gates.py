"""What a catalogue must hold: complete, exact in its placeholders, and good Arabic.

Every gate takes a catalogue and yields problems in words; `catalogues.py check` runs
them all, and the tests run each of them on a planted fault. The header is compared to
the letter because Babel's own plural rule for Arabic swaps two forms (babel#816).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from babel.messages.catalog import Catalog, Message

PLURALS: Final = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
    "en": "nplurals=2; plural=(n != 1);",
}
FORMS: Final = {"ar": 6, "en": 2}
# Zero, one and two are said in words in Arabic: only there may the number itself be missing.
SPELT_OUT: Final = {"ar": {0, 1, 2}, "en": {0}}
NUMBER_NAMES: Final = {"%(num)s", "%(min)d", "%(max)d", "%(value)s"}

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")
_TAG = re.compile(r"</?\w[^>]*>")
_MARKS: Final = {
    "ar": {".": ".", "?": "؟", ":": ":", "!": "!", "…": "…"},
    "en": {mark: mark for mark in ".?:!…"},
}

_WRONG_HAMZA = (
    "إختبار|إختيار|إسم|إبدأ|إستيراد|إستخدام|إستمرار|إستعادة|إنتهاء|إنتهت|إنضمام|إنتظار|إتصال|"
    "إحتفاظ|إشتراك|إجتياز|إسترجاع|إسترداد|اجابة|اجابات|الغاء|اعداد|اعدادات|انهاء|اظهار|اعادة|"
    "ارسال|اضافة|انشاء|اكمال|ايقاف|اخفاء|الاجابة|الاجابات|الاعدادات|الان|مسئول|شئ"
)

HOUSE_RULES: Final = (
    ("wrong hamza", re.compile(rf"(?<!\w)(?:[وفبل]|ال|وال|بال|لل)?(?:{_WRONG_HAMZA})\b")),
    ("Latin punctuation", re.compile(r"(?<=[\u0600-\u06ff])\s*[?;,]")),
    ("space before a mark", re.compile(r"\s[،؛؟.:!%](?!\w)")),
    (
        "officialese",
        re.compile(r"(?<!\w)(?:قم ب|الخاصة? ب|عبارة عن|من قبل |حيث أن|يتمّ? |تمّ? |إحصائيات)"),
    ),
    # One word for one thing: an article is مقال, a quiz اختبار.
    ("another word of ours", re.compile(r"(?<!\w)(?:[وفبلك]|ال|وال|بال|لل)?(?:مقالة|كويز)\b")),
    ("tatweel", re.compile("\u0640")),
    ("Persian letter", re.compile("[\u06cc\u06a9\u06af\u067e\u0686\u0698\u06c0\u06d5]")),
    ("presentation form", re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")),
    ("bidi control", re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")),
    ("gender in brackets", re.compile(r"\(ة\)|/ة|/ين\b")),
    ("tanwin after the alef", re.compile("\u0627\u064b")),
    ("straight quotes", re.compile(r'"')),
    ("Arabic-Indic digits", re.compile("[\u0660-\u0669\u06f0-\u06f9]")),
    ("doubled space", re.compile(r"  ")),
    ("Latin word", re.compile(r"\b(?!YAML|UTF|SQL|PostgreSQL|said_by|true|false)[A-Za-z_]{3,}")),
)


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Yield every message but the header."""
    return (message for message in catalogue if message.id)


def key(message: Message) -> tuple[str | None, str]:
    """Return what identifies a message: its context and its (singular) id."""
    return message.context, ids(message)[0]


def ids(message: Message) -> tuple[str, ...]:
    """Return the id, or singular and plural."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


def forms(message: Message) -> tuple[str, ...]:
    """Return every form of the translation."""
    return tuple(message.string) if message.pluralizable else (str(message.string or ""),)


def named(message: Message) -> str:
    """Return a message's name for a report."""
    return f"{message.context or ''}|{ids(message)[0]}"


def matches(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """The catalogue holds exactly the messages of the template."""
    have = {key(m): ids(m) for m in entries(catalogue)}
    want = {key(m): ids(m) for m in entries(template)}
    yield from (f"missing: {k}" for k in want.keys() - have.keys())
    yield from (f"not in the code any more: {k}" for k in have.keys() - want.keys())
    yield from (f"other plural: {k}" for k in want.keys() & have.keys() if want[k] != have[k])


def complete(catalogue: Catalog, lang: str) -> Iterator[str]:
    """No fuzzy entry, no empty form, as many forms as the language has."""
    for message in entries(catalogue):
        wanted = FORMS[lang] if message.pluralizable else 1
        if message.fuzzy:
            yield f"fuzzy: {named(message)}"
        if len(forms(message)) != wanted or not all(forms(message)):
            yield f"incomplete: {named(message)}"


def headed(text: str, lang: str) -> Iterator[str]:
    """The plural rule stands in the file to the letter."""
    joined = re.sub(r'"\n"', "", text)
    if f"Plural-Forms: {PLURALS[lang]}\\n" not in joined:
        yield f"the plural rule is not: {PLURALS[lang]}"


def placeheld(catalogue: Catalog, lang: str) -> Iterator[str]:
    """Every form has the placeholders of its id; the number may be spelt out where it is known."""
    for message in entries(catalogue):
        wanted = set(_PLACEHOLDER.findall(ids(message)[-1]))
        for at, form in enumerate(forms(message)):
            found = set(_PLACEHOLDER.findall(form))
            spelt = message.pluralizable and at in SPELT_OUT[lang]
            missing = wanted - found - (NUMBER_NAMES if spelt else set())
            if missing or found - wanted:
                yield f"placeholders: {named(message)}: {form}"


def alike(catalogue: Catalog, lang: str) -> Iterator[str]:
    """Tags, outer spaces and the final mark agree with the id's."""
    marks = set(_MARKS[lang].values())
    for message in entries(catalogue):
        source = ids(message)[-1]
        for form in forms(message):
            if _TAG.findall(source) != _TAG.findall(form):
                yield f"tags: {named(message)}"
            if form != form.strip() and source == source.strip():
                yield f"outer space: {named(message)}"
            if _MARKS[lang].get(source[-1:], "") != (form[-1:] if form[-1:] in marks else ""):
                yield f"final mark: {named(message)}: {form}"


def well_written(catalogue: Catalog) -> Iterator[str]:
    """The house rules of Arabic."""
    for message in entries(catalogue):
        for form in forms(message):
            bare = _PLACEHOLDER.sub("0", form)
            for name, rule in HOUSE_RULES:
                if rule.search(bare):
                    yield f"{name}: {named(message)}: {form}"
            if form == ids(message)[0] and re.search(r"[A-Za-z]", form):
                yield f"untranslated: {named(message)}"


def english_is_source(catalogue: Catalog) -> Iterator[str]:
    """The English catalogue says what the code says."""
    for message in entries(catalogue):
        if forms(message) != ids(message):
            yield f"differs from the code: {named(message)}"
