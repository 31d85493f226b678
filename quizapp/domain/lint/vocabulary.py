"""The word lists of the linter, by language, as people write them.

Rules fold a list before they compare, so that `أبدًا` here meets `ابدا` there.
Patterns are for phrases, where the order of words matters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from quizapp.domain.bilingual import Lang


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words(
        "a an the of in on at to from by with for and or but as than then that this these "
        "those it its is are was were be been being has have had do does did will would can "
        "could may might shall should must not no who whom whose which what when where why "
        "how many much he she they him her them his their there here also only so such about "
        "into over under between during after before since until while against through said "
        "say says one two first last some any each every other others another more most all "
        "both according article up out off if"
    ),
    "ar": _words(
        "من في على إلى عن مع هو هي هم هما هذا هذه ذلك تلك هؤلاء أولئك الذي التي الذين اللذان "
        "اللتان ما ماذا متى أين كم كيف لماذا هل أي أية أيّ لا لم لن ليس ليست إن أن أنّ إنّ "
        "كان كانت يكون تكون قد سوف أو أم ثم حتى بين بعد قبل عند منذ خلال حول ضد نحو دون غير "
        "كل بعض جميع أيضا فقط له لها لهم لهما به بها فيه فيها منه منها عليه عليها إليه إليها "
        "عنه عنها كلا كلتا قال قالت يقول تقول ذكر ذكرت بحسب وفق وفقا حسب المقال مقال واحد "
        "واحدة اثنان أول أولى آخر آخرون"
    ),
}

PRONOUNS: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words("he she they him her them his their it its this these those"),
    "ar": _words("هو هي هم هما هن هذا هذه هذان هؤلاء"),
}
"""Words that stand for something named before; `that` and `ذلك` also point ahead."""

NEGATIVE_EN: Final = re.compile(
    r"(?<!\bat )\b(?:not(?! only\b)|never|except|excluding|neither|nor|cannot|nobody|none|nothing"
    r"|least)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What makes an English stem negative; `at least` and `not only` do not."""

NEGATIVE_AR: Final = _words(
    "لم لن ليس ليست ليسوا ليسا لست لسنا سوى باستثناء عدا ماعدا خلا ولم فلم ولن فلن وليس وليست"
)
"""Words that make an Arabic stem negative wherever they stand."""

USUAL_AFTER_GHAYR: Final = _words(
    "مسبوق مباشر رسمي متوقع شرعي قانوني حكومي محدود عادي نظامي معلن معروف واضح كاف كافي قليل صحيح"
)
"""Adjectives that make one idea with غير: unprecedented, indirect, unofficial."""

NO_DENIAL_AFTER_LA: Final = _words("تزال يزال تزالان يزالان يزالون زال زالت سابق سابقة مثيل نظير")
"""After لا these say `still` and `unprecedented`, which deny nothing."""

DENIAL_EN: Final = re.compile(
    r"\b(?:not(?! only\b)|no|never|neither|nor|cannot|nobody|none|nothing)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What denies in an English sentence; a wider net than a negative stem."""

DENIAL_AR: Final = _words("لا ولا فلا لم ولم فلم لن ولن فلن ليس وليس ليست وليست ليسوا ليسا")
"""What denies in an Arabic sentence; `without` (بلا) has no one word in English."""

ALL_OF_THE_ABOVE: Final[Mapping[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:all|none|both|neither|any|some)(?: of)? (?:the )?"
        r"(?:above|these|those|options|answers)\b"
        r"|\bboth (?-i:[A-D]) and (?-i:[A-D])\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?:جميع|كل|كلّ|لا شيء|لا شئ|ليس أي|ليس أيّ|لا أحد)(?: من| مما| ممّا)* ?"
        r"(?:ما سبق|ما ذكر|ما ذُكر|سبق|ذكر|ذُكر|هؤلاء|الخيارات|الإجابات)"
        r"|ما ذُ?كر أعلاه|(?:^|\s)[أا] و ?ب(?:\s+معًا|\s+معا)?$"
    ),
}

ABSOLUTE: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words("always never only all every everyone entirely completely"),
    "ar": _words("دائمًا أبدًا فقط كل كلّ جميع مطلقًا قطعًا كافة بتاتًا تمامًا"),
}

VAGUE: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words(
        "usually often sometimes frequently rarely seldom generally normally various several"
    ),
    "ar": _words("غالبًا أحيانًا نادرًا عمومًا مرارًا"),
}
"""Nobody can say how much `often` is."""

HEDGES: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words("might maybe perhaps possibly probably"),
    "ar": _words("ربما لعل لعلّ"),
}
"""Vague in a fact, exact where the article itself only expects or interprets."""

RELATIVE_TIME: Final[Mapping[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:today|yesterday|tomorrow|tonight|nowadays|currently|recently|lately|ago"
        r"|now(?! that\b)|(?<!the )(?:this|last|next) (?:week|weekend|month|year|spring|summer"
        r"|autumn|fall|winter|decade|century))\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"\b[وف]?(?:"
        r"(?:هذا|هذه) (?:اليوم|الأسبوع|الشهر|العام|السنة|الصيف|الشتاء|الربيع|الخريف)"
        r"|(?:الأسبوع|الشهر|العام|السنة|الصيف|الشتاء) "
        r"(?:الماضي|الماضية|المقبل|المقبلة|القادم|القادمة|الجاري|الحالي|الحالية|المنصرم)"
        r"|اليوم(?! (?:ال|نفس|ذات))|أمس|الآن|(?:غد|حالي|مؤخّ?ر)(?:ًا|اً|ا)"
        r"|قريب(?:ًا|اً|ا)(?! من)|في الآونة الأخيرة|في هذه الأيام)(?![\w\u0651])"
    ),
}
"""Time counted from a moment that the reader does not share."""

PRESENT_OFFICE: Final[Mapping[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"\bwho(?: is|['’]s) (?:the |an? )?(?:\w+ ){0,2}"
        r"(?:president|prime minister|leader|king|queen|ambassador|head|chief|minister)\b"
        r"(?!.*\b(?:who|that)\b)",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?:^|\s)م[َ]?ن (?:هو |هي )?(?:ال)?(?:رئيس|رئيسة|زعيم|ملك|ملكة|سفير|سفيرة|وزير|وزيرة|قائد)"
        r"(?!\w)(?!.*(?:الذي|التي|الذين))"
    ),
}
"""An office held now, asked without saying when; the holder changes, the question does not."""

OPINION: Final[Mapping[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:best|worst|greatest|finest|should|ought to|most (?:important|significant|beautiful"
        r"|interesting|successful))\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?<!\w)(?:أفضل|الأفضل|أهمّ|أهم|الأهم|أسوأ|أعظم|أجمل|ينبغي|يجب|يفترض أن)(?!\w)"
    ),
}

POINTING: Final[Mapping[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:(?:shown|listed|mentioned|given|named|described|text|sentence|passage|question) "
        r"(?:above|below)|(?:the )?(?:above|below) (?:text|sentence|passage|list|picture|statement)"
        r"|(?:above|below)(?=\s*[?.:,]|$)|on the (?:left|right)(?: side)?(?=\s*[?.:,]|$)"
        r"|in (?:red|green|blue|yellow|bold|the (?:picture|image|photo|figure))"
        r"|(?:red|green|blue|yellow) (?:option|answer|word|text|box|button))\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?<!\w)(?:أعلاه|أدناه|(?:على|إلى|عن) (?:اليمين|اليسار|يمين الصفحة|يسار الصفحة)"
        r"|باللون \w+|(?:الملوّن|الملون)(?:ة)?|في (?:الصورة|الشكل)|بالخط العريض)(?!\w)"
    ),
}
"""Words that a listener, or a reader of another layout, cannot follow."""

SAYING: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words(
        "said say says saying told tells tell according stress confirm declar announc claim "
        "statement stated states describ call calls called consider view saw see sees seen "
        "regard warn accus think thinks thought believ argu assert insist report mention "
        "speak spoke words quot express term termed note notes noted remark critic pledg "
        "promis affirm reaffirm voic opinion rated judg suggest interpret"
    ),
    "ar": _words(
        "قال قالت قالا قالوا يقول تقول يقولان قول القول أقوال قوله قولها أكد أكدت أكدا يؤكد "
        "تؤكد تأكيد ذكر ذكرت ذكره ذكرته يذكر تذكر صرح صرحت تصريح أعلن يعلن تعلن وصف وصفت وصفا "
        "وصفه وصفته يصف تصف اعتبر يعتبر تعتبر رأى رأت يرى ترى رأي بحسب حسب وفق وفقا تحدث "
        "يتحدث تتحدث حديث عد عدت عدته يعد تعد زعم زعمت يزعم اتهم يتهم تتهم اتهام حذر حذرت "
        "يحذر شدد شددت يشدد نسب نسبت ينسب عبر عبرت أعرب بيان دعا دعت يدعو تدعو أشار أضاف نقل "
        "نقلت كلام سمى سمت يسمي سماه عبارة العبارة تعبير وعد تعهد تفسر فسرت"
    ),
}
"""How the words begin that put a claim into somebody's mouth; short ones are whole."""

EXPECTING: Final[Mapping[Lang, frozenset[str]]] = {
    "en": _words(
        "expect will would could may might likely possib prospect hope hopes hoped plan plans "
        "aim aims seek seeks try tries trying want wants predict forecast anticipat foresee "
        "intend due if whether going eager keen interest"
    ),
    "ar": _words(
        "توقع يتوقع تتوقع متوقع المتوقع سوف قد ربما احتمال يحتمل محتمل المحتمل مرجح المرجح "
        "يرجح مرتقب المرتقب ينتظر منتظر المنتظر مقرر المقرر يأمل تأمل أمل يسعى تسعى سعي يريد "
        "تريد ينوي تنوي يحاول تحاول محاولة يمكن ممكن الممكن إذا لو هل حريص حرص بحاجة اهتمام "
        "مهتم"
    ),
}
"""How the words begin that leave the outcome open; short ones are whole."""

FUTURE_AR: Final = re.compile(r"[وف]?س[يتن](?!اس|اد|ار|طر|د)\w{3,}")
"""A verb with the prefix of the future; not سياسة, سيادة, سيارة, سيطرة, سيدة."""
