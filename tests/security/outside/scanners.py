"""wapiti and sqlmap as processes of their own: no network but this machine, no word sent home."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.peers import needs

BIN: Final = Path(__file__).resolve().parents[3] / ".venv" / "scanners" / "bin"
# Not `ssrf`, `xxe` and `log4shell`: they want to be called back from outside. Not `ssl`: the
# certificate is the tests' own. Not `methods`: it reports that OPTIONS is answered.
SHORT: Final = "csp,cookieflags,http_headers,csrf,crlf,redirect,xss,sql"
LONG: Final = f"{SHORT},exec,file,timesql,permanentxss,ldap,htaccess,upload"


def _run(folder: Path, seconds: float, *command: object) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    env = {"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=seconds,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0, said[-3000:]
    return said


@dataclass(frozen=True)
class Walk:
    """How far wapiti goes: modules, seconds of looking round, seconds of each module."""

    modules: str
    looking: int
    attacking: int


def wapiti(
    folder: Path,
    url: str,
    walk: Walk,
    *,
    cookie: str = "",
    starts: Sequence[str] = (),
    leaving: Sequence[str] = (),
) -> tuple[int, dict[str, Any]]:
    """Return how many pages wapiti saw and what it found there, by kind.

    It begins at `url` and `starts`, and goes to no address of `leaving` (`*` is anything).
    """
    needs((BIN / "wapiti").exists(), "wapiti")
    report = folder / "report.json"
    modules = len(walk.modules.split(","))
    signed_in = ("-C", cookie) if cookie else ()
    _run(
        folder,
        60 + 3 * (walk.looking + modules * walk.attacking),
        *(BIN / "wapiti", "-u", url, "--scope", "domain", "-m", walk.modules, *signed_in),
        *(part for start in starts for part in ("-s", start)),
        *(part for place in leaving for part in ("-x", place)),
        *("--skip", "csrf_token"),
        *("--max-scan-time", walk.looking, "--max-attack-time", walk.attacking, "--tasks", 4),
        *("--verify-ssl", 0, "--no-bugreport", "--flush-session", "-v", 0),
        *("--store-session", folder / "session", "--store-config", folder / "config"),
        *("-f", "json", "-o", report),
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    kinds = {**told["vulnerabilities"], **told["anomalies"], **told["additionals"]}
    return told["infos"]["crawled_pages_nbr"], {kind: all_ for kind, all_ in kinds.items() if all_}


def sqlmap(
    folder: Path, targets: Sequence[str], *more: str, seconds: float = 110
) -> list[dict[str, str]]:
    """Return the rows of what sqlmap could inject; `*` in a target marks a place to try."""
    needs((BIN / "sqlmap").exists(), "sqlmap")
    folder.mkdir(parents=True, exist_ok=True)
    listed, results = folder / "targets", folder / "results.csv"
    listed.write_text("\n".join(targets) + "\n", encoding="utf-8")
    said = _run(
        folder,
        seconds,
        *(BIN / "sqlmap", "-m", listed, "--batch", "--disable-coloring", "--flush-session"),
        *("--skip-waf", "--timeout", 20, "--retries", 1, "--ignore-code", "*"),
        *("--results-file", results, "--output-dir", folder / "out", *more),
    )
    assert said.count("testing connection to the target URL") >= len(targets), said[-3000:]
    assert "unable to connect" not in said, said[-3000:]
    with results.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("Technique(s)")]
