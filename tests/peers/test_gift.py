"""gift-pegjs, a parser of GIFT that others wrote, reads what we write, and as we read."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.exchange.question import Question
from quizapp.domain.exchange.travel import Pack
from quizapp.formats.gift.reader import read
from quizapp.formats.gift.writer import write
from quizapp.formats.moodle.body import body_of
from quizapp.formats.moodle.traits import dated, tags_of
from tests.exchange import packs, sample_questions
from tests.peers import HERE, node_peer

Parse = Callable[[str], list[dict[str, Any]]]
_TYPES = {"true_false": "TF", "gap": "Short", "match": "Matching", "number": "Numerical"}


@pytest.fixture(scope="module")
def peer() -> Iterator[Parse]:
    """The parser, as a process that answers line by line."""
    with subprocess.Popen(
        [node_peer(), str(HERE / "gift.cjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def parse(text: str) -> list[dict[str, Any]]:
            print(json.dumps(text), file=process.stdin, flush=True)
            answer = json.loads(process.stdout.readline())
            assert "questions" in answer, (answer, text)
            return [one for one in answer["questions"] if one["type"] != "Category"]

        yield parse
        process.stdin.close()


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces, which the peer runs together."""
    return "".join(one.replace("_____", "____").split()) == "".join(other.split())


def _text(found: Mapping[str, str] | None) -> str:
    return body_of(found["text"]).stem if found else ""


def _unescaped(text: str) -> str:
    """The peer forgets to put escaped signs back on the right side of a pair."""
    signs = {"092": "\\", "058": ":", "035": "#", "061": "=", "123": "{", "125": "}", "126": "~"}
    found = re.sub("&&(092|058|035|061|123|125|126);", lambda sign: signs[sign[1]], text)
    return found.replace("&&010", "\n")


def assert_read_alike(question: Question, found: Mapping[str, Any]) -> None:
    """Assert that the peer found the same type, texts, answers and weights."""
    day = question.kind == "number" and question.month is not None
    assert found["type"] == ("Short" if day else _TYPES.get(question.kind, "MC"))
    assert (found["id"] or "") == question.id
    assert tuple(found["tags"] or ()) == tags_of(question)
    body = body_of(found["stem"]["text"])
    assert found["stem"]["format"] == "html"
    assert _same(body.stem + body.material, question.stem + question.material)
    assert body.lang == question.lang
    feedback = body_of(found["globalFeedback"]["text"]) if found["globalFeedback"] else body_of("")
    assert feedback.explanation == question.explanation
    assert feedback.evidence == question.evidence
    _assert_answers_alike(question, found)


def _assert_answers_alike(question: Question, found: Mapping[str, Any]) -> None:
    if question.kind == "true_false":
        assert found["isTrue"] is question.truth
    elif question.kind == "match":
        rows = [(_text(row["subquestion"]), row["subanswer"]) for row in found["matchPairs"]]
        expected = [(pair.left, pair.right) for pair in question.pairs]
        expected += [("", right) for right in question.extra]
        assert len(rows) == len(expected)
        for (left, right), (its_left, its_right) in zip(rows, expected, strict=True):
            assert left == its_left
            assert _same(_unescaped(right), its_right)
    elif found["type"] == "Numerical":
        number = found["choices"][0] if isinstance(found["choices"], list) else found["choices"]
        assert number["number"] == question.value
        assert number.get("range", 0) == question.tolerance
    elif found["type"] == "Short":
        accepted = dated(question) if question.kind == "number" else question.accepted
        typed = [one["text"]["text"].replace("\\*", "*") for one in found["choices"]]
        assert len(typed) == len(accepted)
        assert all(map(_same, typed, accepted))
    else:
        _assert_choices_alike(question, found["choices"])


def _assert_choices_alike(question: Question, found: list[Mapping[str, Any]]) -> None:
    assert [_text(one["text"]) for one in found] == [choice.text for choice in question.choices]
    assert [_text(one["feedback"]) for one in found] == [
        choice.reason for choice in question.choices
    ]
    right = [choice.right for choice in question.choices]
    if question.kind == "multiple_choice":
        assert [one["weight"] > 0 for one in found] == right
        assert abs(sum(max(one["weight"], 0) for one in found) - 100) < 0.1
    else:
        assert [one["isCorrect"] for one in found] == right
        assert all(one["weight"] is None for one in found)


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_of_the_article_are_read_by_the_peer(peer: Parse, lang: Lang) -> None:
    questions = tuple(one for one in sample_questions(lang) if one.kind != "order")
    found = peer(write(Pack("p", "قمة", lang, questions)).data.decode())
    assert len(found) == len(questions) == 8
    for question, one in zip(questions, found, strict=True):
        assert_read_alike(question, one)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pack=packs())
def test_any_question_that_we_write_is_read_by_the_peer_as_it_is_meant(
    peer: Parse, pack: Pack
) -> None:
    written = write(pack)
    taken = read(written.data, "en").questions if b"{" in written.data else ()
    found = peer(written.data.decode())
    assert len(found) == len(taken)
    for question, one in zip(taken, found, strict=True):
        assert_read_alike(question, one)


_WORDS = (
    "alpha",
    "beta two",
    "جاما",
    "d\\=e",
    "f\\:g",
    "50 % of",
    "x < y",
    "<b>bold</b>",
    "\\{z\\}",
)
_FORMATS = ("", "[plain]", "[moodle]", "[html]")


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(1, 4)))


def _made_up(rng: random.Random) -> str:
    """A question as people write them by hand, from a small grammar."""
    gap = rng.choice(("\n", " ", "\n  "))
    name = f"::{rng.choice(_WORDS)}::" if rng.random() < 0.5 else ""
    said = f"#{_sentence(rng)}" if rng.random() < 0.4 else ""
    general = f"{gap}####{_sentence(rng)}" if rng.random() < 0.3 else ""
    wrong = [f"~{_sentence(rng)} {n}{said}" for n in range(rng.randint(1, 3))]
    number = rng.randint(-50, 50)
    answers = rng.choice(
        (
            gap.join((f"={_sentence(rng)} right{said}", *wrong)),
            gap.join((*wrong, "~%50%first half", "~%50%second half", "~%-25%none")),
            rng.choice(("T", "TRUE", "F", "FALSE")) + said,
            gap.join(f"={_sentence(rng)} {n}" for n in range(rng.randint(1, 3))),
            gap.join(f"={_sentence(rng)} {n} -> {_sentence(rng)}" for n in range(3)),
            rng.choice((f"#{number}", f"#{number}:2", f"#{number}..{number + 4}", f"#={number}:1")),
        )
    )
    after = f" {_sentence(rng)} after." if rng.random() < 0.2 else ""
    comment = "// [id:q1] [tag:one] [tag:two]\n" if rng.random() < 0.3 else "// words\n"
    form = rng.choice(_FORMATS)
    return f"{comment}{name}{form}{_sentence(rng)}?{{{answers}{general}}}{after}\n\n"


def _shape(question: Question) -> tuple[str, int]:
    count = len(question.choices) or len(question.pairs) or len(question.accepted)
    return question.kind, count


def _shape_of_peer(found: Mapping[str, Any]) -> tuple[str, int]:
    kinds = {"MC": "choice", "TF": "true_false", "Matching": "match", "Numerical": "number"}
    kind = kinds.get(found["type"], "gap")
    if kind == "choice" and not any(one["isCorrect"] for one in found["choices"]):
        kind = "multiple_choice"
    rows = found.get("choices") if kind != "number" else ()
    return kind, len(rows or found.get("matchPairs") or ())


@pytest.mark.parametrize("seed", range(60))
def test_what_people_write_is_read_by_the_peer_and_by_us_alike(peer: Parse, seed: int) -> None:
    text = _made_up(random.Random(seed))
    (found,) = peer(text)
    (question,) = read(text.encode(), "en").questions
    assert _shape(question) == _shape_of_peer(found)
    assert question.id == (found["id"] or "")
    assert question.tags == tuple(found["tags"] or ())
    body = body_of(found["stem"]["text"]).stem
    assert _same(body.replace("_____", "____"), body_of(question.stem + question.material).stem)
    if question.kind == "true_false":
        assert question.truth is found["isTrue"]
    if question.kind in ("choice", "multiple_choice"):
        weighed = replace(question, kind="choice")
        texts = [body_of(one["text"]["text"]).stem for one in found["choices"]]
        assert [body_of(choice.text).stem for choice in weighed.choices] == texts
