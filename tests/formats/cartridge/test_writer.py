"""A Common Cartridge keeps the rules of its profile, and scores what is right."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Choice, Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.cartridge.items import chosen
from quizapp.formats.cartridge.writer import carried, write
from quizapp.formats.qti.scoring import spellings
from quizapp.formats.safety.plain import plain
from tests.exchange import packs, sample_questions

CP: Final = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
QTI: Final = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PROFILES: Final = {
    "cc.multiple_choice.v0p1": ("response_lid", "Single"),
    "cc.true_false.v0p1": ("response_lid", "Single"),
    "cc.multiple_response.v0p1": ("response_lid", "Multiple"),
    "cc.fib.v0p1": ("response_str", "Single"),
}
# The children of an element, in their order, each with a space after it.
ORDER: Final = {
    "item": "itemmetadata presentation resprocessing (itemfeedback )*",
    "presentation": "material (response_lid|response_str) ",
    "resprocessing": "outcomes (respcondition )+",
    "respcondition": "conditionvar (setvar )?(displayfeedback )?",
    "response_lid": "render_choice ",
    "response_str": "render_fib ",
    "render_choice": "(response_label )+",
    "itemfeedback": "flow_mat ",
    "assessment": "qtimetadata section ",
    "section": "(item )*",
}


def opened(pack: Pack) -> tuple[Element, Element]:
    """The manifest and the quiz."""
    with zipfile.ZipFile(io.BytesIO(write(pack).data)) as archive:
        assert archive.namelist() == ["imsmanifest.xml", "quiz/quiz.xml"]
        return fromstring(archive.read("imsmanifest.xml")), fromstring(
            archive.read("quiz/quiz.xml")
        )


def bare(element: Element) -> str:
    return element.tag.removeprefix(QTI)


def faults(quiz: Element) -> Iterator[str]:
    """What is wrong with a quiz, by the profile."""
    for element in quiz.iter():
        inside = "".join(f"{bare(each)} " for each in element)
        if bare(element) in ORDER and not re.fullmatch(ORDER[bare(element)], inside):
            yield f"{bare(element)} holds {inside}"
    items = list(quiz.iter(f"{QTI}item"))
    names = [item.get("ident", "") for item in items]
    if len(set(names)) != len(names) or not all(re.fullmatch(r"[A-Za-z][\w.-]*", n) for n in names):
        yield f"identifiers: {names}"
    for item in items:
        yield from item_faults(item)


def item_faults(item: Element) -> Iterator[str]:
    profile = profile_of(item)
    response = next(
        each
        for each in item.iter()
        if bare(each).startswith("response_l") or bare(each) == "response_str"
    )
    if (bare(response), response.get("rcardinality")) != PROFILES[profile]:
        yield f"{profile} with {bare(response)}"
    labels = [each.get("ident") for each in item.iter(f"{QTI}response_label")]
    for equal in item.iter(f"{QTI}varequal"):
        if equal.get("respident") != response.get("ident"):
            yield "a comparison with nothing"
        if labels and equal.text not in labels:
            yield f"{equal.text} is no choice"
        if profile == "cc.multiple_response.v0p1" and equal.get("case") != "Yes":
            yield 'a choice compared without case="Yes"'
    feedback = {each.get("ident") for each in item.iter(f"{QTI}itemfeedback")}
    if {each.get("linkrefid") for each in item.iter(f"{QTI}displayfeedback")} != feedback:
        yield "feedback that is not shown, or not there"


def profile_of(item: Element) -> str:
    return str(item.findtext(f".//{QTI}itemmetadata//{QTI}fieldentry"))


def score(item: Element, answer: Collection[str]) -> float:
    """Score an answer by the rules of QTI 1.2, as a platform would."""
    total = 0.0
    for condition in item.iter(f"{QTI}respcondition"):
        if all(holds(each, answer) for each in condition[0]):
            total = float(condition.findtext(f"{QTI}setvar") or total)
            if condition.get("continue") != "Yes":
                break
    return total


def holds(test: Element, answer: Collection[str]) -> bool:
    match bare(test):
        case "and":
            return all(holds(each, answer) for each in test)
        case "not":
            return not any(holds(each, answer) for each in test)
        case "other":
            return True
        case _:
            if test.get("case") == "No":
                return str(test.text).casefold() in {each.casefold() for each in answer}
            return test.text in answer


def right_and_wrong(question: Question) -> tuple[list[set[str]], list[set[str]]]:
    """Answers that are right, and answers that are not."""
    if question.kind in ("gap", "number"):
        return [{each} for each in spellings(question)], [set(), {"\0"}]
    right = {name for name, _, is_right, _ in chosen(question) if is_right}
    names = {name for name, *_ in chosen(question)}
    return [right], [set(), names - right, *([names] if question.kind == "multiple_choice" else [])]


@given(packs())
@settings(max_examples=100, deadline=None)
def test_every_cartridge_keeps_the_rules_and_scores_what_is_right(pack: Pack) -> None:
    _, quiz = opened(pack)
    assert list(faults(quiz)) == []
    kept = [found for each in pack.questions if (found := carried(each)[0])]
    items = list(quiz.iter(f"{QTI}item"))
    assert len(items) == len(kept)
    for item, question in zip(items, kept, strict=True):
        right, wrong = right_and_wrong(question)
        assert {score(item, answer) for answer in right} == {100}
        assert {score(item, answer) for answer in wrong} == {0}
        shown = plain(str(item.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext")))
        texts = filter(None, (question.stem, question.material))
        assert shown == "\n\n".join(texts)
        labels = item.iter(f"{QTI}response_label")
        assert [plain(str(next(each.iter(f"{QTI}mattext")).text)) for each in labels] == [
            text for _, text, *_ in (chosen(question))
        ]


BREACHES: Final = {
    "a choice without its case": (' case="Yes"', ""),
    "feedback that is not there": ('linkrefid="general_fb"', 'linkrefid="other"'),
    "a choice that is not there": (">C1</varequal>", ">C9</varequal>"),
    "another field": ("response_lid", "response_str"),
    "conditions before outcomes": ("<outcomes>", "<respcondition/><outcomes>"),
    "an identifier twice": ('<item ident="[^"]*"', '<item ident="q-1"'),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_the_checker_sees(breach: str) -> None:
    old, new = BREACHES[breach]
    several = [one for one in sample_questions() if one.kind == "multiple_choice"]
    with zipfile.ZipFile(io.BytesIO(write(Pack("p", "P", "en", tuple(several))).data)) as archive:
        text, count = re.subn(old, new, archive.read("quiz/quiz.xml").decode())
    assert count
    assert list(faults(fromstring(text)))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_texts_say_their_language_and_direction(lang: Lang) -> None:
    _, quiz = opened(Pack("p", "P", lang, sample_questions(lang)))
    marks = f'lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">'
    assert all(marks in str(each.text) for each in quiz.iter(f"{QTI}mattext"))


def test_the_manifest_names_the_quiz_and_the_version() -> None:
    manifest, quiz = opened(Pack("samarkand", "قمة", "ar", sample_questions("ar")))
    assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "1.1.0"
    resource = next(manifest.iter(f"{CP}resource"))
    assert resource.get("type") == "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
    assert next(resource.iter(f"{CP}file")).get("href") == "quiz/quiz.xml"
    places = [each.get("identifierref") for each in manifest.iter(f"{CP}item")]
    assert places == [None, resource.get("identifier")]
    assert next(quiz.iter(f"{QTI}assessment")).get("title") == "قمة"


def test_what_is_left_out_and_changed_is_told() -> None:
    notes = write(Pack("p", "P", "en", sample_questions("en"))).notes
    told = [(note.code, note.item.rpartition("/")[2], dict(note.params)) for note in notes]
    assert told == [
        ("weights_changed", "multiple_choice", {}),
        ("left_out_kind", "match", {}),
        ("left_out_kind", "order", {}),
        ("dropped", "", {"field": "tags"}),
    ]


def test_a_tolerance_too_wide_to_list_is_dropped_and_the_words_are_kept() -> None:
    asked = Question("q", "number", "en", stem="?", accepted=("many",), value=9, tolerance=99)
    kept, said = carried(asked)
    assert kept == replace(asked, tolerance=0)
    assert [(note.code, note.params["field"]) for note in said] == [("dropped", "tolerance")]


def test_a_reason_is_shown_to_whoever_chose_it() -> None:
    choices = (Choice("a", right=True, reason="yes"), Choice("b", reason="no"))
    _, quiz = opened(Pack("p", "P", "en", (Question("q", "choice", "en", "?", choices=choices),)))
    item = next(quiz.iter(f"{QTI}item"))
    links = {
        equal.text: shown.get("linkrefid")
        for condition in item.iter(f"{QTI}respcondition")
        for equal in condition.iter(f"{QTI}varequal")
        for shown in condition.iter(f"{QTI}displayfeedback")
    }
    assert links == {"C1": "C1_fb", "C2": "C2_fb"}
    assert score(item, {"C1"}) == 100


@given(packs(most=3))
@settings(max_examples=20, deadline=None)
def test_the_same_questions_give_the_same_bytes(pack: Pack) -> None:
    assert write(pack).data == write(pack).data
