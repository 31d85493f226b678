"""C40, our code: bandit and the house's own semgrep rules find nothing.

What bandit points at on purpose stands in `KNOWN` with the reason; an entry that nothing in the
code answers to any more fails, and so does a finding without an entry. Each rule of ours finds
what is planted for it. Neither program asks the network for anything.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.peers import needs

ROOT: Final = Path(__file__).resolve().parents[2]
BANDIT: Final = ROOT / ".venv" / "scanners" / "bin" / "bandit"
SEMGREP: Final = ROOT / ".venv" / "peers" / "bin" / "semgrep"
RULES: Final = Path(__file__).with_name("semgrep.yml")
CODE: Final = ("quizapp", "tools", "migrations")
# Asserts narrow types, nothing hangs on them; that a module can start programs, or knows what
# an element is, is no fault: starting one (B603) and reading XML (B314) are looked at.
LEFT_OUT: Final = "B101,B404,B405"
OURS: Final = "names of our own tables, quoted; no value of anybody's"
CHILD: Final = "our own module or a program of this machine, a list of arguments, no shell"
SEEDED: Final = "an order that anybody may know, the same for the same seed; no secret"
KNOWN: Final[Mapping[tuple[str, str], str]] = {
    ("B104", "quizapp/cli/serve.py"): "compares with the address, binds nothing",
    ("B106", "quizapp/config.py"): "the key of tests, refused by no check because it is long",
    ("B105", "quizapp/web/viewers.py"): "the name of a field in the cookie",
    ("B608", "quizapp/db/copies.py"): OURS,
    ("B608", "quizapp/db/migrate.py"): OURS,
    ("B608", "quizapp/db/moving.py"): OURS,
    ("B311", "quizapp/domain/ids.py"): SEEDED,
    ("B311", "quizapp/web/api/shapes.py"): SEEDED,
    ("B311", "tools/diligence.py"): SEEDED,
    ("B314", "quizapp/formats/worksheet/body.py"): "our own drawing, not somebody's file",
    ("B603", "quizapp/formats/worksheet/printer.py"): CHILD,
    ("B603", "quizapp/keeper.py"): CHILD,
    ("B603", "quizapp/services/exchange/child.py"): CHILD,
    ("B603", "tools/catalogues.py"): CHILD,
    ("B603", "tools/vendor.py"): CHILD,
    ("B607", "tools/vendor.py"): "a tool of the developer's, found as her shell finds it",
    ("B704", "quizapp/web/formatting.py"): "HTML that our own code built; see its docstring",
    ("B704", "quizapp/web/speech.py"): "messages of our catalogues, which are held to no markup",
}


def asked(*command: object, within: Path) -> Any:
    """Run a program that prints JSON, with nothing of our environment but the path."""
    home = {"HOME": str(within), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    quiet = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=home | quiet,
        capture_output=True,
        check=False,
        timeout=110,
    )
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return json.loads(done.stdout)


def test_c40_bandit_finds_nothing_that_is_not_known_with_its_reason(tmp_path: Path) -> None:
    needs(BANDIT.exists(), "bandit")
    # Reasons stand in one place: no comment in the code silences it.
    how = ("-q", "-f", "json", "-s", LEFT_OUT, "--ignore-nosec")
    told = asked(BANDIT, *how, "-r", *CODE, within=tmp_path)
    assert told["errors"] == []
    found = Counter((one["test_id"], one["filename"]) for one in told["results"])
    new = [
        f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
        for one in told["results"]
        if (one["test_id"], one["filename"]) not in KNOWN
    ]
    assert new == []
    assert [entry for entry in KNOWN if entry not in found] == []


def planted(folder: Path, rules: list[dict[str, Any]], what: str) -> dict[str, str]:
    """Plant the examples of every rule in a folder of its own; return file by rule."""
    where = {}
    for rule in rules:
        for name, code in rule["metadata"].get(what, {}).items():
            file = folder / what / rule["id"] / name
            file.parent.mkdir(parents=True)
            file.write_text(code, encoding="utf-8")
            where[rule["id"]] = str(file)
    return where


@pytest.mark.slow
def test_c40_our_own_rules_find_what_is_planted_and_nothing_else(tmp_path: Path) -> None:
    needs(SEMGREP.exists(), "semgrep")
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    bad, fine = planted(tmp_path, rules, "planted"), planted(tmp_path, rules, "fine")
    assert bad.keys() == {rule["id"] for rule in rules}, "each rule has something to find"
    told = asked(
        *(SEMGREP, "scan", "--config", RULES, "--metrics=off", "--disable-version-check"),
        *("--json", "--no-git-ignore", "--quiet", "--jobs", "2", "--exclude", "vendor"),
        *("--timeout", "30", *CODE, tmp_path),
        within=tmp_path,
    )
    assert [error["message"] for error in told["errors"]] == []
    scanned = {Path(path) for path in told["paths"]["scanned"]}
    assert Path("quizapp/web/static/js/app.js") in scanned
    assert Path("quizapp/web/templates/base.html") in scanned
    assert Path("quizapp/services/rounds/play.py") in scanned
    seen: dict[str, set[str]] = {}
    strangers = []
    for one in told["results"]:
        rule = one["check_id"].rsplit(".", 1)[-1]
        seen.setdefault(one["path"], set()).add(rule)
        if not one["path"].startswith(str(tmp_path)):
            strangers.append(f"{one['path']}:{one['start']['line']} {rule}")
    assert strangers == []
    assert [rule for rule, file in bad.items() if rule not in seen.get(file, ())] == []
    assert [rule for rule, file in fine.items() if rule in seen.get(file, ())] == []
