"""The catalogues are complete and well written, and every gate catches what it is for."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, RadioField, StringField, validators
from wtforms.fields import SelectChoice

from quizapp.web.forms import BaseForm
from tools import catalogue_gates as gates
from tools import catalogues

FILES = sorted(catalogues.FOLDER.glob("*/LC_MESSAGES/*.po"))


def test_the_catalogues_hold() -> None:
    assert list(catalogues.problems()) == []


def test_there_are_two_domains_in_two_languages() -> None:
    assert [f"{path.parts[-3]}/{path.name}" for path in FILES] == [
        "ar/messages.po",
        "ar/wtforms.po",
        "en/messages.po",
        "en/wtforms.po",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_another_reader_finds_every_entry_translated_too(path: Path) -> None:
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert entries
    assert [e.msgid for e in entries if not e.translated() or e.fuzzy] == []


def test_updating_changes_nothing_that_is_up_to_date() -> None:
    for domain in catalogues.DOMAINS:
        template = catalogues.template_of(domain)
        for lang in catalogues.LANGS:
            fresh = catalogues.written_po(catalogues.updated(lang, domain, template), lang)
            assert fresh == catalogues.po_file(lang, domain).read_bytes()


def po(*entries: str, lang: str = "ar") -> Catalog:
    header = catalogues.HEADER.format(lang=lang, plurals=gates.PLURALS[lang])
    return read_po(io.BytesIO("\n".join((header, *entries)).encode()), locale=lang)


def entry(source: str, text: str, extra: str = "") -> str:
    return f'{extra}msgid "{source}"\nmsgstr "{text}"\n'


def plural(*forms: str) -> str:
    lines = [f'msgstr[{n}] "{form}"' for n, form in enumerate(forms)]
    return "\n".join(['msgid "%(num)s card"', 'msgid_plural "%(num)s cards"', *lines, ""])


GOOD = ("لا بطاقات", "بطاقة واحدة", "بطاقتان", "%(num)s بطاقات", "%(num)s بطاقة", "%(num)s بطاقة")


def test_good_entries_pass_every_gate() -> None:
    sound = po(entry("Save", "حفظ"), plural(*GOOD), entry("Is it %(x)s?", "أهو %(x)s؟"))
    for gate in (
        gates.complete(sound, "ar"),
        gates.placeheld(sound, "ar"),
        gates.alike(sound, "ar"),
        gates.well_written(sound),
    ):
        assert list(gate) == []


@pytest.mark.parametrize(
    "catalogue",
    [
        po(entry("Save", "")),
        po(entry("Save", "حفظ", "#, fuzzy\n")),
        po(plural(*GOOD[:4], "", GOOD[5])),
        po(plural("", *GOOD[1:])),
    ],
)
def test_holes_are_found(catalogue: Catalog) -> None:
    assert list(gates.complete(catalogue, "ar"))


@pytest.mark.parametrize(
    "catalogue",
    [
        po(entry("Hello %(name)s", "مرحبًا %(nom)s")),
        po(entry("Hello %(name)s", "مرحبًا")),
        po(entry("Hello", "مرحبًا %(name)s")),
        po(plural(*GOOD[:3], "بطاقات", *GOOD[4:])),
    ],
)
def test_wrong_placeholders_are_found(catalogue: Catalog) -> None:
    assert list(gates.placeheld(catalogue, "ar"))


@pytest.mark.parametrize(
    "catalogue",
    [
        po(entry("Done.", "انتهى")),
        po(entry("Done", "انتهى.")),
        po(entry("Done?", "انتهى?")),
        po(entry("A <b>word</b>", "<b>كلمة")),
        po(entry("Done", "انتهى ")),
    ],
)
def test_what_should_be_alike_is_compared(catalogue: Catalog) -> None:
    assert list(gates.alike(catalogue, "ar"))


@pytest.mark.parametrize(
    "text",
    [
        "إختبار",
        "بدء الإختبار",
        "الغاء",
        "مسئول",
        "هل انتهى?",
        "نعم, لا",
        "نعم ، لا",
        "قم بالحفظ",
        "الحساب الخاص بك",
        "تم الحفظ",
        "تمّ الحفظ",
        "أسئلة المقالة",
        "حف\u0640ظ",
        "حفظ ی",
        "حفظ ک",
        "\ufefb",
        "حفظ\u200f",
        "طالب(ة)",
        "أهلاً",
        "الرمز 12٣",
        "حفظ  الآن",
        "حفظ now",
        "إحصائيات",
        "Save",
    ],
)
def test_bad_arabic_is_found(text: str) -> None:
    assert list(gates.well_written(po(entry("Save", text))))


@pytest.mark.parametrize(
    "text",
    ["اختبار", "حفظ الإعدادات", "«نعم»، لا؛ ربما", "%(x)s بطاقة", "أهلًا", "من 1 إلى 10", "شيء"],
)
def test_good_arabic_is_left_alone(text: str) -> None:
    assert list(gates.well_written(po(entry("Save %(x)s", text)))) == []


def test_the_plural_rule_that_babel_would_write_is_refused() -> None:
    wrong = str(Catalog(locale="ar").plural_forms)
    assert list(gates.headed(f'"Plural-Forms: {wrong}\\n"', "ar"))
    assert not list(gates.headed(f'"Plural-Forms: {gates.PLURALS["ar"]}\\n"', "ar"))


def test_missing_and_surplus_entries_are_found() -> None:
    template = po(entry("Save", ""), entry("Delete", ""))
    assert len(list(gates.matches(po(entry("Save", "حفظ"), entry("Old", "قديم")), template))) == 2


def test_text_that_extraction_would_pass_over_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "quizapp"
    folder.mkdir()
    (folder / "a.py").write_text('_("fine")\n_(name)\n_lp("ctx", f"{x}")\npgettext(c, "x")\n')
    assert [p.split(":")[1] for p in catalogues.unreadable_calls(folder)] == ["2", "3", "4"]


class Everything(BaseForm):
    """A field for each message of WTForms that a form of ours could show."""

    short = StringField(validators=[validators.Length(max=2)])
    long = StringField(validators=[validators.Length(min=11)])
    exact = StringField(validators=[validators.Length(min=3, max=3)])
    between = StringField(validators=[validators.Length(min=30, max=40)])
    same = StringField(validators=[validators.EqualTo("short", message=None)])
    ranged = IntegerField(validators=[validators.NumberRange(1, 5)])
    needed = StringField(validators=[validators.InputRequired()])
    pattern = StringField(validators=[validators.Regexp("^x$")])
    address = StringField(validators=[validators.URL()])
    allowed = StringField(validators=[validators.AnyOf(["1", "2"])])
    banned = StringField(validators=[validators.NoneOf(["abcde", "2"])])
    whole = IntegerField()
    choice = RadioField(choices=[SelectChoice("1", "1")])


FILLED = {
    **dict.fromkeys(("short", "long", "exact", "between", "pattern", "banned"), "abcde"),
    "same": "other",
    "address": "-",
    "allowed": "7",
    "ranged": "9",
    "whole": "x",
    "choice": "9",
    "needed": "",
}


def errors_in(app: Flask, lang: str) -> dict[str, str]:
    with app.test_request_context(f"/{lang}/", method="POST"):
        form: Form = Everything(MultiDict(FILLED), meta={"csrf": False})
        assert not form.validate()
        return {name: " ".join(map(str, found)) for name, found in form.errors.items()}


def test_every_message_of_a_form_is_in_the_language_of_the_page(app: Flask) -> None:
    for name, text in errors_in(app, "ar").items():
        bare = re.sub("abcde|short", "", text, flags=re.IGNORECASE)
        assert re.search("[\u0600-\u06ff]", bare), f"{name}: {text}"
        assert not re.search("[A-Za-z]", bare), f"{name}: {text}"
    english = errors_in(app, "en")
    assert english["needed"] == "This field is required."
    assert set(english) == set(FILLED)


@pytest.mark.parametrize(
    ("minimum", "expected"),
    [(1, "حرف واحد"), (2, "حرفين"), (3, "3 أحرف"), (11, "11 حرفًا"), (100, "100 حرف")],
)
def test_length_messages_count_in_arabic(app: Flask, minimum: int, expected: str) -> None:
    class Short(BaseForm):
        text = StringField(validators=[validators.Length(min=minimum)])

    with app.test_request_context("/ar/", method="POST"):
        form = Short(MultiDict({"text": ""}), meta={"csrf": False})
        assert not form.validate()
        assert expected in " ".join(map(str, form.errors["text"]))
