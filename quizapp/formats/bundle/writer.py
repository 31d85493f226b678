"""An article to a bundle: always the same bytes for the same article.

Files stand in reading order, all at the same moment, with the same rights. Nothing of an
article is left out; what a file cannot say is the order in which its own and its shared
terms are mixed (`travelling` says what arrives) and white space around a text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quizapp.domain.content import Article
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.content import article_files, common_files
from quizapp.formats.content.schema import COMMON_FOLDER
from quizapp.formats.content.tree import MAX_BYTES
from quizapp.formats.safety.archive import packed

BUNDLE_TYPE: Final = "application/zip"


def travelling(article: Article) -> Article:
    """Return an article as it arrives: its own terms first, then those that it shares."""
    return replace(article, terms=tuple(sorted(article.terms, key=lambda term: term.common)))


def write(article: Article) -> bytes:
    """Return the bundle of an article.

    Raises FileRefused with `too_large` where it has more than a bundle may hold.
    """
    shared = [term for term in article.terms if term.common]
    files = [
        *((f"{article.slug}/{name}", data) for name, data in article_files(article).items()),
        *(
            (f"{COMMON_FOLDER}/{name}", data)
            for name, data in common_files(shared, article.phrases).items()
        ),
    ]
    if any(len(data) > MAX_BYTES for _, data in files):
        raise FileRefused("too_large")
    return packed(files)
