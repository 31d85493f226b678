from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.domain.accepting import (
    Refusal,
    answer_fingerprint,
    grouped,
    nearness,
    refusal,
    with_spellings,
)
from quizapp.domain.bilingual import BilingualList, Lang
from quizapp.domain.generation.bank import build_items
from quizapp.domain.items.base import Answer, Item, Outcome
from quizapp.domain.items.registry import kind_of
from tests.samples import mini_article

ARTICLE = mini_article()
HOST, OPENER = "book-fair/host/salt/gap", "book-fair/opener/huda/gap"
SHOPS = "book-fair/shops/n12/number"


@cache
def items() -> dict[str, Item]:
    return {item.id: item for item in build_items(ARTICLE)}


def counts(item: Item, text: str, lang: Lang = "en") -> bool:
    outcome = kind_of(item.kind).grade(item, Answer(text=text), lang).outcome
    return outcome in (Outcome.RIGHT, Outcome.CLOSE)


def accepting(item: Item, text: str, lang: Lang = "en") -> Item:
    extra = BilingualList(en=(text,)) if lang == "en" else BilingualList(ar=(text,))
    return with_spellings(item, extra, ARTICLE)


@pytest.mark.parametrize(
    ("name", "lang", "text", "expected"),
    [
        (HOST, "en", "Balqa", None),
        (HOST, "ar", "البلقاء", None),
        (HOST, "en", "Salt", Refusal("counts")),
        (HOST, "ar", "سلط", Refusal("counts")),
        (HOST, "en", "Irbid", Refusal("rival", "Irbid")),
        (HOST, "en", "irbid", Refusal("rival", "Irbid")),
        (HOST, "en", "Irbed", Refusal("rival", "Irbid")),
        (HOST, "ar", "اربد", Refusal("rival", "إربد")),
        (HOST, "en", "  ", Refusal("empty")),
        (HOST, "en", "؟!", Refusal("empty")),
        (HOST, "en", "x" * 201, Refusal("too_long")),
        (OPENER, "en", "Huda", None),
        (OPENER, "en", "Salma Kawar", Refusal("rival", "Salma Kawar")),
        (OPENER, "en", "Layla Muraad", Refusal("rival", "Layla Murad")),
        (SHOPS, "en", "twelve", None),
        (SHOPS, "en", "13", Refusal("number")),
        (SHOPS, "ar", "١٣", Refusal("number")),
        (SHOPS, "en", "about 13", Refusal("number")),
        ("book-fair/host/salt/choice", "en", "Balqa", Refusal("not_typed")),
    ],
)
def test_what_may_be_accepted(name: str, lang: Lang, text: str, expected: Refusal | None) -> None:
    assert refusal(items()[name], ARTICLE, lang, text) == expected


def test_a_spelling_accepted_counts_and_the_one_shown_stays() -> None:
    before = items()[HOST]
    after = accepting(before, "Balqa")
    assert counts(after, "balqa")
    assert not counts(before, "balqa")
    assert after.typed is not None
    assert before.typed is not None
    assert after.typed.accepted.en[0] == before.typed.accepted.en[0] == "Salt"
    assert replace(after, typed=before.typed) == before


def test_accepting_twice_is_accepting_once() -> None:
    once = accepting(items()[HOST], "Balqa")
    assert accepting(once, "Balqa") == once
    assert with_spellings(once, BilingualList(), ARTICLE) == once
    chosen = items()["book-fair/host/salt/choice"]
    assert accepting(chosen, "Balqa") == chosen


def test_a_slip_near_an_accepted_spelling_opens_no_door_to_another_answer() -> None:
    assert refusal(items()[OPENER], ARTICLE, "en", "Salma Kawarani") is None
    wider = accepting(items()[OPENER], "Salma Kawarani")
    assert counts(wider, "Salma Kawaranni")
    assert not counts(wider, "Salma Kawarn"), "as near to Salma Kawar, who opened nothing"


everything = st.text("abdehilnrstuz ", min_size=1, max_size=14)
near_names = st.sampled_from([t.name.en for t in ARTICLE.terms]).flatmap(
    lambda name: st.integers(0, len(name)).flatmap(
        lambda at: st.sampled_from(("", "a", "x", " ")).map(
            lambda extra: name[:at] + extra + name[at + 1 :]
        )
    )
)


@given(st.sampled_from((HOST, OPENER, SHOPS)), everything | near_names)
def test_no_other_answer_ever_comes_to_count(name: str, text: str) -> None:
    item = items()[name]
    assume(refusal(item, ARTICLE, "en", text) is None)
    wider = accepting(item, text)
    assert counts(wider, text)
    term = ARTICLE.term_by_id[item.slot]
    for other in ARTICLE.terms:
        if other.type is term.type and other.id != term.id:
            for spelling in other.accepted("en"):
                assert not counts(wider, spelling) or counts(item, spelling)


@given(st.sampled_from((HOST, OPENER, SHOPS)), everything, everything)
def test_whatever_counted_counts_still_unless_it_nears_another_answer(
    name: str, text: str, typed: str
) -> None:
    item = items()[name]
    assume(refusal(item, ARTICLE, "en", text) is None)
    for spelling in item.typed.accepted.en if item.typed else ():
        assert counts(accepting(item, text), spelling)


def test_an_answer_has_a_fingerprint_that_spellings_do_not_change() -> None:
    host = items()[HOST]
    same = answer_fingerprint(host, ARTICLE)
    assert same == answer_fingerprint(accepting(host, "Balqa"), ARTICLE)
    assert same != answer_fingerprint(items()[OPENER], ARTICLE)
    shops = items()[SHOPS]
    assert shops.typed is not None
    mended = replace(shops, typed=replace(shops.typed, value=15))
    assert answer_fingerprint(shops, ARTICLE) != answer_fingerprint(mended, ARTICLE)
    written = replace(host, id="book-fair/q-1/-/gap", facts=(), slot="-")
    assert answer_fingerprint(written, ARTICLE) == answer_fingerprint(
        accepting(written, "Balqa"), ARTICLE
    )


def test_appeals_come_in_groups_of_one_folded_spelling_most_first() -> None:
    typed: list[tuple[Lang, str]] = [
        ("ar", "بلقا"),
        ("ar", "البلقاء"),
        ("ar", "الْبلقاء"),
        ("ar", "البلقاء"),
        ("en", "Balqa"),
        ("en", "balqa"),
        ("en", "Balqa"),
        ("en", "!"),
    ]
    groups = grouped(typed)
    assert [(g.lang, g.text, g.count) for g in groups] == [
        ("ar", "البلقاء", 3),
        ("en", "Balqa", 3),
        ("ar", "بلقا", 1),
        ("en", "!", 1),
    ]
    assert [(s.text, s.count) for s in groups[1].spellings] == [("Balqa", 2), ("balqa", 1)]


def test_it_is_said_how_near_a_spelling_comes() -> None:
    said = nearness(items()[HOST], ARTICLE, "en", "Sallt")
    assert (said.close, said.nearest, said.letters, said.rival) == (False, "Salt", 1, "")
    assert nearness(items()[HOST], ARTICLE, "en", "Irbed").rival == "Irbid"
    assert nearness(items()[OPENER], ARTICLE, "en", "Huda Najar").close
