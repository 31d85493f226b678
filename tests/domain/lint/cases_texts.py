"""Cases for the rules about how a text is written, alone and beside its translation."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.content import ClaimKind
from quizapp.domain.items.base import BLANK, Option
from tests.domain.lint.case import Cases, made, one
from tests.domain.lint.samples import (
    CHOICE,
    COUNT,
    EVIDENCE,
    GAP,
    MATCH,
    OPENER,
    SPEAKER,
    UNSTATED,
    asked,
    told,
    with_sentence,
)
from tests.samples import b

NOT_LAYLA = replace(OPENER, slot="-", options=OPENER.options[:1] + OPENER.options[2:])
WORDY = replace(
    CHOICE,
    options=tuple(
        replace(o, text=b(f"{o.text.ar} {why_ar}", f"{o.text.en} {why_en}"))
        for o, (why_ar, why_en) in zip(
            CHOICE.options,
            (
                (
                    "لأن فيها بيوتا قديمة من حجر أصفر وناسا طيبين",
                    "with old houses of yellow stone and kind people",
                ),
                (
                    "حيث أسواق كبيرة تباع فيها أشياء من بلاد بعيدة",
                    "whose large markets sell many things of far countries",
                ),
                (
                    "وهي على جبل يرى منه المرء وادي الأردن كله",
                    "upon a hill that looks down into a long valley",
                ),
                (
                    "التي يمر بها نهر وفيها قطار يصل إلى الحجاز",
                    "where a river flows beside the old Hejaz railway",
                ),
            ),
            strict=True,
        )
    ),
)
NEWS = ("استضافت السلط المعرض مؤخرًا.", "Salt recently hosted the fair.")
RECENT = replace(
    EVIDENCE, options=(Option("p1s1", b(*NEWS), in_article=True), *EVIDENCE.options[1:])
)
COPIED = with_sentence(
    "في السلط شارك زوار من كل بلد عربي في معرض الكتاب الأول.",
    "In Salt visitors from each Arab country take part in the first book fair.",
)

BROKEN: Cases = {
    "Q07": (
        one("not", asked("أي مدينة لم تستضف المعرض؟", "Which town did not host the fair?")),
        one("doesn't", asked("أي مدينة لا تستضيف المعرض؟", "Which town doesn't host the fair?")),
        one("except", asked("من جاء غير ليلى؟", "Who except Layla came to it?", NOT_LAYLA)),
        one(
            "stressed", asked("أي مدينة «لم» تستضف المعرض؟", "Which town did “NOT” host the fair?")
        ),
    ),
    "Q08": (
        made(
            "two in a statement",
            told("لم يقل أحد إن المعرض لن يعود.", "Nobody said that the fair would not return."),
        ),
    ),
    "Q14": (
        one(
            "usually",
            asked("أي مدينة استضافت المعرض غالبًا؟", "Which town usually hosted the fair?"),
        ),
        made("perhaps", told("ربما زار المعرض أطفال.", "Children perhaps came to the fair.")),
    ),
    "Q16": (
        one("no question", asked("المدينة التي استضافت المعرض", "The town that hosted the fair")),
        one("too short", asked("أي مدينة؟", "Which town?")),
        one("a pronoun for nobody", asked("هل هو من استضاف المعرض؟", "Did they host the fair?")),
        one("the options say it all", WORDY),
    ),
    "Q17": (
        one(
            "nine words in a row",
            asked(
                "أين شارك زوار من كل بلد عربي في معرض الكتاب الأول؟",
                "Where did visitors from each Arab country take part in the first book fair?",
            ),
            COPIED,
        ),
    ),
    "Q25": (
        one(
            "this week",
            asked("أي مدينة استضافت المعرض هذا الأسبوع؟", "Which town hosted the fair this week?"),
        ),
        one(
            "recently",
            asked("أي مدينة استضافت المعرض مؤخرًا؟", "Which town recently hosted the fair?"),
        ),
        one(
            "the year after",
            replace(
                CHOICE, explanation=b("يعود المعرض العام المقبل.", "The fair returns next year.")
            ),
        ),
        one("an office", asked("من كانت مديرة المعرض؟", "Who is the head of the fair?", OPENER)),
        one(
            "an office in Arabic",
            asked("من رئيسة المعرض؟", "Who was the head of the fair?", OPENER),
        ),
    ),
    "Q26": (
        one("best", asked("أي مدينة استضافت أفضل معرض؟", "Which town hosted the best fair?")),
        one(
            "should", asked("أي مدينة ينبغي أن تستضيف المعرض؟", "Which town should host the fair?")
        ),
    ),
}

NEAR: Cases = {
    "Q07": (
        one(
            "not only, at least",
            asked(
                "أي مدينة استضافت معرضًا على الأقل؟",
                "Which town hosted at least a fair, and not only that?",
            ),
        ),
        one("still", asked("أي مدينة لا تزال تستضيف المعرض؟", "Which town still hosts the fair?")),
        one(
            "unprecedented",
            asked("أي مدينة استضافت معرضًا غير مسبوق؟", "Which town hosted an unprecedented fair?"),
        ),
        one(
            "in a quotation",
            asked(
                "من وصفت المعرض بأنه «لا حدود له»؟",
                "Who called the fair “never like another”?",
                OPENER,
            ),
        ),
    ),
    "Q08": (
        made(
            "one in a statement", told("لم يغب أحد عن المعرض.", "Nobody was absent from the fair.")
        ),
        made("one quoted", told("لم يقل أحد «لن يعود».", "Nobody said “it will not return”.")),
    ),
    "Q14": (
        made(
            "perhaps, in an expectation",
            told("ربما يعود المعرض.", "The fair will perhaps return.", ClaimKind.EXPECTATION),
        ),
        made("a habit", told("القراءة عادة جميلة.", "Reading is a fine habit.")),
    ),
    "Q16": (
        one(
            "a blank instead of a question mark",
            asked(f"استضافت مدينة {BLANK} المعرض.", f"The fair was hosted by {BLANK}."),
        ),
        one(
            "who was it who",
            asked("من هي التي افتتحت المعرض؟", "Who was it that opened the fair?", OPENER),
        ),
        one(
            "a pronoun for somebody",
            asked(
                "ماذا أحضر الضيوف حين جاءوا؟",
                "What did the guests bring when they came?",
                replace(OPENER, slot="-"),
            ),
        ),
        one("a short stem over a sentence", UNSTATED),
        one("three words about rows", MATCH),
    ),
    "Q17": (
        one(
            "eight words",
            asked(
                "أين شارك زوار من كل بلد عربي في معرض؟",
                "Where did visitors from each Arab country take part in a show?",
            ),
            COPIED,
        ),
        one("a gap", GAP),
    ),
    "Q25": (
        one("a passage of its own time", RECENT, with_sentence(*NEWS)),
        one(
            "most, which looks like yesterday",
            asked("من كان في أمسّ الحاجة إلى المعرض؟", "Who needed the fair most of all?", OPENER),
        ),
        one(
            "the last week of",
            asked(
                "أي مدينة استضافت المعرض في اليوم الأول؟",
                "Which town hosted the fair in the last week of May?",
            ),
        ),
        one(
            "on which day",
            asked(
                "في أي يوم من أيام المعرض؟",
                "On which day of the fair was it?",
                replace(COUNT, slot="-"),
            ),
        ),
        one(
            "an office held then",
            asked("من المديرة التي افتتحت المعرض؟", "Who was the head of the fair?", OPENER),
        ),
        one(
            "somebody else's now",
            asked("من قالت «حان الوقت الآن»؟", "Who said “the time is now”?", OPENER),
        ),
    ),
    "Q26": (
        one(
            "whose opinion it is",
            asked(
                "من قالت إن القراءة أفضل عادة؟",
                "Who said that reading was the best habit?",
                SPEAKER,
            ),
        ),
        one(
            "a word that begins so",
            asked("أي مدينة لها أهمية خاصة؟", "Which town had special importance?"),
        ),
    ),
}
