"""The house rules that a machine can check: rings, sizes, words, what may not be said."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "quizapp").rglob("*.py"))
BANNED_NAMES = re.compile(r"(^|_)(util|utils|helper|helpers|manager|misc)(_|$)")
# Outside the factory a function-level import hides an arrow between the rings.
LATE_IMPORTS_ALLOWED = {"quizapp/factory.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_rings_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_is_short_and_says_what_it_decides(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 300, "split it by subject"
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "open with a paragraph on what it decides"
    assert not BANNED_NAMES.search(path.stem), "name it after what it is about"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    long = {
        f"{node.name}:{node.lineno}": node.end_lineno - node.lineno + 1
        for node in functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= 40
    }
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    if name_of(path) in LATE_IMPORTS_ALLOWED:
        return
    late = [
        f"{node.name}:{inner.lineno}"
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not late


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if "web" in p.parts and p.name == "routes.py"],
    ids=name_of,
)
def test_views_are_thin_and_touch_no_database(path: Path) -> None:
    for node in functions(path):
        assert node.end_lineno is not None
        assert node.end_lineno - node.lineno < 30, node.name
        called = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
        assert not called & {"commit", "execute", "query", "add", "flush"} - {"query"}, node.name


def test_the_domain_reads_no_clock_and_no_ambient_randomness() -> None:
    ambient = re.compile(
        r"\b(datetime\.now|utcnow|time\.time|date\.today|random\.(random|choice|shuffle|randint)"
        r"|secrets\.|uuid4|os\.environ)\b"
    )
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in SOURCES
        if "domain" in path.parts
        for match in ambient.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def tracked_text() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        binary = {".woff2", ".png", ".ico", ".br", ".gz", ".apkg"}
        if path.suffix in binary or not path.is_file():
            continue
        yield name, path.read_text(encoding="utf-8")


def test_no_file_hides_bidi_controls_or_tatweel() -> None:
    hidden = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0640]")
    assert not [name for name, text in tracked_text() if hidden.search(text)]


def test_lock_files_pin_hashes_and_name_no_host() -> None:
    for name in ("run", "test", "peers"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in text
        assert "--index" not in text
        pins = re.findall(r"^\S+==", text, flags=re.M)
        assert len(pins) > 20
        for block in re.split(r"\n(?=\S)", text):
            if "==" in block.split("\n")[0]:
                assert "--hash=sha256:" in block, block


def test_no_template_formats_a_constant() -> None:
    """The template compiler would do so once, in the digits of whoever came first."""
    constant = re.compile(r"(?<![\w.)\]-])\d+(\.\d+)?\|(num|percent|signed)")
    pages = sorted((ROOT / "quizapp").rglob("*.html"))
    assert pages
    assert not [name_of(page) for page in pages if constant.search(page.read_text("utf-8"))]
