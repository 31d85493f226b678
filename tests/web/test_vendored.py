"""Fonts and icons are what the lock says, with their licences beside them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "quizapp" / "web" / "static"
VENDOR = STATIC / "vendor"
LOCKED: dict[str, str] = json.loads((ROOT / "tools" / "vendor.lock.json").read_text())["files"]


def test_every_vendored_file_is_in_the_lock_and_nothing_else() -> None:
    present = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert present == set(LOCKED)


@pytest.mark.parametrize("name", LOCKED)
def test_a_vendored_file_is_what_was_fetched(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LOCKED[name]


def test_every_package_brings_its_licence() -> None:
    wanted = json.loads((ROOT / "tools" / "vendor.json").read_text())
    licences = {t for spec in wanted.values() for s, t in spec["files"].items() if s == "LICENSE"}
    assert len(licences) == len(wanted)
    assert licences <= set(LOCKED)


def test_every_icon_used_is_in_the_sprite_and_every_face_in_the_style_sheet_exists() -> None:
    templates = [p.read_text(encoding="utf-8") for p in (ROOT / "quizapp").rglob("*.html")]
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text()))
    named = {name for text in templates for name in re.findall(r'icon\("([\w-]+)"', text)}
    assert len(named) > 5
    assert named <= symbols
    sheet = (STATIC / "site.css").read_text(encoding="utf-8")
    faces = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert faces
    assert all((STATIC / face).is_file() for face in faces)
