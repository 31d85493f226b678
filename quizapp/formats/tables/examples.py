"""One example of each kind in each language, for the template: what a filled row looks like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from quizapp.domain.bilingual import Lang
from quizapp.domain.claims import ClaimKind
from quizapp.domain.exchange.question import Choice, Pair, Question
from quizapp.domain.items.base import BLANK

EXAMPLES: Final[Mapping[Lang, tuple[Question, ...]]] = MappingProxyType(
    {
        "ar": (
            Question(
                id="",
                kind="choice",
                lang="ar",
                stem="ما عاصمة الأردن؟",
                choices=(
                    Choice("دمشق", reason="دمشق عاصمة سورية."),
                    Choice("عمّان", right=True),
                    Choice("بيروت", reason="بيروت عاصمة لبنان."),
                ),
                explanation="عمّان هي عاصمة الأردن وأكبر مدنه.",
                tags=("عواصم",),
            ),
            Question(
                id="",
                kind="multiple_choice",
                lang="ar",
                stem="أيّ هذه الأنهار تصبّ في البحر المتوسط؟",
                choices=(
                    Choice("النيل", right=True),
                    Choice("الفرات"),
                    Choice("العاصي", right=True),
                    Choice("دجلة"),
                ),
            ),
            Question(
                id="",
                kind="true_false",
                lang="ar",
                stem="هل العبارة صحيحة؟",
                material="يقع البحر الميت تحت مستوى سطح البحر.",
                truth=True,
            ),
            Question(
                id="",
                kind="gap",
                lang="ar",
                stem="ما الكلمة الناقصة؟",
                material=f"أكبر قارات العالم مساحةً هي {BLANK}.",
                accepted=("آسيا", "قارة آسيا"),
            ),
            Question(
                id="",
                kind="number",
                lang="ar",
                stem="في أي يوم يُحتفل باليوم العالمي للغة العربية؟",
                value=18,
                month=12,
                accepted=("18 ديسمبر", "18 كانون الأول"),
            ),
            Question(
                id="",
                kind="match",
                lang="ar",
                stem="ما عملة كل بلد؟",
                pairs=(
                    Pair("الكويت", "الدينار"),
                    Pair("المغرب", "الدرهم"),
                    Pair("مصر", "الجنيه"),
                ),
                extra=("الريال",),
            ),
            Question(
                id="",
                kind="order",
                lang="ar",
                stem="ما ترتيب هذه الكواكب من الأقرب إلى الشمس؟",
                steps=("عطارد", "الزهرة", "الأرض", "المريخ"),
            ),
            Question(
                id="",
                kind="evidence",
                lang="ar",
                stem="أيّ جملة تدلّ على مكان الاجتماع؟",
                choices=(
                    Choice("استمر الاجتماع يومين."),
                    Choice("التقى الوزراء في مدينة العقبة.", right=True),
                    Choice("شاركت فيه ست دول."),
                ),
            ),
            Question(
                id="",
                kind="claim",
                lang="ar",
                stem="ما نوع هذا القول؟",
                material="قد ترتفع الأسعار في العام المقبل.",
                choices=(
                    Choice("حدث وقع فعلًا"),
                    Choice("قول منسوب إلى صاحبه"),
                    Choice("توقّع لما قد يحدث", right=True),
                ),
                claim=ClaimKind.EXPECTATION.value,
            ),
        ),
        "en": (
            Question(
                id="",
                kind="choice",
                lang="en",
                stem="What is the capital of Jordan?",
                choices=(
                    Choice("Damascus", reason="Damascus is the capital of Syria."),
                    Choice("Amman", right=True),
                    Choice("Beirut", reason="Beirut is the capital of Lebanon."),
                ),
                explanation="Amman is the capital of Jordan and its largest city.",
                tags=("capitals",),
            ),
            Question(
                id="",
                kind="multiple_choice",
                lang="en",
                stem="Which of these rivers flow into the Mediterranean?",
                choices=(
                    Choice("the Nile", right=True),
                    Choice("the Euphrates"),
                    Choice("the Orontes", right=True),
                    Choice("the Tigris"),
                ),
            ),
            Question(
                id="",
                kind="true_false",
                lang="en",
                stem="Is the statement true?",
                material="The Dead Sea lies below sea level.",
                truth=True,
            ),
            Question(
                id="",
                kind="gap",
                lang="en",
                stem="Which word is missing?",
                material=f"The largest continent by area is {BLANK}.",
                accepted=("Asia", "the continent of Asia"),
            ),
            Question(
                id="",
                kind="number",
                lang="en",
                stem="On which day is World Arabic Language Day?",
                value=18,
                month=12,
                accepted=("18 December", "December 18"),
            ),
            Question(
                id="",
                kind="match",
                lang="en",
                stem="Which currency does each country use?",
                pairs=(
                    Pair("Kuwait", "the dinar"),
                    Pair("Morocco", "the dirham"),
                    Pair("Egypt", "the pound"),
                ),
                extra=("the riyal",),
            ),
            Question(
                id="",
                kind="order",
                lang="en",
                stem="What is the order of these planets, from the nearest to the Sun?",
                steps=("Mercury", "Venus", "Earth", "Mars"),
            ),
            Question(
                id="",
                kind="evidence",
                lang="en",
                stem="Which sentence tells where the meeting was?",
                choices=(
                    Choice("The meeting lasted two days."),
                    Choice("The ministers met in the city of Aqaba.", right=True),
                    Choice("Six countries took part in it."),
                ),
            ),
            Question(
                id="",
                kind="claim",
                lang="en",
                stem="What kind of claim is this?",
                material="Prices may rise next year.",
                choices=(
                    Choice("An event that happened"),
                    Choice("A statement by somebody"),
                    Choice("An expectation of what may happen", right=True),
                ),
                claim=ClaimKind.EXPECTATION.value,
            ),
        ),
    }
)
