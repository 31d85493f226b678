"""What people type, for the property tests: names, invisible signs, vowel marks, anything."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Strictness

# Names that stay apart after folding, some of them one letter from each other.
NAMES: Final[dict[Lang, tuple[str, ...]]] = {
    "ar": (
        "سمرقند",
        "أوزبكستان",
        "كازاخستان",
        "طاجيكستان",
        "إيران",
        "العراق",
        "أيسلندا",
        "أيرلندا",
        "النيجر",
        "نيجيريا",
        "سلوفاكيا",
        "سلوفينيا",
        "بولندا",
        "هولندا",
        "ألمانيا",
        "ألبانيا",
        "كينيا",
        "غينيا",
        "مالي",
        "ملاوي",
        "قطر",
        "القاهرة",
        "أبو ظبي",
        "شي جين بينغ",
        "منظمة شنغهاي للتعاون",
        "السودان",
        "جنوب السودان",
    ),
    "en": (
        "Samarkand",
        "Uzbekistan",
        "Kazakhstan",
        "Tajikistan",
        "Iran",
        "Iraq",
        "Iceland",
        "Ireland",
        "Niger",
        "Nigeria",
        "Slovakia",
        "Slovenia",
        "Austria",
        "Australia",
        "Gambia",
        "Zambia",
        "Mali",
        "Malawi",
        "Côte d'Ivoire",
        "North Korea",
        "South Korea",
        "Xi Jinping",
        "Shanghai Cooperation Organisation",
    ),
}
INVISIBLE = "\u0640\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u2067\u2069\ufeff"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
ARABIC_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژڤکگی"
TYPABLE = st.text(
    alphabet=st.sampled_from(
        ARABIC_LETTERS + HARAKAT + INVISIBLE + "abcXYZéß'\u2019-.،؟ \u00a0٣۳3\ufefb\ufdf2"
    ),
    max_size=40,
)
ANY_TEXT = st.one_of(TYPABLE, st.text(max_size=60))
languages = st.sampled_from(LANGS)
strictnesses = st.sampled_from(list(Strictness))
arabic_names = st.sampled_from(NAMES["ar"])


@st.composite
def name_and_language(draw: st.DrawFn) -> tuple[str, Lang]:
    lang = draw(languages)
    return draw(st.sampled_from(NAMES[lang])), lang


@st.composite
def sprinkled(draw: st.DrawFn, text: str, signs: str, *, first: bool = True) -> str:
    """The text with signs put in at random places, before its first letter only if asked."""
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0 if first else 1, len(text)))
        text = text[:place] + draw(st.sampled_from(signs)) + text[place:]
    return text
