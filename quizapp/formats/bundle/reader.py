"""A bundle to an article: what our writer made, or a folder of content that somebody packed.

    made-up/facts.yaml, common/…              as we write it
    my-work/made-up/facts.yaml, …             packed together with the folder around it
    made-up/facts.yaml alone                  the shared terms are then those of this site

Which folder is the article's is told by its `article.yaml`; there must be one, and its name
must be the slug. Files of other names are of no interest, and nothing in the file is ever
used as a path. A bundle is refused as a whole, with every problem by file and line, but for
what a working copy may lack: a sentence that was lost from the passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from quizapp.domain.content import Article
from quizapp.domain.exchange.travel import FileRefused
from quizapp.formats.content import Code, article_from
from quizapp.formats.content.schema import ARTICLE_FILE, COMMON_FOLDER, FILES
from quizapp.formats.content.tree import MAX_BYTES
from quizapp.formats.safety.archive import Archive

MOST_PARTS: Final = 200
MOST_UNPACKED: Final = 16_000_000
MOST_SHARED: Final = 20
FORGIVEN: Final = frozenset({Code.DANGLING_SENTENCE})
_NONE: Final[Mapping[str, bytes]] = MappingProxyType({})


def read(data: bytes, shared: Mapping[str, bytes] = _NONE) -> Article:
    """Return the article of a bundle.

    `shared` are the files of shared terms and phrases of this site, by name; they serve where
    the bundle brings none. Raises FileRefused, and ContentRejected with every problem.
    """
    archive = Archive(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
    folders = [
        path.parent for name in archive.names if (path := PurePosixPath(name)).name == ARTICLE_FILE
    ]
    if len(folders) != 1:
        raise FileRefused("several_articles" if folders else "no_article")
    folder = folders[0]
    if folder.name in ("", COMMON_FOLDER):
        raise FileRefused("no_article")
    own = _files(archive, folder)
    common = _files(archive, folder.parent / COMMON_FOLDER)
    return article_from(
        folder.name,
        {name: content for name, content in own.items() if name in FILES},
        common or shared,
        COMMON_FOLDER,
        FORGIVEN,
    )


def _files(archive: Archive, folder: PurePosixPath) -> dict[str, bytes]:
    """Return the YAML files of a folder by name."""
    paths = [
        path
        for name in archive.names
        if (path := PurePosixPath(name)).parent == folder
        and path.suffix == ".yaml"
        and not path.name.startswith(".")
    ]
    if len(paths) > MOST_SHARED:
        raise FileRefused("too_large")
    return {path.name: archive.read(str(path), MAX_BYTES) for path in sorted(paths)}
