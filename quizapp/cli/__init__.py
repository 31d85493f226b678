"""The `quizapp` command: thin click commands over services, one module per noun."""

from __future__ import annotations

import click

from quizapp.cli.content import content
from quizapp.cli.serve import serve


@click.group()
def main() -> None:
    """Waraqa: quiz rounds and flashcards from the facts of an article."""


main.add_command(content)
main.add_command(serve)
