"""Each kind in both languages, played by two programs of others: shown, and scored as we do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from quizapp.domain.bilingual import Lang
from quizapp.domain.exchange.question import Choice, Pair, Question
from tests.exchange import ALL, sample_questions
from tests.formats.qti.players import PLAYERS, Player, chromium_here, item_of, playing
from tests.peers import needs, node_peer

pytestmark = pytest.mark.browser
NEARLY = 1e-3


@pytest.fixture(scope="module")
def players() -> Iterator[dict[str, Player]]:
    node_peer()
    found = os.environ.get("CHROMIUM") or chromium_here()
    needs(found, "Chromium")
    with playing(str(found)) as ready:
        yield ready


@pytest.fixture(params=PLAYERS)
def player(request: pytest.FixtureRequest, players: dict[str, Player]) -> Iterator[Player]:
    chosen = players[request.param]
    chosen.complaints.clear()
    yield chosen
    assert chosen.complaints == []


def the(kind: str, lang: Lang) -> Question:
    return next(one for one in sample_questions(lang) if one.kind == kind)


def right_answer(question: Question) -> str | list[str]:
    match question.kind:
        case "match":
            rights = list(dict.fromkeys(pair.right for pair in question.pairs))
            return [
                f"L{at} R{rights.index(pair.right) + 1}"
                for at, pair in enumerate(question.pairs, 1)
            ]
        case "order":
            return [f"S{at}" for at in range(1, len(question.steps) + 1)]
        case "gap" | "number":
            return question.accepted[0]
        case "true_false":
            return "TRUE" if question.truth else "FALSE"
        case _:
            chosen = [f"C{at}" for at, one in enumerate(question.choices, 1) if one.right]
            return chosen if question.kind == "multiple_choice" else chosen[0]


def wrong_answer(question: Question) -> str | list[str]:
    match question.kind:
        case "match":
            count = len(question.pairs)
            return [f"L{at} R{at % count + 1}" for at in range(1, count + 1)]
        case "order":
            return [f"S{at}" for at in range(len(question.steps), 0, -1)]
        case "gap" | "number":
            return "something else"
        case "true_false":
            return "FALSE" if question.truth else "TRUE"
        case _:
            wrong = [f"C{at}" for at, one in enumerate(question.choices, 1) if not one.right]
            return wrong if question.kind == "multiple_choice" else wrong[0]


def shown_texts(question: Question) -> list[str]:
    texts = [question.stem, *question.material.split("____")]
    texts += [choice.text for choice in question.choices] + list(question.steps)
    texts += [text for pair in question.pairs for text in (pair.left, pair.right)]
    return [text.strip() for text in texts if text.strip()]


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("kind", ALL)
def test_a_question_is_shown_whole_in_its_direction_and_scored(
    player: Player, kind: str, lang: Lang
) -> None:
    question = the(kind, lang)
    player.show(item_of(question))
    seen = player.tells("text")
    assert [text for text in shown_texts(question) if text not in seen] == []
    assert player.tells("direction") == ("rtl" if lang == "ar" else "ltr")
    assert player.score(None) == 0
    assert player.score(right_answer(question)) == 1
    assert player.score(wrong_answer(question)) == 0
    assert question.explanation.split("\n")[0] in player.tells("feedback")


SEVERAL = Question(
    "q",
    "multiple_choice",
    "ar",
    stem="أي الأعداد فردية؟",
    choices=tuple(Choice(str(number), number % 2 == 1) for number in range(1, 7)),
)


@pytest.mark.parametrize(
    ("chosen", "score"),
    [("C1 C3 C5", 1), ("C1", 1 / 3), ("C1 C3 C2", 1 / 3), ("C1 C2 C4", 0), ("C1 C2", 0)],
)
def test_a_multiple_choice_gives_hits_less_wrong_picks(
    player: Player, chosen: str, score: float
) -> None:
    player.show(item_of(SEVERAL))
    assert player.score(chosen.split()) == pytest.approx(score, abs=NEARLY)


def test_a_match_gives_the_share_of_right_pairs(player: Player) -> None:
    pairs = (Pair("1", "odd"), Pair("2", "even"), Pair("3", "odd"))
    question = Question("q", "match", "en", stem="?", pairs=pairs, extra=("neither",))
    player.show(item_of(question))
    assert player.score(["L1 R1", "L2 R2", "L3 R1"]) == 1
    assert player.score(["L1 R1", "L2 R3", "L3 R1"]) == pytest.approx(2 / 3, abs=NEARLY)


NUMBER = Question("q", "number", "ar", stem="كم؟", accepted=("ستة عشر",), value=16, tolerance=1)


@pytest.mark.parametrize("typed", ["16", "١٦", "17", "١٥", "ستة عشر"])
def test_a_number_may_be_typed_in_either_digits_or_in_words(player: Player, typed: str) -> None:
    player.show(item_of(NUMBER))
    player.type(typed)
    assert player.score_now() == 1


@pytest.mark.parametrize("typed", ["18", "٦١", "1.6"])
def test_another_number_is_wrong(player: Player, typed: str) -> None:
    player.show(item_of(NUMBER))
    player.type(typed)
    assert player.score_now() == 0


@pytest.mark.parametrize(("typed", "score"), [("1950", 1), ("2050", 1), ("2051", 0), ("1949", 0)])
def test_a_wide_tolerance_is_a_number_compared(player: Player, typed: str, score: float) -> None:
    wide = replace(NUMBER, accepted=(), value=2000, tolerance=50)
    player.show(item_of(wide))
    assert player.score(typed) == score


@pytest.mark.parametrize(("typed", "score"), [("TAIWAN", 1), ("taiwan", 1), ("Taipei", 0)])
def test_a_gap_is_filled_in_by_typing_whatever_the_case(
    player: Player, typed: str, score: float
) -> None:
    player.show(item_of(the("gap", "en")))
    player.type(typed)
    assert player.score_now() == score


def test_a_choice_is_made_by_clicking_and_its_reason_is_shown(player: Player) -> None:
    choices = (Choice("Samarkand", right=True), Choice("Bukhara", reason="It lies further west."))
    question = Question("q", "choice", "en", stem="Where?", choices=choices)
    player.show(item_of(question))
    player.page.get_by_text("Bukhara").first.click()
    assert player.score_now() == 0
    assert "It lies further west." in player.tells("feedback")


def test_several_choices_with_reasons_are_scored_by_rules_written_out(player: Player) -> None:
    choices = tuple(replace(one, reason=f"{one.text}!") for one in SEVERAL.choices)
    player.show(item_of(replace(SEVERAL, choices=choices)))
    assert player.score(None) == 0
    assert player.score(["C1", "C3", "C5"]) == 1
    assert player.score(["C2"]) == 0


def test_words_of_the_other_script_keep_their_direction(player: Player) -> None:
    question = Question("q", "gap", "ar", stem="قال Xi Jinping إن 3 + 4 = 7 صحيح", accepted=("x",))
    player.show(item_of(question))
    spans = player.page.evaluate(
        "() => [...body().querySelectorAll('span[dir]')]"
        ".map(one => [one.textContent, getComputedStyle(one).direction])"
    )
    assert [each for each in spans if each[0] in ("Xi Jinping", "3 + 4 = 7")] == [
        ["Xi Jinping", "ltr"],
        ["3 + 4 = 7", "ltr"],
    ]
