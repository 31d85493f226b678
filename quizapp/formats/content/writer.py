"""Articles to folders of YAML: what the reader read, tidily, in the order of the schema.

    read_article(write_article(article, seeds), write_common(…)) == article

Written, read and written again, the bytes are the same. Arabic is written as Arabic, one line
for each text, so that a change of one word is a change of one line. What a reader would fill
in by itself is left out; a language that is not written is named under `lacks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from quizapp.domain.bilingual import LANGS, Bilingual, Lang
from quizapp.domain.content import Article, Ask, Fact, FactSet, Paragraph, Term, Unstated
from quizapp.domain.statement import Mark, Statement, escaped
from quizapp.formats.content import schema
from quizapp.formats.content.rows import Row, dumped, kept, note, pair, tidy_list, written_pair
from quizapp.formats.content.written import written_row

_IN_MARKS = "\\{}|"


def write_article(article: Article, seeds: Path) -> Path:
    """Write the four files of an article below `seeds`; return their folder.

    Shared terms and phrases are not part of it: `write_common` writes those.
    """
    folder = seeds / article.slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in article_files(article).items():
        (folder / name).write_bytes(data)
    return folder


def article_files(article: Article) -> dict[str, bytes]:
    """Return the four files of an article by name."""
    own = [term for term in article.terms if not term.common]
    facts = [_fact(fact, article) for fact in article.facts]
    rows = {
        "sets": [_set(fact_set) for fact_set in article.sets],
        "unstated": [_unstated(unstated) for unstated in article.unstated],
        "written": [written_row(written) for written in article.written],
    }
    return {
        schema.ARTICLE_FILE: dumped(_head(article)),
        schema.PASSAGE_FILE: dumped({"paragraphs": [_paragraph(p) for p in article.passage]}),
        schema.TERMS_FILE: dumped({"terms": [_term(term) for term in own]}),
        schema.FACTS_FILE: dumped({"facts": facts, **kept(rows, schema.FACTS)}),
    }


def write_common(terms: Iterable[Term], phrases: Mapping[str, Bilingual], seeds: Path) -> Path:
    """Write shared terms and phrases below `seeds`; return their folder."""
    folder = seeds / schema.COMMON_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in common_files(terms, phrases).items():
        (folder / name).write_bytes(data)
    return folder


def common_files(terms: Iterable[Term], phrases: Mapping[str, Bilingual]) -> dict[str, bytes]:
    """Return the files of shared terms and phrases by name."""
    pairs = {key: pair(text) for key, text in phrases.items()}
    return {
        schema.TERMS_FILE: dumped({"terms": [_term(term) for term in terms]}),
        schema.PHRASES_FILE: dumped({"phrases": pairs}),
    }


def _head(article: Article) -> Row:
    return {
        "slug": article.slug,
        "title": pair(article.title),
        "summary": pair(article.summary),
        "source_note": pair(article.source_note),
        "paragraphs_of_source": article.paragraphs_of_source,
    }


def _paragraph(paragraph: Paragraph) -> Row:
    sentences = [{"id": s.id, **pair(s.text)} for s in paragraph.sentences]
    return {"id": paragraph.id, "sentences": sentences}


def _term(term: Term) -> Row:
    grammar = term.grammar
    row = {
        "id": term.id,
        "type": term.type.value,
        "sort": "" if term.sort == term.type.value else term.sort.strip(),
        "ar": _side(term, "ar"),
        "en": _side(term, "en"),
        schema.LACKS: _lacking(term),
        "gender": grammar.gender,
        "number": "" if grammar.number == "singular" else grammar.number,
        "definite": None if grammar.definite else False,
        "value": term.value,
        "month": term.month,
        "within": term.within,
    }
    return kept(row, schema.TERM)


def _side(term: Term, lang: Lang) -> Row:
    row = {
        "name": escaped(term.name[lang].strip()),
        "aliases": tidy_list(term.aliases[lang]),
        "gloss": escaped(term.gloss[lang].strip()),
    }
    return kept(row, schema.TERM_SIDE)


def _lacking(term: Term) -> list[str]:
    """What a term does not have: a whole side, or its name or gloss in one."""
    found: list[str] = []
    for lang in LANGS:
        side = _side(term, lang)
        missing = [key for key in ("name", "gloss") if key not in side]
        found += [f"{lang}.{key}" for key in missing] if side else [lang]
    return found


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
        "said": pair(fact.said) if fact.said else None,
        "quote": written_pair(fact.quote),
        schema.LACKS: [lang for lang in LANGS if not marked(lang)],
        "translated": note(fact.translated),
        "source": [*fact.source],
        "passage": "" if fact.quote else fact.sentence,
        "relation": (fact.relation or "").strip(),
        "ar": marked("ar"),
        "en": marked("en"),
        "ask": {ask.slot: _ask(ask) for ask in fact.asks},
    }
    return kept(row, schema.FACT)


def _marked(statement: Statement, name_of: Callable[[str], str | None]) -> str:
    text = "".join(
        escaped(part) if isinstance(part, str) else _mark(part, name_of(part.slot))
        for part in statement.parts
    )
    return text.strip()


def _mark(mark: Mark, name: str | None) -> str:
    surface = mark.surface.strip()
    same = name is not None and surface == name.strip()
    return f"{{{mark.slot if same else f'{mark.slot}|{escaped(surface, _IN_MARKS)}'}}}"


def _ask(ask: Ask) -> Row:
    row = {
        "terms": [] if ask.terms == (ask.slot,) else [*ask.terms],
        **pair(ask.question),
        "never": [*ask.never],
        "pool": [*ask.pool],
        "skip": [*ask.skip],
        "strictness": "" if ask.strictness.value == "normal" else ask.strictness.value,
        "tolerance": ask.tolerance or None,
    }
    return kept(row, schema.ASK)


def _set(fact_set: FactSet) -> Row:
    members = [
        {
            "fact": member.fact,
            "left": pair(member.left),
            **({"right": pair(member.right)} if member.right else {}),
        }
        for member in fact_set.members
    ]
    return {
        "id": fact_set.id,
        "kind": fact_set.kind,
        **pair(fact_set.question),
        "members": members,
    }


def _unstated(unstated: Unstated) -> Row:
    return {"id": unstated.id, **pair(unstated.statement), "why": pair(unstated.why)}
