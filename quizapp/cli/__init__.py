"""The `quizapp` command: thin click commands over services, one module per noun."""

from __future__ import annotations

import click

from quizapp.cli import people as people
from quizapp.cli import tidying as tidying
from quizapp.cli.account import account
from quizapp.cli.backup import backup, restore_backup
from quizapp.cli.content import content
from quizapp.cli.doctor import doctor
from quizapp.cli.exchange import export_questions, import_questions
from quizapp.cli.keep import keep
from quizapp.cli.move import move
from quizapp.cli.serve import serve
from quizapp.cli.storage import Plainly


@click.group(cls=Plainly)
def main() -> None:
    """Waraqa: quiz rounds and flashcards from the facts of an article."""


for command in (
    serve,
    content,
    export_questions,
    import_questions,
    account,
    backup,
    restore_backup,
    keep,
    move,
    doctor,
):
    main.add_command(command)
