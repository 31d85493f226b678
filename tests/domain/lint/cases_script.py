"""Cases for the rules about writing, beside the translation and on its own."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.lint.case import Cases, one
from tests.domain.lint.samples import (
    CHOICE,
    COUNT,
    GAP,
    NUMBER,
    asked,
    spelt,
    with_sentence,
)
from tests.samples import b

HOST_AR, HOST_EN = "أي مدينة استضافت المعرض؟", "Which town hosted the fair?"

BROKEN: Cases = {
    "Q27": (
        one(
            "another number",
            replace(NUMBER, explanation=b("شاركت 12 مكتبة.", "Some 15 shops took part.")),
        ),
        one(
            "a number in words",
            replace(NUMBER, explanation=b("شاركت 12 مكتبة.", "A dozen shops took part.")),
        ),
        one(
            "a quotation lost",
            asked("أي مدينة استضافت «المعرض الأول»؟", "Which town hosted the first fair?"),
        ),
        one("a denial lost", replace(CHOICE, explanation=b("لم تستضفه إربد.", "Irbid hosted it."))),
        one(
            "another number in the passage",
            CHOICE,
            with_sentence("في السلط 2 من المعارض.", "In Salt there are 3 fairs."),
        ),
    ),
    "Q27L": (
        one(
            "one says more",
            asked(
                HOST_AR,
                "Which town of all the towns in the country hosted the fair of books in spring?",
            ),
        ),
    ),
    "Q28": (
        one("a foreign question mark", asked("أي مدينة استضافت المعرض?", HOST_EN)),
        one(
            "a foreign comma",
            asked("أي مدينة, إذن, استضافت المعرض؟", "Which town, then, hosted the fair?"),
        ),
        one(
            "foreign quotation marks",
            asked('أي مدينة استضافت "المعرض الأول"؟', "Which town hosted “the first fair”?"),
        ),
        one(
            "a waw alone",
            asked("أي مدينة استضافت المعرض و الحفل؟", "Which town hosted the fair and the party?"),
        ),
        one(
            "Latin letters",
            asked("أي مدينة استضافت معرض BOOK؟", "Which town hosted the BOOK fair?"),
        ),
        one("Arabic letters", asked(HOST_AR, "Which town hosted the معرض?")),
        one("a hidden direction mark", asked("أي مدينة \u200fاستضافت المعرض؟", HOST_EN)),
        one("tatweel", asked("أي مدي\u0640نة استضافت المعرض؟", HOST_EN)),
        one("a space before a mark", asked("أي مدينة استضافت المعرض ؟", HOST_EN)),
        one("two systems of digits", spelt(COUNT, 0, "٩", "9")),
    ),
    "Q32": (
        one("a colour", asked("أي مدينة تظهر باللون الأحمر؟", "Which town is shown in red?")),
        one("a place", asked("أي مدينة ذُكرت أعلاه؟", "Which town is mentioned above?")),
        one("a picture", asked("أي مدينة تظهر في الصورة؟", "Which town is in the picture?")),
    ),
}

NEAR: Cases = {
    "Q27": (
        one("digits of two systems", spelt(COUNT, 0, "9", "9")),
        one(
            "a number in a name",
            replace(CHOICE, explanation=b("بعد جائحة كورونا.", "After COVID-19.")),
        ),
        one(
            "still is no denial",
            replace(CHOICE, explanation=b("لا تزال تستضيفه.", "It still hosts it.")),
        ),
    ),
    "Q27L": (one("short texts", asked("أين أقيم المعرض؟", "Where was the fair held?")),),
    "Q28": (
        one(
            "a waw that joins",
            asked(
                "أي مدينة استضافت المعرض والحفل، ومتى؟",
                "Which town hosted the fair and the party, and when?",
            ),
        ),
        one(
            "quotation marks of each",
            asked("أي مدينة استضافت «المعرض الأول»؟", "Which town hosted “the first fair”?"),
        ),
        one("a blank", GAP),
    ),
    "Q32": (
        one(
            "above all",
            asked(
                "أي مدينة استضافت المعرض قبل غيرها؟",
                "Which town, above all others, hosted the fair?",
            ),
        ),
        one(
            "a name of a colour",
            asked(
                "أي مدينة استضافت معرض الصليب الأحمر؟",
                "Which town hosted the fair of the Red Cross?",
            ),
        ),
    ),
}
