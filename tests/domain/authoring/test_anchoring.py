"""Evidence found again: rightly, or listed as lost; never silently wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.authoring.anchoring import Lost, reanchor, sentence_with, with_passage
from quizapp.domain.bilingual import Bilingual, BilingualList
from quizapp.domain.content import Article, Paragraph, Sentence
from quizapp.domain.lint import evidence_failures
from quizapp.domain.written import WrittenItem
from quizapp.formats.content import read_article
from tests.samples import b, mini_article

SEEDS = Path(__file__).parents[3] / "seeds"
SUMMIT = read_article(SEEDS / "samarkand-summit", SEEDS / "common")
SENTENCES = tuple(s for paragraph in SUMMIT.passage for s in paragraph.sentences)
EDITS = 500

Line = tuple[str, Bilingual]
"""Where a sentence really comes from (empty for a new one), and what it says now."""

INSERTED = (
    b("لم يكن ذلك متوقعًا.", "Nobody had expected it."),
    b("وتابع العالم ما يجري في سمرقند باهتمام.", "The world watched Samarkand with interest."),
    b("وقد عُقدت قمة أخرى في مدينة طشقند.", "Another summit was held in the city of Tashkent."),
    b("حضر رئيس روسيا حفلًا.", "The president of Russia attended a party."),
)


def passage(*texts: Bilingual, ids: str = "n") -> tuple[Paragraph, ...]:
    sentences = tuple(Sentence(f"{ids}{n}", text) for n, text in enumerate(texts, 1))
    return (Paragraph("p1", sentences),)


def misspelt(text: str, rng: random.Random) -> str:
    """One letter of one longer word doubled, dropped or exchanged with the next."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word, place = words[at], rng.randrange(1, len(words[at]) - 2)
    words[at] = rng.choice(
        [
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )
    return " ".join(words)


def twin(text: Bilingual, rng: random.Random) -> Bilingual:
    """Another sentence that looks much like one: one word is another one in each language."""

    def other(said: str, word: str) -> str:
        words = said.split(" ")
        long = [at for at, each in enumerate(words) if len(each) > 4]
        words[rng.choice(long) if long else 0] = word
        return " ".join(words)

    return b(other(text.ar, "طشقند"), other(text.en, "Quebec"))


def edited(lines: list[Line], rng: random.Random) -> list[Line]:
    """One edit by a teacher: insert, delete, move, fix the spelling, or mark vowels."""
    lines = list(lines)
    at = rng.randrange(len(lines)) if lines else 0
    match rng.choice(["insert", "twin", "delete", "move", "spell", "marks"]):
        case "insert":
            lines.insert(at, ("", rng.choice(INSERTED)))
        case "twin" if lines:
            lines.insert(rng.randrange(len(lines)), ("", twin(lines[at][1], rng)))
        case "delete" if len(lines) > 3:
            del lines[at]
        case "move" if lines:
            lines.insert(rng.randrange(len(lines)), lines.pop(at))
        case "spell" if lines:
            origin, text = lines[at]
            lang = rng.choice(["ar", "en"])
            changed = misspelt(text[lang], rng)
            lines[at] = (origin, replace(text, **{lang: changed}))
        case "marks" if lines:
            origin, text = lines[at]
            lines[at] = (origin, replace(text, ar=text.ar.replace("،", " ،") + "\u064e"))
    return lines


def test_after_500_random_edits_evidence_is_found_rightly_or_listed_as_lost() -> None:
    rng = random.Random(5)
    right = lost = 0
    for _ in range(EDITS):
        lines: list[Line] = [(s.id, s.text) for s in SENTENCES]
        for _ in range(rng.randrange(1, 8)):
            lines = edited(lines, rng)
        new = passage(*(text for _, text in lines))
        origin = {s.id: line[0] for s, line in zip(new[0].sentences, lines, strict=True)}
        found = reanchor(SUMMIT.passage, new, [s.id for s in SENTENCES])
        alive = {line[0] for line in lines}
        for ident, outcome in found.items():
            if isinstance(outcome, Lost):
                lost += ident in alive
            else:
                assert origin[outcome] == ident
                right += 1
    assert right > 0.98 * (right + lost)


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_edited_article_points_to_its_proof_or_nowhere(rng: random.Random) -> None:
    lines: list[Line] = [(s.id, s.text) for s in SENTENCES]
    for _ in range(rng.randrange(1, 6)):
        lines = edited(lines, rng)
    # The rows keep or lose their ids as they please.
    ids = [origin or f"new-{n}" for n, (origin, _) in enumerate(lines)]
    rng.shuffle(ids)
    rows = tuple(Sentence(i, text) for i, (_, text) in zip(ids, lines, strict=True))
    after = with_passage(SUMMIT, (Paragraph("p1", rows),))
    now = after.article.passage[0].sentences
    assert len({s.id for s in now}) == len(now)
    origin = {s.id: line[0] for s, line in zip(now, lines, strict=True)}
    for fact in SUMMIT.facts:
        if fact.sentence in origin:
            assert origin[fact.sentence] == fact.sentence
        else:
            assert fact.sentence in after.lost
    proved = [f for f in after.article.facts if f.sentence not in after.lost]
    whole = replace(after.article, facts=tuple(proved), sets=())
    assert {f.item.split("/")[1] for f in evidence_failures(whole)} == set()


BEFORE = passage(
    b("استضافت السلط معرض ٢٠١٩.", "Salt hosted the fair of 2019."),
    b("افتتحته هدى النجار صباحًا.", "Huda Najjar opened it in the morning."),
    b("وأمطرت السماء في المساء.", "It rained in the evening."),
    ids="o",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b("اِستضافت السلط معرض 2019", "salt hosted the fair of 2019"), True),
        (b("إستظافت السلط معرض ٢٠١٩.", "Salt hostd the fair of 2019."), True),
        (b("استضافت السلط معرض ٢٠١٩.", ""), True),
        (
            b("في ذلك العام استضافت السلط معرض ٢٠١٩.", "That year, Salt hosted the fair of 2019."),
            True,
        ),
        (b("استضافت السلط معرض ٢٠٢٠.", "Salt hosted the fair of 2020."), False),
        (b("لم تستضف السلط معرض ٢٠١٩.", "Salt did not host the fair of 2019."), False),
        (b("استضافت السلط معرض ٢٠١٩.", "Irbid lost the game of 2019."), False),
        (b("لا علاقة لهذا بذاك أبدًا.", "This has nothing to do with it."), False),
    ],
)
def test_a_sentence_is_known_again_unless_it_says_something_else(
    text: Bilingual, found: bool
) -> None:
    assert (reanchor(BEFORE, passage(text), ["o1"])["o1"] == "n1") is found


def test_what_is_lost_is_shown_with_what_comes_nearest() -> None:
    near = b("استضافت السلط معرض ٢٠٢٠.", "Salt hosted the fair of 2020.")
    outcome = reanchor(BEFORE, passage(INSERTED[0], near), ["o1"])["o1"]
    assert outcome == Lost(BEFORE[0].sentences[0].text, "n2")
    assert reanchor(BEFORE, (), ["o1"])["o1"] == Lost(BEFORE[0].sentences[0].text, None)


def test_two_that_are_as_likely_are_both_left_alone() -> None:
    one = b("استضافت السلط معرضض ٢٠١٩.", "Salt hosted the faiir of 2019.")
    two = b("استضافتت السلط معرض ٢٠١٩.", "Salt hosteed the fair of 2019.")
    assert isinstance(reanchor(BEFORE, passage(one, two), ["o1"])["o1"], Lost)


def test_a_reworded_sentence_is_taken_between_its_neighbours_if_it_proves_the_answer() -> None:
    first, _, last = (s.text for s in BEFORE[0].sentences)
    reworded = b("صباحًا افتتحت هدى النجار المعرض.", "In the morning Huda Najjar opened the fair.")
    quotes = {"o2": (BilingualList(ar=("هدى النجار",), en=("Huda Najjar",)),)}
    after = passage(first, reworded, last)
    assert reanchor(BEFORE, after, ["o2"], quotes) == {"o2": "n2"}
    assert isinstance(reanchor(BEFORE, after, ["o2"])["o2"], Lost)
    other = b("صباحًا افتتحت ليلى النجار المعرض.", "In the morning Layla Najjar opened the fair.")
    lost = reanchor(BEFORE, passage(first, other, last), ["o2"], quotes)["o2"]
    assert isinstance(lost, Lost)


def test_an_id_kept_by_a_row_that_says_something_else_proves_nothing_any_more() -> None:
    article = mini_article()
    rows = list(article.passage[0].sentences)
    rows[0] = Sentence("p1s1", b("هطل المطر طوال اليوم.", "It rained all day long."))
    after = with_passage(article, (Paragraph("p1", tuple(rows)),))
    assert set(after.lost) == {"p1s1"}
    assert "p1s1" not in after.article.sentence_by_id
    assert [f.item for f in evidence_failures(after.article)] == ["book-fair/host/-"]


def test_what_proves_a_written_question_must_still_hold_its_answer() -> None:
    gap = WrittenItem(
        "gap", "gap", material=b("في {{المعرض}}.", "At the {{book fair}}."), sentences=("p1s1",)
    )
    article = replace(mini_article(), facts=(), written=(gap,))
    rows = list(article.passage[0].sentences)
    rows[0] = Sentence("p1s1", b(rows[0].text.ar, rows[0].text.en.replace("book", "boook")))
    assert set(with_passage(article, (Paragraph("p1", tuple(rows)),)).lost) == {"p1s1"}
    other = replace(gap, material=b("في {{السلط}}.", "In {{Salt}}."))
    kept = with_passage(replace(article, written=(other,)), (Paragraph("p1", tuple(rows)),))
    assert kept.lost == {}


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("افتتحت هدى النجّار", "p1s2"),
        ("reading was a fine habit", "p1s4"),
        ("في المعرض", "p1s3"),
        ("the fair", None),
        ("Salt", None),
        ("", None),
    ],
)
def test_a_quotation_is_found_where_only_one_sentence_has_it(
    quote: str, sentence: str | None
) -> None:
    article: Article = mini_article()
    assert sentence_with(quote, article) == sentence
