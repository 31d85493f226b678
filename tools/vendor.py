"""Fetch fonts and icons from their npm packages, once, and pin what was fetched.

    python tools/vendor.py           fetch what vendor.json names, write files and lock
    python tools/vendor.py --check   only compare the files in the tree with the lock

`vendor.json` names exact versions and the files wanted; `vendor.lock.json` keeps the
registry's integrity of each package and the SHA-256 of each file. Only a maintainer
who upgrades runs this; the tests re-hash the files against the lock.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WANTED = ROOT / "tools" / "vendor.json"
LOCK = ROOT / "tools" / "vendor.lock.json"
TARGET = ROOT / "quizapp" / "web" / "static" / "vendor"


def fetch(package: str, folder: Path) -> tuple[str, Path]:
    """Download one package by `npm pack`; return its integrity and its archive."""
    done = subprocess.run(
        ["npm", "pack", "--json", package], cwd=folder, capture_output=True, text=True, check=True
    )
    [record] = json.loads(done.stdout)
    return record["integrity"], folder / record["filename"].replace("@", "").replace("/", "-")


def member(archive: Path, name: str) -> bytes:
    """Return one file of a package archive."""
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(f"package/{name}")
        if handle is None:
            raise FileNotFoundError(name)
        return handle.read()


def subset(data: bytes, unicodes: str) -> bytes:
    """Cut a font down to a range, keeping every layout feature (or joining breaks)."""
    with tempfile.TemporaryDirectory() as folder:
        source, cut = Path(folder, "in.woff2"), Path(folder, "out.woff2")
        source.write_bytes(data)
        subprocess.run(
            [
                "pyftsubset", str(source), f"--unicodes={unicodes}", "--layout-features=*",
                "--flavor=woff2", f"--output-file={cut}",
            ],
            check=True,
        )  # fmt: skip
        return cut.read_bytes()


def sprite(archive: Path, icons: list[str]) -> bytes:
    """Join icons into one SVG of symbols, drawn in the colour of the text around them."""
    symbols = []
    for icon in icons:
        svg = member(archive, f"icons/{icon}.svg").decode()
        inner = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", inner, flags=re.S)
        inner = re.sub(r"\s+", " ", inner).strip()
        symbols.append(
            f'<symbol id="{icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'.encode()


def build(wanted: dict[str, Any]) -> dict[str, Any]:
    """Fetch and write everything; return the new lock."""
    lock: dict[str, Any] = {"packages": {}, "files": {}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, spec in wanted.items():
            lock["packages"][package], archive = fetch(package, folder)
            made = {
                target: member(archive, source) for source, target in spec.get("files", {}).items()
            }
            for target, cut in spec.get("subset", {}).items():
                made[target] = subset(made[target], cut)
            if "sprite" in spec:
                made[spec["sprite"]["to"]] = sprite(archive, spec["sprite"]["icons"])
            for target, data in made.items():
                place = TARGET / target
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
    for path in sorted(p for p in TARGET.rglob("*") if p.is_file()):
        lock["files"][path.relative_to(TARGET).as_posix()] = hash_of(path)
    return lock


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences() -> list[str]:
    """Return what in the tree is not what the lock says, one line each."""
    locked = json.loads(LOCK.read_text())["files"]
    present = {p.relative_to(TARGET).as_posix(): p for p in TARGET.rglob("*") if p.is_file()}
    missing = [f"missing: {name}" for name in sorted(locked.keys() - present.keys())]
    unknown = [f"not in the lock: {name}" for name in sorted(present.keys() - locked.keys())]
    changed = [
        f"changed: {name}"
        for name in sorted(locked.keys() & present.keys())
        if hash_of(present[name]) != locked[name]
    ]
    return missing + unknown + changed


def main() -> int:
    """Fetch, or check; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--check", action="store_true")
    if not options.parse_args().check:
        LOCK.write_text(json.dumps(build(json.loads(WANTED.read_text())), indent=2) + "\n")
    found = differences()
    print("\n".join(found) or "vendored files match the lock")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
