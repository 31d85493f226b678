from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.authoring.facts import FactDraft
from quizapp.domain.content import Paragraph, Sentence
from quizapp.services.studio.proving import proved
from tests.samples import b
from tests.studio import fair

TEXT = (
    ("f1", "أقيم المعرض في إربد.", "The fair was held in Irbid."),
    ("f2", "استضافت إربد المعرض في الخريف.", "Irbid hosted the fair in autumn."),
    ("f3", "شاركت 12 مدرسة.", "Some 12 schools took part."),
    ("f4", "وصلت 30 مدرسة أخرى.", "Another 30 schools came."),
    ("f5", "وصلت 30 مدرسة أخرى.", "Another 30 schools came."),
)
ARTICLE = replace(
    fair(), passage=(Paragraph("p1", tuple(Sentence(i, b(ar, en)) for i, ar, en in TEXT)),)
)


@pytest.mark.parametrize(
    ("ar", "en", "found"),
    [
        ("استضافت {{إربد}} المعرض.", "{{Irbid}} hosted the fair.", "f2"),
        ("", "{{Irbid}} hosted the fair.", "f2"),
        ("شاركت {{١٢}} مدرسة.", "", "f3"),
        ("شاركت {{12}} مدرسة.", "{{Thirteen}} schools took part.", ""),
        ("وصلت {{30}} مدرسة.", "", ""),
        ("في {{عمّان}} معرض.", "", ""),
        ("لا علامة هنا في إربد.", "", ""),
    ],
)
def test_the_sentence_with_every_answer_proves_a_fact_if_one_stands_out(
    ar: str, en: str, found: str
) -> None:
    assert proved(FactDraft(id="f", ar=ar, en=en), ARTICLE).sentence == found


def test_what_the_author_says_is_left_alone() -> None:
    draft = FactDraft(id="f", en="{{Irbid}} hosted the fair.")
    assert proved(replace(draft, sentence="f1"), ARTICLE).sentence == "f1"
    assert proved(replace(draft, quote=b("", "Irbid did.")), ARTICLE).sentence == ""
