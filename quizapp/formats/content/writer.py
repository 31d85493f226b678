"""Articles to folders of YAML: what the reader read, tidily, in the order of the schema.

    read_article(write_article(article, seeds), write_common(…)) == article

Arabic is written as Arabic, one line for each text, so that a change of one word is a
change of one line. What a reader would fill in by itself is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from quizapp.domain.bilingual import Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, FactSet, Paragraph, Term, Unstated
from quizapp.domain.statement import Mark, Statement
from quizapp.formats.content import schema

_ONE_LINE: Final = 2**31 - 1

Row = dict[str, Any]


def write_article(article: Article, seeds: Path) -> Path:
    """Write the four files of an article below `seeds`; return their folder.

    Shared terms and phrases are not part of it: `write_common` writes those.
    """
    folder = seeds / article.slug
    folder.mkdir(parents=True, exist_ok=True)
    own = [term for term in article.terms if not term.common]
    _dump(folder / schema.ARTICLE_FILE, _head(article))
    _dump(folder / schema.PASSAGE_FILE, {"paragraphs": [_paragraph(p) for p in article.passage]})
    _dump(folder / schema.TERMS_FILE, {"terms": [_term(term) for term in own]})
    rows = {
        "facts": [_fact(fact, article) for fact in article.facts],
        "sets": [_set(fact_set) for fact_set in article.sets],
        "unstated": [_unstated(unstated) for unstated in article.unstated],
    }
    _dump(folder / schema.FACTS_FILE, _kept(rows, schema.FACTS))
    return folder


def write_common(terms: Iterable[Term], phrases: Mapping[str, Bilingual], seeds: Path) -> Path:
    """Write shared terms and phrases below `seeds`; return their folder."""
    folder = seeds / schema.COMMON_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _dump(folder / schema.TERMS_FILE, {"terms": [_term(term) for term in terms]})
    pairs = {key: _pair(text) for key, text in phrases.items()}
    _dump(folder / schema.PHRASES_FILE, {"phrases": pairs})
    return folder


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _one_line(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # Left to itself the emitter folds line breaks, and loses the rarer ones of Unicode.
    style = '"' if len(text.splitlines()) > 1 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _one_line)


def _dump(path: Path, content: Row) -> None:
    text = yaml.dump(
        content,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_ONE_LINE,
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def _kept(row: Row, shape: schema.Shape) -> Row:
    """Return the fields that say something, in the order of the schema."""
    return {key: row[key] for key in shape.keys if row.get(key) not in (None, "", [], {})}


def _pair(text: Bilingual) -> Row:
    return {"ar": text.ar, "en": text.en}


def _head(article: Article) -> Row:
    return {
        "slug": article.slug,
        "title": _pair(article.title),
        "summary": _pair(article.summary),
        "source_note": _pair(article.source_note),
        "paragraphs_of_source": article.paragraphs_of_source,
    }


def _paragraph(paragraph: Paragraph) -> Row:
    sentences = [{"id": s.id, **_pair(s.text)} for s in paragraph.sentences]
    return {"id": paragraph.id, "sentences": sentences}


def _term(term: Term) -> Row:
    grammar = term.grammar
    row = {
        "id": term.id,
        "type": term.type.value,
        "sort": "" if term.sort == term.type.value else term.sort,
        "ar": _side(term, "ar"),
        "en": _side(term, "en"),
        "gender": grammar.gender,
        "number": "" if grammar.number == "singular" else grammar.number,
        "definite": None if grammar.definite else False,
        "value": term.value,
        "month": term.month,
        "within": term.within,
    }
    return _kept(row, schema.TERM)


def _side(term: Term, lang: Lang) -> Row:
    row = {"name": term.name[lang], "aliases": [*term.aliases[lang]], "gloss": term.gloss[lang]}
    return _kept(row, schema.TERM_SIDE)


def _fact(fact: Fact, article: Article) -> Row:
    answers = {ask.slot: ask.terms for ask in fact.asks}

    def marked(lang: Lang) -> str:
        def name_of(slot: str) -> str | None:
            ids = answers.get(slot, (slot,))
            term = article.term_by_id.get(ids[0]) if len(ids) == 1 else None
            return term.name[lang] if term else None

        return _marked(fact.statement(lang), name_of)

    row = {
        "id": fact.id,
        "claim": fact.claim.value,
        "said_by": fact.said_by,
        "said": _pair(fact.said) if fact.said else None,
        "source": [*fact.source],
        "passage": fact.sentence,
        "relation": fact.relation,
        "ar": marked("ar"),
        "en": marked("en"),
        "ask": {ask.slot: _ask(ask) for ask in fact.asks},
    }
    return _kept(row, schema.FACT)


def _marked(statement: Statement, name_of: Callable[[str], str | None]) -> str:
    return "".join(
        part if isinstance(part, str) else _mark(part, name_of(part.slot))
        for part in statement.parts
    )


def _mark(mark: Mark, name: str | None) -> str:
    shown = mark.slot if mark.surface == name else f"{mark.slot}|{mark.surface}"
    return f"{{{shown}}}"


def _ask(ask: Ask) -> Row:
    row = {
        "terms": [] if ask.terms == (ask.slot,) else [*ask.terms],
        **_pair(ask.question),
        "never": [*ask.never],
        "pool": [*ask.pool],
        "skip": [*ask.skip],
        "strictness": "" if ask.strictness.value == "normal" else ask.strictness.value,
        "tolerance": ask.tolerance or None,
    }
    return _kept(row, schema.ASK)


def _set(fact_set: FactSet) -> Row:
    members = [
        {
            "fact": member.fact,
            "left": _pair(member.left),
            **({"right": _pair(member.right)} if member.right else {}),
        }
        for member in fact_set.members
    ]
    return {
        "id": fact_set.id,
        "kind": fact_set.kind,
        **_pair(fact_set.question),
        "members": members,
    }


def _unstated(unstated: Unstated) -> Row:
    return {"id": unstated.id, **_pair(unstated.statement), "why": _pair(unstated.why)}
