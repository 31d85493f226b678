"""The program's modules as syntax trees, read once a run."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def nodes() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """Every module of the program with what is of interest in it: imports, calls, names."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call, ast.Attribute)
    return tuple(
        (file, tuple(each for each in ast.walk(_tree(file)) if isinstance(each, kinds)))
        for file in sorted(Path("quizapp").rglob("*.py"))
    )


def _tree(file: Path) -> ast.AST:
    return ast.parse(file.read_text(encoding="utf-8"))
