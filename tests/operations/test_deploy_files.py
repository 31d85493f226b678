"""The files of docs/deploy: what reads them on a real machine finds nothing wrong with them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.server import CONNECTIONS, OTHER_FILES
from tests.operations.document import DEPLOY, DOCUMENT, ROOT, chapters
from tests.peers import needs

# What systemd calls 10 is everything allowed; a service that serves the network is rarely under 1.
MOST_EXPOSED = 20


def test_systemd_finds_the_unit_right_and_hardly_exposed(tmp_path: Path) -> None:
    needs(shutil.which("systemd-analyze"), "systemd-analyze")
    text = (DEPLOY / "waraqa.service").read_text(encoding="utf-8")
    assert "/opt/waraqa/bin/quizapp serve" in text
    unit = tmp_path / "waraqa.service"
    unit.write_text(text, encoding="utf-8")
    verify(unit)
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout


def verify(unit: Path) -> None:
    """Have systemd read a unit; the program that it starts lies elsewhere here."""
    text = unit.read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/waraqa/bin/quizapp", sys.executable), encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_unit_of_a_second_server_differs_by_its_port_and_its_folder(tmp_path: Path) -> None:
    needs(shutil.which("systemd-analyze"), "systemd-analyze")
    (line,) = [line for line in chapters()["Many app servers"] if line.startswith("sed -e")]
    shutil.copy(DEPLOY / "waraqa.service", tmp_path)
    here = line.replace("/etc/systemd/system/", f"{tmp_path}/")
    subprocess.run(["sh", "-c", here], check=True)
    first, second = (
        (tmp_path / f"{name}.service").read_text(encoding="utf-8").splitlines()
        for name in ("waraqa", "waraqa-2")
    )
    assert [line for line in second if line not in first] == [
        "Environment=WARAQA_DATA_DIR=/var/lib/waraqa-2",
        "ExecStart=/opt/waraqa/bin/quizapp serve --host 127.0.0.1 --port 8001",
        "StateDirectory=waraqa-2",
    ]
    verify(tmp_path / "waraqa-2.service")


def test_the_unit_lets_every_process_hold_all_its_connections() -> None:
    unit = (DEPLOY / "waraqa.service").read_text(encoding="utf-8")
    (allowed,) = re.findall(r"^LimitNOFILE=(\d+)$", unit, re.MULTILINE)
    assert int(allowed) >= CONNECTIONS + OTHER_FILES
    said = DOCUMENT.read_text(encoding="utf-8")
    for number in (CONNECTIONS, int(allowed), CONNECTIONS + OTHER_FILES):
        assert f"{number:,}" in said, "and the document says how many those are"


@pytest.mark.parametrize("name", ["waraqa.sh"])
def test_the_shell_finds_the_command_right(name: str) -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / name)], check=True)


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions, each with the rest of its line."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"([A-Z]+) (.+)", line) for line in lines if not line.startswith("#"))
    return [(match[1], match[2]) for match in found if match]


def test_the_container_file_copies_what_there_is_and_all_that_the_wheel_is_made_of() -> None:
    copied = []
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            copied += sources
    for source in copied:
        assert (ROOT / source).exists(), source
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.search(r"\[tool.hatch.build.targets.sdist\]\ninclude = \[(.+)\]", project)
    assert wanted is not None
    assert set(re.findall(r'"([^"]+)"', wanted[1])) <= set(copied)


def test_the_container_runs_without_root_keeps_its_data_and_says_how_it_is() -> None:
    found = dict(instructions())  # The last of each name, that is of the image that runs.
    assert found["USER"] == "waraqa"
    assert found["VOLUME"] == "/var/lib/waraqa"
    assert "/healthz" in found["HEALTHCHECK"]
    names = [name for name, _ in instructions()]
    assert names.index("USER") > max(at for at, name in enumerate(names) if name == "RUN")


def test_every_step_of_the_container_file_is_a_line_that_a_shell_reads() -> None:
    for name, rest in instructions():
        if name == "RUN":
            subprocess.run(["sh", "-n", "-c", rest], check=True)
            assert shlex.split(rest)


def test_the_document_names_every_file_of_the_folder() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    for file in DEPLOY.iterdir():
        assert f"docs/deploy/{file.name}" in said, file.name
