"""What each kind builds from facts, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.bilingual import LANGS, BilingualList
from quizapp.domain.content import Article, Ask, ClaimKind, Sentence, Strictness, TermType
from quizapp.domain.generation.bank import build_items
from quizapp.domain.generation.distractors import Distractors
from quizapp.domain.items.base import BLANK, Item
from quizapp.domain.items.registry import KINDS, kind_of
from quizapp.domain.text import contains
from tests.domain.items.wide import term, told, wide_article
from tests.samples import b, mini_article


def built(article: Article, *kinds: str) -> dict[str, Item]:
    distractors = Distractors(article)
    found = [item for name in kinds or KINDS for item in kind_of(name).build(article, distractors)]
    return {item.id.removeprefix(f"{article.slug}/"): item for item in found}


def with_ask(article: Article, fact_id: str, **fields: object) -> Article:
    """The article with the first ask of one fact changed."""
    fact = article.fact_by_id[fact_id]
    ask = replace(fact.asks[0], **fields)  # type: ignore[arg-type]
    return with_fact(article, fact_id, asks=(ask, *fact.asks[1:]))


def with_fact(article: Article, fact_id: str, **fields: object) -> Article:
    changed = replace(article.fact_by_id[fact_id], **fields)  # type: ignore[arg-type]
    return replace(
        article, facts=tuple(changed if fact.id == fact_id else fact for fact in article.facts)
    )


def option_ids(item: Item) -> set[str]:
    return {option.id for option in item.options}


def test_the_small_article_gives_these_items() -> None:
    assert set(built(mini_article())) == {
        "host/salt/choice",
        "opener/huda/choice",
        "shops/n12/choice",
        "habit/salma/choice",
        "host/-/true_false",
        "opener/-/true_false",
        "shops/-/true_false",
        "habit/-/true_false",
        "host/salt/true_false",
        "opener/huda/true_false",
        "shops/n12/true_false",
        "habit/salma/true_false",
        "host/salt/gap",
        "opener/huda/gap",
        "habit/salma/gap",
        "shops/n12/number",
        "who-did-what/-/match",
        "host/salt/evidence",
        "opener/huda/evidence",
        "shops/n12/evidence",
        "habit/salma/evidence",
        "host/-/claim",
        "opener/-/claim",
        "shops/-/claim",
        "habit/-/claim",
        "habit/said_by/claim",
        "year/-/claim",
    }


def test_an_item_of_a_fact_carries_its_statement_its_sentence_and_its_claim() -> None:
    for name, item in built(mini_article(), "choice", "true_false", "gap", "number").items():
        fact = mini_article().fact_by_id[name.split("/")[0]]
        assert item.facts == (fact.id,)
        assert item.explanation == fact.plain()
        assert item.evidence == (fact.sentence,)
        assert item.claim is fact.claim


@pytest.mark.parametrize("kind", ["choice", "true_false", "gap", "evidence"])
def test_a_slot_is_not_asked_in_a_kind_that_its_author_skips(kind: str) -> None:
    article = with_ask(mini_article(), "host", skip=(kind,))
    assert not [name for name in built(article, kind) if name.startswith("host/")]


def test_a_fact_whose_every_slot_skips_claim_is_not_asked_for_its_kind() -> None:
    article = with_ask(mini_article(), "host", skip=("claim",))
    assert "host/-/claim" not in built(article, "claim")


# choice ---------------------------------------------------------------------------------


def test_a_choice_asks_the_authors_question_and_tells_glosses_and_origin() -> None:
    item = built(mini_article())["host/salt/choice"]
    assert item.stem == b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?")
    key = item.options[item.key[0]]
    assert (key.id, key.in_article, len(item.options)) == ("salt", True, 4)
    assert key.gloss == b("مدينة اسمها السلط", "A city called Salt")
    assert [option.in_article for option in item.options].count(True) == 1


def test_numbers_dates_and_months_stand_in_ascending_order() -> None:
    items = built(wide_article(), "choice")
    days = [int(option.text.en.split()[0]) for option in items["day/opening/choice"].options]
    shops = [int(option.text.en) for option in items["shops/n12/choice"].options]
    months = [option.id for option in items["month/february/choice"].options]
    calendar = ["january", "february", "march", "april", "may", "june"]
    assert days == sorted(days)
    assert shops == sorted(shops)
    assert months == [month for month in calendar if month in months]
    assert all(items[name].ordered for name in ("day/opening/choice", "month/february/choice"))


def test_a_slot_without_two_surely_wrong_answers_gives_no_choice() -> None:
    article = mini_article()
    towns = ("irbid", "madaba", "zarqa")
    assert "host/salt/choice" not in built(with_ask(article, "host", never=towns), "choice")
    assert "host/salt/choice" in built(with_ask(article, "host", never=towns[:2]), "choice")


# multiple choice ------------------------------------------------------------------------


def test_a_set_of_answers_is_asked_by_multiple_choice_alone() -> None:
    names = [name for name in built(wide_article()) if name.startswith("guests/guests/")]
    assert names == ["guests/guests/multiple_choice"]


def test_multiple_choice_offers_every_key_and_none_of_the_forbidden() -> None:
    item = built(wide_article())["guests/guests/multiple_choice"]
    assert {item.options[i].id for i in item.key} == {"india", "pakistan", "turkey", "iran"}
    wrong = option_ids(item) - {"india", "pakistan", "turkey", "iran"}
    assert len(wrong) == 3
    assert wrong < {"jordan", "japan", "brazil", "netherlands", "iraq"}


# true or false --------------------------------------------------------------------------


def test_every_fact_gives_one_true_statement() -> None:
    for fact in mini_article().facts:
        item = built(mini_article())[f"{fact.id}/-/true_false"]
        assert item.material == fact.plain()
        assert [item.options[i].id for i in item.key] == ["true"]


def test_a_false_statement_exchanges_one_term_and_is_explained_by_the_true_one() -> None:
    article = mini_article()
    item = built(article)["host/salt/true_false"]
    towns = {"irbid", "madaba", "zarqa", "jerash"}
    assert item.material in [
        b(
            f"استضافت مدينة {article.term_by_id[town].name.ar} معرض الكتاب الأول.",
            f"The town of {article.term_by_id[town].name.en} hosted the first book fair.",
        )
        for town in towns
    ]
    assert [item.options[i].id for i in item.key] == ["false"]
    assert item.explanation == article.fact_by_id["host"].plain()


def test_a_false_statement_takes_its_term_from_the_authors_pool() -> None:
    for town in ("irbid", "madaba", "zarqa", "jerash"):
        article = with_ask(mini_article(), "host", pool=(town,))
        material = built(article, "true_false")["host/salt/true_false"].material
        assert material is not None
        assert article.term_by_id[town].name.en in material.en


def test_true_stands_before_false() -> None:
    item = built(mini_article())["host/-/true_false"]
    assert [option.id for option in item.options] == ["true", "false"]
    assert item.ordered


def test_a_false_statement_that_another_fact_tells_is_not_made() -> None:
    article = wide_article()
    others = tuple(
        told(f"also-{town}", f"استضافت مدينة {{{town}}} معرض الكتاب الأول.",
             f"The town of {{{town}}} hosted the first book fair.", "p1s1", ())
        for town in ("irbid", "madaba", "zarqa", "jerash")
    )  # fmt: skip
    article = replace(article, facts=(*article.facts, *others))
    assert "host/salt/true_false" not in built(article, "true_false")


def test_a_swap_agrees_in_gender_even_where_the_question_hides_it() -> None:
    article = wide_article()
    visit = told(
        "visit",
        "زارت {india} المعرض.",
        "{india} visited the fair.",
        "p2s1",
        (Ask("india", ("india",), b("أي دولة زارت المعرض؟", "Which country visited the fair?")),),
    )
    visited = replace(article, facts=(visit,), sets=())
    with_iraq = with_ask(visited, "visit", pool=("iraq",))
    assert "iraq" in option_ids(built(with_iraq, "choice")["visit/india/choice"])
    material = built(with_iraq, "true_false")["visit/india/true_false"].material
    assert material is not None
    assert "العراق" not in material.ar


# gap ------------------------------------------------------------------------------------


def test_a_gap_blanks_the_sentence_and_accepts_form_name_and_aliases() -> None:
    article = wide_article()
    item = built(article, "gap")["month/february/gap"]
    assert item.material == b(
        f"بيعت التذاكر منذ شهر {BLANK}.", f"Tickets were on sale from {BLANK}."
    )
    assert item.typed is not None
    assert item.typed.accepted == BilingualList(ar=("فبراير", "شباط"), en=("February",))


def test_a_gap_knows_the_answers_that_a_slip_must_not_come_near() -> None:
    article = wide_article()
    question = b("أي بلد زاره الوفد؟", "Which country was visited?")
    asks = (Ask("iran", ("iran",), question),)
    moved = told("iran", "زار الوفد {iran}.", "The group visited {iran}.", "p2s1", asks)
    item = built(replace(article, facts=(moved,), sets=()), "gap")["iran/iran/gap"]
    assert item.typed is not None
    assert "Iraq" in item.typed.rivals.en
    assert "Netherlands" not in item.typed.rivals.en
    assert not {"Iran", "إيران"} & {*item.typed.rivals.en, *item.typed.rivals.ar}


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        # The answer stands in the sentence a second time.
        ("قالت {salma} إن سلمى قعوار تقرأ.", "{salma} said that Salma Kawar reads."),
        # In one language only: still given away.
        ("قالت {salma} إن سلمى قعوار تقرأ.", "{salma} said that she reads."),
        # Too long to type.
        (
            "قالت {salma|السيدة الكاتبة المعروفة سلمى قعوار} ذلك.",
            "{salma|the well known writer Salma Kawar} said that.",
        ),
        # Not marked in one of the languages.
        ("قالت {salma} ذلك.", "She said that."),
    ],
)
def test_a_gap_that_would_be_unfair_is_not_built(ar: str, en: str) -> None:
    article = mini_article()
    asks = article.fact_by_id["habit"].asks
    fact = told("habit", ar, en, "p1s4", asks)
    article = replace(article, facts=(fact,), sets=())
    assert "habit/salma/gap" not in built(article, "gap")


def test_a_gap_is_not_built_where_another_term_is_spelt_the_same() -> None:
    article = mini_article()
    twin = replace(article.term_by_id["rania"], id="twin", name=b("سَلمى قعوار", "Salma K."))
    assert "habit/salma/gap" in built(article, "gap")
    assert "habit/salma/gap" not in built(replace(article, terms=(*article.terms, twin)), "gap")


@pytest.mark.parametrize(
    ("en", "ar", "asked"),
    [
        # Pakistan came too, so that "and those of ____" could be India or Pakistan.
        ("The leaders of {india} and those of {iran} came.", "جاء قادة {india} و{iran}.", False),
        # Everybody else who came is named: only one answer is left.
        (
            "With {pakistan}, {turkey} and {iran} came {india}.",
            "جاءت مع {pakistan} و{turkey} و{iran} دولة {india}.",
            True,
        ),
    ],
)
def test_a_gap_that_a_related_fact_could_fill_as_well_is_not_built(
    en: str, ar: str, asked: bool
) -> None:
    article = wide_article()
    question = b("أي دولة جاءت أيضًا؟", "Which other country came?")
    asks = (Ask("india", ("india",), question),)
    came = told("came", ar, en, "p2s1", asks, relation="attended")
    guests = replace(article.fact_by_id["guests"], relation="attended")
    names = built(replace(article, facts=(came, guests), sets=()), "gap")
    assert ("came/india/gap" in names) is asked


# number ---------------------------------------------------------------------------------


def test_a_number_keeps_value_tolerance_and_strictness() -> None:
    article = with_ask(mini_article(), "shops", tolerance=2, strictness=Strictness.LENIENT)
    typed = built(article, "number")["shops/n12/number"].typed
    assert typed is not None
    assert (typed.value, typed.month, typed.tolerance) == (12, None, 2)
    assert typed.strictness is Strictness.LENIENT


def test_a_date_is_asked_as_day_and_month_and_never_as_a_gap() -> None:
    items = built(wide_article(), "number", "gap")
    typed = items["day/opening/number"].typed
    assert typed is not None
    assert (typed.value, typed.month) == (16, 3)
    assert "day/opening/gap" not in items


def test_a_number_without_a_value_is_a_word_to_fill_in() -> None:
    article = mini_article()
    dozens = replace(article.term_by_id["n12"], value=None, name=b("عشرات", "dozens"))
    shops = told(
        "shops", "شاركت {n12|عشرات} المكتبات.", "Here are {n12|dozens} of shops.", "p1s3",
        article.fact_by_id["shops"].asks,
    )  # fmt: skip
    terms = tuple(dozens if t.id == "n12" else t for t in article.terms)
    items = built(replace(article, terms=terms, facts=(shops,), sets=()), "gap", "number")
    assert set(items) == {"shops/n12/gap"}


# match and order ------------------------------------------------------------------------


def test_match_keeps_the_left_sides_and_tells_the_facts_behind_them() -> None:
    article = mini_article()
    item = built(article)["who-did-what/-/match"]
    assert [left.en for left in item.lefts] == ["The town of Salt", "Huda Najjar", "Salma Kawar"]
    assert [item.options[i].text.en for i in item.key] == ["hosted it", "opened it", "spoke of it"]
    assert item.facts == ("host", "opener", "habit")
    assert item.evidence == ("p1s1", "p1s2", "p1s4")
    assert item.explanation.en.split("\n") == [
        article.fact_by_id[fact].plain().en for fact in item.facts
    ]


def test_rows_that_share_a_right_side_share_one_option() -> None:
    article = mini_article()
    rows = article.sets[0].members
    shared = replace(rows[1], right=rows[0].right)
    chosen = replace(article.sets[0], members=(rows[0], shared, rows[2]))
    item = built(replace(article, sets=(chosen,)))["who-did-what/-/match"]
    assert len(item.options) == 2
    assert item.key[0] == item.key[1] != item.key[2]


@pytest.mark.parametrize("kind", ["match", "order"])
def test_a_set_of_two_is_too_small_to_ask(kind: str) -> None:
    article = wide_article()
    small = tuple(replace(chosen, members=chosen.members[:2]) for chosen in article.sets)
    assert built(article, kind)
    assert not built(replace(article, sets=small), kind)


# evidence -------------------------------------------------------------------------------


def test_evidence_shows_the_question_and_sentences_without_the_answer() -> None:
    article = wide_article()
    for name, item in built(article, "evidence").items():
        fact = article.fact_by_id[name.split("/")[0]]
        key = article.term_by_id[fact.asks[0].terms[0]]
        assert item.material == fact.asks[0].question
        assert [item.options[i].id for i in item.key] == [fact.sentence]
        for index, option in enumerate(item.options):
            for lang in LANGS:
                named = any(contains(option.text[lang], s, lang) for s in key.accepted(lang))
                assert named == (index in item.key)


def test_evidence_takes_sentences_of_the_same_paragraph_first() -> None:
    item = built(wide_article())["day/opening/evidence"]
    assert {"p2s1", "p2s2", "p2s3"} <= option_ids(item)


@pytest.mark.parametrize(
    ("ar", "en", "offered"),
    [
        ("في الصباح كان الجو جميلًا.", "The morning was fine.", True),
        ("كان الجو في السلط جميلًا.", "It was a fine day.", False),
        ("كان الجو جميلًا.", "The day was fine in Salt.", False),
        ("كان الجو السلطي جميلًا.", "The Saltine day was fine.", False),
    ],
)
def test_a_sentence_that_names_the_answer_in_any_form_is_no_wrong_evidence(
    ar: str, en: str, offered: bool
) -> None:
    article = mini_article()
    asks = article.fact_by_id["host"].asks
    host = told("host", "المعرض {salt|السلطي}.", "The {salt|Saltine} fair.", "p1s1", asks)
    paragraph = article.passage[0]
    few = (paragraph.sentences[0], paragraph.sentences[1], Sentence("new", b(ar, en)))
    article = replace(article, facts=(host,), passage=(replace(paragraph, sentences=few),), sets=())
    assert ("host/salt/evidence" in built(article, "evidence")) is offered


def test_a_sentence_that_proves_a_related_fact_is_no_wrong_evidence() -> None:
    article = mini_article()
    related = with_fact(with_fact(article, "host", relation="r"), "opener", relation="r")
    assert "p1s2" in option_ids(built(article)["host/salt/evidence"])
    assert "p1s2" not in option_ids(built(related)["host/salt/evidence"])


# claim ----------------------------------------------------------------------------------


def test_the_kind_of_claim_is_asked_with_all_five_labels() -> None:
    item = built(mini_article())["habit/-/claim"]
    assert option_ids(item) == {kind.value for kind in ClaimKind}
    assert [item.options[i].id for i in item.key] == ["statement"]
    assert item.material == mini_article().fact_by_id["habit"].plain()


def test_who_said_it_shows_what_was_said_without_the_speaker() -> None:
    item = built(mini_article())["habit/said_by/claim"]
    assert item.material == b("القراءة عادة جميلة", "Reading is a fine habit")
    assert [item.options[i].id for i in item.key] == ["salma"]
    assert option_ids(item) == {"salma", "huda", "rania", "layla"}


def test_speakers_of_another_sort_are_taken_only_where_the_sort_is_too_small() -> None:
    article = mini_article()
    terms = tuple(
        replace(t, sort="writer") if t.id in ("salma", "rania", "layla") else t
        for t in article.terms
    )
    sorted_alike = built(replace(article, terms=terms))["habit/said_by/claim"]
    assert option_ids(sorted_alike) == {"salma", "rania", "layla"}
    alone = tuple(replace(t, sort="writer") if t.id == "salma" else t for t in article.terms)
    assert len(built(replace(article, terms=alone))["habit/said_by/claim"].options) == 4


def test_what_an_author_says_about_a_speakers_slot_holds_for_who_said_it_too() -> None:
    article = with_ask(mini_article(), "habit", never=("huda",))
    assert option_ids(built(article)["habit/said_by/claim"]) == {"salma", "rania", "layla"}
    names = ("مها", "Maha"), ("نور", "Nour"), ("ريم", "Reem"), ("دانا", "Dana")
    more = tuple(term(f"p{n}", TermType.PERSON, *name) for n, name in enumerate(names))
    article = replace(mini_article(), terms=(*mini_article().terms, *more))
    for wanted in more:
        item = built(with_ask(article, "habit", pool=(wanted.id,)))["habit/said_by/claim"]
        assert wanted.id in option_ids(item)


def test_what_cannot_be_known_is_explained_by_its_reason() -> None:
    item = built(mini_article())["year/-/claim"]
    assert [item.options[i].id for i in item.key] == ["unstated"]
    assert item.explanation == b("لا يذكر المقال الفصل.", "The article names no season.")
    assert (item.facts, item.evidence, item.claim) == ((), (), ClaimKind.UNSTATED)


# what gives an answer away --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("host/salt/choice", ("Salt",)),
        ("host/-/true_false", ("The town of Salt hosted the first book fair.",)),
        ("host/salt/true_false", ("The town of Salt hosted the first book fair.",)),
        ("month/february/gap", ("February",)),
        ("day/opening/number", ("16 March", "March 16")),
        ("host/salt/evidence", ("The town of Salt hosted the first book fair.",)),
        ("habit/-/claim", ()),
        ("habit/said_by/claim", ("Salma Kawar",)),
        ("year/-/claim", ()),
        (
            "steps/-/order",
            (
                "Tickets were on sale from February.",
                "The fair opened on 16 March.",
                "Delegations from India, Pakistan, Turkey and Iran came to the fair.",
            ),
        ),
    ],
)
def test_the_texts_that_give_an_answer_away_are_told(name: str, expected: tuple[str, ...]) -> None:
    item = built(wide_article())[name]
    assert kind_of(item.kind).key_texts(item, "en") == expected


def test_multiple_choice_is_given_away_by_any_of_its_keys() -> None:
    item = built(wide_article())["guests/guests/multiple_choice"]
    assert set(kind_of("multiple_choice").key_texts(item, "en")) == {
        "India",
        "Pakistan",
        "Turkey",
        "Iran",
    }


def test_term_types_of_options_are_never_mixed() -> None:
    article = wide_article()
    for item in built(article, "choice", "multiple_choice").values():
        known = [article.term_by_id[o.id] for o in item.options if o.id in article.term_by_id]
        assert len({term.type for term in known}) == 1
        assert all(isinstance(term.type, TermType) for term in known)


def test_an_option_that_only_serves_as_a_wrong_answer_is_not_said_to_be_in_the_article() -> None:
    article = mini_article()
    terms = tuple(replace(term, common=False) for term in article.terms)
    for item in build_items(replace(article, terms=terms)):
        said = {option.id: option.in_article for option in item.options}
        assert said.get("irbid", False) is False
        assert said.get("salt", True) is True
