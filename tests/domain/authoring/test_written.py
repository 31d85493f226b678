"""Any of the nine kinds written directly: what makes it whole, and how it is asked."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from quizapp.domain.authoring.faults import Fault
from quizapp.domain.authoring.fitness import fitness
from quizapp.domain.authoring.written import (
    WrittenItem,
    WrittenOption,
    WrittenRow,
    faults,
    identified,
    item_from,
    with_written,
)
from quizapp.domain.bilingual import UNWRITTEN, Bilingual, BilingualList
from quizapp.domain.content import Article, ClaimKind
from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.items.base import Answer, Outcome
from quizapp.domain.items.registry import KINDS
from quizapp.domain.records import decode, encode
from tests.samples import b, mini_article

MINI = mini_article()
WHY = b("هذه بلدة أخرى.", "That is another town.")
PROOF = ("p1s1",)


def option(ar: str, en: str, *, right: bool = False) -> WrittenOption:
    return WrittenOption(b(ar, en), right=right, reason=UNWRITTEN if right else WHY)


WHOLE = {
    "choice": WrittenItem(
        "w-choice",
        "choice",
        stem=b("أي بلدة استضافت المعرض الأول؟", "Which town hosted the very first fair?"),
        options=(
            option("إربد", "Irbid"),
            option("السلط", "Salt", right=True),
            option("جرش", "Jerash"),
        ),
        sentences=PROOF,
    ),
    "multiple_choice": WrittenItem(
        "w-several",
        "multiple_choice",
        stem=b("ما الذي جرى في المعرض؟", "What happened at the fair?"),
        options=(
            option("افتتاح", "An opening", right=True),
            option("قراءة", "Reading", right=True),
            option("سباق", "A race"),
            option("عرس", "A wedding"),
        ),
        sentences=("p1s2", "p1s4"),
    ),
    "true_false": WrittenItem(
        "w-truth",
        "true_false",
        material=b("كان المعرض في إربد.", "The fair was in Irbid."),
        truth=False,
        sentences=PROOF,
    ),
    "gap": WrittenItem(
        "w-gap",
        "gap",
        material=b("استضافت {{السلط}} معرضًا.", "{{Salt}} hosted a fair."),
        accepted=BilingualList(en=("As-Salt",)),
        rivals=BilingualList(en=("Malta",)),
        sentences=PROOF,
    ),
    "number": WrittenItem(
        "w-number",
        "number",
        stem=b("كم مكتبة جاءت إلى المعرض؟", "How many bookshops came to the fair?"),
        value=12,
        tolerance=1,
        accepted=BilingualList(en=("twelve",)),
        sentences=("p1s3",),
    ),
    "match": WrittenItem(
        "w-match",
        "match",
        stem=b("ما الذي فعله كلّ منهم؟", "Who did what?"),
        rows=(
            WrittenRow(b("السلط", "Salt"), b("استضافت", "hosted")),
            WrittenRow(b("هدى", "Huda"), b("افتتحت", "opened")),
            WrittenRow(b("سلمى", "Salma"), b("قالت", "said")),
        ),
        sentences=("p1s1", "p1s2", "p1s4"),
    ),
    "order": WrittenItem(
        "w-order",
        "order",
        stem=b("ما ترتيب ما جرى؟", "In which order did it happen?"),
        steps=(b("الافتتاح", "The opening"), b("البيع", "The sale"), b("الختام", "The end")),
        sentences=("p1s2",),
    ),
    "evidence": WrittenItem(
        "w-evidence",
        "evidence",
        stem=b("أين أُقيم المعرض أول مرة؟", "Where did the fair take place first?"),
        sentences=PROOF,
    ),
    "claim": WrittenItem(
        "w-claim",
        "claim",
        material=b("سيعود المعرض كل عام.", "The fair will come back every year."),
        claim=ClaimKind.UNSTATED,
        explanation=b("لا يذكر النص ذلك.", "The text does not say so."),
    ),
}
ALL = replace(MINI, written=tuple(WHOLE.values()))


def test_every_kind_can_be_written() -> None:
    assert {*WHOLE} == {*KINDS}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_whole_question_becomes_an_item_under_its_own_name(kind: str) -> None:
    item = item_from(WHOLE[kind], MINI)
    assert item.id == f"book-fair/{WHOLE[kind].id}/-/{kind}"
    assert (item.langs, item.facts) == (("ar", "en"), ())
    assert Bank.of(ALL).by_id[item.id] == item
    assert decode(Article, encode(ALL)) == ALL


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_right_answer_is_right_in_both_languages(kind: str) -> None:
    item = item_from(WHOLE[kind], MINI)
    for lang in item.langs:
        text = item.typed.accepted[lang][0] if item.typed else ""
        grade = KINDS[kind].grade(item, Answer(chosen=item.key, text=text), lang)
        assert (grade.outcome, grade.score) == (Outcome.RIGHT, 1.0)


@pytest.mark.parametrize(
    ("kind", "typed", "outcome"),
    [
        ("gap", "As-Salt", Outcome.RIGHT),
        ("gap", "Malta", Outcome.WRONG),
        ("number", "١٢", Outcome.RIGHT),
        ("number", "13", Outcome.CLOSE),
        ("number", "14", Outcome.WRONG),
        ("number", "twelve", Outcome.RIGHT),
    ],
)
def test_what_is_typed_is_judged_by_what_was_written(
    kind: str, typed: str, outcome: Outcome
) -> None:
    item = item_from(WHOLE[kind], MINI)
    assert KINDS[kind].grade(item, Answer(text=typed), "en").outcome is outcome


def test_a_reason_stands_with_its_option_and_the_proof_explains() -> None:
    item = item_from(WHOLE["choice"], MINI)
    assert [o.reason for o in item.options] == [WHY, None, WHY]
    assert item.explanation == MINI.sentence_by_id["p1s1"].text
    told = replace(WHOLE["choice"], explanation=b("شرح", "Because"))
    assert item_from(told, MINI).explanation == b("شرح", "Because")


def test_written_questions_are_played_in_rounds() -> None:
    bank = Bank.of(replace(ALL, facts=(), sets=(), unstated=()))
    asked = {
        entry.item
        for seed in range(60)
        for entry in assemble(bank, RoundSpec("ar", 5), random.Random(seed))
    }
    assert asked == {item.id for item in bank.items}
    assert len(bank.items) == len(KINDS)


def test_a_typed_question_needs_no_sentence() -> None:
    typed = WrittenItem(
        "typed",
        "gap",
        stem=b("أين أُقيم المعرض؟", "Where was the fair?"),
        accepted=BilingualList(ar=("السلط",), en=("Salt", "As-Salt")),
        sentences=PROOF,
    )
    item = item_from(typed, MINI)
    assert item.material is None
    assert item.typed is not None
    assert fitness(MINI, typed).refused == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_one_language_alone_is_whole(kind: str) -> None:
    def arabic(text: Bilingual) -> Bilingual:
        return b(text.ar, "")

    whole = WHOLE[kind]
    alone = replace(
        whole,
        stem=arabic(whole.stem),
        material=arabic(whole.material),
        options=tuple(replace(o, text=arabic(o.text)) for o in whole.options),
        rows=tuple(WrittenRow(arabic(r.left), arabic(r.right)) for r in whole.rows),
        steps=tuple(arabic(step) for step in whole.steps),
        explanation=arabic(whole.explanation),
    )
    assert faults(alone, MINI) == ()
    assert item_from(alone, MINI).langs == ("ar",)


CHOICE, SEVERAL, GAP = WHOLE["choice"], WHOLE["multiple_choice"], WHOLE["gap"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (replace(CHOICE, kind="essay"), Fault("unknown_kind", "kind")),
        (replace(CHOICE, id=""), Fault("no_id", "id")),
        (replace(CHOICE, id="host"), Fault("duplicate_id", "id")),
        (replace(CHOICE, stem=UNWRITTEN), Fault("empty", "stem", "ar")),
        (replace(CHOICE, stem=b("", "Who?")), Fault("empty", "stem", "ar")),
        (
            replace(CHOICE, options=(option("", "Irbid"), *CHOICE.options[1:])),
            Fault("empty", "option:1", "ar"),
        ),
        (replace(CHOICE, options=CHOICE.options[:2]), Fault("too_few", "options")),
        (replace(CHOICE, options=CHOICE.options * 3), Fault("too_many", "options")),
        (
            replace(CHOICE, options=tuple(replace(o, right=False) for o in CHOICE.options)),
            Fault("no_key", "options"),
        ),
        (
            replace(CHOICE, options=tuple(replace(o, right=True) for o in CHOICE.options)),
            Fault("several_keys", "options"),
        ),
        (
            replace(CHOICE, options=(*CHOICE.options[:2], CHOICE.options[0])),
            Fault("duplicate", "option:3", "ar"),
        ),
        (replace(CHOICE, sentences=()), Fault("no_evidence", "evidence")),
        (replace(CHOICE, sentences=("p9s9",)), Fault("unknown_sentence", "evidence")),
        (
            replace(CHOICE, sentences=(), quote=b("في السلط معرض.", "")),
            Fault("empty", "evidence", "en"),
        ),
        (
            replace(SEVERAL, options=tuple(replace(o, right=True) for o in SEVERAL.options)),
            Fault("no_wrong", "options"),
        ),
        (
            replace(SEVERAL, options=tuple(replace(o, right=False) for o in SEVERAL.options)),
            Fault("no_key", "options"),
        ),
        (replace(WHOLE["true_false"], truth=None), Fault("no_key", "truth")),
        (replace(WHOLE["true_false"], material=UNWRITTEN), Fault("no_text", "material")),
        (
            replace(GAP, material=b("{{السلط}}.", "No mark.")),
            Fault("no_answer", "material", "en"),
        ),
        (
            replace(GAP, material=b("{{السلط}}.", "{{Salt}} and {{Irbid}}.")),
            Fault("several_answers", "material", "en"),
        ),
        (
            replace(GAP, material=b("{{السلط}}.", "In {{Salt.")),
            Fault("unclosed", "material", "en", 3),
        ),
        (
            replace(GAP, material=UNWRITTEN, stem=b("أين؟", "Where?")),
            Fault("no_answer", "accepted", "ar"),
        ),
        (replace(WHOLE["number"], value=None), Fault("no_number", "value")),
        (replace(WHOLE["number"], tolerance=-1), Fault("out_of_range", "tolerance")),
        (replace(WHOLE["number"], month=13), Fault("out_of_range", "month")),
        (replace(WHOLE["number"], value=32, month=1), Fault("out_of_range", "value")),
        (replace(WHOLE["number"], month=1), Fault("no_answer", "accepted", "ar")),
        (replace(WHOLE["match"], rows=WHOLE["match"].rows[:2]), Fault("too_few", "rows")),
        (
            replace(
                WHOLE["match"],
                rows=tuple(replace(r, right=b("هو", "it")) for r in WHOLE["match"].rows),
            ),
            Fault("duplicate", "partner:1"),
        ),
        (replace(WHOLE["order"], steps=WHOLE["order"].steps[:2]), Fault("too_few", "steps")),
        (
            replace(WHOLE["evidence"], options=(WrittenOption(sentence="p9s9"),)),
            Fault("unknown_sentence", "option:1"),
        ),
        (
            replace(WHOLE["evidence"], options=(WrittenOption(sentence="p1s2"),)),
            Fault("too_few", "options"),
        ),
        (replace(WHOLE["claim"], claim=None), Fault("no_claim", "claim")),
        (replace(WHOLE["claim"], explanation=UNWRITTEN), Fault("empty", "explanation")),
        (
            replace(WHOLE["claim"], claim=ClaimKind.EVENT),
            Fault("no_evidence", "evidence"),
        ),
    ],
)
def test_what_is_missing_is_told_with_its_place(written: WrittenItem, fault: Fault) -> None:
    assert fault in faults(written, MINI)
    with pytest.raises(ValueError, match=fault.code):
        item_from(written, MINI)


def test_broken_questions_are_left_out_of_the_bank_and_crash_nothing() -> None:
    broken = (
        replace(CHOICE, kind="essay"),
        replace(CHOICE, options=()),
        replace(GAP, material=b("{{", "{{")),
        replace(WHOLE["number"], value=None),
        replace(WHOLE["match"], rows=()),
        replace(WHOLE["order"], steps=()),
        replace(WHOLE["evidence"], sentences=()),
        replace(WHOLE["claim"], claim=None),
        replace(WHOLE["true_false"], truth=None),
        WrittenItem("empty", "gap"),
    )
    items = Bank.of(replace(MINI, written=broken)).items
    assert items == Bank.of(MINI).items


def test_the_evidence_lock_wants_a_typed_answer_in_the_proof() -> None:
    elsewhere = fitness(MINI, replace(GAP, sentences=("p1s2",)))
    assert [(f.rule, f.lang) for f in elsewhere.refused] == [("EV1", "ar"), ("EV1", "en")]
    counted = fitness(MINI, replace(WHOLE["number"], sentences=PROOF))
    assert {f.rule for f in counted.refused} == {"EV1"}
    chosen = fitness(MINI, replace(CHOICE, sentences=("p1s2",)))
    assert chosen.refused == ()
    assert {"EV1"} <= {f.rule for f in chosen.warned}
    assert fitness(MINI, GAP).refused == fitness(MINI, CHOICE).refused == ()


def test_a_quotation_proves_a_written_question() -> None:
    quoted = replace(GAP, sentences=(), quote=b("في السلط معرض.", "A fair in Salt."))
    article = with_written(MINI, quoted)
    item = Bank.of(article).by_id["book-fair/w-gap/-/gap"]
    assert article.sentence_by_id[item.evidence[0]].text == quoted.quote
    assert fitness(MINI, quoted).refused == ()
    assert faults(quoted, article) == ()


def test_new_questions_get_ids_of_their_own_and_old_ones_keep_theirs() -> None:
    first = identified(replace(CHOICE, id=""), MINI)
    article = with_written(MINI, first)
    second = identified(replace(CHOICE, id=""), article)
    assert (first.id, second.id) == (
        "which-town-hosted-the-very-first",
        "which-town-hosted-the-very-first-2",
    )
    assert identified(first, article) is first
    again = with_written(article, replace(first, strictness=first.strictness))
    assert len(again.written) == 1
