"""Folders of YAML to articles: read everything, check everything, then hand over.

    seeds/common/*.yaml                                 terms and phrases all articles share
    seeds/<slug>/{article,passage,terms,facts}.yaml     one article

A reference into a file that could not be read is not reported: the unreadable file is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path, PurePath

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.content import Article, Paragraph, Sentence
from quizapp.formats.content import schema
from quizapp.formats.content.facts import Known, read_facts, read_sets, read_unstated
from quizapp.formats.content.problems import (
    Code,
    ContentRejected,
    FloodOfProblems,
    Problem,
    Problems,
)
from quizapp.formats.content.record import Record, once
from quizapp.formats.content.terms import Common, TermEntry, check_within, read_terms
from quizapp.formats.content.tree import MAX_BYTES, Table, parse
from quizapp.formats.content.written import read_written

Files = Mapping[str, bytes]
"""What stands in the files of a folder, by name."""

_EMPTY = Bilingual(ar="", en="")


def article_folders(seeds: Path) -> tuple[Path, ...]:
    """Return the folders of a seeds folder that hold an article each, by name."""
    if not seeds.is_dir():
        return ()
    return tuple(
        folder
        for folder in sorted(seeds.iterdir())
        if folder.is_dir() and folder.name != schema.COMMON_FOLDER and folder.name[0] not in "._"
    )


def load_common(common: Path) -> Common:
    """Return the shared terms and phrases. Raises ContentRejected with every problem."""
    problems = Problems()
    shared = Common()
    with suppress(FloodOfProblems):
        shared = _read_common(_files_in(common), common.name, problems)
        check_within(shared.entries)
    _raise(problems)
    return shared


def read_article(folder: Path, common: Path) -> Article:
    """Return the article of a folder, with the shared terms and phrases.

    Raises ContentRejected with every problem of the article and of the shared files.
    """
    return article_from(folder.name, _files_in(folder), _files_in(common), common.name)


def article_from(
    slug: str,
    own: Files,
    common: Files,
    common_name: str = schema.COMMON_FOLDER,
    forgiven: Collection[Code] = (),
) -> Article:
    """Return the article of files by name: its own, and those that all articles share.

    Problems of the `forgiven` codes are no reason to refuse it: a working copy may have
    some. Raises ContentRejected with every other problem.
    """
    problems = Problems(frozenset(forgiven))
    try:
        shared = _read_common(common, common_name, problems)
        article = _read_article(slug, own, shared, problems)
    except FloodOfProblems as flood:
        raise ContentRejected(problems.all()) from flood
    _raise(problems)
    return article


def _files_in(folder: Path) -> dict[str, bytes]:
    """Return the YAML files of a folder by name, one byte more than is allowed of any."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.is_file():
            with path.open("rb") as stream:
                found[path.name] = stream.read(MAX_BYTES + 1)
    return found


def _raise(problems: Problems) -> None:
    if found := problems.all():
        raise ContentRejected(found)


def _open(
    files: Files, folder: str, name: str, shape: schema.Shape, problems: Problems
) -> Record | None:
    """Return the mapping at the root of a file, or None where there is no such thing."""
    file = f"{folder}/{name}"
    stem = PurePath(name).stem
    problems.opened(file)

    def report(code: Code, line: int | None, /, **params: str) -> None:
        problems.add(Problem(file, stem, code, params, line))

    if name not in files:
        report(Code.MISSING_FILE, None)
        return None
    node = parse(files[name], report)
    if node is None:
        return None
    if not isinstance(node, Table):
        report(Code.NOT_MAPPING, node.line, field=stem)
        return None
    record = Record(node, problems, file, where="")
    record.fits(shape)
    return record


def _read_common(files: Files, folder: str, problems: Problems) -> Common:
    shared = Common()
    seen: dict[str, str] = {}
    for name in sorted(files):
        if name == schema.PHRASES_FILE:
            continue
        root = _open(files, folder, name, schema.TERMS, problems)
        if root is not None:
            rows = root.records("terms")
            shared.entries.update(read_terms(rows, {}, seen, common=True))
    phrases = _open(files, folder, schema.PHRASES_FILE, schema.PHRASES, problems)
    if phrases is not None and (by_key := phrases.inner("phrases")):
        for key in by_key.table.entries:
            shared.phrases[key] = by_key.pair(key, required=True) or _EMPTY
        for key in schema.REQUIRED_PHRASES:
            if key not in shared.phrases:
                by_key.report(Code.MISSING_FIELD, field=by_key.label(key))
    return shared


def _read_article(folder: str, files: Files, shared: Common, problems: Problems) -> Article:
    head, passage_root, terms_root, facts_root = (
        _open(files, folder, name, shape, problems) for name, shape in schema.FILES.items()
    )

    passage = _read_passage(passage_root) if passage_root else ()
    own = _read_own_terms(terms_root, shared) if terms_root else {}
    entries = {**own, **{k: v for k, v in shared.entries.items() if k not in own}}
    paragraphs = head.integer("paragraphs_of_source", 1, schema.MAX_PARAGRAPHS) if head else None
    known = Known(
        terms={ident: entry.term for ident, entry in entries.items()} if terms_root else None,
        sentences={s.id for p in passage for s in p.sentences} if passage_root else None,
        paragraphs=paragraphs,
    )
    seen: dict[str, str] = {}
    facts = read_facts(facts_root, known, seen) if facts_root else ()
    return Article(
        slug=_read_slug(head, folder) if head else "",
        title=(head and head.pair("title")) or _EMPTY,
        summary=(head and head.pair("summary")) or _EMPTY,
        source_note=(head and head.pair("source_note")) or _EMPTY,
        paragraphs_of_source=paragraphs or 0,
        passage=passage,
        terms=tuple(entry.term for entry in entries.values()),
        facts=facts,
        sets=read_sets(facts_root, {f.id for f in facts}, seen) if facts_root else (),
        unstated=read_unstated(facts_root, seen) if facts_root else (),
        phrases=shared.phrases,
        written=read_written(facts_root, known.sentences, seen) if facts_root else (),
    )


def _read_slug(head: Record, folder: str) -> str:
    slug = head.ident("slug")
    if slug and slug != folder:
        head.report(Code.SLUG_DIFFERS, head.line_of("slug"), slug=slug, folder=folder)
    return slug


def _read_own_terms(root: Record, shared: Common) -> dict[str, TermEntry]:
    own = read_terms(root.records("terms"), shared.entries, {}, common=False)
    # Only now: a shared term may lie within one that an article brings along.
    check_within({**shared.entries, **own})
    return own


def _read_passage(root: Record) -> tuple[Paragraph, ...]:
    root.fits(schema.PASSAGE)
    seen: dict[str, str] = {}
    paragraphs = []
    for record in root.records("paragraphs"):
        record.fits(schema.PARAGRAPH)
        sentences = []
        for line in record.records("sentences"):
            line.fits(schema.SENTENCE)
            sentence = Sentence(line.ident(), line.sides())
            if once(line, sentence.id, seen):
                sentences.append(sentence)
        paragraph = Paragraph(record.ident(), tuple(sentences))
        if once(record, paragraph.id, seen):
            paragraphs.append(paragraph)
    return tuple(paragraphs)
