from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article, Term
from quizapp.domain.lint.finding import Severity
from quizapp.domain.lint.pool import pool_failures
from tests.samples import b, city, mini_article


def with_pool(*pool: str, extra: tuple[Term, ...] = (), relation: str | None = None) -> Article:
    """The mini article, whose question about the town has a pool of wrong answers."""
    mini = mini_article()
    host, opener, *others = mini.facts
    (ask,) = host.asks
    (who,) = opener.asks
    asked = replace(host, asks=(replace(ask, pool=pool),), relation=relation)
    twin = replace(opener, asks=(who, replace(ask, slot="zarqa", terms=("zarqa",))))
    facts = (asked, replace(twin, relation=relation), *others)
    return replace(mini, terms=(*mini.terms, *extra), facts=facts)


def test_a_pool_of_wrong_answers_is_fine() -> None:
    assert pool_failures(with_pool("irbid", "madaba", "zarqa")) == ()


def test_a_term_that_does_not_exist_is_passed_over() -> None:
    assert pool_failures(with_pool("irbid", "atlantis")) == ()


SALT_TOO = replace(city("salt-town", "الصلت", "Es-Salt", "jordan"), name=b("مدينة الملح", "SALT"))
AL_SALT = replace(SALT_TOO, name=b("السَّلط", "Sult"))
NICKNAMED = replace(SALT_TOO, name=b("الصلت", "Es-Salt"), aliases=BilingualList(en=("Salt",)))
DISTRICT = city("salt-centre", "وسط السلط", "Centre of Salt", "salt")
IRBID_TOO = city("irbid-town", "اربد", "Arabella", "jordan")


@pytest.mark.parametrize(
    ("pool", "extra", "relation", "rule", "params"),
    [
        (("salt-town",), SALT_TOO, None, "Q01", {"found": "2", "wanted": "1"}),
        (("salt-town",), AL_SALT, None, "Q01", {"found": "2", "wanted": "1"}),
        (("salt-town",), NICKNAMED, None, "Q01", {"found": "2", "wanted": "1"}),
        (("irbid", "irbid-town"), IRBID_TOO, None, "Q02", {"first": "Irbid", "second": "Arabella"}),
        (("jordan",), None, None, "Q03", {"option": "jordan", "where": "salt"}),
        (("salt-centre",), DISTRICT, None, "Q03", {"option": "salt-centre", "where": "salt"}),
        (("zarqa",), None, "hosted", "Q03", {"option": "zarqa", "where": "opener"}),
    ],
    ids=["name", "vowelled-name", "alias", "twice", "contains", "lies-in", "related"],
)
def test_what_is_right_or_offered_twice_is_refused(
    pool: tuple[str, ...],
    extra: Term | None,
    relation: str | None,
    rule: str,
    params: dict[str, str],
) -> None:
    article = with_pool(*pool, extra=(extra,) if extra else (), relation=relation)
    (finding,) = pool_failures(article)
    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)
    assert finding.item == "book-fair/host/salt"
    assert finding.params == params
