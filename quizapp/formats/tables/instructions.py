"""How the sheet is filled in: what stands beside the empty template, in both languages.

`docs/sheet.md` says the same at greater length.
"""

from __future__ import annotations

from typing import Final

from quizapp.domain.bilingual import Bilingual

TITLE: Final = Bilingual(ar="طريقة التعبئة", en="How to fill it in")
QUESTIONS: Final = Bilingual(ar="الأسئلة", en="Questions")
EXAMPLES: Final = Bilingual(ar="أمثلة", en="Examples")
CHOOSE_KIND: Final = Bilingual(
    ar="نوع السؤال؛ الأمثلة في الورقة الثالثة.",
    en="The type of question; the third sheet has examples.",
)

LINES: Final = (
    Bilingual(
        ar="لكل سؤال سطر واحد في الورقة الأولى، وفي الورقة الثالثة مثال على كل نوع.",
        en="One line for each question on the first sheet; the third has an example of each type.",
    ),
    Bilingual(
        ar="يمكن ترك الأعمدة التي لا حاجة إليها فارغة، أو حذفها، أو تغيير ترتيبها؛ "
        "أما العناوين فتبقى كما هي.",
        en="Columns that are not needed may stay empty, be deleted or be moved; "
        "their headings stay as they are.",
    ),
    Bilingual(
        ar="النوع: يُختار من القائمة. إن تُرك فارغًا استُنتج من بقية السطر.",
        en="Type: to be chosen from the list. Left empty, it follows from the rest of the line.",
    ),
    Bilingual(
        ar="النص: ما يُقرأ تحت السؤال، كالعبارة المطلوب الحكم عليها، أو الجملة التي فيها "
        "الفراغ. علامة الفراغ أربع شرطات سفلية: ____",
        en="Text: what is read below the question, such as the statement to be judged, or the "
        "sentence with the blank. Four underscores mark the blank: ____",
    ),
    Bilingual(
        ar="الإجابة الصحيحة: رقم الخيار (2)، أو أرقام الخيارات (1، 3)، أو كلمة صواب أو خطأ، "
        "أو الكلمة الناقصة، أو العدد.",
        en="Right answer: the number of the option (2), the numbers of several (1, 3), "
        "the word True or False, the missing word, or the number.",
    ),
    Bilingual(
        ar="إجابات مقبولة أيضًا: صيغ أخرى صحيحة بين كل اثنتين منها خط عمودي: قارة آسيا | اسيا",
        en="Also accepted: other right spellings, with a bar between them: "
        "Asia | the continent of Asia",
    ),
    Bilingual(
        ar="عدد أو تاريخ: العدد في عمود الإجابة الصحيحة. للتاريخ يُكتب اليوم هناك، ورقم الشهر "
        "في عمود الشهر. الفرق المسموح به: كم يجوز أن تبعد الإجابة عن العدد.",
        en="Number or date: the number goes under “Right answer”; for a date the day does, and "
        "the number of the month under “Month”. Tolerance: how far off an answer may be.",
    ),
    Bilingual(
        ar="مطابقة: الطرف الأول في عمود الخيار، وما يقابله في عمود القرين ذي الرقم نفسه. "
        "القرين الذي لا خيار له يبقى بلا مقابل.",
        en="Matching: the left side goes under “Option”, its match under “Partner” of the same "
        "number. A partner without an option matches nothing.",
    ),
    Bilingual(
        ar="ترتيب: الخطوات في أعمدة الخيارات بترتيبها الصحيح؛ يخلطها البرنامج عند العرض.",
        en="Ordering: the steps go under the options in their right order; "
        "they are shuffled when shown.",
    ),
    Bilingual(
        ar="صاحب القول ونوعه: القول في عمود النص، ونوعه في عمود نوع القول. "
        "إن كان السؤال عن القائل بقي عمود نوع القول فارغًا.",
        en="Claim: the claim goes under “Text”, its kind under “Kind of claim”. "
        "Where the question is who said it, “Kind of claim” stays empty.",
    ),
    Bilingual(
        ar="السبب: لماذا الخيار ذو الرقم نفسه خطأ أو صحيح. الشرح والدليل يظهران بعد الإجابة.",
        en="Reason: why the option of the same number is wrong, or right. "
        "Explanation and evidence are shown after the answer.",
    ),
    Bilingual(
        ar="اللغة: العربية أو الإنجليزية. المعرّف: يُترك فارغًا في الأسئلة الجديدة، ولا يُغيَّر "
        "في غيرها، وبه يُعرف السؤال عند استيراد الملف مرة أخرى.",
        en="Language: Arabic or English. Id: left empty in new questions and unchanged in others; "
        "by it a question is known when the file is imported again.",
    ),
    Bilingual(
        ar="لا حدّ لطول النص إلا ٢٠ ألف حرف. الأرقام بأي شكل: 3 أو ٣. "
        "لا تُحسب الصيغ الحسابية؛ تُكتب القيم نفسها.",
        en="A text may have 20,000 characters. Digits of any kind will do: 3 or ٣. "
        "Formulas are not computed; the values themselves are to be typed.",
    ),
)
