"""`quizapp content`: check a folder of seeds, load it into the database.

`check` needs no database and ends with exit code 1 if anything is refused. Each refusal
is one line: file, line where it is known, id, reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from quizapp.config import Config
from quizapp.db.migrate import upgrade
from quizapp.domain.bilingual import LANGS, Lang
from quizapp.domain.generation.audit import AuditReport
from quizapp.domain.lint import Severity
from quizapp.extensions import database
from quizapp.factory import create_app
from quizapp.formats.content import ContentRejected, Problem
from quizapp.resources import resource
from quizapp.services.content import ContentUnfit, load_seeds
from quizapp.services.content_check import ArticleReport, CheckReport, Fault, check_seeds
from quizapp.wording import N_, finding_text, problem_text, translated

_COUNTS: Final = (
    N_("Facts: %(facts)s"),
    N_("Paragraphs of the source covered: %(covered)s/%(paragraphs)s"),
    N_("Items: %(ar)s in Arabic, %(en)s in English; the same ids: %(equal_ids)s"),
    N_("Items by kind: %(kinds)s"),
    N_("Facts asked in fewer than three kinds: %(thin)s"),
    N_("Lint errors: %(errors)s, warnings: %(warnings)s, notes: %(notes)s"),
    N_("Evidence failures: %(evidence)s"),
)
_AUDIT: Final = N_(
    "Audit of %(rounds)s rounds (%(lang)s): position of the key at most %(uneven)s points "
    "from even, key longest %(longest)s, true statements %(truths)s, facts asked "
    "%(asked)s/%(facts)s, rounds that give something away %(giving)s; missed: %(missed)s"
)
_PASSED: Final = N_("Everything can be loaded.")
_REFUSED: Final = N_("Refused. Reasons: %(count)s")
_LOADED: Final = N_("Loaded. Rows written: %(rows)s")
_YES: Final = N_("yes")
_NO: Final = N_("no")

_seeds_option = click.option(
    "--seeds",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: resource("seeds"),
    show_default="the seeds that come with the program",
    help="The folder with common/ and one folder for each article.",
)
_lang_option = click.option(
    "--lang", type=click.Choice(LANGS), default="en", help="The language of the report."
)


@click.group()
def content() -> None:
    """Check and load the articles in a folder of seeds."""


@content.command()
@_seeds_option
@_lang_option
@click.option("--rounds", type=click.IntRange(min=0), default=0, help="Audit so many rounds.")
@click.option("--warnings", is_flag=True, help="Show warnings and notes of the linter too.")
def check(seeds: Path, lang: Lang, rounds: int, warnings: bool) -> None:
    """Check articles: schema, references, both languages, linter, evidence."""
    report = check_seeds(seeds, rounds)
    for article in report.articles:
        for line in _count_lines(article, lang):
            click.echo(line)
        for fault in article.faults if warnings else article.refused:
            click.echo(_fault_line(fault, lang))
    for problem in report.problems:
        click.echo(_problem_line(problem, lang))
    click.echo(_verdict(report, lang))
    if not report.passed:
        raise SystemExit(1)


@content.command()
@_seeds_option
@_lang_option
def load(seeds: Path, lang: Lang) -> None:
    """Load articles into the database; unchanged content writes nothing.

    The database is made, or brought to the newest schema, before that.
    """
    config = Config.from_environment(os.environ)
    upgrade(config.database_url, resource("migrations"))
    with create_app(config).app_context():
        try:
            report = load_seeds(database(), seeds, datetime.now(UTC))
        except ContentRejected as rejected:
            lines = [_problem_line(problem, lang) for problem in rejected.problems]
        except ContentUnfit as unfit:
            lines = [_fault_line(f, lang) for article in unfit.reports for f in article.refused]
        else:
            click.echo(translated(_LOADED, {"rows": str(report.rows_written)}, lang))
            return
    click.echo("\n".join(lines))
    raise SystemExit(1)


def _count_lines(article: ArticleReport, lang: Lang) -> Iterator[str]:
    yield article.slug
    params = _counts(article, lang)
    for text in _COUNTS:
        yield f"  {translated(text, params, lang)}"
    for report in article.audits:
        yield f"  {translated(_AUDIT, _audit_counts(report), lang)}"


def _counts(article: ArticleReport, lang: Lang) -> Mapping[str, str]:
    return {
        "facts": str(article.facts),
        "covered": str(article.paragraphs - len(article.uncovered)),
        "paragraphs": str(article.paragraphs),
        "ar": str(article.written["ar"]),
        "en": str(article.written["en"]),
        "equal_ids": translated(_YES if article.equal_ids else _NO, {}, lang),
        "kinds": ", ".join(f"{kind} {count}" for kind, count in article.kinds.items()),
        "thin": ", ".join(article.thin) or "0",
        "errors": str(article.count(Severity.ERROR)),
        "warnings": str(article.count(Severity.WARNING)),
        "notes": str(article.count(Severity.INFO)),
        "evidence": str(article.evidence_failures),
    }


def _audit_counts(report: AuditReport) -> Mapping[str, str]:
    return {
        "rounds": str(report.rounds),
        "lang": report.lang,
        "uneven": f"{100 * report.most_uneven:.1f}",
        "longest": _percent(report.key_longest),
        "truths": _percent(report.true_share),
        "asked": str(report.facts_asked),
        "facts": str(report.facts_total),
        "giving": str(report.giving_away),
        "missed": ", ".join(report.failures()) or "0",
    }


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f}%"


def _verdict(report: CheckReport, lang: Lang) -> str:
    if report.passed:
        return translated(_PASSED, {}, lang)
    return translated(_REFUSED, {"count": str(report.reasons)}, lang)


def _problem_line(problem: Problem, lang: Lang) -> str:
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    reason = problem_text(problem.code, problem.params, lang)
    return f"{place}: {problem.where}: {reason}"


def _fault_line(fault: Fault, lang: Lang) -> str:
    finding = fault.finding
    reason = finding_text(finding.rule, finding.params, lang)
    side = f" ({finding.lang})" if finding.lang else ""
    return f"{fault.file}: {fault.where}: {finding.rule}{side}: {reason} [{finding.item}]"
