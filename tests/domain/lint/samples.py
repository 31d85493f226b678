"""Items that no rule has anything against, and ways to spoil them one at a time."""

from __future__ import annotations

from dataclasses import replace

from quizapp.domain.bilingual import BilingualList
from quizapp.domain.content import Article, ClaimKind, Fact, Term
from quizapp.domain.items.base import BLANK, Item, Option, TypedKey
from tests.samples import b, fact, mini_article

ARTICLE = mini_article()
SLUG = ARTICLE.slug


def option(ident: str) -> Option:
    term = ARTICLE.term_by_id[ident]
    return Option(term.id, term.name, term.gloss, in_article=not term.common)


def item(kind: str, fact_id: str, slot: str, **fields: object) -> Item:
    told = ARTICLE.fact_by_id[fact_id]
    base = Item(
        id=f"{SLUG}/{fact_id}/{slot}/{kind}",
        kind=kind,
        article=SLUG,
        facts=(fact_id,),
        slot=slot,
        stem=b("أي مدينة استضافت المعرض؟", "Which town hosted the fair?"),
        explanation=told.plain(),
        evidence=(told.sentence,),
        claim=told.claim,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


CHOICE = item(
    "choice",
    "host",
    "salt",
    options=tuple(map(option, ("irbid", "madaba", "salt", "zarqa"))),
    key=(2,),
)
OPENER = item(
    "choice",
    "opener",
    "huda",
    stem=b("من التي افتتحت المعرض؟", "Who opened the fair?"),
    options=tuple(map(option, ("huda", "layla", "rania", "salma"))),
    key=(0,),
)
COUNT = item(
    "choice",
    "shops",
    "n12",
    stem=b("كم مكتبة شاركت في المعرض؟", "How many bookshops took part in the fair?"),
    options=tuple(map(option, ("n9", "n12", "n15", "n20"))),
    key=(1,),
    ordered=True,
)
SPEAKER = item(
    "choice",
    "habit",
    "salma",
    stem=b("من قالت ذلك عن القراءة؟", "Who said that about reading?"),
    options=tuple(map(option, ("huda", "layla", "rania", "salma"))),
    key=(3,),
)
GAP = item(
    "gap",
    "host",
    "salt",
    stem=ARTICLE.phrases["gap"],
    material=b(
        f"استضافت مدينة {BLANK} معرض الكتاب الأول.",
        f"The town of {BLANK} hosted the first book fair.",
    ),
    typed=TypedKey(BilingualList(ar=("السلط",), en=("Salt",))),
)
TOWNS = item(
    "multiple_choice",
    "host",
    "towns",
    options=tuple(map(option, ("irbid", "madaba", "salt", "zarqa"))),
    key=(1, 2),
)
NUMBER = item(
    "number",
    "shops",
    "n12",
    stem=COUNT.stem,
    typed=TypedKey(BilingualList(ar=("12",), en=("12",)), value=12),
)
TRUE = item(
    "true_false",
    "host",
    "-",
    stem=ARTICLE.phrases["true_false"],
    material=ARTICLE.fact_by_id["host"].plain(),
    options=(
        Option("true", ARTICLE.phrases["true"]),
        Option("false", ARTICLE.phrases["false"]),
    ),
    key=(0,),
    ordered=True,
)
FALSE = replace(
    TRUE,
    id=f"{SLUG}/host/salt/true_false",
    slot="salt",
    material=b(
        "استضافت مدينة إربد معرض الكتاب الأول.", "The town of Irbid hosted the first book fair."
    ),
    key=(1,),
)
EVIDENCE = item(
    "evidence",
    "host",
    "salt",
    stem=ARTICLE.phrases["evidence"],
    material=CHOICE.stem,
    options=tuple(
        Option(s.id, s.text, in_article=True) for p in ARTICLE.passage for s in p.sentences
    ),
    key=(0,),
)
WHO_SAID = item(
    "claim",
    "habit",
    "said_by",
    stem=ARTICLE.phrases["who_said"],
    material=ARTICLE.fact_by_id["habit"].said,
    options=SPEAKER.options,
    key=(3,),
)
CLAIM = item(
    "claim",
    "host",
    "-",
    stem=ARTICLE.phrases["claim"],
    material=ARTICLE.fact_by_id["host"].plain(),
    options=tuple(Option(k.value, ARTICLE.phrases[f"claim_{k.value}"]) for k in ClaimKind),
    key=(0,),
)
UNSTATED = replace(
    CLAIM,
    id=f"{SLUG}/year/-/claim",
    facts=(),
    evidence=(),
    claim=ClaimKind.UNSTATED,
    material=ARTICLE.unstated[0].statement,
    explanation=ARTICLE.unstated[0].why,
    key=(4,),
)
MATCH = Item(
    id=f"{SLUG}/who-did-what/-/match",
    kind="match",
    article=SLUG,
    facts=("host", "opener", "habit"),
    slot="-",
    stem=ARTICLE.sets[0].question,
    explanation=b("شرح", "Because"),
    evidence=("p1s1", "p1s2", "p1s4"),
    options=tuple(
        Option(f"right-{n}", m.right) for n, m in enumerate(ARTICLE.sets[0].members, 1) if m.right
    ),
    lefts=tuple(m.left for m in ARTICLE.sets[0].members),
    key=(0, 1, 2),
)
ORDER = replace(
    MATCH,
    id=f"{SLUG}/steps/-/order",
    kind="order",
    stem=b("ما ترتيب ما حدث في المعرض؟", "In which order did this happen at the fair?"),
    lefts=(),
)
CLEAN = (
    CHOICE,
    TOWNS,
    OPENER,
    COUNT,
    SPEAKER,
    GAP,
    NUMBER,
    TRUE,
    FALSE,
    EVIDENCE,
    WHO_SAID,
    CLAIM,
    UNSTATED,
    MATCH,
    ORDER,
)


def with_terms(*changed: Term) -> Article:
    """The sample article with terms added or exchanged."""
    ids = {term.id for term in changed}
    return replace(ARTICLE, terms=(*(t for t in ARTICLE.terms if t.id not in ids), *changed))


def with_fact(*changed: Fact) -> Article:
    """The sample article with facts added or exchanged."""
    by_id = {f.id: f for f in (*ARTICLE.facts, *changed)}
    return replace(ARTICLE, facts=tuple(by_id.values()))


def with_salt(**fields: object) -> Article:
    """The sample article with the term of the town changed."""
    return with_terms(replace(ARTICLE.term_by_id["salt"], **fields))  # type: ignore[arg-type]


def with_sentence(ar: str, en: str) -> Article:
    """The sample article with another first sentence in its passage."""
    paragraph = ARTICLE.passage[0]
    first = replace(paragraph.sentences[0], text=b(ar, en))
    changed = replace(paragraph, sentences=(first, *paragraph.sentences[1:]))
    return replace(ARTICLE, passage=(changed,))


def host(**fields: object) -> Fact:
    return replace(ARTICLE.fact_by_id["host"], **fields)  # type: ignore[arg-type]


def host_ask(**fields: object) -> Article:
    """The sample article with its first question changed."""
    ask = replace(ARTICLE.fact_by_id["host"].asks[0], **fields)  # type: ignore[arg-type]
    return with_fact(host(asks=(ask,)))


def asked(stem_ar: str, stem_en: str, base: Item = CHOICE) -> Item:
    return replace(base, stem=b(stem_ar, stem_en))


def told(ar: str, en: str, claim: ClaimKind = ClaimKind.EVENT) -> tuple[Item, Article]:
    """A true statement of a fact made of this sentence, and the article with it."""
    changed = fact("told", ar, en, "p1s1", (), claim=claim)
    statement = replace(
        TRUE,
        id=f"{SLUG}/told/-/true_false",
        facts=("told",),
        material=changed.plain(),
        explanation=changed.plain(),
        claim=claim,
    )
    return statement, with_fact(changed)


def spelt(base: Item, index: int, ar: str, en: str) -> Item:
    """The item with the text of one option changed, its term kept."""
    changed = replace(base.options[index], text=b(ar, en))
    return replace(base, options=(*base.options[:index], changed, *base.options[index + 1 :]))
