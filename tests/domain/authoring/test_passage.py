"""Sentences found, set side by side, moved, and made a passage."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.authoring.passage import Row, align, build, cut, joined, moved, rows_of, split
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.formats.content import read_article

SEEDS = Path(__file__).parents[3] / "seeds"
SUMMIT = read_article(SEEDS / "samarkand-summit", SEEDS / "common")
TRUE = [(s.text.ar, s.text.en) for p in SUMMIT.passage for s in p.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Did he? Yes! Good.", ["Did he?", "Yes!", "Good."]),
        ("It cost 3.5 million. Why?", ["It cost 3.5 million.", "Why?"]),
        ("Dr. Xi met Mr. Kim. They ate.", ["Dr. Xi met Mr. Kim.", "They ate."]),
        ("J. K. Rowling wrote. He read.", ["J. K. Rowling wrote.", "He read."]),
        ("The U.S. Army left. It rained.", ["The U.S. Army left.", "It rained."]),
        ("They left the U.S. The end.", ["They left the U.S.", "The end."]),
        ("At 5 p.m. He left.", ["At 5 p.m.", "He left."]),
        ("See No. 5 and p. 3. No. He left.", ["See No. 5 and p. 3.", "No.", "He left."]),
        ("On Oct. 16 it rained.", ["On Oct. 16 it rained."]),
        ("Books, pens, etc. were sold.", ["Books, pens, etc. were sold."]),
        ("Wait... or not. Go… Now.", ["Wait... or not.", "Go…", "Now."]),
        ("“I am late.” Nobody cared.", ["“I am late.”", "Nobody cared."]),
        ("“I am late. Very.” He ran.", ["“I am late. Very.”", "He ran."]),
        ("(He came. She left.) It rained.", ["(He came. She left.)", "It rained."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("One; two — three: four.", ["One; two — three: four."]),
        ("1. First things first. Then.", ["1. First things first.", "Then."]),
        ("A title\n\nA line\nthat goes on. End", ["A title", "A line that goes on.", "End"]),
        ("First.\nSecond.", ["First.", "Second."]),
        ("  \n ", []),
    ],
)
def test_english_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert list(split(text, "en")) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("جاء محمد. ذهبت هدى.", ["جاء محمد.", "ذهبت هدى."]),
        ("هل عاد؟ نعم! حسنًا.", ["هل عاد؟", "نعم!", "حسنًا."]),
        ("عاد؛ ثم ذهب — متأخرًا. انتهى.", ["عاد؛ ثم ذهب — متأخرًا.", "انتهى."]),
        ("بلغ 3.5 مليون. وبلغ ٣٫٥ أيضًا.", ["بلغ 3.5 مليون.", "وبلغ ٣٫٥ أيضًا."]),
        ("قال د. محمد و أ.د. هدى ذلك. ثم خرجا.", ["قال د. محمد و أ.د. هدى ذلك.", "ثم خرجا."]),
        ("عام 1445 ه\u0640. وعام 2020 م. وبعده.", ["عام 1445 ه\u0640.", "وعام 2020 م.", "وبعده."]),
        ("قال: «سأذهب. لن أعود.» ثم خرج. انتهى.", ["قال: «سأذهب. لن أعود.» ثم خرج.", "انتهى."]),
        ("قال: «سأذهب». خرج.", ["قال: «سأذهب».", "خرج."]),
        ("تردّد… ثم أجاب. سكت... نام.", ["تردّد… ثم أجاب.", "سكت...", "نام."]),
        ("سأل: «أين؟» وخرج.", ["سأل: «أين؟» وخرج."]),
        ("أحقًّا؟! نعم.", ["أحقًّا؟!", "نعم."]),
    ],
)
def test_arabic_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert list(split(text, "ar")) == sentences


@given(st.text(alphabet="aB .!?…؟«»“”\"()\n،د١3وث'", max_size=60), st.sampled_from(LANGS))
def test_no_word_is_lost_by_splitting(text: str, lang: Lang) -> None:
    found = split(text, lang)
    assert " ".join(found).split() == text.split()
    assert all(sentence == " ".join(sentence.split()) for sentence in found)


def whole(rows: tuple[Row, ...]) -> list[list[str]]:
    return [" ".join(row[lang] for row in rows).split() for lang in LANGS]


def test_a_passage_is_aligned_as_its_authors_did() -> None:
    for joint in ("\n\n", " "):
        ar, en = (
            joint.join(" ".join(s.text[lang] for s in p.sentences) for p in SUMMIT.passage)
            for lang in LANGS
        )
        rows = align(ar, en)
        assert [(row.ar, row.en) for row in rows] == TRUE
        assert sum(row.opens for row in rows) == (len(SUMMIT.passage) if joint != " " else 1)


def test_most_pairs_are_found_where_sentences_were_left_out() -> None:
    right = total = 0
    for seed in range(20):
        rng = random.Random(seed)
        kept = [(rng.random() > 0.03, rng.random() > 0.07) for _ in TRUE]
        ar = [pair[0] for pair, keep in zip(TRUE, kept, strict=True) if keep[0]]
        en = [pair[1] for pair, keep in zip(TRUE, kept, strict=True) if keep[1]]
        wanted = {pair for pair, keep in zip(TRUE, kept, strict=True) if all(keep)}
        right += len(wanted & {(row.ar, row.en) for row in align(ar, en)})
        total += len(wanted)
    assert right > 0.85 * total


@pytest.mark.parametrize(
    ("ar", "en", "rows"),
    [
        ("", "", []),
        ("جاء. ذهب.", "", [("جاء.", ""), ("ذهب.", "")]),
        ("", "He came.", [("", "He came.")]),
        (
            "جاء الرئيس إلى المدينة في الصباح وذهب منها في المساء.",
            "The president came to the city in the morning. He left it in the evening.",
            [
                (
                    "جاء الرئيس إلى المدينة في الصباح وذهب منها في المساء.",
                    "The president came to the city in the morning. He left it in the evening.",
                )
            ],
        ),
    ],
)
def test_rows_may_join_sentences_or_lack_a_side(
    ar: str, en: str, rows: list[tuple[str, str]]
) -> None:
    assert [(row.ar, row.en) for row in align(ar, en)] == rows


sentences = st.lists(st.sampled_from([x for pair in TRUE for x in pair] + ["a.", "ب."]), max_size=9)


@settings(max_examples=50, deadline=None)
@given(sentences, sentences)
def test_aligning_keeps_every_sentence_in_its_order(ar: list[str], en: list[str]) -> None:
    rows = align(ar, en)
    assert whole(rows) == [" ".join(ar).split(), " ".join(en).split()]
    assert not any(row.is_empty for row in rows)


ROWS = (Row("أ", "a", "s1", opens=True), Row("ب", "b", "s2"), Row("ج", "c", "s3"))


def cells(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    return [(row.ar, row.en, row.id) for row in rows]


def test_one_language_is_moved_against_the_other() -> None:
    down = moved(ROWS, "en", 1, down=True)
    assert cells(down) == [
        ("أ", "a", "s1"),
        ("ب", "", "s2"),
        ("ج", "b", "s3"),
        ("", "c", ""),
    ]
    assert moved(down, "en", 1, down=False) == ROWS
    up = moved(ROWS, "ar", 1, down=False)
    assert cells(up) == [("أ ب", "a", "s1"), ("ج", "b", "s2"), ("", "c", "s3")]
    assert moved(ROWS, "ar", 0, down=False) == ROWS
    with pytest.raises(IndexError):
        moved(ROWS, "ar", 3, down=True)


def test_rows_are_joined_and_cells_cut() -> None:
    assert cells(joined(ROWS, 1)) == [("أ ب", "a b", "s1"), ("ج", "c", "s3")]
    with pytest.raises(IndexError):
        joined(ROWS, 0)
    both = (Row("جاء. ذهب.", "He came.", "s1"),)
    assert cells(cut(both, 0, "ar", 4)) == [("جاء.", "He came.", "s1"), ("ذهب.", "", "")]
    assert cut(both, 0, "ar", 0) == both


@given(st.lists(st.tuples(st.sampled_from(LANGS), st.integers(0, 3), st.booleans()), max_size=8))
def test_no_move_loses_or_reorders_a_word(moves: list[tuple[Lang, int, bool]]) -> None:
    rows: tuple[Row, ...] = ROWS
    for lang, at, down in moves:
        rows = moved(rows, lang, min(at, len(rows) - 1), down=down)
        assert whole(rows) == [["أ", "ب", "ج"], ["a", "b", "c"]]


def test_a_passage_comes_back_from_its_rows() -> None:
    assert build(rows_of(SUMMIT.passage)) == SUMMIT.passage


def test_new_sentences_get_ids_that_were_never_used() -> None:
    rows = (ROWS[0], Row("جديد", "new"), Row("", " "), Row("آخر", "other", opens=True), ROWS[2])
    built = build(rows, used={"p1s2", "p2s1"})
    assert [(p.id, [s.id for s in p.sentences]) for p in built] == [
        ("p1", ["s1", "p1s3"]),
        ("p2", ["p2s2", "s3"]),
    ]
    twice = build((ROWS[0], ROWS[0]))
    assert len({s.id for p in twice for s in p.sentences}) == 2
