"""Bundles to test with: of articles of any shape, and files that somebody made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from quizapp.domain.bilingual import UNWRITTEN, Bilingual
from quizapp.domain.content import Article, Paragraph, Sentence, Unstated
from quizapp.domain.statement import Statement
from quizapp.formats.bundle.reader import read
from quizapp.formats.bundle.writer import travelling, write
from tests.formats.content.test_one_language import one_sided
from tests.samples import mini_article

# What files, shells, spreadsheets and alphabets stumble over.
UGLY = (
    'He said "no", didn\'t he? {x} \\{y\\} \\',
    "=1+2 @sum -3 +4 'x",
    "]]> <b>&amp; // $CATEGORY: ~ # : %",
    "--- a: [b, *c, &d, !e] | > # ?",
    "مُحَمَّدٌ قَالَ: «نَعَمْ» ثُمَّ said ABC ١٢٪",
    "لا إله \u200cمي\u200dم \u200fx\u200e 👩🏽‍🏫🇵🇸 \U0010ffff",
    "tab\tline\nparagraph\n\nend\r\nbreak\rnext\u0085sep\u2028par\u2029x",
    "\ufeffbom \u00a0 nbsp \u3000",
    "null ~ yes 0x1F 2024-05-01 1_000",
)
texts = st.one_of(
    st.sampled_from(UGLY),
    st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc"),
            blacklist_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        ),
        min_size=1,
        max_size=30,
    ).filter(lambda text: not _unseen(text)),
    st.integers(1, 10_000).map(lambda n: "ك" * n),
).map(str.strip)


def _unseen(text: str) -> bool:
    return any("\ufdd0" <= ch <= "\ufdef" or ch in "\ufffe\uffff" for ch in text)


ugly_pairs = st.builds(Bilingual, ar=texts, en=texts).flatmap(
    lambda pair: st.sampled_from([pair, replace(pair, en=""), replace(pair, ar=""), UNWRITTEN])
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles in every richness, with ugly texts, some of them hardly begun."""
    article = draw(one_sided())
    first = article.facts[0]
    plain = draw(texts.filter(bool))
    facts = (replace(first, ar=Statement((plain,)), en=Statement(()), asks=()), *article.facts[1:])
    article = replace(
        article,
        title=draw(ugly_pairs),
        source_note=draw(ugly_pairs),
        facts=facts,
        unstated=(*article.unstated, Unstated("ugly", draw(ugly_pairs), draw(ugly_pairs))),
    )
    if draw(st.booleans()):
        lost = Paragraph("p2", (Sentence("other", draw(ugly_pairs)),))
        article = replace(
            article, passage=draw(st.sampled_from([(), (lost,), (Paragraph("p", ()),)]))
        )
    if draw(st.booleans()):
        article = replace(article, facts=(), sets=())
    return article


def packed_by_hand(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bundle() -> bytes:
    return write(mini_article())


def there_and_back(article: Article) -> Article:
    """The article that a bundle gives back, which must be the one that was put in."""
    data = write(article)
    found = read(data)
    assert found == travelling(article)
    assert write(found) == data
    return found
