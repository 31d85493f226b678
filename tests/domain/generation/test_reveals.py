from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.generation.bank import Bank
from quizapp.domain.generation.reveals import exposed, telling
from quizapp.domain.items.base import Item, Option
from tests.domain.generation.made_items import article, bank_of, choice, gap, plain, statement
from tests.samples import b


def gives_away(bank: Bank, earlier: Item, later: Item, lang: str = "en") -> bool:
    relation = bank.reveals("ar" if lang == "ar" else "en")
    a, z = bank.place[earlier.id], bank.place[later.id]
    forward = bool(relation.gives[a] >> z & 1)
    assert bool(relation.given[z] >> a & 1) is forward
    return forward


@pytest.mark.parametrize(
    ("shown", "answer", "expected"),
    [
        ("Ada opened the market.", "market", True),
        ("Ada opened the supermarket.", "market", False),
        ("Ada opened the MARKET.", "market", True),
        ("Ada was in New York.", "New York", True),
        ("Ada bought a new coat in York.", "New York", False),
        ("Ada wrote an ex-libris.", "ex", False),
        ("It was Ada's market's day.", "market", True),
        ("Ada went to Cote d Ivoire.", "Côte d'Ivoire", True),
        ("Ada sold 16 books.", "16", True),
        ("Ada sold 6 books.", "6", False),
    ],
)
def test_a_shown_text_gives_away_whole_words_only(shown: str, answer: str, expected: bool) -> None:
    earlier, later = gap("one", "Ada", shows=shown), gap("two", answer)
    assert gives_away(bank_of(earlier, later), earlier, later) is expected


@pytest.mark.parametrize(
    ("shown", "answer", "expected"),
    [
        ("وصل الوفد إلى سمرقند مساءً.", "سمرقند", True),
        ("وصل الوفد بسمرقند.", "سمرقند", True),
        ("قُدّم الاقتراح للصين.", "الصين", True),
        ("وصل الوفد السمرقندي.", "سمرقند", False),
        ("شاركت اوزبكستان.", "أوزبكستان", True),
        ("انعقد مؤتمر حزب شيوعي كبير.", "الحزب الشيوعي", True),
    ],
)
def test_arabic_particles_and_spelling_hide_no_answer(
    shown: str, answer: str, expected: bool
) -> None:
    earlier, later = gap("one", "شيء آخر", shows=shown), gap("two", answer)
    assert gives_away(bank_of(earlier, later), earlier, later, "ar") is expected


def test_what_is_shown_in_one_language_gives_nothing_away_in_the_other() -> None:
    earlier = replace(gap("one", "Ada"), explanation=b("ذهبت إلى القاهرة.", "She went there."))
    later = replace(gap("two", "Cairo"), typed=gap("two", "القاهرة").typed)
    bank = bank_of(earlier, later)
    assert gives_away(bank, earlier, later, "ar")
    assert not gives_away(bank, earlier, later, "en")


PARIS = plain("It was in Paris.")


@pytest.mark.parametrize(
    "earlier",
    [
        replace(gap("one", "Ada"), stem=PARIS),
        replace(gap("one", "Ada"), explanation=PARIS),
        replace(gap("one", "Ada"), material=PARIS),
    ],
    ids=["stem", "explanation", "material"],
)
def test_every_part_of_a_question_is_read(earlier: Item) -> None:
    later = gap("two", "Paris")
    assert gives_away(bank_of(earlier, later), earlier, later)


def test_the_sentence_that_proves_an_item_is_read() -> None:
    passage = article(plain("Ada went to Paris."), plain("Bea stayed in Rome."))
    earlier, later = gap("one", "Ada", evidence=["s1"]), gap("two", "Paris")
    assert gives_away(bank_of(earlier, later, passage=passage), earlier, later)
    stayed = gap("three", "Rome")
    assert not gives_away(bank_of(earlier, stayed, passage=passage), earlier, stayed)


def test_a_right_option_is_read_and_a_wrong_one_is_not() -> None:
    earlier = replace(choice("one", "Paris", ["Rome", "Vienna", "Oslo"]), explanation=plain("-"))
    right, wrong = gap("two", "Paris"), gap("three", "Rome")
    bank = bank_of(earlier, right, wrong)
    assert gives_away(bank, earlier, right)
    assert not gives_away(bank, earlier, wrong)


def test_sentences_to_choose_from_are_all_read() -> None:
    earlier = replace(choice("one", "Ada went to Paris.", ["Bea stayed in Rome."]), kind="evidence")
    later = gap("two", "Rome")
    assert gives_away(bank_of(earlier, later), earlier, later)


def test_both_sides_of_a_match_are_read() -> None:
    earlier = Item(
        id="test/set/-/match",
        kind="match",
        article="test",
        facts=("one",),
        slot="-",
        stem=plain("What belongs together?"),
        explanation=plain("It is so."),
        lefts=(plain("Paris"), plain("Rome")),
        options=(Option("right-1", plain("the Seine")), Option("right-2", plain("the Tiber"))),
        key=(0, 1),
    )
    for answer in ("Paris", "Tiber"):
        later = gap("two", answer)
        assert gives_away(bank_of(earlier, later), earlier, later)


def test_items_about_one_fact_give_each_other_away() -> None:
    one, two = gap("same", "Ada"), statement("same", true=True)
    bank = bank_of(one, two)
    assert gives_away(bank, one, two)
    assert gives_away(bank, two, one)


def test_a_sentence_asked_for_is_given_away_by_an_item_that_it_proves() -> None:
    passage = article(plain("Ada went to Paris."), plain("Bea stayed."))
    asked = replace(
        choice("one", "Ada went to Paris.", ["Bea stayed."], evidence=["s1"]), kind="evidence"
    )
    same, another = statement("two", true=True), statement("three", true=True)
    proved = replace(same, evidence=("s1",))
    bank = bank_of(asked, proved, replace(another, evidence=("s2",)), passage=passage)
    assert gives_away(bank, proved, asked)
    assert not gives_away(bank, another, asked)


def test_no_item_gives_itself_away() -> None:
    items = [gap("one", "Ada"), gap("two", "Ada"), statement("three", true=True)]
    relation = bank_of(*items).reveals("en")
    assert not [at for at, mask in enumerate(relation.gives) if mask >> at & 1]
    assert not [at for at, mask in enumerate(relation.given) if mask >> at & 1]


def test_short_keys_tell_nothing_but_numbers_of_two_digits_do() -> None:
    bank = bank_of()
    kept = [telling(gap("one", text), bank.kinds, "en") for text in ("X", "ab", "abc", "7", "16")]
    assert kept == [(), (), ("abc",), (), ("16",)]


def test_what_is_exposed_names_each_text_once() -> None:
    item = gap("one", "Ada", shows="Which word is missing?")
    assert exposed(item, article(), "en") == ("Which word is missing?",)
