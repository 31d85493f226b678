"""The catalogues of interface strings: extract, update, compile, check.

    python tools/catalogues.py update    read the strings from code and templates into the
                                         template, bring both languages up to date, fill English
    python tools/catalogues.py compile   write the .mo files that the app reads
    python tools/catalogues.py check     every gate; prints what is wrong and returns 1

Needs nothing but Babel and Jinja. WTForms' own messages are a domain of their own
(`wtforms.po`), translated here because its Arabic catalogue is not fit to use.
"""

from __future__ import annotations

import ast
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import wtforms
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import catalogue_gates as gates  # noqa: E402

FOLDER: Final = ROOT / "translations"
TEMPLATE: Final = FOLDER / "messages.pot"
DOMAINS: Final = ("messages", "wtforms")
LANGS: Final = ("ar", "en")
KEYWORDS: Final = (
    "_l",
    "lazy_gettext",
    "_lp:1c,2",
    "lazy_pgettext:1c,2",
    "lazy_ngettext:1,2",
)
# A date in the template would change it on every run.
UNDATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
# How many leading arguments of each function must be literals for extraction to see them.
SPEAKING: Final = {
    "_": 1,
    "_l": 1,
    "N_": 1,
    "gettext": 1,
    "lazy_gettext": 1,
    "_lp": 2,
    "pgettext": 2,
    "lazy_pgettext": 2,
    "ngettext": 2,
    "lazy_ngettext": 2,
    "npgettext": 3,
}
HEADER: Final = """msgid ""
msgstr ""
"Project-Id-Version: Waraqa\\n"
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""


def po_file(lang: str, domain: str) -> Path:
    """Return where a catalogue lives."""
    return FOLDER / lang / "LC_MESSAGES" / f"{domain}.po"


def extract() -> Catalog:
    """Return the strings of code and templates.

    Extraction goes to a temporary file: one that breaks off leaves an empty template,
    from which everything would look obsolete.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "messages.pot"
        options = ["-F", str(ROOT / "pyproject.toml"), "-o", str(out)]
        for keyword in KEYWORDS:
            options += ["-k", keyword]
        options += ["--add-location=file", "--sort-by-file", "--add-comments=Translators:"]
        CommandLineInterface().run(["pybabel", "-q", "extract", *options, str(ROOT)])
        found = read_po(io.BytesIO(out.read_bytes()))
    template = Catalog(project="Waraqa", version="", charset="utf-8", creation_date=UNDATED)
    template.header_comment = "# Interface strings of Waraqa."
    for message in gates.entries(found):
        places = sorted({(_relative(place), None) for place, _ in message.locations})
        template.add(
            message.id,
            locations=places,
            flags=message.flags,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return template


def _relative(place: str) -> str:
    path = Path(place)
    return (path.relative_to(ROOT) if path.is_absolute() else path).as_posix()


def wtforms_template() -> Catalog:
    """Return the messages of the installed WTForms."""
    assert wtforms.__file__ is not None
    pot = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    return read_po(io.BytesIO(pot.read_bytes()))


def template_of(domain: str) -> Catalog:
    """Return what a domain must hold."""
    return extract() if domain == "messages" else wtforms_template()


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of its file."""
    out = io.BytesIO()
    write_po(
        out, catalogue, width=98, include_lineno=False, ignore_obsolete=True, sort_by_file=True
    )
    return out.getvalue()


def read(lang: str, domain: str) -> Catalog:
    """Return a catalogue as it is stored, an empty one where there is none yet."""
    path = po_file(lang, domain)
    header = HEADER.format(lang=lang, plurals=gates.PLURALS[lang])
    text = path.read_bytes() if path.exists() else header.encode()
    return read_po(io.BytesIO(text), locale=lang, domain=domain)


def written_po(catalogue: Catalog, lang: str) -> bytes:
    """Return a language's catalogue as text, under the header that Babel would get wrong."""
    body = written(catalogue).split(b"\n\n", 1)[1]
    return HEADER.format(lang=lang, plurals=gates.PLURALS[lang]).encode() + b"\n" + body


def updated(lang: str, domain: str, template: Catalog) -> Catalog:
    """Return a catalogue with exactly the messages of the template, translations kept.

    English is filled from the code. Similar strings are never guessed at.
    """
    old = {gates.key(message): message for message in gates.entries(read(lang, domain))}
    new = Catalog(locale=lang, domain=domain, charset="utf-8", creation_date=UNDATED)
    for message in gates.entries(template):
        known = old.get(gates.key(message))
        empty = ("",) * gates.FORMS[lang] if message.pluralizable else ""
        string = known.string if known and known.pluralizable == message.pluralizable else empty
        if lang == "en":
            string = message.id
        places = [(place, None) for place, _ in message.locations] if domain == "messages" else []
        new.add(
            message.id,
            string,
            locations=places,
            flags=message.flags - {"fuzzy"},
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def update() -> None:
    """Write the template and bring every catalogue up to date."""
    for domain in DOMAINS:
        template = template_of(domain)
        if domain == "messages":
            TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
            TEMPLATE.write_bytes(written(template))
        for lang in LANGS:
            text = written_po(updated(lang, domain, template), lang)
            po_file(lang, domain).parent.mkdir(parents=True, exist_ok=True)
            po_file(lang, domain).write_bytes(text)


def compile_all() -> None:
    """Write the binary catalogue beside each text one."""
    for lang in LANGS:
        for domain in DOMAINS:
            path = po_file(lang, domain)
            catalogue = read_po(io.BytesIO(path.read_bytes()), locale=lang)
            # Under its own name only when whole: a server may be starting meanwhile.
            draft = path.with_suffix(f".{os.getpid()}.tmp")
            with draft.open("wb") as out:
                write_mo(out, catalogue)
            draft.replace(path.with_suffix(".mo"))


def problems() -> Iterator[str]:
    """Yield everything that is wrong with the catalogues and with how code names strings."""
    for domain in DOMAINS:
        template = template_of(domain)
        if domain == "messages" and TEMPLATE.read_bytes() != written(template):
            yield "messages.pot is not what the code says: python tools/catalogues.py update"
        for lang in LANGS:
            where = f"{lang}/{domain}.po"
            yield from (f"{where}: {problem}" for problem in _of_file(lang, domain, template))
    yield from unreadable_calls(ROOT / "quizapp")


def _of_file(lang: str, domain: str, template: Catalog) -> Iterator[str]:
    path = po_file(lang, domain)
    catalogue = read(lang, domain)
    yield from gates.headed(path.read_text(encoding="utf-8"), lang)
    yield from gates.matches(catalogue, template)
    yield from gates.complete(catalogue, lang)
    yield from gates.placeheld(catalogue, lang)
    yield from gates.alike(catalogue, lang)
    yield from gates.english_is_source(catalogue) if lang == "en" else gates.well_written(catalogue)
    yield from _msgfmt(path)


def _msgfmt(path: Path) -> Iterator[str]:
    """GNU gettext's own opinion, where it is installed."""
    program = shutil.which("msgfmt")
    if program is None:
        return
    done = subprocess.run(
        [program, "--check", "--output-file=/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        yield done.stderr.strip()


def unreadable_calls(folder: Path) -> Iterator[str]:
    """Calls whose text is no literal: extraction passes over them without a word."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = node.args[: SPEAKING.get(node.func.id, 0)]
            if not all(_literal(text) for text in texts):
                yield f"{path.relative_to(folder.parent)}:{node.lineno}: not a literal"


def _literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def main(arguments: list[str]) -> int:
    """Run one command."""
    match arguments:
        case ["extract"]:
            TEMPLATE.write_bytes(written(extract()))
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = list(problems())
            print("\n".join(found) or "catalogues: complete")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
