"""The commands of docs/operations.md, by the chapter that they stand in."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
DEPLOY = ROOT / "docs" / "deploy"

NOT_HERE = {
    "podman build -t waraqa -f docs/deploy/Containerfile .": "there is no container engine here;"
    " test_deploy_files reads the file, and the wheel that it builds is installed by these steps",
    "podman run -d --name waraqa -p 127.0.0.1:8000:8000 -v waraqa:/var/lib/waraqa"
    " --env-file /etc/waraqa/waraqa.env waraqa": "there is no container engine here",
}


def chapters() -> dict[str, list[str]]:
    """Return the lines of all `sh` blocks under each heading."""
    found: dict[str, list[str]] = {}
    heading, within = "", False
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            within = line == "```sh"
        elif within:
            found.setdefault(heading, []).append(line)
        elif match := re.match(r"#+ (.+)", line):
            heading = match[1]
    return found
