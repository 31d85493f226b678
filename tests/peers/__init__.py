"""The real programs that read and write our files, driven as processes of their own.

`tools/peers.sh` installs them. Where one is missing its tests are skipped, but not on the
build server: there a missing program is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYTHON = ROOT / ".venv" / "peers" / "bin" / "python"


def needs(found: object, what: str) -> None:
    """Skip a test for want of a program; fail it on the build server."""
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing: run tools/peers.sh")
    pytest.skip(f"{what} is missing: run tools/peers.sh")


def python_peer() -> Path:
    """Return the Python of the environment that has `anki` and `schemathesis`."""
    needs(PYTHON.exists(), "the environment of the peers")
    return PYTHON


def node_peer() -> str:
    """Return Node, beside which `tests/peers/node_modules` stands."""
    found = shutil.which("node")
    needs(found, "node")
    needs((HERE / "node_modules").is_dir(), "tests/peers/node_modules")
    return str(found)


def office() -> str:
    """Return LibreOffice."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    needs(found, "LibreOffice")
    return str(found)


def drive(script: str, *arguments: object, within: Path, zone: str = "UTC") -> Any:
    """Run a script beside this module under `python_peer()`; return the JSON that it prints.

    Nothing of our environment reaches it, as two sets of packages must not be mixed.
    """
    done = subprocess.run(
        [str(python_peer()), "-I", str(HERE / script), *map(str, arguments)],
        cwd=within,
        env={"PATH": os.environ["PATH"], "HOME": str(within), "LC_ALL": "C.UTF-8", "TZ": zone},
        capture_output=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return json.loads(done.stdout)
