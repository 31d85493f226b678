"""The examination of what the program brought along: its words and its articles.

- Both languages have their compiled catalogues; they hold the same strings, none is empty,
  and where the sources lie beside them, they say what the sources say.
- The shipped articles can be published, and what is stored of them is what was shipped. An
  article that is not stored yet, or that a teacher took over or retired, is passed over;
  spellings that were accepted on appeal belong to the stored one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from sqlalchemy.orm import Session

from quizapp.db import catalogue
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.content import Article
from quizapp.domain.generation.bank import Bank
from quizapp.formats.content import ContentRejected, article_folders, read_article
from quizapp.formats.content.schema import COMMON_FOLDER
from quizapp.services.content_check import check_bank
from quizapp.services.content_store import Texts, is_stored
from quizapp.services.doctor import Check, Examined

_DOMAINS: Final = ("messages", "wtforms")
Key = tuple[str, str]


def examine_program(session: Session, seeds: Path, translations: Path) -> tuple[Examined, Examined]:
    """Examine the catalogues and the shipped articles against what is stored."""
    return examine_catalogues(translations), _examine_seeds(session, seeds)


def examine_catalogues(translations: Path) -> Examined:
    """Examine the compiled catalogues. A fault names a file, and a string where there is one."""
    count, faults = 0, []
    for domain in _DOMAINS:
        spoken: dict[Lang, dict[Key, Message]] = {}
        for lang in LANGS:
            compiled = translations / lang / "LC_MESSAGES" / f"{domain}.mo"
            name = compiled.relative_to(translations).as_posix()
            try:
                with compiled.open("rb") as file:
                    spoken[lang] = _strings(read_mo(file))
            except (OSError, ValueError) as error:
                faults.append(f"{name}: {type(error).__name__}")
                continue
            count += len(spoken[lang])
            faults += [f"{name}: {found}" for found in _against_source(compiled, spoken[lang])]
        every = set().union(*spoken.values())
        for lang, strings in spoken.items():
            missing = sorted(text for _, text in every - strings.keys())
            faults += [f"{lang}/LC_MESSAGES/{domain}.mo: {text}" for text in missing]
    return Examined(Check.CATALOGUES, count, tuple(faults))


def _strings(read: Catalog) -> dict[Key, Message]:
    """The strings of a catalogue that say something, by context and English text."""
    return {_key(message): message for message in read if message.id and _says(message)}


def _key(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else message.id[0]
    context: object = message.context
    # Of a compiled catalogue the library gives contexts as bytes.
    return context.decode() if isinstance(context, bytes) else str(context or ""), text


def _says(message: Message) -> bool:
    return all(_forms(message))


def _forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def _against_source(compiled: Path, strings: dict[Key, Message]) -> list[str]:
    """What the source beside a compiled catalogue says otherwise; nothing where there is none."""
    source = compiled.with_suffix(".po")
    if not source.is_file():
        return []
    with source.open("rb") as file:
        read = read_po(file, locale=compiled.parent.parent.name)
    written = {_key(message): message for message in read if message.id and not message.fuzzy}
    return [
        key[1]
        for key, message in written.items()
        if key not in strings or _forms(strings[key]) != _forms(message)
    ]


def _examine_seeds(session: Session, seeds: Path) -> Examined:
    count = passed_over = 0
    faults: list[str] = []
    for folder in article_folders(seeds):
        try:
            article = read_article(folder, seeds / COMMON_FOLDER)
        except ContentRejected as rejected:
            faults += [f"{problem.file}: {problem.code}" for problem in rejected.problems]
            continue
        bank = Bank.of(article)
        report = check_bank(bank)
        if report.refused or not report.equal_ids:
            faults.append(f"{article.slug}: {report.reasons}")
        if _is_ours(session, article):
            count += 1
            if not is_stored(session, Texts.of(article, bank.items)):
                faults.append(article.slug)
        else:
            passed_over += 1
    return Examined(Check.SEEDS, count, tuple(faults), passed_over)


def _is_ours(session: Session, article: Article) -> bool:
    """Whether an article is stored and no teacher's."""
    row = catalogue.article(session.connection(), article.slug)
    return row is not None and row.owner_id is None and row.status == catalogue.PUBLISHED
