from __future__ import annotations

from quizapp.domain.generation.bank import Bank, build_items
from tests.domain.generation.made_items import article, bank_of, gap, plain, statement
from tests.samples import mini_article


def test_items_stand_by_id_whatever_order_they_come_in() -> None:
    items = [gap("b", "Bea"), gap("a", "Ada"), statement("a", true=True)]
    assert bank_of(*items) == bank_of(*reversed(items))
    assert [item.id for item in bank_of(*items).items] == sorted(item.id for item in items)


def test_items_are_found_by_id_place_and_fact() -> None:
    one, two = gap("a", "Ada"), statement("a", true=True)
    bank = bank_of(one, two, gap("b", "Bea"))
    assert bank.by_id[one.id] is one
    assert bank.items[bank.place[two.id]] is two
    assert bank.by_fact["a"] == (two, one)


def test_an_item_belongs_to_the_paragraph_that_proves_it() -> None:
    passage = article(plain("One."), plain("Two."), plain("Three."), per_paragraph=2)
    bank = bank_of(gap("a", "Ada", evidence=["s3"]), gap("b", "Bea"), passage=passage)
    assert bank.paragraph == (2, 0)


def test_an_article_gives_the_same_items_every_time_under_ids_of_its_own() -> None:
    items = build_items(mini_article())
    assert items == build_items(mini_article())
    assert len({item.id for item in items}) == len(items) > len(mini_article().facts)
    assert Bank.of(mini_article()).items == items
